/** How fine the services are to be. */
import type { WeightedPairs } from "../evidence/weightedPairs.ts";
import { partition } from "./communities.ts";

/** From parts that hardly touch (an eighth) to areas of a few modules (4), in steps of √2: what is finer than that are pieces of areas. */
const resolutions = Array.from({ length: 11 }, (_, step) => 2 ** (-3 + step / 2));
/** A division is none when it has fewer parts than this, by their sizes, or one that holds more than half. */
const leastParts = 3;
const mostInOne = 0.5;

export interface Evenness {
  /** Share of the weight that leads from one part to another. */
  readonly crossing: number;
  /** How many parts of equal size would be as even: the inverse Simpson index. */
  readonly parts: number;
  /** Share of the modules in the largest part. */
  readonly largest: number;
}

export interface Division extends Evenness {
  readonly resolution: number;
  /** By row, -1 for what nothing joins to the rest. */
  readonly community: Int32Array;
}

/** What Louvain finds at each resolution, the coarsest first. */
export function listDivisions(pairs: WeightedPairs, members: Uint8Array, seed: number): Division[] {
  return resolutions.map((resolution) => divideAt(pairs, members, resolution, seed));
}

function divideAt(pairs: WeightedPairs, members: Uint8Array, resolution: number, seed: number): Division {
  const community = partition(pairs, members, { seed, resolution, leastSize: 3, leastCohesion: 0 });
  return { resolution, community, ...describeDivision(pairs, community) };
}

/** Around the resolution, in steps of the fourth root of 2; more evidence holds modules together in more places, and so divides finer as a rule. */
const steps = [0, -1, 1, -2, -3, -4, -5];

const aboutAsMany = 0.15;

/** The resolution at which other pairs fall into about as many parts as `division` has. */
export function matchParts(pairs: WeightedPairs, members: Uint8Array, division: Division, seed: number): number {
  let best = division.resolution;
  let least = Infinity;
  for (const step of steps) {
    const resolution = division.resolution * 2 ** (step / 4);
    const off = Math.abs(Math.log(divideAt(pairs, members, resolution, seed).parts / division.parts));
    if (off >= least) continue;
    best = resolution;
    least = off;
    if (off < aboutAsMany) break;
  }
  return best;
}

/** Divisions whose numbers of parts differ by less than this are one. */
const samePart = 0.08;
/** How much a division gains by lasting: a plateau over twice as many resolutions may cost a tenth more. */
const lasting = 0.15;

/**
 * The division in which a service costs least: the least share of weight that crosses, for each (effective) part that there is, the less the longer the
 * plateau of resolutions that give as many parts. Where code falls into parts that hardly use each other, cutting these up makes far more cross at
 * once, and so the parts stay whole however large they are; where everything is interwoven, finer areas cost no more each than coarse ones, and so the
 * finest resolution wins.
 */
export function chooseDivision(divisions: readonly Division[]): Division {
  // Nothing falls into enough parts: plain modularity.
  let best = divisions.find(({ resolution }) => resolution === 1) ?? divisions[0]!;
  let least = Infinity;
  for (const plateau of plateausOf(divisions.filter(({ parts, largest }) => parts >= leastParts && largest <= mostInOne))) {
    // Of parts that nothing joins, the more the better.
    const cost = Math.min(...plateau.map(({ crossing, parts }) => (crossing + 1e-4) / parts)) / plateau.length ** lasting;
    if (cost > least) continue;
    // In its middle it is safest.
    best = plateau[plateau.length >> 1]!;
    least = cost;
  }
  return best;
}

function plateausOf(divisions: readonly Division[]): Division[][] {
  const plateaus: Division[][] = [];
  for (const division of divisions) {
    const last = plateaus.at(-1);
    if (last !== undefined && Math.abs(last[0]!.parts - division.parts) <= samePart * division.parts) last.push(division);
    else plateaus.push([division]);
  }
  return plateaus;
}

/** `community`: -1 for what has none. */
export function describeDivision({ start, to, weight }: WeightedPairs, community: Int32Array): Evenness {
  const sizes = new Map<number, number>();
  let crossing = 0;
  let all = 0;
  let modules = 0;
  for (const [i, c] of community.entries()) {
    if (c < 0) continue;
    modules++;
    sizes.set(c, (sizes.get(c) ?? 0) + 1);
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const d = community[to[k]!]!;
      if (d < 0) continue;
      all += weight[k]!;
      if (d !== c) crossing += weight[k]!;
    }
  }
  let squares = 0;
  let largest = 0;
  for (const size of sizes.values()) {
    squares += (size / modules) ** 2;
    largest = Math.max(largest, size / modules);
  }
  return { crossing: all > 0 ? crossing / all : 0, parts: squares > 0 ? 1 / squares : 0, largest };
}
