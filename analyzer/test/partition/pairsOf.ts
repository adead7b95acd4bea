import { undirected, type WeightedPairs } from "../../src/evidence/weightedPairs.ts";

/** Pairs of modules and their weight, as a symmetric graph. */
export function pairsOf(size: number, edges: readonly (readonly [from: number, to: number, weight: number])[]): WeightedPairs {
  const byPair = new Map<number, number>();
  for (const [from, to, weight] of edges) if (from !== to) byPair.set(Math.min(from, to) * size + Math.max(from, to), weight);
  const sorted = [...byPair].sort(([a], [b]) => a - b);
  const start = new Int32Array(size + 1);
  for (const [pair] of sorted) start[Math.floor(pair / size) + 1]!++;
  for (let i = 0; i < size; i++) start[i + 1]! += start[i]!;
  return undirected({ size, start, to: Int32Array.from(sorted, ([pair]) => pair % size), weight: Float64Array.from(sorted, ([, weight]) => weight) });
}
