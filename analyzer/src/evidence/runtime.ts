/** Runtime evidence: what works together when the program runs, as traces saw it. */
import type { SpanRecord } from "../model/traces.ts";
import { exact } from "./exact.ts";
import type { OutsideInput } from "./history.ts";
import { createPlacer } from "./placeSpans.ts";
import { pairsFrom, weightBetween, type WeightedPairs } from "./weightedPairs.ts";

/** What a call from one to the other counts against having been in the same request. */
const callsPart = 0.7;
/** A trace of more modules is a batch job: that two took part in it says nothing. */
const mostModules = 50;

export interface RuntimeEvidence {
  readonly pairs: WeightedPairs;
  /** From caller to callee: number of spans. */
  readonly calls: WeightedPairs;
  /** Symmetric: in how many traces two modules were. */
  readonly together: WeightedPairs;
  /** By row: number of traces. */
  readonly traces: Int32Array;
  readonly spans: number;
  /** Spans whose module was found, of `spans`. */
  readonly placed: number;
}

/**
 * w(i, j) = .7 · 2 (c_ij + c_ji) / (n_i + n_j) + .3 · t_ij / (t_i + t_j − t_ij), 0 to 1: the Dice coefficient of calls between the two (a span below the
 * nearest span of another module; n: all such of a module, in and out), and the Jaccard index of the traces that they were in (of at most 50 modules).
 * Spans are placed by `code.file.path`, `http.route` and method, `code.function.name`, or their own name. After the dynamic call graphs of
 * A. Kalia et al., "Mono2Micro", ESEC/FSE 2021. Absent where no span can be placed.
 */
export function findRuntimeEvidence({ graph, order, members }: OutsideInput, spans: readonly SpanRecord[]): RuntimeEvidence {
  const size = order.length;
  const rank = new Int32Array(graph.modules.length).fill(-1);
  order.forEach((module, i) => (rank[module] = members[i] === 1 ? i : -1));
  const placeOf = createPlacer(graph);
  let placed = 0;
  const rowOf = new Map<SpanRecord, number>();
  for (const span of spans) {
    const module = placeOf(span);
    if (module < 0) continue;
    placed++;
    // What carries all others (a logger, a database handle) is placed, and passed through.
    if (rank[module]! >= 0) rowOf.set(span, rank[module]!);
  }
  const calls = new Map<number, number>();
  const together = new Map<number, number>();
  const traces = new Int32Array(size);
  for (const trace of groupTraces(spans)) {
    const inside = new Set<number>();
    for (const span of trace.values()) {
      const row = rowOf.get(span);
      if (row === undefined) continue;
      inside.add(row);
      const caller = callerOf(span, trace, rowOf);
      if (caller !== undefined && caller !== row) calls.set(caller * size + row, (calls.get(caller * size + row) ?? 0) + 1);
    }
    if (inside.size > mostModules) continue;
    const rows = [...inside].sort((a, b) => a - b);
    for (const [at, i] of rows.entries()) {
      traces[i]!++;
      for (const j of rows.slice(at + 1)) together.set(i * size + j, (together.get(i * size + j) ?? 0) + 1);
    }
  }
  const listed = (counts: ReadonlyMap<number, number>, both: boolean) =>
    pairsFrom(
      size,
      [...counts].flatMap(([pair, count]): [number, number, number][] => {
        const j = pair % size;
        const i = (pair - j) / size;
        return both
          ? [
              [i, j, count],
              [j, i, count],
            ]
          : [[i, j, count]];
      }),
    );
  const found = { calls: listed(calls, false), together: listed(together, true), traces };
  return { pairs: weigh(size, calls, together, traces), ...found, spans: spans.length, placed };
}

function groupTraces(spans: readonly SpanRecord[]): Map<string, SpanRecord>[] {
  const traces = new Map<string, Map<string, SpanRecord>>();
  for (const span of spans) {
    const trace = traces.get(span.trace);
    if (trace === undefined) traces.set(span.trace, new Map([[span.span, span]]));
    else trace.set(span.span, span);
  }
  return [...traces.values()];
}

/** The row of the nearest span above that has one. */
function callerOf(span: SpanRecord, trace: ReadonlyMap<string, SpanRecord>, rowOf: ReadonlyMap<SpanRecord, number>): number | undefined {
  // A circle of parents is no trace, but files say what they like.
  const seen = new Set([span.span]);
  for (let at = trace.get(span.parent); at !== undefined && !seen.has(at.span); at = trace.get(at.parent)) {
    const row = rowOf.get(at);
    if (row !== undefined) return row;
    seen.add(at.span);
  }
  return undefined;
}

function weigh(size: number, calls: ReadonlyMap<number, number>, together: ReadonlyMap<number, number>, traces: Int32Array): WeightedPairs {
  const part = new Int32Array(size);
  const between = new Map<number, number>();
  for (const [pair, count] of calls) {
    const j = pair % size;
    const i = (pair - j) / size;
    part[i]! += count;
    part[j]! += count;
    const key = Math.min(i, j) * size + Math.max(i, j);
    between.set(key, (between.get(key) ?? 0) + count);
  }
  const rows: [number, number, number][] = [];
  for (const pair of new Set([...between.keys(), ...together.keys()])) {
    const j = pair % size;
    const i = (pair - j) / size;
    const both = together.get(pair) ?? 0;
    const called = between.get(pair) ?? 0;
    const dice = called === 0 ? 0 : (2 * called) / (part[i]! + part[j]!);
    const jaccard = both === 0 ? 0 : both / (traces[i]! + traces[j]! - both);
    const weight = exact(callsPart * dice + (1 - callsPart) * jaccard);
    if (weight > 0) rows.push([i, j, weight], [j, i, weight]);
  }
  return pairsFrom(size, rows);
}

export interface SharedTraces {
  /** Calls from the one to the other, and back. */
  readonly calls: readonly [number, number];
  readonly together: number;
  /** Traces of each of the two. */
  readonly traces: readonly [number, number];
}

/** How two modules worked together; undefined where they did not. */
export function explainRuntime({ calls, together, traces }: RuntimeEvidence, i: number, j: number): SharedTraces | undefined {
  const told: SharedTraces = {
    calls: [weightBetween(calls, i, j), weightBetween(calls, j, i)],
    together: weightBetween(together, i, j),
    traces: [traces[i]!, traces[j]!],
  };
  return told.together === 0 && told.calls[0] === 0 && told.calls[1] === 0 ? undefined : told;
}
