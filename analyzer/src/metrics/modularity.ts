import type { WeightedPairs } from "../evidence/weightedPairs.ts";
import { countAffinity, type AffinityShares } from "./affinityShares.ts";

/**
 * Newman's modularity of a partition of a symmetric weighted graph: Q = Σ_s (W_s / W − (K_s / 2W)²), W_s the weight inside service s, K_s the sum of the
 * weights at its modules, W the weight of the graph. −0.5 to 1; 0 is what chance gives. Modules with service -1 are not part of the graph.
 *
 * M. E. J. Newman, "Analysis of weighted networks", Phys. Rev. E 70 (2004) 056131.
 */
export function modularity(pairs: WeightedPairs, service: Int32Array): number {
  return modularityOf(gather(pairs, service));
}

export function modularityOf({ all, inside, total }: AffinityShares): number {
  return all > 0 ? inside.reduce((q, weight, s) => q + weight / all - (total[s]! / all) ** 2, 0) : 0;
}

/** The shares of a whole membership at once. */
export function gather(pairs: WeightedPairs, service: Int32Array): AffinityShares {
  const placed = new Int32Array(service.length).fill(-1);
  const { shares, move } = countAffinity(pairs, placed);
  for (const [module, s] of service.entries()) {
    move(module, -1, s);
    placed[module] = s;
  }
  return shares;
}
