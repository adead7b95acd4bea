/** Inputs of metrics for tests, from lists of what is in a shop. */
import type { MetricsInput } from "../../src/metrics/input.ts";

export interface ColumnsSketch {
  modules: number;
  /** Modules that stay apart. */
  apart?: readonly number[];
  uses?: readonly { from: number; to: number; calls?: number; loopCalls?: number; strength?: number; runtime?: boolean }[];
  affinity?: readonly (readonly [a: number, b: number, weight: number])[];
  /** Users of symbols that `module` declares. */
  symbols?: readonly { module: number; users: readonly number[] }[];
  accesses?: readonly { module: number; table: number; reads?: number; writes?: number }[];
  functionalities?: readonly (readonly { module: number; table: number; writes: boolean }[])[];
  coChanges?: readonly (readonly [a: number, b: number, count: number])[];
}

export function makeColumns({
  modules,
  apart = [],
  uses = [],
  affinity = [],
  symbols = [],
  accesses = [],
  functionalities = [],
  coChanges,
}: ColumnsSketch): MetricsInput {
  const useRows = rowsOf(
    merge(
      uses.filter(({ from, to }) => from !== to),
      ({ from, to }) => `${from} ${to}`,
    ),
    modules,
    ({ from }) => from,
  );
  const pairs = merge(
    affinity.filter(([a, b]) => a !== b),
    ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}`,
  );
  const affinityRows = rowsOf(
    pairs.flatMap(([a, b, weight]) => [
      { a, b, weight },
      { a: b, b: a, weight },
    ]),
    modules,
    ({ a }) => a,
  );
  const symbolRows = symbols.map(({ module, users }) => ({ module, users: [...new Set(users)].filter((user) => user !== module) }));
  const accessRows = rowsOf(
    merge(accesses, ({ module, table }) => `${module} ${table}`),
    modules,
    ({ module }) => module,
  );
  const traces = functionalities.map((trace) => merge(trace, (each) => JSON.stringify(each)));
  const changed =
    coChanges &&
    merge(
      coChanges.filter(([a, b]) => a !== b),
      ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}`,
    );
  return {
    modules,
    domain: Uint8Array.from({ length: modules }, (_, module) => (apart.includes(module) ? 0 : 1)),
    uses: {
      start: useRows.start,
      to: Int32Array.from(useRows.entries, ({ to }) => to),
      calls: Int32Array.from(useRows.entries, ({ calls = 1 }) => calls),
      loopCalls: Int32Array.from(useRows.entries, ({ loopCalls = 0 }) => loopCalls),
      strength: Int32Array.from(useRows.entries, ({ strength = 10 }) => strength),
      runtime: Uint8Array.from(useRows.entries, ({ runtime = true }) => (runtime ? 1 : 0)),
    },
    affinity: {
      start: affinityRows.start,
      to: Int32Array.from(affinityRows.entries, ({ b }) => b),
      weight: Int32Array.from(affinityRows.entries, ({ weight }) => weight),
    },
    symbols: {
      module: Int32Array.from(symbolRows, ({ module }) => module),
      start: startsOf(symbolRows.map(({ users }) => users.length)),
      user: Int32Array.from(symbolRows.flatMap(({ users }) => users)),
    },
    accesses: {
      tables: accesses.reduce((most, { table }) => Math.max(most, table), -1) + 1,
      start: accessRows.start,
      table: Int32Array.from(accessRows.entries, ({ table }) => table),
      reads: Int32Array.from(accessRows.entries, ({ reads = 0 }) => reads),
      writes: Int32Array.from(accessRows.entries, ({ writes = 0 }) => writes),
    },
    functionalities: {
      length: functionalities.length,
      accessStart: startsOf(traces.map((trace) => trace.length)),
      accessModule: Int32Array.from(traces.flat(), ({ module }) => module),
      accessTable: Int32Array.from(traces.flat(), ({ table }) => table),
      accessWrites: Uint8Array.from(traces.flat(), ({ writes }) => (writes ? 1 : 0)),
    },
    coChanges: changed && {
      a: Int32Array.from(changed, ([a]) => a),
      b: Int32Array.from(changed, ([, b]) => b),
      count: Int32Array.from(changed, ([, , count]) => count),
    },
  };
}

/** The first of each key. */
function merge<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()];
}

function startsOf(lengths: readonly number[]): Int32Array {
  let at = 0;
  return Int32Array.from([0, ...lengths.map((length) => (at += length))]);
}

function rowsOf<T>(items: readonly T[], rows: number, rowOf: (item: T) => number): { start: Int32Array; entries: T[] } {
  const byRow = Array.from({ length: rows }, (_, row) => items.filter((item) => rowOf(item) === row));
  return { start: startsOf(byRow.map((row) => row.length)), entries: byRow.flat() };
}
