/** The modules divided: how finely, and which with which. */
import type { WeightedPairs } from "../evidence/weightedPairs.ts";
import { chooseDivision, listDivisions, matchParts, type Division } from "./chooseResolution.ts";
import { partition, tidy } from "./communities.ts";
import { findConsensus } from "./consensus.ts";
import type { Runs } from "./ensemble.ts";
import { findCommunities, renumber } from "./louvain.ts";
import { subgraph } from "./subgraph.ts";

export interface DivideOptions {
  seed: number;
  leastSize: number;
  /** The modules that decide how finely to divide, where some of them have their service already; the members when not given. */
  all?: Uint8Array | undefined;
  /** At most that many, and exactly as many where the graph falls into so many. */
  count?: number | undefined;
}

export interface Divided {
  /** By row, numbered in the order of the first member; -1: no member, or nothing joins it to the rest. */
  readonly community: Int32Array;
  /** What the runs found, by row; -1 likewise. */
  readonly runs: Runs;
  readonly resolution: number;
  /** What the modules were divided by. */
  readonly pairs: WeightedPairs;
  /** What use alone falls into, from few large parts to many small ones. */
  readonly divisions: readonly Division[];
}

const runCount = 20;
/** Below this resolution the parts are such that hardly use each other. */
const separate = 1;

/**
 * `uses`: who uses whom, which decides how finely to divide. `evidence`: all that speaks for pairs, which decides who goes with whom. Parts that hardly
 * use each other are divided by use alone: likeness joins neighbours, and it would join these too.
 */
export function divide(uses: WeightedPairs, evidence: WeightedPairs, members: Uint8Array, options: DivideOptions): Divided {
  const { seed, leastSize, count, all = members } = options;
  const divisions = listDivisions(uses, all, seed);
  const division = chooseDivision(divisions);
  const isSeparate = count === undefined && division.resolution < separate;
  const pairs = isSeparate ? uses : evidence;
  const resolution = isSeparate ? division.resolution : matchParts(evidence, all, division, seed);
  const part = subgraph(pairs, joinedRows(pairs, members));
  const found = Array.from({ length: runCount }, (_, run) => findCommunities(part.pairs, resolution, seed + run));
  const local = tidy(part.pairs, findConsensus(part.pairs, found), { resolution, leastSize, leastCohesion: 0 });
  const spreadOut = (labels: Int32Array): Int32Array => {
    const all = new Int32Array(pairs.size).fill(-1);
    part.nodes.forEach((node, k) => (all[node] = labels[k]!));
    return all;
  };
  const runs = found.map(spreadOut);
  const community =
    count === undefined ? renumber(spreadOut(local)) : partition(pairs, members, { seed, resolution, leastSize, leastCohesion: 0, count });
  return { community, runs, resolution, pairs, divisions };
}

/** Members that something joins to another. */
function joinedRows({ size, start, to }: WeightedPairs, members: Uint8Array): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < size; i++) {
    if (members[i] === 0) continue;
    let joined = false;
    for (let k = start[i]!; k < start[i + 1]! && !joined; k++) joined = members[to[k]!] === 1;
    if (joined) rows.push(i);
  }
  return Int32Array.from(rows);
}
