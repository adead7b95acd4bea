import type { Channel } from "./channel.ts";
import { exact } from "./exact.ts";
import type { Uses } from "./uses.ts";
import type { WeightedPairs } from "./weightedPairs.ts";

/**
 * How strong dependencies are: the weight of i→j is the share of the uses of j that come from i, times the strength of their kind. Taking shares of
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

/** How strong dependencies among the members are. */
export function strengthsAmong(uses: Uses, members: Uint8Array): WeightedPairs {
  return structuralPairs(
    uses,
    Int32Array.from(members, (member) => (member === 1 ? 0 : -1)),
  );
}

/**
 * How much pairs of members belong together because one uses the other: the weight of i→j is √count as a share of what all members use of j, over what i
 * uses at all to the power of `damping`. Roots, because the tenth use says less than the first. Damping, because what a module that only wires uses says
 * little of where its parts belong, even where nobody else uses them.
 *
 * Every reference counts alike here, types included: which types a module works on says what it is about. (Over eight monoliths whose areas are known,
 * counting them by the strength of their kind found the areas less well: docs/partition.md.)
 */
export function sharesOfUse({ size, start, to, count }: Uses, members: Uint8Array, damping: number): WeightedPairs {
  const used = new Float64Array(size);
  const uses = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    if (members[i] === 0) continue;
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const j = to[k]!;
      if (members[j] === 0) continue;
      const root = exact(Math.sqrt(count[k]!));
      used[j]! += root;
      uses[i]! += root;
    }
  }
  const rows = new Int32Array(size + 1);
  const targets = new Int32Array(to.length);
  const weight = new Float64Array(to.length);
  let length = 0;
  for (let i = 0; i < size; i++) {
    if (members[i] === 1) {
      const damped = uses[i]! ** damping;
      for (let k = start[i]!; k < start[i + 1]!; k++) {
        const j = to[k]!;
        if (members[j] === 0) continue;
        targets[length] = j;
        weight[length++] = exact(Math.sqrt(count[k]!) / (used[j]! * damped));
      }
    }
    rows[i + 1] = length;
  }
  return { size, start: rows, to: targets.slice(0, length), weight: weight.slice(0, length) };
}

const wiring = 0.3;

/** The structural channel: shares are taken among the modules to be divided, so that what wires or carries them all weighs nothing. */
export const structural: Channel = ({ uses, members }) => sharesOfUse(uses, members, wiring);
