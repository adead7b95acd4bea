/** Modules that hold parts of several services side by side, and how to take them apart. */
import { referenceKinds, type SymbolGraph } from "../model/graph.ts";

export interface SplitPart {
  /** Number of the service that most uses of these symbols come from. */
  readonly service: number;
  /** Declarations at module level, by index. */
  readonly symbols: readonly number[];
}

export interface SplitSuggestion {
  readonly module: number;
  /** In the order of their first symbol. */
  readonly parts: readonly SplitPart[];
  /** What several services use alike, and what several parts need: it stays. */
  readonly rest: readonly number[];
}

/** Used by so many times the mean number of modules, a module is a hub. */
const hub = 3;
/** A symbol is of a service when so much of its use comes from there. */
const leastShare = 0.6;
/** A part of one symbol is no reason to move anything. */
const leastSymbols = 2;

const importKind = referenceKinds.indexOf("import");

/**
 * Hubs (used by more than three times as many modules as the mean) whose symbols are used by different services: each symbol goes to the service that at
 * least 60 % of the modules that use it are in, unless a symbol of another part needs it or it needs one. Only what falls into two parts or more is told.
 *
 * By module of the graph: `serviceOf`, -1 for none; `users`, how many modules use it.
 */
export function suggestSplits(graph: SymbolGraph, serviceOf: Int32Array, users: Int32Array): SplitSuggestion[] {
  const used = users.filter((count) => count > 0);
  const mean = used.reduce((sum, count) => sum + count, 0) / Math.max(1, used.length);
  const isHub = Uint8Array.from(users, (count) => (count > hub * mean ? 1 : 0));
  const { uses, inner } = readReferences(graph, isHub);
  return [...uses.keys()].sort((a, b) => a - b).flatMap((module) => splitOf(module, uses.get(module)!, inner.get(module) ?? [], serviceOf) ?? []);
}

interface Read {
  /** Modules that use each symbol at module level, by module and symbol. */
  uses: Map<number, Map<number, Set<number>>>;
  /** Pairs of symbols of one module of which one uses the other. */
  inner: Map<number, [number, number][]>;
}

function readReferences(graph: SymbolGraph, isHub: Uint8Array): Read {
  const { references } = graph;
  const outermost = (module: number, declaration: number): number => {
    const { declarations } = graph.modules[module]!.facts;
    let symbol = declaration;
    for (let parent = declarations[symbol]?.parent ?? -1; parent >= 0; parent = declarations[symbol]?.parent ?? -1) symbol = parent;
    return symbol;
  };
  const uses: Read["uses"] = new Map();
  const inner: Read["inner"] = new Map();
  for (let row = 0; row < references.length; row++) {
    const to = references.to[row]!;
    if (to < 0 || isHub[to] === 0 || references.kind[row] === importKind) continue;
    const symbol = outermost(to, references.symbol[row]!);
    if (symbol < 0) continue;
    const from = references.from[row]!;
    if (from === to) {
      const owner = outermost(to, references.owner[row]!);
      if (owner >= 0 && owner !== symbol) inner.set(to, [...(inner.get(to) ?? []), [owner, symbol]]);
      continue;
    }
    const ofModule = uses.get(to) ?? new Map<number, Set<number>>();
    uses.set(to, ofModule);
    ofModule.set(symbol, (ofModule.get(symbol) ?? new Set()).add(from));
  }
  return { uses, inner };
}

function splitOf(
  module: number,
  uses: ReadonlyMap<number, ReadonlySet<number>>,
  inner: readonly (readonly [number, number])[],
  serviceOf: Int32Array,
): SplitSuggestion | undefined {
  const owner = new Map<number, number>();
  for (const [symbol, modules] of uses) owner.set(symbol, mostly([...modules].map((user) => serviceOf[user]!)));
  // What ties two parts to each other belongs to neither; that may untie others, and tie what used them.
  for (let changed = true; changed;) {
    changed = false;
    for (const [a, b] of inner) {
      const [ofA, ofB] = [owner.get(a), owner.get(b)];
      if (ofB === undefined || ofB < 0 || ofA === ofB) continue;
      // A part may use what stays, but what stays or another part may not need it.
      owner.set(b, -1);
      changed = true;
    }
  }
  const symbolsOf = new Map<number, number[]>();
  for (const symbol of [...owner.keys()].sort((a, b) => a - b)) {
    const service = owner.get(symbol)!;
    symbolsOf.set(service, [...(symbolsOf.get(service) ?? []), symbol]);
  }
  const parts = [...symbolsOf].filter(([service, symbols]) => service >= 0 && symbols.length >= leastSymbols);
  if (parts.length < 2) return undefined;
  const moved = new Set(parts.flatMap(([, symbols]) => symbols));
  return {
    module,
    parts: parts.map(([service, symbols]) => ({ service, symbols })),
    rest: [...owner.keys()].filter((symbol) => !moved.has(symbol)).sort((a, b) => a - b),
  };
}

/** The service that enough of the users are in, -1 for none. Users without a service count as users. */
function mostly(services: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const service of services) if (service >= 0) counts.set(service, (counts.get(service) ?? 0) + 1);
  for (const [service, count] of counts) if (count >= services.length * leastShare) return service;
  return -1;
}
