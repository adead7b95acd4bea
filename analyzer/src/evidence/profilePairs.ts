/** Pairs of modules from what each has to do with things (tables, authors, owners). */
import { exact } from "./exact.ts";
import type { WeightedPairs } from "./weightedPairs.ts";

/** `share`: the thing's share of all that the module has to do with such things, a multiple of 2⁻³⁰; those of a module sum to 1. */
export interface ProfileEntry {
  readonly thing: number;
  readonly share: number;
}

/** By row, ascending in `thing`; empty for modules that have to do with none. */
export type Profiles<Entry extends ProfileEntry> = readonly (readonly Entry[])[];

/** Partners of a module that are kept at most, the strongest; those as strong as the last one are kept as well, because their order must not decide. */
const mostPartners = 40;

/**
 * The Jaccard index of two profiles, 0 to 1: Σ s · min(p_i, p_j) / Σ max(p_i, p_j) over things; `strength` s is how much it binds that both have to do with
 * one. Each module keeps its strongest partners: where only one of two does, the pair stands in that one's row alone.
 *
 * @param things number of things
 */
export function profilePairs<Entry extends ProfileEntry>(
  profiles: Profiles<Entry>,
  things: number,
  strength: (own: Entry, other: Entry) => number = () => 1,
): WeightedPairs {
  const size = profiles.length;
  const havingTo: { row: number; entry: Entry }[][] = Array.from({ length: things }, () => []);
  for (const [row, profile] of profiles.entries()) for (const entry of profile) havingTo[entry.thing]!.push({ row, entry });
  const start = new Int32Array(size + 1);
  const to: number[] = [];
  const weight: number[] = [];
  const common = new Float64Array(size);
  const joint = new Float64Array(size);
  const partners = new Int32Array(size);
  const weights = new Float64Array(size);
  const sorted = new Float64Array(size);
  for (const [i, profile] of profiles.entries()) {
    let found = 0;
    for (const own of profile) {
      for (const { row, entry } of havingTo[own.thing]!) {
        if (row === i) continue;
        if (common[row] === 0) partners[found++] = row;
        const least = Math.min(own.share, entry.share);
        common[row]! += least;
        joint[row]! += exact(least * strength(own, entry));
      }
    }
    partners.subarray(0, found).sort();
    for (let k = 0; k < found; k++) {
      const j = partners[k]!;
      // Σ max = Σ p_i + Σ p_j − Σ min, and both profiles sum to 1.
      weights[k] = sorted[k] = Math.min(1, joint[j]! / (2 - common[j]!));
      common[j] = joint[j] = 0;
    }
    const least = found > mostPartners ? sorted.subarray(0, found).sort()[found - mostPartners]! : 0;
    for (let k = 0; k < found; k++) {
      if (weights[k]! < least || weights[k] === 0) continue;
      to.push(partners[k]!);
      weight.push(weights[k]!);
    }
    start[i + 1] = to.length;
  }
  return { size, start, to: Int32Array.from(to), weight: Float64Array.from(weight) };
}

export interface SharedThing<Entry> {
  readonly own: Entry;
  readonly other: Entry;
  /** Part of the pair's weight. */
  readonly weight: number;
}

/** What two modules have to do with in common, the strongest first; the weights sum to that of the pair. */
export function sharedThings<Entry extends ProfileEntry>(
  profile: readonly Entry[],
  otherProfile: readonly Entry[],
  strength: (own: Entry, other: Entry) => number = () => 1,
): SharedThing<Entry>[] {
  const others = new Map(otherProfile.map((each) => [each.thing, each]));
  const shared = profile.flatMap((own) => {
    const other = others.get(own.thing);
    return other === undefined ? [] : [{ own, other, least: Math.min(own.share, other.share) }];
  });
  const either = 2 - shared.reduce((sum, { least }) => sum + least, 0);
  return shared
    .map(({ own, other, least }) => ({ own, other, weight: (least * strength(own, other)) / either }))
    .sort((a, b) => b.weight - a.weight || a.own.thing - b.own.thing);
}

/** Amounts as shares of their sum, rounded so that sums of them are exact; nothing for an empty sum, and for shares too small to tell. */
export function shareAmounts<Entry extends { readonly thing: number; readonly amount: number }>(
  amounts: readonly Entry[],
): (Entry & { readonly share: number })[] {
  const total = amounts.reduce((sum, { amount }) => sum + amount, 0);
  if (!(total > 0)) return [];
  return amounts
    .map((each) => ({ ...each, share: exact(each.amount / total) }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => a.thing - b.thing);
}
