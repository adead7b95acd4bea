import type { GraphDocument } from "../../model/graphDocument.ts";
import { referenceKinds, type SymbolGraph } from "../../model/graph.ts";

type Row<Section extends "symbols" | "imports" | "references"> = GraphDocument[Section]["rows"][number];

/** Characters that are gathered before they are handed on: the whole document can be larger than the longest string. */
const pieceLength = 64 * 1024;

/** The whole symbol graph as `GraphDocument`, in pieces. */
export function* graphJson(graph: SymbolGraph, root: string): Generator<string> {
  const { modules } = graph;
  const firstSymbol = new Int32Array(modules.length + 1);
  modules.forEach(({ facts }, module) => (firstSymbol[module + 1] = firstSymbol[module]! + facts.declarations.length));
  const symbolAt = (module: number, declaration: number) => (declaration < 0 ? null : firstSymbol[module]! + declaration);
  const externals = [...new Set(graph.edges.map((edge) => edge.external).filter((name) => name !== undefined))].sort();
  const externalAt = new Map(externals.map((name, position) => [name, position]));

  function* moduleRows(): Generator<GraphDocument["modules"][number]> {
    for (const { path, facts } of modules) yield { path, loc: facts.lines };
  }
  function* symbolRows(): Generator<Row<"symbols">> {
    for (const [module, { facts }] of modules.entries()) {
      for (const { name, kind, exported, parent, line, endLine } of facts.declarations)
        yield [module, symbolAt(module, parent), name, kind, exported, line, endLine];
    }
  }
  function* importRows(): Generator<Row<"imports">> {
    for (const { from, to, external, kind, typeOnly, specifier, line, column } of graph.edges) {
      yield [from, to < 0 ? null : to, external === undefined ? null : externalAt.get(external)!, kind, typeOnly, specifier, line, column];
    }
  }
  function* referenceRows(): Generator<Row<"references">> {
    const { length, from, owner, to, symbol, kind, line, column } = graph.references;
    for (let row = 0; row < length; row++) {
      const target = to[row]!;
      if (target >= 0)
        yield [
          from[row]!,
          symbolAt(from[row]!, owner[row]!),
          target,
          symbolAt(target, symbol[row]!),
          referenceKinds[kind[row]!]!,
          line[row]!,
          column[row]!,
        ];
    }
  }

  yield `{"schemaVersion":1,"root":${JSON.stringify(root)},"modules":[`;
  yield* list(moduleRows());
  yield `],"externals":${JSON.stringify(externals)},"symbols":{"columns":["module","parent","name","kind","exported","line","endLine"],"rows":[`;
  yield* list(symbolRows());
  yield `]},"imports":{"columns":["from","to","external","kind","typeOnly","specifier","line","column"],"rows":[`;
  yield* list(importRows());
  yield `]},"references":{"columns":["from","owner","to","symbol","kind","line","column"],"rows":[`;
  yield* list(referenceRows());
  yield "]}}\n";
}

/** JSON of each item on a line of its own, gathered into pieces. */
function* list(items: Iterable<unknown>): Generator<string> {
  let piece = "";
  let first = true;
  for (const item of items) {
    piece += first ? "\n" : ",\n";
    first = false;
    piece += JSON.stringify(item);
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = "";
  }
  yield `${piece}\n`;
}
