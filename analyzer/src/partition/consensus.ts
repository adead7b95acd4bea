import type { WeightedPairs } from "../evidence/weightedPairs.ts";
import { GroupLabels, type Runs } from "./ensemble.ts";

/** Modules that fewer of the runs put together than this are better apart. */
const leastTogether = 0.5;
const mostRounds = 10;

/**
 * The partition that agrees with the runs best: it maximises the sum, over pairs in one community, of the share of runs that put them together less one
 * half (the median partition: V. Filkov, S. Skiena, Int. J. on AI Tools 13 (2004) 863), from the best of the runs on, by moving one module at a time to
 * the community of a neighbour. Co-association as in A. L. N. Fred, A. K. Jain, IEEE TPAMI 27 (2005) 835; of neighbours alone, as in A. Tandon et al.,
 * "Fast consensus clustering in complex networks", Phys. Rev. E 99 (2019) 042301: all pairs would be too many.
 */
export function findConsensus({ size, start, to }: WeightedPairs, runs: Runs): Int32Array {
  const community = bestRun({ size, start, to }, runs).slice();
  const labels = new GroupLabels(runs, community);
  for (let round = 0, moved = true; moved && round < mostRounds; round++) {
    moved = false;
    for (let i = 0; i < size; i++) {
      const own = community[i]!;
      const gainOf = (group: number): number =>
        labels.together(i, group, group === own) - leastTogether * (labels.sizes.get(group)! - (group === own ? 1 : 0));
      let best = own;
      let bestGain = gainOf(own);
      let seen = -1;
      for (let k = start[i]!; k < start[i + 1]!; k++) {
        const other = community[to[k]!]!;
        if (other === own || other === seen) continue;
        seen = other;
        const gain = gainOf(other);
        if (gain <= bestGain + 1e-9) continue;
        best = other;
        bestGain = gain;
      }
      if (best === own) continue;
      labels.move(i, own, best);
      community[i] = best;
      moved = true;
    }
  }
  return community;
}

/** The run that agrees most with the others on neighbours. */
function bestRun({ size, start, to }: Pick<WeightedPairs, "size" | "start" | "to">, runs: Runs): Int32Array {
  const agreement = new Float64Array(runs.length);
  const same = new Uint8Array(runs.length);
  for (let i = 0; i < size; i++) {
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const j = to[k]!;
      if (j < i) continue;
      let together = 0;
      for (let r = 0; r < runs.length; r++) together += same[r] = runs[r]![i] === runs[r]![j] ? 1 : 0;
      const worth = together / runs.length - leastTogether;
      for (let r = 0; r < runs.length; r++) if (same[r] === 1) agreement[r]! += worth;
    }
  }
  return runs[agreement.indexOf(agreement.reduce((most, each) => Math.max(most, each), -Infinity))]!;
}
