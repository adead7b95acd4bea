/**
 * Louvain community detection: V. D. Blondel et al., "Fast unfolding of communities in large networks", J. Stat. Mech. (2008) P10008; with the queue of
 * V. A. Traag et al., "From Louvain to Leiden", Scientific Reports 9 (2019) 5233; resolution as in R. Lambiotte et al., arXiv:0812.1770.
 *
 * Ours rather than a library's, because every analysis runs it again and again in a process that has just started: on typed arrays it takes a fraction of
 * what graphology-communities-louvain takes. That library is the oracle of its tests.
 */
import type { WeightedPairs } from "../evidence/weightedPairs.ts";
import { seededRandom } from "./random.ts";

/** Gains below this are noise of floating-point sums; following them could go on forever. */
const noise = 1e-10;

/** A graph whose nodes are modules at first, then the communities of the level before. */
interface Level extends WeightedPairs {
  /** Sum of the weights at each node, twice the weight inside it included. */
  readonly total: Float64Array;
}

/**
 * Communities of a symmetric weighted graph, numbered in the order of their first member. `resolution` above 1 gives more and smaller ones. The same seed
 * gives the same answer.
 */
export function findCommunities(pairs: WeightedPairs, resolution: number, seed: number): Int32Array {
  const random = seededRandom(seed);
  let level: Level = { ...pairs, total: totals(pairs) };
  const all = level.total.reduce((sum, weight) => sum + weight, 0);
  const community = new Int32Array(pairs.size).map((_, i) => i);
  // Without any weight there is nothing to gain, and no scale to measure it by.
  for (let isGaining = all > 0; isGaining;) {
    const moved = moveNodes(level, resolution / all, random);
    if (moved === undefined) break;
    const numbers = renumber(moved);
    for (let i = 0; i < community.length; i++) community[i] = numbers[community[i]!]!;
    const next = contract(level, numbers);
    isGaining = next.size < level.size;
    level = next;
  }
  return renumber(community);
}

function totals({ size, start, weight }: WeightedPairs): Float64Array {
  const total = new Float64Array(size);
  for (let i = 0; i < size; i++) for (let k = start[i]!; k < start[i + 1]!; k++) total[i]! += weight[k]!;
  return total;
}

/** Moves nodes between communities, each to where modularity gains most, until no move gains; undefined when none did. `scale`: resolution over the sum of all totals. */
function moveNodes({ size, start, to, weight, total }: Level, scale: number, random: () => number): Int32Array | undefined {
  const community = new Int32Array(size);
  const members = new Int32Array(size).fill(1);
  const sum = total.slice();
  const empty: number[] = [];
  // A ring with every node at most once.
  const queue = new Int32Array(size);
  const queued = new Uint8Array(size).fill(1);
  for (let i = 0; i < size; i++) {
    // In any order, each as likely (R. Durstenfeld, CACM 7 (1964) 420).
    const j = Math.floor(random() * (i + 1));
    queue[i] = queue[j]!;
    queue[j] = i;
    community[i] = i;
  }
  const weightTo = new Float64Array(size);
  const touched = new Int32Array(size);
  let anyMoved = false;
  let waiting = size;
  for (let head = 0; waiting > 0; head = head + 1 === size ? 0 : head + 1, waiting--) {
    const i = queue[head]!;
    queued[i] = 0;
    const own = community[i]!;
    let found = 0;
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const c = community[to[k]!]!;
      if (weightTo[c] === 0) touched[found++] = c;
      weightTo[c]! += weight[k]!;
    }
    const strength = total[i]!;
    let best = own;
    let bestGain = weightTo[own]! - strength * (sum[own]! - strength) * scale;
    for (let t = 0; t < found; t++) {
      const c = touched[t]!;
      const gain = weightTo[c]! - strength * sum[c]! * scale;
      weightTo[c] = 0;
      if (c === own || gain <= bestGain + noise) continue;
      best = c;
      bestGain = gain;
    }
    // Better alone: some community is empty, as its own has others.
    if (bestGain < -noise) best = empty.pop()!;
    if (best === own) continue;
    anyMoved = true;
    community[i] = best;
    sum[own]! -= strength;
    sum[best]! += strength;
    members[best]!++;
    if (--members[own]! === 0) empty.push(own);
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const j = to[k]!;
      if (queued[j] === 1 || community[j] === best) continue;
      queued[j] = 1;
      // The node at `head` has left the ring, and is still counted as waiting.
      queue[(head + waiting) % size] = j;
      waiting++;
    }
  }
  return anyMoved ? community : undefined;
}

/** The graph of the communities: weights between them added up. */
function contract(level: Level, community: Int32Array): Level {
  const size = community.reduce((most, c) => Math.max(most, c), -1) + 1;
  const { nodes, startOf } = nodesByCommunity(community, size);
  const start = new Int32Array(size + 1);
  const to = new Int32Array(level.to.length);
  const weight = new Float64Array(level.to.length);
  const total = new Float64Array(size);
  const weightTo = new Float64Array(size);
  const touched = new Int32Array(size);
  let length = 0;
  for (let c = 0; c < size; c++) {
    let found = 0;
    for (let n = startOf[c]!; n < startOf[c + 1]!; n++) {
      const i = nodes[n]!;
      total[c]! += level.total[i]!;
      for (let k = level.start[i]!; k < level.start[i + 1]!; k++) {
        const d = community[level.to[k]!]!;
        if (d === c) continue;
        if (weightTo[d] === 0) touched[found++] = d;
        weightTo[d]! += level.weight[k]!;
      }
    }
    for (const d of touched.subarray(0, found).sort()) {
      to[length] = d;
      weight[length++] = weightTo[d]!;
      weightTo[d] = 0;
    }
    start[c + 1] = length;
  }
  return { size, start, to: to.subarray(0, length), weight: weight.subarray(0, length), total };
}

function nodesByCommunity(community: Int32Array, size: number): { nodes: Int32Array; startOf: Int32Array } {
  const startOf = new Int32Array(size + 1);
  for (const c of community) startOf[c + 1]!++;
  for (let c = 0; c < size; c++) startOf[c + 1]! += startOf[c]!;
  const next = startOf.slice(0, size);
  const nodes = new Int32Array(community.length);
  for (let i = 0; i < community.length; i++) nodes[next[community[i]!]!++] = i;
  return { nodes, startOf };
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
