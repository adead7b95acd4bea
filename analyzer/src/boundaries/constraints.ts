/** What people decided, as far as the analysis has to keep to it: plain data about modules, freed of contradictions. */
import { isCommonRole, type Boundaries, type CommonRole } from "../model/boundaries.ts";
import { membershipOf } from "./membership.ts";
import { cleanPath } from "./pathPattern.ts";

export interface BoundaryConstraints {
  /** `shared` or `platform` for modules that are pinned to it; by position in `paths`. */
  roles: readonly (CommonRole | undefined)[];
  /** Service that each module has to be in; undefined where the analysis decides. Pins, and modules of locked services. */
  fixed: readonly (string | undefined)[];
  /** Service that each module is in today: tells which of the new ones stands for it. */
  today: readonly (string | undefined)[];
  /** Services that nothing else may join. */
  locked: ReadonlySet<string>;
  /** Groups of modules that stay together, two or more each. */
  together: readonly (readonly number[])[];
  /** Pairs of modules that stay apart. */
  apart: readonly (readonly [number, number])[];
  /** Wishes that contradict others and are left out, in words. */
  contradictions: readonly string[];
}

/** Pins go before links, and links before the wish to part. Modules that are not there are somebody else's finding. */
export function constraintsOf(boundaries: Boundaries, paths: readonly string[]): BoundaryConstraints {
  const index = new Map(paths.map((path, i) => [path, i]));
  const at = (path: string): number | undefined => index.get(cleanPath(path));
  const contradictions: string[] = [];
  const fixed: (string | undefined)[] = paths.map(() => undefined);
  const roles: (CommonRole | undefined)[] = paths.map(() => undefined);
  const locked = new Set(Object.entries(boundaries.services).flatMap(([id, service]) => (service.locked === true ? [id] : [])));
  const today = membershipOf(boundaries, paths).service.map((id) => id ?? undefined);
  for (const [i, id] of today.entries()) if (id !== undefined && locked.has(id)) fixed[i] = id;
  for (const [path, owner] of Object.entries(boundaries.pins)) {
    const i = at(path);
    if (i === undefined) continue;
    if (fixed[i] !== undefined && fixed[i] !== owner)
      contradictions.push(`${path} is pinned to ${owner} and in ${fixed[i]}, which is locked: it stays`);
    else if (isCommonRole(owner)) roles[i] = owner;
    else fixed[i] = owner;
  }

  const groups = createGroups(fixed);
  for (const [a, b] of boundaries.mustLink) {
    const [i, j] = [at(a), at(b)];
    if (i === undefined || j === undefined) continue;
    if (roles[i] !== undefined || roles[j] !== undefined)
      contradictions.push(`${a} and ${b} are in mustLink, and one of them is pinned to no service: the link is left out`);
    else if (!groups.join(i, j))
      contradictions.push(`${a} and ${b} are in mustLink, and have to be in ${groups.serviceOf(i)} and ${groups.serviceOf(j)}: the link is left out`);
  }
  const apart: [number, number][] = [];
  for (const [a, b] of boundaries.cannotLink) {
    const [i, j] = [at(a), at(b)];
    if (i === undefined || j === undefined) continue;
    if (groups.sameGroup(i, j) || (groups.serviceOf(i) !== undefined && groups.serviceOf(i) === groups.serviceOf(j)))
      contradictions.push(`${a} and ${b} are in cannotLink, and have to be in one service: they stay together`);
    else apart.push([i, j]);
  }
  return { roles, fixed: paths.map((_, i) => groups.serviceOf(i)), today, locked, together: groups.list(), apart, contradictions };
}

interface Groups {
  /** False when the two have to be in different services. */
  join(a: number, b: number): boolean;
  sameGroup(a: number, b: number): boolean;
  serviceOf(module: number): string | undefined;
  list(): number[][];
}

function createGroups(fixed: readonly (string | undefined)[]): Groups {
  const parent = Int32Array.from(fixed.keys());
  const service = [...fixed];
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    return root;
  };
  return {
    join(a, b) {
      const [low, high] = [Math.min(find(a), find(b)), Math.max(find(a), find(b))];
      if (service[low] !== undefined && service[high] !== undefined && service[low] !== service[high]) return false;
      service[low] ??= service[high];
      parent[high] = low;
      return true;
    },
    sameGroup: (a, b) => find(a) === find(b),
    serviceOf: (module) => service[find(module)],
    list: () => [...Map.groupBy(fixed.keys(), find).values()].filter((group) => group.length > 1),
  };
}
