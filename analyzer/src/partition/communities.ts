import type { WeightedPairs } from "../evidence/weightedPairs.ts";
import { bestPartner, communityGraph, membership, merge, mergeGain, strongestNeighbour, type CommunityGraph } from "./communityGraph.ts";
import { findCommunities, renumber } from "./louvain.ts";
import { splitDisconnected, subgraph } from "./subgraph.ts";

export interface CommunityOptions {
  seed: number;
  resolution: number;
  /** A community with fewer members joins the one that it is joined to best. */
  leastSize: number;
  /** A community with a lower share of its weight inside does so too: what is joined to others more than to itself is no service. */
  leastCohesion: number;
  /** At most that many, and exactly as many where the graph falls into so many. */
  count?: number | undefined;
}

/**
 * Communities of the members of a symmetric graph, numbered in the order of their first member. -1: not a member, or nothing joins it (and the few
 * that it may be joined to) to the rest.
 */
export function partition(pairs: WeightedPairs, members: Uint8Array, options: CommunityOptions): Int32Array {
  const joined: number[] = [];
  for (let i = 0; i < pairs.size; i++) if (members[i] === 1 && hasNeighbour(pairs, members, i)) joined.push(i);
  const part = subgraph(pairs, Int32Array.from(joined));
  const local = options.count === undefined ? settle(part.pairs, options.resolution, options) : steer(part.pairs, options.count, options);
  const community = new Int32Array(pairs.size).fill(-1);
  part.nodes.forEach((node, k) => (community[node] = local[k]!));
  return renumber(community);
}

function hasNeighbour(pairs: WeightedPairs, members: Uint8Array, i: number): boolean {
  for (let k = pairs.start[i]!; k < pairs.start[i + 1]!; k++) if (members[pairs.to[k]!] === 1) return true;
  return false;
}

/** Communities at one resolution, none of them disconnected, too small or too scattered. */
function settle(pairs: WeightedPairs, resolution: number, options: CommunityOptions): Int32Array {
  return tidy(pairs, findCommunities(pairs, resolution, options.seed), { ...options, resolution });
}

/** The same communities, none of them disconnected, too small or too scattered. -1: too small, and nothing joins it to the rest. */
export function tidy(
  pairs: WeightedPairs,
  found: Int32Array,
  { resolution, leastSize, leastCohesion }: Pick<CommunityOptions, "resolution" | "leastSize" | "leastCohesion">,
): Int32Array {
  const graph = communityGraph(pairs, splitDisconnected(pairs, found));
  const small = (c: number) => graph.members[c]!.length > 0 && graph.members[c]!.length < leastSize;
  const queue = [...graph.members.keys()].filter(small).sort((a, b) => graph.members[a]!.length - graph.members[b]!.length || a - b);
  for (const c of queue) {
    // It may have grown by a smaller one meanwhile.
    if (!small(c)) continue;
    const partner = bestPartner(graph, c, resolution);
    if (partner !== undefined) merge(graph, c, partner);
    else graph.members[c] = [];
  }
  mergeScattered(graph, leastCohesion);
  return renumber(membership(graph, pairs.size));
}

/** Takes away, one by one, the community that is joined least to itself, as long as one is joined to others that much more. */
function mergeScattered(graph: CommunityGraph, leastCohesion: number): void {
  for (;;) {
    let worst: number | undefined;
    let least = leastCohesion;
    for (const [c, members] of graph.members.entries()) {
      if (members.length === 0) continue;
      const outside = graph.outside[c]!;
      const inside = (graph.total[c]! - outside) / 2;
      if (inside >= least * (inside + outside)) continue;
      worst = c;
      least = inside / (inside + outside);
    }
    const partner = worst === undefined ? undefined : strongestNeighbour(graph, worst);
    if (worst === undefined || partner === undefined) return;
    merge(graph, worst, partner);
  }
}

const lowestResolution = 2 ** -6;
const highestResolution = 2 ** 10;

/** The resolution that gives the fewest communities of at least `count`, found by halving; what is too many is merged. */
function steer(pairs: WeightedPairs, count: number, options: CommunityOptions): Int32Array {
  let low = Math.log2(lowestResolution);
  let high = Math.log2(highestResolution);
  let best: Int32Array | undefined;
  for (let step = 0; step < 8 && (best === undefined || countOf(best) !== count); step++) {
    const middle = (low + high) / 2;
    const found = settle(pairs, 2 ** middle, options);
    if (countOf(found) >= count) {
      best = found;
      high = middle;
    } else {
      low = middle;
    }
  }
  best ??= settle(pairs, 2 ** high, options);
  const graph = communityGraph(pairs, best);
  mergeDownTo(graph, count, 2 ** high);
  return renumber(membership(graph, pairs.size));
}

function countOf(community: Int32Array): number {
  return community.reduce((most, c) => Math.max(most, c), -1) + 1;
}

/** Weighing every pair of more communities than this takes too long; the smallest of so many is no loss as a community of its own. */
const manyCommunities = 150;

function mergeDownTo(graph: CommunityGraph, count: number, resolution: number): void {
  const alive = new Set(graph.members.keys());
  while (alive.size > count) {
    const [from, into] = alive.size > manyCommunities ? smallestAndPartner(graph, alive, resolution) : bestPair(graph, alive, resolution);
    merge(graph, from, into);
    alive.delete(from);
  }
}

type Pair = [from: number, into: number];

function bestPair(graph: CommunityGraph, alive: ReadonlySet<number>, resolution: number): Pair {
  let best: Pair = [0, 0];
  let bestGain = -Infinity;
  for (const a of alive) {
    for (const b of alive) {
      const gain = b > a ? mergeGain(graph, a, b, resolution) : -Infinity;
      if (gain <= bestGain) continue;
      best = [b, a];
      bestGain = gain;
    }
  }
  return best;
}

function smallestAndPartner(graph: CommunityGraph, alive: ReadonlySet<number>, resolution: number): Pair {
  const bySize = [...alive].sort((a, b) => graph.members[a]!.length - graph.members[b]!.length || a - b);
  const smallest = bySize[0]!;
  return [smallest, bestPartner(graph, smallest, resolution) ?? bySize[1]!];
}

/** Halves the largest community again and again until there are `count`: by its own communities where it has some, else by its order. */
export function splitUpTo(pairs: WeightedPairs, community: Int32Array, count: number, seed: number): Int32Array {
  const parts: number[][] = [];
  community.forEach((c, i) => {
    if (c >= 0) (parts[c] ??= []).push(i);
  });
  while (parts.length > 0 && parts.length < count) {
    const largest = parts.reduce((best, members, c) => (members.length > parts[best]!.length ? c : best), 0);
    const members = parts[largest]!;
    if (members.length < 2) break;
    const half = halve(subgraph(pairs, Int32Array.from(members)).pairs, seed);
    parts[largest] = members.filter((_, k) => half[k] === 0);
    parts.push(members.filter((_, k) => half[k] !== 0));
  }
  const split = community.slice();
  parts.forEach((members, c) => members.forEach((i) => (split[i] = c)));
  return renumber(split);
}

function halve(pairs: WeightedPairs, seed: number): Int32Array {
  for (let resolution = 1; resolution <= highestResolution; resolution *= 2) {
    const found = splitDisconnected(pairs, findCommunities(pairs, resolution, seed));
    if (countOf(found) < 2) continue;
    const graph = communityGraph(pairs, found);
    mergeDownTo(graph, 2, resolution);
    return renumber(membership(graph, pairs.size));
  }
  return Int32Array.from({ length: pairs.size }, (_, k) => (k * 2 < pairs.size ? 0 : 1));
}
