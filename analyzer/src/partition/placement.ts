import type { WeightedPairs } from "../evidence/weightedPairs.ts";

export interface Placement {
  /** Share of the module's weight that stays in its service, over that of all services; 0 where nothing weighs. */
  confidence: number;
  /** The other service that most of its weight leads to, -1 for none. */
  runnerUp: number;
}

/** `pairs`: symmetric; `service`: -1 for what has none. */
export function placeModule(pairs: WeightedPairs, service: Int32Array, module: number): Placement {
  const weights = new Map<number, number>();
  let total = 0;
  for (let k = pairs.start[module]!; k < pairs.start[module + 1]!; k++) {
    const other = service[pairs.to[k]!]!;
    if (other < 0) continue;
    weights.set(other, (weights.get(other) ?? 0) + pairs.weight[k]!);
    total += pairs.weight[k]!;
  }
  let runnerUp = -1;
  for (const [other, weight] of [...weights].sort(([a], [b]) => a - b)) {
    if (other !== service[module] && (runnerUp < 0 || weight > weights.get(runnerUp)!)) runnerUp = other;
  }
  return { confidence: total > 0 ? (weights.get(service[module]!) ?? 0) / total : 0, runnerUp };
}
