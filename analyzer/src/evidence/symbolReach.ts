/** Which symbols a symbol uses at run time, and what is reached from one: the paths that a request takes through the code. */
import { referenceKinds, type ReferenceKind, type SymbolGraph } from "../model/graph.ts";

/**
 * Symbols as integers: `base[module]` is the module's top level, `base[module] + 1 + d` its declaration `d`. What a symbol uses stands in `to` from
 * `start[symbol]` to `start[symbol + 1]`, ascending in `line` for what the code itself says; implementations of an abstract member have line 0.
 */
export interface SymbolReach {
  readonly base: Int32Array;
  readonly moduleOf: Int32Array;
  readonly start: Int32Array;
  readonly to: Int32Array;
  readonly line: Int32Array;
  /** Number of other modules that use the symbol, of those that `counts` names. */
  readonly users: Int32Array;
}

/** A type is no step of a request, and an import no use. */
const steps: Readonly<Record<ReferenceKind, boolean>> = {
  call: true,
  new: true,
  extends: true,
  implements: false,
  decorator: true,
  value: true,
  property: true,
  jsx: true,
  type: false,
  import: false,
};
const isStep = Uint8Array.from(referenceKinds, (kind) => (steps[kind] ? 1 : 0));
const inherits = Uint8Array.from(referenceKinds, (kind) => (kind === "extends" || kind === "implements" ? 1 : 0));

/** A contract with more implementations than this (every job, every handler) says nothing of where a call goes. */
const mostImplementations = 6;

interface Members {
  /** Modules of the graph, by row. */
  readonly order: Int32Array;
  /** 1 for rows that are to be divided among services. */
  readonly members: Uint8Array;
}

/** `members` in the graph's own numbering. */
export function countsByModule({ order, members }: Members): Uint8Array {
  const counts = new Uint8Array(order.length);
  for (let i = 0; i < order.length; i++) counts[order[i]!] = members[i]!;
  return counts;
}

export function indexMembers(input: Members & { readonly graph: SymbolGraph }): SymbolReach {
  return indexSymbols(input.graph, countsByModule(input));
}

/** @param counts 1 for modules whose uses count in `users`; modules in the graph's own numbering */
export function indexSymbols(graph: SymbolGraph, counts: Uint8Array): SymbolReach {
  const { modules, references } = graph;
  const base = new Int32Array(modules.length + 1);
  for (const [module, { facts }] of modules.entries()) base[module + 1] = base[module]! + 1 + facts.declarations.length;
  const size = base[modules.length]!;
  const moduleOf = new Int32Array(size);
  for (let module = 0; module < modules.length; module++) moduleOf.fill(module, base[module], base[module + 1]);

  const bridges = implementations(graph, base);
  const start = new Int32Array(size + 1);
  for (const [abstract] of bridges) start[abstract + 1]!++;
  const users = new Int32Array(size);
  const lastUser = new Int32Array(size).fill(-1);
  /** Of each row: the symbol that it is a step to, -1 for none. */
  const used = new Int32Array(references.length).fill(-1);
  // Rows are sorted by module, so a user of a symbol comes with all its rows together.
  for (let row = 0; row < references.length; row++) {
    const target = references.to[row]!;
    if (target < 0 || isStep[references.kind[row]!] === 0) continue;
    const module = references.from[row]!;
    const symbol = base[target]! + 1 + references.symbol[row]!;
    const owner = base[module]! + 1 + references.owner[row]!;
    if (symbol === owner) continue;
    used[row] = symbol;
    start[owner + 1]!++;
    if (target !== module && counts[module] === 1 && lastUser[symbol] !== module) {
      lastUser[symbol] = module;
      users[symbol]!++;
    }
  }
  for (let symbol = 0; symbol < size; symbol++) start[symbol + 1]! += start[symbol]!;
  const next = start.slice(0, size);
  const to = new Int32Array(start[size]!);
  const line = new Int32Array(to.length);
  for (const [abstract, concrete] of bridges) to[next[abstract]!++] = concrete;
  for (let row = 0; row < references.length; row++) {
    if (used[row]! < 0) continue;
    const place = next[base[references.from[row]!]! + 1 + references.owner[row]!]!++;
    to[place] = used[row]!;
    line[place] = references.line[row]!;
  }
  return { base, moduleOf, start, to, line, users };
}

/** From members of interfaces and base classes to what implements them: by name, or, where names are withheld, to all members of the class. */
function implementations({ modules, references }: SymbolGraph, base: Int32Array): [abstract: number, concrete: number][] {
  const byContract = new Map<number, Set<number>>();
  for (let row = 0; row < references.length; row++) {
    const to = references.to[row]!;
    const owner = references.owner[row]!;
    const symbol = references.symbol[row]!;
    if (to < 0 || owner < 0 || symbol < 0 || inherits[references.kind[row]!] === 0) continue;
    const contract = base[to]! + 1 + symbol;
    const heirs = byContract.get(contract) ?? new Set();
    byContract.set(contract, heirs.add(base[references.from[row]!]! + 1 + owner));
  }
  const bridges: [number, number][] = [];
  // Most modules declare nothing that another implements.
  const declaring = new Set(Array.from(byContract.keys(), (contract) => moduleAt(base, contract)));
  for (const module of Array.from(declaring).sort((a, b) => a - b)) {
    const first = base[module]! + 1;
    modules[module]!.facts.declarations.forEach((member, d) => {
      if (member.parent < 0 || (member.kind !== "signature" && member.kind !== "method")) return;
      const heirs = byContract.get(first + member.parent);
      if (heirs === undefined || heirs.size > mostImplementations) return;
      for (const heir of heirs) {
        for (const concrete of membersNamed(modules, base, heir, member.name)) bridges.push([first + d, concrete]);
      }
    });
  }
  return bridges;
}

function membersNamed(modules: SymbolGraph["modules"], base: Int32Array, heir: number, name: string): number[] {
  const module = moduleAt(base, heir);
  const first = base[module]! + 1;
  return modules[module]!.facts.declarations.flatMap((each, d) =>
    each.parent === heir - first && each.kind === "method" && each.name === name ? [first + d] : [],
  );
}

function moduleAt(base: Int32Array, symbol: number): number {
  let low = 0;
  let high = base.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (base[middle]! <= symbol) low = middle;
    else high = middle;
  }
  return low;
}

/** Where a request, a job or a message enters: a symbol, or the lines of one that belong to it. */
export interface Entry {
  readonly symbol: number;
  readonly line: number;
  readonly endLine: number;
}

export interface ReachLimits {
  /** Steps from the entry. */
  depth: number;
  /** No further step is taken once so many symbols are reached; steps are taken whole, so that the order of symbols does not matter. */
  symbols: number;
  /** What more modules use is nobody's in particular: neither it nor what lies behind it is visited. */
  users: number;
}

/** Walks from entries, one after the other; `visit` sees each symbol once for an entry, at its fewest steps. */
export function createWalk(reach: SymbolReach, limits: ReachLimits): (entry: Entry, visit: (symbol: number, steps: number) => void) => void {
  const seenBy = new Int32Array(reach.moduleOf.length).fill(-1);
  let walk = 0;
  return (entry, visit) => {
    walk++;
    seenBy[entry.symbol] = walk;
    visit(entry.symbol, 0);
    let level = [entry.symbol];
    let seen = 1;
    for (let steps = 1; steps <= limits.depth && level.length > 0 && seen < limits.symbols; steps++) {
      const next: number[] = [];
      for (const symbol of level) {
        for (let k = reach.start[symbol]!; k < reach.start[symbol + 1]!; k++) {
          const used = reach.to[k]!;
          if (seenBy[used] === walk) continue;
          if (steps === 1 && (reach.line[k]! < entry.line || reach.line[k]! > entry.endLine)) continue;
          seenBy[used] = walk;
          if (reach.users[used]! > limits.users) continue;
          seen++;
          visit(used, steps);
          next.push(used);
        }
      }
      level = next;
    }
  };
}
