/** What linking found, as bytes: a later run takes over the references of every module that no change can have touched. */
import { importKinds } from "../model/facts.ts";
import { edgeNotes } from "../model/graph.ts";
import type { FileEdge, ReferenceTable } from "../model/graph.ts";
import type { ImportTarget } from "./world.ts";

export interface StoredLinks {
  /** Content key of each module. */
  keys: readonly string[];
  edges: readonly FileEdge[];
  references: ReferenceTable;
  targets: readonly (readonly ImportTarget[])[];
}

const edgeWidth = 7;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function encodeLinks(links: StoredLinks): Uint8Array {
  const names = new Names();
  const edges = new Int32Array(links.edges.length * edgeWidth);
  for (const [index, edge] of links.edges.entries()) {
    const note = edge.note === undefined ? 0 : edgeNotes.indexOf(edge.note) + 1;
    const kind = importKinds.indexOf(edge.kind) * 8 + note * 2 + (edge.typeOnly ? 1 : 0);
    edges.set(
      [edge.from, edge.to, kind, names.of(edge.specifier), edge.external === undefined ? -1 : names.of(edge.external), edge.line, edge.column],
      index * edgeWidth,
    );
  }
  const targets: number[] = [];
  for (const list of links.targets) {
    targets.push(list.length);
    for (const target of list) targets.push(target === undefined ? -1 : "module" in target ? target.module : -2 - names.of(target.external));
  }
  const { references } = links;
  const kinds = Int32Array.from(references.kind);
  const columns = [references.from, references.owner, references.to, references.symbol, kinds, references.line, references.column];
  const text = encoder.encode(JSON.stringify({ keys: links.keys, names: names.list }));
  const integers = 4 + edges.length + targets.length + references.length * columns.length;
  const bytes = new Uint8Array(integers * 4 + text.length);
  const view = new Int32Array(bytes.buffer, 0, integers);
  view.set([links.edges.length, targets.length, references.length, text.length]);
  let at = 4;
  for (const list of [edges, targets, ...columns]) {
    view.set(list, at);
    at += list.length;
  }
  bytes.set(text, integers * 4);
  return bytes;
}

/** Undefined when the bytes are not of this layout. */
export function decodeLinks(blob: Uint8Array): StoredLinks | undefined {
  const bytes = blob.byteOffset % 4 === 0 ? blob : blob.slice();
  if (bytes.length < 16) return undefined;
  const [edgeCount, targetLength, rows, textLength] = new Int32Array(bytes.buffer, bytes.byteOffset, 4) as unknown as [
    number,
    number,
    number,
    number,
  ];
  const integers = 4 + edgeCount * edgeWidth + targetLength + rows * 7;
  if (integers * 4 + textLength !== bytes.length) return undefined;
  let at = bytes.byteOffset + 16;
  const take = (length: number): Int32Array => {
    const list = new Int32Array(bytes.buffer, at, length);
    at += length * 4;
    return list;
  };
  const edgeRows = take(edgeCount * edgeWidth);
  const targetRows = take(targetLength);
  const [from, owner, to, symbol, kind, line, column] = [rows, rows, rows, rows, rows, rows, rows].map(take) as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  // encodeLinks wrote this text, and the length checks say that it is whole.
  const { keys, names } = JSON.parse(decoder.decode(bytes.subarray(integers * 4))) as { keys: string[]; names: string[] };
  const edges: FileEdge[] = [];
  for (let row = 0; row < edgeRows.length; row += edgeWidth) {
    const external = edgeRows[row + 4]!;
    const note = edgeNotes[((edgeRows[row + 2]! >> 1) & 3) - 1];
    edges.push({
      from: edgeRows[row]!,
      to: edgeRows[row + 1]!,
      kind: importKinds[edgeRows[row + 2]! >> 3]!,
      typeOnly: (edgeRows[row + 2]! & 1) === 1,
      specifier: names[edgeRows[row + 3]!]!,
      ...(external < 0 ? {} : { external: names[external]! }),
      ...(note === undefined ? {} : { note }),
      line: edgeRows[row + 5]!,
      column: edgeRows[row + 6]!,
    });
  }
  const targets: ImportTarget[][] = [];
  for (let row = 0; row < targetRows.length;) {
    const count = targetRows[row++]!;
    const list: ImportTarget[] = new Array(count);
    for (let position = 0; position < count; position++) {
      const code = targetRows[row++]!;
      list[position] = code === -1 ? undefined : code >= 0 ? { module: code } : { external: names[-2 - code]! };
    }
    targets.push(list);
  }
  return { keys, edges, targets, references: { length: rows, from, owner, to, symbol, kind: Uint8Array.from(kind), line, column } };
}

class Names {
  readonly list: string[] = [];
  readonly #index = new Map<string, number>();

  of(name: string): number {
    let index = this.#index.get(name);
    if (index === undefined) {
      index = this.list.push(name) - 1;
      this.#index.set(name, index);
    }
    return index;
  }
}
