/** The questions that seams ask of the symbol graph, answered from indexes. */
import type { Role } from "../model/analysis.ts";
import type { DeclarationFact } from "../model/facts.ts";
import { referenceKinds, type ReferenceKind, type SymbolGraph } from "../model/graph.ts";
import type { Place, SymbolName } from "../model/shapes.ts";

/** Whose each module is, by its number in the graph. */
export interface Sides {
  service: readonly (string | null)[];
  role: readonly Role[];
}

export interface GraphIndex {
  readonly graph: SymbolGraph;
  /** Rows of the reference table that stand in a module. */
  rowsOf(module: number): { start: number; end: number };
  /** Rows that point at a declaration. */
  rowsTo(module: number, declaration: number): readonly number[];
  /** Rows that stand in a declaration or in what is nested in it. */
  rowsIn(module: number, declaration: number): readonly number[];
  /** Enclosing declaration at the top level; itself where it stands there. */
  topOf(module: number, declaration: number): number;
  qualifiedName(module: number, declaration: number): string | null;
  symbolName(module: number, declaration: number): SymbolName;
  placeOf(module: number, declaration: number): Place;
  declaration(module: number, declaration: number): DeclarationFact | undefined;
  /** Members of classes that implement or override the member; for classes themselves, those that do so. */
  implementations(module: number, declaration: number): readonly Target[];
  /** What a reference leads to at run time: what it points at, and what implements that where it is a member of an interface. */
  allTargetsOf(row: number): readonly Target[];
  /** The same, where a few can be meant; of many implementations, only the one that is known. */
  targetsOf(row: number): readonly Target[];
  rowPlace(row: number): Place;
  kindOf(row: number): ReferenceKind;
}

export interface Target {
  module: number;
  declaration: number;
}

const memberKinds = new Set(["signature", "method", "getter", "setter", "property"]);
const bodyKinds = new Set(["method", "getter", "setter", "function"]);
const runtimeKinds = new Set(["call", "value", "property", "new", "jsx"]);
/** A call through an interface that more classes implement says nothing, unless the receiver's type is known. */
const mostGuessed = 3;

export const targetKey = ({ module, declaration }: Target): string => `${module}:${declaration}`;

export function indexGraph(graph: SymbolGraph): GraphIndex {
  const { references, modules } = graph;
  const start = new Int32Array(modules.length + 1);
  for (let row = 0; row < references.length; row++) start[references.from[row]! + 1]!++;
  for (let i = 0; i < modules.length; i++) start[i + 1]! += start[i]!;

  let incoming: Map<number, Map<number, number[]>> | undefined;
  const incomingOf = (): Map<number, Map<number, number[]>> => {
    if (incoming !== undefined) return incoming;
    incoming = new Map();
    for (let row = 0; row < references.length; row++) {
      let bySymbol = incoming.get(references.to[row]!);
      if (bySymbol === undefined) incoming.set(references.to[row]!, (bySymbol = new Map()));
      const rows = bySymbol.get(references.symbol[row]!);
      if (rows === undefined) bySymbol.set(references.symbol[row]!, [row]);
      else rows.push(row);
    }
    return incoming;
  };

  const nested = new Map<number, Map<number, number[]>>();
  const rowsByOwner = (module: number): Map<number, number[]> => {
    let owners = nested.get(module);
    if (owners !== undefined) return owners;
    nested.set(module, (owners = new Map()));
    for (let row = start[module]!; row < start[module + 1]!; row++) {
      // An owner answers for what is nested in it, up to the top level.
      for (let owner = references.owner[row]!; owner >= 0; owner = modules[module]!.facts.declarations[owner]!.parent) {
        const rows = owners.get(owner);
        if (rows === undefined) owners.set(owner, [row]);
        else rows.push(row);
      }
    }
    return owners;
  };

  const declaration = (module: number, at: number): DeclarationFact | undefined => modules[module]?.facts.declarations[at];
  const topOf = (module: number, at: number): number => {
    let top = at;
    for (let parent = declaration(module, at)?.parent ?? -1; parent >= 0; parent = declaration(module, parent)!.parent) top = parent;
    return top;
  };
  const namesOf = (module: number, at: number): string[] => {
    const names: string[] = [];
    for (let each = at; each >= 0; each = declaration(module, each)!.parent) names.unshift(declaration(module, each)!.name);
    return names;
  };
  const placeOf = (module: number, at: number): Place => {
    const found = declaration(module, at);
    return { module: modules[module]!.path, line: found?.line ?? 1, column: found?.column ?? 1 };
  };

  const heirs = new Map<string, readonly Target[]>();
  const heirsOf = (module: number, at: number): readonly Target[] => {
    const key = `${module}:${at}`;
    let found = heirs.get(key);
    if (found !== undefined) return found;
    heirs.set(key, []);
    const direct: Target[] = [];
    for (const row of incomingOf().get(module)?.get(at) ?? []) {
      const kind = referenceKinds[references.kind[row]!]!;
      if (kind !== "extends" && kind !== "implements") continue;
      const from = references.from[row]!;
      const heir = classAt(from, references.owner[row]!, references.line[row]!);
      if (heir >= 0) direct.push({ module: from, declaration: heir });
    }
    found = [...direct, ...direct.flatMap((heir) => heirsOf(heir.module, heir.declaration))];
    heirs.set(key, found);
    return found;
  };
  /** The class whose heritage clause stands at a line: the owner, or the class that begins at or before it. */
  const classAt = (module: number, owner: number, line: number): number => {
    const declarations = modules[module]!.facts.declarations;
    const own = declarations[owner];
    if (own !== undefined && (own.kind === "class" || own.kind === "interface")) return owner;
    let best = -1;
    for (const [position, each] of declarations.entries())
      if ((each.kind === "class" || each.kind === "interface") && each.line <= line && each.endLine >= line) best = position;
    return best;
  };

  const implementations = (module: number, at: number): readonly Target[] => {
    const member = declaration(module, at);
    if (member === undefined) return [];
    if (member.kind === "class" || member.kind === "interface") return heirsOf(module, at);
    if (member.parent < 0) return [];
    return heirsOf(module, member.parent).flatMap((heir) => {
      const { declarations } = modules[heir.module]!.facts;
      const found = declarations.findIndex((each) => each.parent === heir.declaration && each.name === member.name && each.kind !== "signature");
      return found < 0 ? [] : [{ module: heir.module, declaration: found }];
    });
  };
  const allTargets = new Map<number, readonly Target[]>();
  const allTargetsOf = (row: number): readonly Target[] => {
    const module = references.to[row]!;
    const at = references.symbol[row]!;
    const kind = referenceKinds[references.kind[row]!]!;
    const found = declaration(module, at);
    const parent = found === undefined || found.parent < 0 ? undefined : declaration(module, found.parent);
    const direct: Target = { module, declaration: at };
    if (parent === undefined || !memberKinds.has(found!.kind) || !runtimeKinds.has(kind)) return [direct];
    if (parent.kind !== "interface" && parent.kind !== "class") return [direct];
    const key = module * 0x100000 + at;
    let targets = allTargets.get(key);
    if (targets === undefined) {
      const bodies = implementations(module, at).filter((target) => bodyKinds.has(declaration(target.module, target.declaration)?.kind ?? ""));
      allTargets.set(key, (targets = [direct, ...bodies]));
    }
    return targets;
  };

  return {
    graph,
    rowsOf: (module) => ({ start: start[module]!, end: start[module + 1]! }),
    rowsTo: (module, at) => incomingOf().get(module)?.get(at) ?? [],
    rowsIn: (module, at) => {
      if (at >= 0) return rowsByOwner(module).get(at) ?? [];
      const rows: number[] = [];
      for (let row = start[module]!; row < start[module + 1]!; row++) rows.push(row);
      return rows;
    },
    topOf,
    qualifiedName: (module, at) => (at < 0 ? null : namesOf(module, at).join(".")),
    symbolName: (module, at) => {
      const [name = "*", ...rest] = namesOf(module, at);
      return { module: modules[module]!.path, name, ...(rest.length > 0 ? { member: rest.join(".") } : {}) };
    },
    placeOf,
    declaration,
    implementations,
    allTargetsOf,
    targetsOf: (row) => {
      const all = allTargetsOf(row);
      return all.length > mostGuessed + 1 ? all.slice(0, 1) : all;
    },
    rowPlace: (row) => ({ module: modules[references.from[row]!]!.path, line: references.line[row]!, column: references.column[row]! }),
    kindOf: (row) => referenceKinds[references.kind[row]!]!,
  };
}

/** Sorts places, each once. */
export function uniquePlaces<T extends Place>(places: readonly T[]): T[] {
  const seen = new Map<string, T>();
  for (const place of places) {
    const key = `${place.module}:${place.line}:${place.column}`;
    if (!seen.has(key)) seen.set(key, place);
  }
  return [...seen.values()].sort(byPlace);
}

export function byPlace(a: Place, b: Place): number {
  return a.module < b.module ? -1 : a.module > b.module ? 1 : a.line - b.line || a.column - b.column;
}
