import louvainModule, { type LouvainOptions } from "graphology-communities-louvain";
import type { AbstractGraph as Graph } from "graphology-types";
import type { WeightedPairs } from "../evidence/weightedPairs.ts";
import { seededRandom } from "./random.ts";

// The library is CommonJS: Node gives the function itself as the default import, while its type declares a module that has one.
const louvain = louvainModule as unknown as (graph: Graph, options: LouvainOptions) => Record<number, number>;

/**
 * The library reads a graph through these members alone. Showing it the rows that we have takes nothing; filling graphology's own maps first
 * takes longer than the clustering itself (14,000 pairs: 45 ms).
 */
function viewOf(pairs: WeightedPairs): { graph: Graph; weights: Float64Array } {
  const { size, start, to } = pairs;
  const weights = new Float64Array(to.length / 2);
  let edges = 0;
  for (let i = 0; i < size; i++) {
    for (let k = start[i]!; k < start[i + 1]!; k++) if (i < to[k]!) weights[edges++] = pairs.weight[k]!;
  }
  const readOnly = (): never => {
    throw new Error("the view of a weighted graph is read-only");
  };
  const view = {
    type: "undirected",
    multi: false,
    order: size,
    size: edges,
    selfLoopCount: 0,
    forEachNode(visit: (node: number) => void) {
      for (let i = 0; i < size; i++) visit(i);
    },
    undirectedDegreeWithoutSelfLoops: (node: number) => start[node + 1]! - start[node]!,
    forEachEdge(visit: (edge: number, attributes: null, source: number, target: number) => void) {
      let edge = 0;
      for (let i = 0; i < size; i++) {
        for (let k = start[i]!; k < start[i + 1]!; k++) if (i < to[k]!) visit(edge++, null, i, to[k]!);
      }
    },
    // The library tells a graph by the presence of these two.
    addUndirectedEdgeWithKey: readOnly,
    dropNode: readOnly,
  };
  // Everything that the library calls is there; nodes and edges are numbers, which it only uses as keys and hands back.
  return { graph: view as unknown as Graph, weights };
}

/**
 * Communities of a symmetric weighted graph, numbered in the order of their first member.
 *
 * Louvain: V. D. Blondel et al., "Fast unfolding of communities in large networks", J. Stat. Mech. (2008) P10008; `resolution` as in R. Lambiotte et
 * al., arXiv:0812.1770: above 1 gives more and smaller communities.
 */
export function findCommunities(pairs: WeightedPairs, resolution: number, seed: number): Int32Array {
  const { graph, weights } = viewOf(pairs);
  const found = louvain(graph, {
    resolution,
    rng: seededRandom(seed),
    getEdgeWeight: (edge) => weights[Number(edge)]!,
  });
  const community = new Int32Array(pairs.size);
  for (let i = 0; i < pairs.size; i++) community[i] = found[i]!;
  return renumber(community);
}

/** The same communities, numbered from 0 in the order of their first member; negative ones stay. */
export function renumber(community: Int32Array): Int32Array {
  const numbers = new Map<number, number>();
  return community.map((c) => {
    if (c < 0) return c;
    let number = numbers.get(c);
    if (number === undefined) numbers.set(c, (number = numbers.size));
    return number;
  });
}
