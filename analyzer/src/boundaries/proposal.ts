/** What the analysis proposes, beside what the boundaries file says. */
import type { Analysis } from "../model/analysis.ts";
import { isCommonRole, type Boundaries } from "../model/boundaries.ts";
import { checkService, ownersOf, type BoundariesEdit } from "./edit.ts";

export interface Proposal {
  services: readonly { id: string; name: string; modules: readonly string[] }[];
  /** Service, `shared` or `platform` by path; other modules have no part in boundaries. */
  owners: ReadonlyMap<string, string>;
}

/** Ids that say what a module is instead of whose get another. */
export function proposalOf({ services, modules }: Analysis): Proposal {
  const taken = new Set(services.map(({ id }) => id));
  const ids = new Map(services.map(({ id }) => [id, isCommonRole(id) ? free(`${id}-area`, taken) : id]));
  const owners = modules.flatMap(({ path, role, service }): [string, string][] => {
    if (service !== null) return [[path, ids.get(service)!]];
    return isCommonRole(role) ? [[path, role]] : [];
  });
  return { services: services.map(({ id, name, modules: own }) => ({ id: ids.get(id)!, name, modules: own })), owners: new Map(owners) };
}

function free(id: string, taken: ReadonlySet<string>): string {
  let found = id;
  for (let number = 2; taken.has(found); number++) found = `${id}-${number}`;
  return found;
}

/**
 * The service of the file that each proposed service stands for: they share half of the smaller one at least. Those of the same id come first, then the
 * pairs that share the largest part of what either has.
 */
export function matchServices(proposal: Proposal, boundaries: Boundaries, paths: readonly string[]): Map<string, string> {
  const owners = ownersOf(boundaries, paths);
  const sizes = new Map<string, number>();
  for (const owner of owners.values()) sizes.set(owner, (sizes.get(owner) ?? 0) + 1);
  const pairs = proposal.services.flatMap(({ id, modules }) => {
    const shared = new Map<string, number>();
    for (const path of modules) {
      const owner = owners.get(path);
      if (owner !== undefined && !isCommonRole(owner)) shared.set(owner, (shared.get(owner) ?? 0) + 1);
    }
    return [...shared]
      .filter(([own, count]) => count * 2 >= Math.min(modules.length, sizes.get(own)!))
      .map(([own, count]) => ({ proposed: id, own, likeness: count / (modules.length + (sizes.get(own) ?? 0) - count || 1) }));
  });
  const named = (pair: { proposed: string; own: string }): number => Number(pair.proposed === pair.own);
  pairs.sort((a, b) => named(b) - named(a) || b.likeness - a.likeness || compare(a.proposed, b.proposed) || compare(a.own, b.own));
  const matched = new Map<string, string>();
  const taken = new Set<string>();
  for (const { proposed, own } of pairs) {
    if (matched.has(proposed) || taken.has(own)) continue;
    matched.set(proposed, own);
    taken.add(own);
  }
  return matched;
}

export type Scope = { kind: "all" } | { kind: "service"; id: string } | { kind: "new" };

export interface Difference {
  path: string;
  /** Undefined for a module that the file does not know. */
  from: string | undefined;
  to: string;
}

/** What would change if the proposal were taken; services are called as in the file where they stand for one of it. */
export function differences(proposal: Proposal, boundaries: Boundaries, paths: readonly string[]): Difference[] {
  const names = matchServices(proposal, boundaries, paths);
  const owners = ownersOf(boundaries, paths);
  const fixed = new Set(Object.entries(boundaries.services).flatMap(([id, service]) => (service.locked === true ? [id] : [])));
  return paths.flatMap((path): Difference[] => {
    const proposed = proposal.owners.get(path);
    if (proposed === undefined) return [];
    const from = owners.get(path);
    const to = Object.hasOwn(boundaries.pins, path) ? boundaries.pins[path]! : (names.get(proposed) ?? freshId(proposed, boundaries));
    // A locked service neither gives nor takes.
    return from === to || fixed.has(to) || (from !== undefined && fixed.has(from)) ? [] : [{ path, from, to }];
  });
}

/** A proposed service that stands for none of the file, and has the id of one that another stands for. */
function freshId(id: string, { services }: Boundaries): string {
  return isCommonRole(id) ? id : free(id, new Set(Object.keys(services)));
}

/**
 * Takes the proposal: all of it, what it says of one service (what it would take in and give away), or only modules that the file does not know. Services
 * that are left with nothing go, unless somebody approved, locked or extracted them.
 *
 * @throws {FicusError} `bad-edit` for a service that neither has
 */
export function acceptProposal(
  proposal: Proposal,
  boundaries: Boundaries,
  paths: readonly string[],
  scope: Scope,
): BoundariesEdit & { kind: "assign" } {
  const all = differences(proposal, boundaries, paths);
  if (scope.kind === "service" && !all.some(({ to }) => to === scope.id)) checkService(scope.id, boundaries);
  const taken = all.filter(({ from, to }) =>
    scope.kind === "all" ? true : scope.kind === "new" ? from === undefined : from === scope.id || to === scope.id,
  );
  const owners = new Map(taken.map(({ path, to }) => [path, to]));
  const names = new Map(proposal.services.map(({ id, name }) => [freshId(id, boundaries), name]));
  const added = [...new Set(owners.values())].filter((id) => !isCommonRole(id) && !Object.hasOwn(boundaries.services, id)).sort(compare);
  const known = new Set(paths);
  const left = new Set([...ownersOf(boundaries, paths)].map(([path, owner]) => owners.get(path) ?? owner).concat(...owners.values()));
  const emptied = new Set(taken.flatMap(({ from }) => (from === undefined ? [] : [from])));
  return {
    kind: "assign",
    services: added.map((id) => ({ id, name: names.get(id) ?? id })),
    owners,
    forget: scope.kind === "all" ? Object.keys(boundaries.modules).filter((path) => !known.has(path)) : [],
    drop: Object.entries(boundaries.services).flatMap(([id, { locked, approved, extraction }]) =>
      emptied.has(id) && !left.has(id) && locked !== true && approved === undefined && extraction === undefined ? [id] : [],
    ),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
