/** How sure the place of each module is. */
import { GroupLabels, type Runs } from "./ensemble.ts";
import type { WeightedPairs } from "../evidence/weightedPairs.ts";

export interface Placement {
  /** Mean share of the runs that put the module together with each other member of its service; 0 where no run has seen it. */
  readonly confidence: number;
  /** The other service that the runs put it with most often, or that most of its weight leads to where no run did; -1 for none. */
  readonly runnerUp: number;
  /** Confidence less the same for the runner-up: how far it is from moving, −1..1. */
  readonly margin: number;
}

/** `pairs`: symmetric; `service`: -1 for what has none. One placement a row. */
export function placeModules(pairs: WeightedPairs, runs: Runs, service: Int32Array): Placement[] {
  const labels = new GroupLabels(runs, service);
  return Array.from(service, (own, i): Placement => {
    if (own < 0) return { confidence: 0, runnerUp: -1, margin: 0 };
    const others = labels.sizes.get(own)! - 1;
    // A service of one module is where it is, if anybody has seen it at all.
    const confidence = others === 0 ? (runs.some((run) => run[i]! >= 0) ? 1 : 0) : labels.together(i, own, true) / others;
    let runnerUp = -1;
    let share = 0;
    let pull = 0;
    for (const [other, weight] of weightsTo(pairs, service, i)) {
      if (other === own) continue;
      const shared = labels.together(i, other, false) / labels.sizes.get(other)!;
      if (runnerUp >= 0 && (shared < share || (shared === share && weight <= pull))) continue;
      runnerUp = other;
      share = shared;
      pull = weight;
    }
    return { confidence, runnerUp, margin: confidence - share };
  });
}

/** Weight from a module to each service, by the service's number. */
function weightsTo({ start, to, weight }: WeightedPairs, service: Int32Array, module: number): [service: number, weight: number][] {
  const weights = new Map<number, number>();
  for (let k = start[module]!; k < start[module + 1]!; k++) {
    const other = service[to[k]!]!;
    if (other >= 0) weights.set(other, (weights.get(other) ?? 0) + weight[k]!);
  }
  return [...weights].sort(([a], [b]) => a - b);
}
