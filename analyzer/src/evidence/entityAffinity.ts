/** How much each module is about each entity, also those that touch none themselves. */
import type { DataEvidence } from "./data.ts";
import { exact } from "./exact.ts";
import type { WeightedPairs } from "./weightedPairs.ts";

export interface EntityAffinity {
  readonly tables: number;
  /** Of row `i` to table `t` at `i * tables + t`: 0 to 1; a row sums to nearly 1 (the least shares are dropped), or to 0 where no way leads to a table. */
  readonly share: Float64Array;
}

/** Less than this of a module is no affinity, and most of the work. */
const leastShare = 1e-3;

export interface AffinityOptions {
  /** How much a module that touches tables itself keeps to these: 0 to 1. */
  own?: number | undefined;
  rounds?: number | undefined;
}

/**
 * Personalised PageRank, run for all tables at once: a_i = own · p_i + (1 − own) · Σ_j w_ij a_j / Σ_j w_ij, from a_i = p_i, where p_i is the module's profile of
 * tables (evidence/data.ts) and w_ij the weight of its pairs; a module without a profile takes the mean of its neighbours. L. Page, S. Brin, R. Motwani,
 * T. Winograd, "The PageRank Citation Ranking", Stanford 1999; the form is that of label spreading, D. Zhou et al., NIPS 2003. Eight rounds settle it.
 *
 * @param pairs symmetric, such as the structural channel's or the fused ones
 */
export function spreadEntities(
  profiles: DataEvidence["profiles"],
  tables: number,
  pairs: WeightedPairs,
  { own = 0.8, rounds = 8 }: AffinityOptions = {},
): EntityAffinity {
  const { size, start, to, weight } = pairs;
  const direct = new Float64Array(size * tables);
  for (const [i, profile] of profiles.entries()) for (const { thing, share } of profile) direct[i * tables + thing] = share;
  let share = direct.slice();
  for (let round = 0; round < rounds; round++) {
    const next = new Float64Array(size * tables);
    for (let i = 0; i < size; i++) {
      const row = i * tables;
      let total = 0;
      for (let k = start[i]!; k < start[i + 1]!; k++) {
        const from = to[k]! * tables;
        const part = weight[k]!;
        for (let t = 0; t < tables; t++) {
          const passed = share[from + t]!;
          if (passed > 0) next[row + t]! += exact(part * passed);
        }
      }
      for (let t = 0; t < tables; t++) total += next[row + t]!;
      const touches = profiles[i]!.length > 0;
      const keep = touches ? (total > 0 ? own : 1) : 0;
      for (let t = 0; t < tables; t++) {
        const passed = total > 0 ? next[row + t]! / total : 0;
        const value = exact(keep * direct[row + t]! + (1 - keep) * passed);
        next[row + t] = value < leastShare ? 0 : value;
      }
    }
    share = next;
  }
  return { tables, share };
}

/** The table that a module is about most, and the next one; -1 for none. `margin`: how much more of it the first is, 0 to 1. */
export function mainEntity({ tables, share }: EntityAffinity, row: number): { table: number; runnerUp: number; margin: number } {
  const shareOf = (table: number) => (table < 0 ? 0 : share[row * tables + table]!);
  let table = -1;
  let runnerUp = -1;
  for (let t = 0; t < tables; t++) {
    if (shareOf(t) > shareOf(table)) {
      runnerUp = table;
      table = t;
    } else if (shareOf(t) > shareOf(runnerUp)) runnerUp = t;
  }
  return { table, runnerUp, margin: shareOf(table) - shareOf(runnerUp) };
}
