/** The symbol graph folded into what metrics need, once. */
import type { SymbolGraph } from "../model/graph.ts";
import { referenceKinds } from "../model/graph.ts";
import { isRuntimeUse, type Uses } from "../evidence/uses.ts";
import type { WeightedPairs } from "../evidence/weightedPairs.ts";
import { countsByModule, indexSymbols, type SymbolReach } from "../evidence/symbolReach.ts";
import { traceFunctionalities } from "./functionalities.ts";
import { groupRows } from "../evidence/groupRows.ts";
import {
  affinityUnit,
  type AccessColumns,
  type AffinityColumns,
  type CoChangeColumns,
  type MetricsInput,
  type SymbolColumns,
  type UseColumns,
} from "./input.ts";

export interface MetricsSources {
  graph: SymbolGraph;
  /** Modules of the graph in the order of the rows of all other columns. */
  order: Int32Array;
  uses: Uses;
  /** 1 for modules that should have a service. */
  members: Uint8Array;
  /** Symmetric: how much pairs of modules belong together. */
  pairs: WeightedPairs;
  /** What the history channel says of pairs, 0 to 1, symmetric; absent or empty without enough history. */
  history?: WeightedPairs | undefined;
  /** Which symbols of this graph lead to which, where the evidence worked it out already. */
  reach?: SymbolReach | undefined;
}

export function makeMetricsInput({ graph, order, uses, members, pairs, history, reach: known }: MetricsSources): MetricsInput {
  const place = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) place[order[i]!] = i;
  const counts = countsByModule({ order, members });
  const reach = known ?? indexSymbols(graph, counts);
  return {
    modules: order.length,
    domain: members,
    uses: useColumns(graph, uses, place),
    affinity: affinityColumns(pairs),
    symbols: symbolColumns(graph, reach, place),
    accesses: accessColumns(graph, place),
    functionalities: traceFunctionalities(graph, reach, place, counts),
    coChanges: history === undefined || history.to.length === 0 ? undefined : coChangeColumns(history),
  };
}

function useColumns(graph: SymbolGraph, uses: Uses, place: Int32Array): UseColumns {
  const { start, to, calls, strength } = uses;
  return {
    start,
    to,
    calls,
    loopCalls: loopCalls(graph, uses, place),
    strength,
    runtime: Uint8Array.from(to, (_, k) => (isRuntimeUse(uses, k) ? 1 : 0)),
  };
}

const isCall = Uint8Array.from(referenceKinds, (kind) => (kind === "call" || kind === "new" ? 1 : 0));

/** For each use, how many of its calls stand in a loop. */
function loopCalls({ modules, references }: SymbolGraph, { start, to }: Uses, place: Int32Array): Int32Array {
  const counts = new Int32Array(to.length);
  const loopsOf = modules.map(({ facts }) => facts.loops);
  for (let row = 0; row < references.length; row++) {
    const from = references.from[row]!;
    const target = references.to[row]!;
    const loops = loopsOf[from]!;
    if (target < 0 || target === from || loops.length === 0 || isCall[references.kind[row]!] === 0) continue;
    if (isInLoop(loops, references.line[row]!, references.column[row]!))
      counts[lowerBound(to, start[place[from]!]!, start[place[from]! + 1]!, place[target]!)]!++;
  }
  return counts;
}

/** Rows of four, ascending and apart: only the last that begins before the place can hold it. */
function isInLoop(loops: Int32Array, line: number, column: number): boolean {
  let low = 0;
  let high = loops.length / 4;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = middle * 4;
    if (loops[at]! < line || (loops[at] === line && loops[at + 1]! <= column)) low = middle + 1;
    else high = middle;
  }
  const at = (low - 1) * 4;
  return low > 0 && (loops[at + 2]! > line || (loops[at + 2] === line && loops[at + 3]! > column));
}

/** Position of the first entry that is not less, in an ascending part of a column. */
function lowerBound(column: Int32Array, from: number, end: number, value: number): number {
  let low = from;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (column[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function affinityColumns({ start, to, weight }: WeightedPairs): AffinityColumns {
  return { start, to, weight: Int32Array.from(weight, (each) => Math.round(each / affinityUnit)) };
}

/** Types stay on this side of the wire, fields travel with what holds them, and the name in an import is no use of what it names. */
const publishes = Uint8Array.from(referenceKinds, (kind) => (["call", "new", "extends", "value", "jsx", "decorator"].includes(kind) ? 1 : 0));

function symbolColumns(graph: SymbolGraph, { base }: SymbolReach, place: Int32Array): SymbolColumns {
  const { length, from, to, symbol, kind } = graph.references;
  const count = base[graph.modules.length]!;
  const symbols = new Int32Array(length).fill(-1);
  for (let row = 0; row < length; row++) {
    if (to[row]! >= 0 && to[row] !== from[row] && symbol[row]! >= 0 && publishes[kind[row]!] === 1) symbols[row] = base[to[row]!]! + 1 + symbol[row]!;
  }
  const { start, rows } = groupRows(symbols, length, count);
  const module: number[] = [];
  const starts = [0];
  const users: number[] = [];
  const lastUsed = new Int32Array(graph.modules.length).fill(-1);
  for (let node = 0; node < count; node++) {
    if (start[node] === start[node + 1]) continue;
    for (let k = start[node]!; k < start[node + 1]!; k++) {
      const user = from[rows[k]!]!;
      if (lastUsed[user] === node) continue;
      lastUsed[user] = node;
      users.push(place[user]!);
    }
    module.push(place[to[rows[start[node]!]!]!]!);
    starts.push(users.length);
  }
  return { module: Int32Array.from(module), start: Int32Array.from(starts), user: Int32Array.from(users) };
}

function accessColumns({ accesses, tables, modules }: SymbolGraph, place: Int32Array): AccessColumns {
  const byModule = groupRows(
    accesses.map(({ module }) => place[module]!),
    accesses.length,
    modules.length,
  );
  const start = [0];
  const table: number[] = [];
  const reads: number[] = [];
  const writes: number[] = [];
  for (let module = 0; module < modules.length; module++) {
    const counts = new Map<number, { reads: number; writes: number }>();
    for (let k = byModule.start[module]!; k < byModule.start[module + 1]!; k++) {
      const access = accesses[byModule.rows[k]!]!;
      const count = counts.get(access.table) ?? { reads: 0, writes: 0 };
      count[access.access === "write" ? "writes" : "reads"]++;
      counts.set(access.table, count);
    }
    for (const [number, count] of counts) {
      table.push(number);
      reads.push(count.reads);
      writes.push(count.writes);
    }
    start.push(table.length);
  }
  return {
    tables: tables.length,
    start: Int32Array.from(start),
    table: Int32Array.from(table),
    reads: Int32Array.from(reads),
    writes: Int32Array.from(writes),
  };
}

function coChangeColumns({ size, start, to, weight }: WeightedPairs): CoChangeColumns {
  const a: number[] = [];
  const b: number[] = [];
  const count: number[] = [];
  for (let i = 0; i < size; i++) {
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      if (to[k]! <= i) continue;
      a.push(i);
      b.push(to[k]!);
      count.push(Math.round(weight[k]! / affinityUnit));
    }
  }
  return { a: Int32Array.from(a), b: Int32Array.from(b), count: Int32Array.from(count) };
}
