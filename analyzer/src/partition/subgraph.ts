import type { WeightedPairs } from "../evidence/weightedPairs.ts";

/** The part of a graph between some of its nodes, renumbered; `nodes[k]` is the original of node `k`. */
export interface Subgraph {
  readonly nodes: Int32Array;
  readonly pairs: WeightedPairs;
}

export function subgraph(pairs: WeightedPairs, nodes: Int32Array): Subgraph {
  const local = new Int32Array(pairs.size).fill(-1);
  let capacity = 0;
  for (let k = 0; k < nodes.length; k++) {
    const node = nodes[k]!;
    local[node] = k;
    capacity += pairs.start[node + 1]! - pairs.start[node]!;
  }
  const start = new Int32Array(nodes.length + 1);
  const to = new Int32Array(capacity);
  const weight = new Float64Array(capacity);
  let length = 0;
  for (let k = 0; k < nodes.length; k++) {
    const node = nodes[k]!;
    for (let e = pairs.start[node]!; e < pairs.start[node + 1]!; e++) {
      const j = local[pairs.to[e]!]!;
      if (j < 0) continue;
      to[length] = j;
      weight[length++] = pairs.weight[e]!;
    }
    start[k + 1] = length;
  }
  return { nodes, pairs: { size: nodes.length, start, to: to.slice(0, length), weight: weight.slice(0, length) } };
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
