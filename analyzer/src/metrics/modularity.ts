import type { WeightedPairs } from "../evidence/weightedPairs.ts";

/**
 * Newman's modularity of a partition of a symmetric weighted graph: Q = Σ_s (W_s / W − (K_s / 2W)²), W_s the weight inside service s, K_s the sum of the
 * weights at its modules, W the weight of the graph. −0.5 to 1; 0 is what chance gives. Modules with service -1 are not part of the graph.
 *
 * M. E. J. Newman, "Analysis of weighted networks", Phys. Rev. E 70 (2004) 056131.
 */
export function modularity(pairs: WeightedPairs, service: Int32Array): number {
  const services = service.reduce((most, s) => Math.max(most, s), -1) + 1;
  const inside = new Float64Array(services);
  const total = new Float64Array(services);
  let all = 0;
  for (let i = 0; i < pairs.size; i++) {
    const s = service[i]!;
    if (s < 0) continue;
    for (let k = pairs.start[i]!; k < pairs.start[i + 1]!; k++) {
      const t = service[pairs.to[k]!]!;
      if (t < 0) continue;
      total[s]! += pairs.weight[k]!;
      all += pairs.weight[k]!;
      if (t === s) inside[s]! += pairs.weight[k]!;
    }
  }
  if (all === 0) return 0;
  let q = 0;
  for (let s = 0; s < services; s++) q += inside[s]! / all - (total[s]! / all) ** 2;
  return q;
}
