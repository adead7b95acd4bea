/** Other divisions that are worth a look beside the proposal. */
import type { WeightedPairs } from "../evidence/weightedPairs.ts";
import { describeDivision, type Division, type Evenness } from "./chooseResolution.ts";

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
export function listAlternatives(pairs: WeightedPairs, divisions: readonly Division[], proposal: Int32Array): Alternative[] {
  const own = describe(pairs, proposal);
  const found = divisions.map(({ community }) => describe(pairs, community)).filter(({ services, largest }) => services > 1 && largest <= 0.5);
  const candidates = found.filter((each) => ![own, ...found].some((other) => other !== each && betters(other, each)));
  const chosen: Alternative[] = [];
  for (const each of candidates) {
    if ([own, ...chosen].every((other) => Math.abs(other.services - each.services) > sameCount * other.services)) chosen.push(each);
  }
  // Those that lie closest to their neighbours tell least.
  while (chosen.length > most) chosen.splice(closest(chosen.map(({ services }) => services)), 1);
  return chosen;
}

/** Position of the inner number that its neighbours are closest to, by ratio. */
function closest(counts: readonly number[]): number {
  let best = 1;
  for (let i = 2; i < counts.length - 1; i++) if (counts[i + 1]! / counts[i - 1]! < counts[best + 1]! / counts[best - 1]!) best = i;
  return best;
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
