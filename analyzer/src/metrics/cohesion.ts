import type { WeightedPairs } from "../evidence/weightedPairs.ts";
import type { AffinityShares } from "./affinityShares.ts";
import { gather } from "./modularity.ts";

/**
 * Cohesion of each service: the weight between its own modules over all weight between its modules and modules of any service, 0 to 1; 1 for a
 * service that nothing joins to another, 0 for one without any weight. The complement of conductance
 * (R. Kannan, S. Vempala, A. Vetta, "On clusterings: good, bad and spectral", J. ACM 51 (2004) 497), with inner weight counted once.
 */
export function cohesion(pairs: WeightedPairs, service: Int32Array, services: number): Float64Array {
  const found = cohesionOf(gather(pairs, service));
  return Float64Array.from({ length: services }, (_, s) => found[s] ?? 0);
}

export function cohesionOf({ inside, total }: AffinityShares): number[] {
  return inside.map((twice, s) => (twice > 0 ? twice / 2 / (total[s]! - twice / 2) : 0));
}
