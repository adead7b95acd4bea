/** Other divisions that are worth a look beside the proposal. */
import type { WeightedPairs } from "../evidence/weightedPairs.ts";
import { describeDivision, type Evenness } from "./chooseResolution.ts";
import { partition } from "./communities.ts";

/** From few large services to many small ones. */
const resolutions = [0.25, 0.5, 1, 2, 4, 8];
const most = 5;
/** A division with about as many services as another tells nothing new. */
const sameCount = 0.1;

export interface Alternative extends Evenness {
  /** Number of the service by row, -1 for none. */
  readonly service: Int32Array;
  readonly services: number;
  /** How even the sizes are: effective over actual number of services, 1 when all are the same. */
  readonly balance: number;
}

/**
 * Divisions that none of the others and not the proposal betters in everything: share of the evidence that crosses, number of services, balance, size of
 * the largest (the Pareto front). One blob and what resembles the proposal are left out. Coarsest first.
 */
export function listAlternatives(pairs: WeightedPairs, members: Uint8Array, proposal: Int32Array, seed: number): Alternative[] {
  const own = describe(pairs, proposal);
  const found = resolutions
    .map((resolution) => describe(pairs, partition(pairs, members, { seed, resolution, leastSize: 3, leastCohesion: 0 })))
    .filter(({ services, largest }) => services > 1 && largest <= 0.5);
  const candidates = found.filter((each) => ![own, ...found].some((other) => other !== each && betters(other, each)));
  const chosen: Alternative[] = [];
  for (const each of candidates) {
    if ([own, ...chosen].every((other) => Math.abs(other.services - each.services) > sameCount * other.services)) chosen.push(each);
  }
  return chosen.slice(0, most);
}

function describe(pairs: WeightedPairs, service: Int32Array): Alternative {
  const services = service.reduce((last, s) => Math.max(last, s), -1) + 1;
  const evenness = describeDivision(pairs, service);
  return { ...evenness, service, services, balance: services > 0 ? evenness.parts / services : 0 };
}

function betters(a: Alternative, b: Alternative): boolean {
  const better = [b.crossing - a.crossing, a.services - b.services, a.balance - b.balance, b.largest - a.largest];
  return better.every((by) => by >= 0) && better.some((by) => by > 0);
}
