import type { Channel } from "./channel.ts";
import type { Uses } from "./uses.ts";
import type { WeightedPairs } from "./weightedPairs.ts";

/**
 * Structural evidence: the weight of i→j is the share of the uses of j that come from i, times the strength of their kind. Taking shares of
 * the *used* module keeps hubs from gluing everything together: what a hundred modules call belongs to none of them in particular.
 *
 * `group`: modules are weighed among those of their own group only (tests neither dilute nor carry the weight of production code); -1 leaves
 * a module out.
 */
export function structuralPairs(uses: Uses, group: Int32Array): WeightedPairs {
  const { size, start, to, count, strength } = uses;
  const groups = group.reduce((most, g) => Math.max(most, g), -1) + 1;
  const used = new Int32Array(size * groups);
  for (let i = 0; i < size; i++) {
    const g = group[i]!;
    if (g < 0) continue;
    for (let k = start[i]!; k < start[i + 1]!; k++) used[to[k]! * groups + g]! += count[k]!;
  }
  const rows = new Int32Array(size + 1);
  const targets = new Int32Array(to.length);
  const weight = new Float64Array(to.length);
  let length = 0;
  for (let i = 0; i < size; i++) {
    const g = group[i]!;
    if (g >= 0) {
      for (let k = start[i]!; k < start[i + 1]!; k++) {
        const j = to[k]!;
        if (group[j]! < 0) continue;
        targets[length] = j;
        weight[length++] = strength[k]! / (10 * used[j * groups + g]!);
      }
    }
    rows[i + 1] = length;
  }
  return { size, start: rows, to: targets.slice(0, length), weight: weight.slice(0, length) };
}

/** The structural channel: shares are taken among the modules to be divided, so that what wires or carries them all weighs nothing. */
export const structural: Channel = ({ uses, members }) =>
  structuralPairs(
    uses,
    Int32Array.from(members, (member) => (member === 1 ? 0 : -1)),
  );
