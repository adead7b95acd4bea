import type { WeightedPairs } from "../evidence/weightedPairs.ts";
import { renumber } from "../partition/louvain.ts";
import type { BoundaryConstraints } from "./constraints.ts";

/**
 * Communities changed as little as the constraints demand: fixed modules join the community that has most of what is in their service today, groups gather where
 * they are joined best, and of two that stay apart the one that is joined less leaves. What cannot be anywhere else gets a community of its own.
 *
 * `pairs`: symmetric; `community`: -1 for none; constraints by row.
 */
export function keepConstraints(pairs: WeightedPairs, community: Int32Array, constraints: BoundaryConstraints): Int32Array {
  const kept = community.slice();
  let communities = kept.reduce((most, c) => Math.max(most, c), -1) + 1;
  const closed = gatherFixed(kept, constraints, () => communities++);

  scatterLeft(pairs, kept, community, closed);

  const unitOf = new Map<number, readonly number[]>();
  for (const group of constraints.together) for (const i of group) unitOf.set(i, group);
  const unit = (i: number): readonly number[] => unitOf.get(i) ?? [i];
  const put = (modules: readonly number[], c: number): void => modules.forEach((i) => (kept[i] = c));

  for (const group of constraints.together) {
    if (constraints.fixed[group[0]!] !== undefined) continue;
    put(
      group,
      bestOf(weightsOf(pairs, kept, group, new Set(group)), closed) ??
        group.map((i) => kept[i]!).find((c) => c >= 0 && !closed.has(c)) ??
        communities++,
    );
  }

  const partners = new Map<number, number[]>();
  for (const [a, b] of constraints.apart) {
    partners.set(a, [...(partners.get(a) ?? []), b]);
    partners.set(b, [...(partners.get(b) ?? []), a]);
  }
  for (const [a, b] of constraints.apart) {
    if (kept[a] !== kept[b] || kept[a]! < 0) continue;
    const home = kept[a]!;
    const joined = (i: number): number =>
      constraints.fixed[i] !== undefined ? Infinity : (weightsOf(pairs, kept, unit(i), new Set(unit(i))).get(home) ?? 0);
    const leaves = unit(joined(a) < joined(b) ? a : b);
    const shunned = new Set([...closed, home, ...leaves.flatMap((i) => (partners.get(i) ?? []).map((other) => kept[other]!))]);
    put(leaves, bestOf(weightsOf(pairs, kept, leaves, new Set(leaves)), shunned) ?? communities++);
  }
  return renumber(kept);
}

/** Puts fixed modules into one community a service; tells which communities are closed to others. */
function gatherFixed(kept: Int32Array, { fixed, today, locked }: BoundaryConstraints, open: () => number): Set<number> {
  const modulesOf = new Map<string, number[]>();
  fixed.forEach((service, i) => {
    if (service !== undefined) modulesOf.set(service, [...(modulesOf.get(service) ?? []), i]);
  });
  const claims = [...modulesOf.keys()].flatMap((service) => {
    const counts = new Map<number, number>();
    kept.forEach((c, i) => {
      const count = Number(today[i] === service) + Number(fixed[i] === service);
      if (c >= 0 && count > 0) counts.set(c, (counts.get(c) ?? 0) + count);
    });
    return locked.has(service) ? [] : [...counts].map(([c, count]) => ({ service, c, count }));
  });
  claims.sort((a, b) => b.count - a.count || (a.service < b.service ? -1 : a.service > b.service ? 1 : a.c - b.c));
  const chosen = new Map<string, number>();
  const taken = new Set<number>();
  for (const { service, c } of claims) {
    if (chosen.has(service) || taken.has(c)) continue;
    chosen.set(service, c);
    taken.add(c);
  }
  const closed = new Set<number>();
  for (const [service, modules] of [...modulesOf].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const c = chosen.get(service) ?? open();
    if (locked.has(service)) closed.add(c);
    for (const i of modules) kept[i] = c;
  }
  return closed;
}

/** What a locked service left of the community that it was found in is no service: each module goes where it is joined best. */
function scatterLeft(pairs: WeightedPairs, kept: Int32Array, before: Int32Array, closed: ReadonlySet<number>): void {
  const taken = new Map<number, number>();
  const left = new Map<number, number[]>();
  before.forEach((c, i) => {
    if (c < 0) return;
    if (closed.has(kept[i]!)) taken.set(c, (taken.get(c) ?? 0) + 1);
    else if (kept[i] === c) left.set(c, [...(left.get(c) ?? []), i]);
  });
  for (const [c, modules] of [...left].sort(([a], [b]) => a - b)) {
    if ((taken.get(c) ?? 0) <= modules.length) continue;
    for (const i of modules) kept[i] = bestOf(weightsOf(pairs, kept, [i], new Set([i])), new Set([...closed, c])) ?? c;
  }
}

/** What joins modules to each community, but for what joins them to each other. */
function weightsOf(
  { start, to, weight }: WeightedPairs,
  community: Int32Array,
  modules: readonly number[],
  own: ReadonlySet<number>,
): Map<number, number> {
  const weights = new Map<number, number>();
  for (const i of modules) {
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const c = community[to[k]!]!;
      if (c >= 0 && !own.has(to[k]!)) weights.set(c, (weights.get(c) ?? 0) + weight[k]!);
    }
  }
  return weights;
}

function bestOf(weights: ReadonlyMap<number, number>, shunned: ReadonlySet<number>): number | undefined {
  let best: number | undefined;
  for (const [c, weight] of [...weights].sort(([a], [b]) => a - b)) {
    if (!shunned.has(c) && (best === undefined || weight > weights.get(best)!)) best = c;
  }
  return best;
}
