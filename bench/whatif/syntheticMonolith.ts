import type { MetricsInput } from "../../analyzer/src/metrics/input.ts";
import { seededRandom } from "../../analyzer/src/partition/random.ts";

export interface Size {
  modules: number;
  services: number;
}

/** As many as large monoliths have a module, rounded up; hubs (a hundredth of the modules) are used twenty times as often as others. */
const each = { uses: 12, affinity: 30, symbols: 3, accesses: 0.5, functionalities: 0.4, tables: 0.08, coChanges: 8 };
const accessesOfFunctionality = 9;
/** So much stays within a service. */
const local = 0.7;

/** A monolith of that size: module `m` is of service `m % services`. The same numbers make the same monolith. */
export function makeSyntheticMonolith({ modules, services }: Size, seed: number): { input: MetricsInput; membership: Int32Array } {
  const random = seededRandom(seed);
  const below = (bound: number): number => Math.floor(random() * bound);
  const membership = Int32Array.from({ length: modules }, (_, m) => m % services);
  const hubs = Math.ceil(modules / 100);
  const partner = (m: number): number => {
    if (random() < 0.17) return below(hubs);
    return random() < local ? membership[m]! + services * below(Math.floor(modules / services)) : below(modules);
  };
  const partners = (m: number, count: number): number[] =>
    [...new Set(Array.from({ length: count }, () => partner(m)))].filter((other) => other !== m).sort((a, b) => a - b);
  const rows = <T>(length: number, make: (row: number) => T[]): { start: Int32Array; entries: T[] } => {
    const start = new Int32Array(length + 1);
    const entries: T[] = [];
    for (let row = 0; row < length; row++) {
      entries.push(...make(row));
      start[row + 1] = entries.length;
    }
    return { start, entries };
  };

  const uses = rows(modules, (m) => partners(m, each.uses));
  const ties = Array.from({ length: modules }, (): Set<number> => new Set());
  for (let m = 0; m < modules; m++) {
    for (const other of partners(m, each.affinity / 2)) {
      ties[m]!.add(other);
      ties[other]!.add(m);
    }
  }
  const affinity = rows(modules, (m) => [...ties[m]!].sort((a, b) => a - b));
  const tables = Math.ceil(modules * each.tables);
  const owners = Math.ceil(modules * each.accesses);
  const accesses = rows(modules, (m) => (m < owners ? [...new Set([m % tables, below(tables)])] : []));
  const symbols = rows(modules * each.symbols, (symbol) => partners(Math.floor(symbol / each.symbols), 1 + below(6)));
  const functionalities = Math.ceil(modules * each.functionalities);
  const traces = rows(functionalities, (f) =>
    Array.from({ length: accessesOfFunctionality }, () => {
      const module = partner(f) % owners;
      return { module, table: accesses.entries[accesses.start[module]!]!, writes: random() < 0.4 ? 1 : 0 };
    }),
  );
  const changed = Array.from({ length: modules * each.coChanges }, () => {
    const a = below(modules);
    return [a, partner(a)] as const;
  }).filter(([a, b]) => a !== b);
  const numbers = (length: number, bound: number): Int32Array => Int32Array.from({ length }, () => below(bound));
  // Symmetric, as affinity is: made from the numbers of the two modules.
  const weightOf = (a: number, b: number): number => 1 + ((Math.min(a, b) * 7919 + Math.max(a, b) * 104729) % 100_000);
  return {
    membership,
    input: {
      modules,
      domain: new Uint8Array(modules).fill(1),
      uses: {
        start: uses.start,
        to: Int32Array.from(uses.entries),
        calls: numbers(uses.entries.length, 6),
        loopCalls: numbers(uses.entries.length, 2),
        strength: numbers(uses.entries.length, 60),
        runtime: Uint8Array.from(uses.entries, () => (random() < 0.8 ? 1 : 0)),
      },
      affinity: {
        start: affinity.start,
        to: Int32Array.from(affinity.entries),
        weight: Int32Array.from(
          ties.flatMap((_, m) => affinity.entries.slice(affinity.start[m], affinity.start[m + 1]).map((other) => weightOf(m, other))),
        ),
      },
      symbols: {
        module: Int32Array.from({ length: modules * each.symbols }, (_, symbol) => Math.floor(symbol / each.symbols)),
        start: symbols.start,
        user: Int32Array.from(symbols.entries),
      },
      accesses: {
        tables,
        start: accesses.start,
        table: Int32Array.from(accesses.entries),
        reads: numbers(accesses.entries.length, 4),
        writes: numbers(accesses.entries.length, 3),
      },
      functionalities: {
        length: functionalities,
        accessStart: traces.start,
        accessModule: Int32Array.from(traces.entries, ({ module }) => module),
        accessTable: Int32Array.from(traces.entries, ({ table }) => table),
        accessWrites: Uint8Array.from(traces.entries, ({ writes }) => writes),
      },
      coChanges: {
        a: Int32Array.from(changed, ([a]) => a),
        b: Int32Array.from(changed, ([, b]) => b),
        count: Int32Array.from(changed, () => 1 + below(9)),
      },
    },
  };
}
