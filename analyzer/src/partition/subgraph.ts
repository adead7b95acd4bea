import type { WeightedPairs } from "../evidence/weightedPairs.ts";

/** The part of a graph between some of its nodes, renumbered; `nodes[k]` is the original of node `k`. */
export interface Subgraph {
  readonly nodes: Int32Array;
  readonly pairs: WeightedPairs;
}

export function subgraph(pairs: WeightedPairs, nodes: Int32Array): Subgraph {
  const local = new Int32Array(pairs.size).fill(-1);
  nodes.forEach((node, k) => (local[node] = k));
  const start = new Int32Array(nodes.length + 1);
  const to: number[] = [];
  const weight: number[] = [];
  nodes.forEach((node, k) => {
    for (let e = pairs.start[node]!; e < pairs.start[node + 1]!; e++) {
      const j = local[pairs.to[e]!]!;
      if (j < 0) continue;
      to.push(j);
      weight.push(pairs.weight[e]!);
    }
    start[k + 1] = to.length;
  });
  return { nodes, pairs: { size: nodes.length, start, to: Int32Array.from(to), weight: Float64Array.from(weight) } };
}

/** Connected parts of each community, numbered in the order of their first member: a community that hangs together only by its number falls apart. */
export function splitDisconnected(pairs: WeightedPairs, community: Int32Array): Int32Array {
  const part = new Int32Array(community.length).fill(-1);
  let parts = 0;
  const stack: number[] = [];
  for (let first = 0; first < community.length; first++) {
    if (community[first]! < 0 || part[first]! >= 0) continue;
    part[first] = parts;
    stack.push(first);
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      for (let k = pairs.start[node]!; k < pairs.start[node + 1]!; k++) {
        const next = pairs.to[k]!;
        if (part[next]! >= 0 || community[next] !== community[first]) continue;
        part[next] = parts;
        stack.push(next);
      }
    }
    parts++;
  }
  return part;
}
