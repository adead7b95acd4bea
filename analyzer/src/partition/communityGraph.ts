import type { WeightedPairs } from "../evidence/weightedPairs.ts";

/** Communities as nodes, for merging them two by two. */
export interface CommunityGraph {
  /** Members by community; empty once merged into another. */
  readonly members: number[][];
  /** Weight between communities, in both directions; 2 × inner weight is not kept. */
  readonly between: Map<number, number>[];
  /** Sum of the weights at each community's members. */
  readonly total: number[];
  /** The part of it that leads to other communities. */
  readonly outside: number[];
  /** Sum over all communities: twice the weight of the graph. */
  readonly all: number;
}

/** `community`: -1 leaves a node out. */
export function communityGraph(pairs: WeightedPairs, community: Int32Array): CommunityGraph {
  const count = community.reduce((most, c) => Math.max(most, c), -1) + 1;
  const members: number[][] = Array.from({ length: count }, () => []);
  const between: Map<number, number>[] = Array.from({ length: count }, () => new Map());
  const total: number[] = Array.from({ length: count }, () => 0);
  const outside: number[] = Array.from({ length: count }, () => 0);
  let all = 0;
  for (let i = 0; i < pairs.size; i++) {
    const c = community[i]!;
    if (c < 0) continue;
    members[c]!.push(i);
    for (let k = pairs.start[i]!; k < pairs.start[i + 1]!; k++) {
      const d = community[pairs.to[k]!]!;
      if (d < 0) continue;
      const weight = pairs.weight[k]!;
      total[c]! += weight;
      all += weight;
      if (d === c) continue;
      outside[c]! += weight;
      between[c]!.set(d, (between[c]!.get(d) ?? 0) + weight);
    }
  }
  return { members, between, total, outside, all };
}

/** Change of modularity, times the weight of the graph, when `a` and `b` become one: above 0 where more joins them than chance would. */
export function mergeGain(graph: CommunityGraph, a: number, b: number, resolution: number): number {
  return (graph.between[a]!.get(b) ?? 0) - (resolution * graph.total[a]! * graph.total[b]!) / graph.all;
}

/** Makes `from` part of `into`. */
export function merge(graph: CommunityGraph, from: number, into: number): void {
  graph.members[into]!.push(...graph.members[from]!);
  graph.members[from] = [];
  graph.total[into]! += graph.total[from]!;
  graph.total[from] = 0;
  graph.outside[into]! += graph.outside[from]! - 2 * (graph.between[from]!.get(into) ?? 0);
  graph.outside[from] = 0;
  for (const [other, weight] of graph.between[from]!) {
    graph.between[other]!.delete(from);
    if (other === into) continue;
    const sum = (graph.between[into]!.get(other) ?? 0) + weight;
    graph.between[into]!.set(other, sum);
    graph.between[other]!.set(into, sum);
  }
  graph.between[from]!.clear();
}

/** The community that `from` gains most by joining; undefined when nothing joins it to any. */
export function bestPartner(graph: CommunityGraph, from: number, resolution: number): number | undefined {
  let best: number | undefined;
  let bestGain = -Infinity;
  for (const other of [...graph.between[from]!.keys()].sort((a, b) => a - b)) {
    const gain = mergeGain(graph, from, other, resolution);
    if (gain <= bestGain) continue;
    best = other;
    bestGain = gain;
  }
  return best;
}

/** The community with the most weight to `from`, whatever its size. */
export function strongestNeighbour(graph: CommunityGraph, from: number): number | undefined {
  let best: number | undefined;
  for (const [other, weight] of [...graph.between[from]!].sort(([a], [b]) => a - b)) {
    if (best === undefined || weight > graph.between[from]!.get(best)!) best = other;
  }
  return best;
}

export function membership(graph: CommunityGraph, size: number): Int32Array {
  const community = new Int32Array(size).fill(-1);
  graph.members.forEach((members, c) => members.forEach((node) => (community[node] = c)));
  return community;
}
