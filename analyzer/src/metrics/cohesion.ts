import type { WeightedPairs } from "../evidence/weightedPairs.ts";

/**
 * Cohesion of each service: the weight between its own modules over all weight between its modules and modules of any service, 0 to 1; 1 for a
 * service that nothing joins to another, 0 for one without any weight. The complement of conductance
 * (R. Kannan, S. Vempala, A. Vetta, "On clusterings: good, bad and spectral", J. ACM 51 (2004) 497), with inner weight counted once.
 */
export function cohesion(pairs: WeightedPairs, service: Int32Array, services: number): Float64Array {
  const inside = new Float64Array(services);
  const across = new Float64Array(services);
  for (let i = 0; i < pairs.size; i++) {
    const s = service[i]!;
    if (s < 0) continue;
    for (let k = pairs.start[i]!; k < pairs.start[i + 1]!; k++) {
      const t = service[pairs.to[k]!]!;
      // A pair inside stands in the rows of both its modules.
      if (t === s) inside[s]! += pairs.weight[k]! / 2;
      else if (t >= 0) across[s]! += pairs.weight[k]!;
    }
  }
  return inside.map((weight, s) => (weight > 0 ? weight / (weight + across[s]!) : 0));
}
