/** Whose each module is, by what the boundaries file says. */
import type { JSONPath } from "jsonc-parser";
import { isCommonRole, type Boundaries, type CommonRole } from "../model/boundaries.ts";
import { cleanPath, matcherOf } from "./pathPattern.ts";

/** What a part of the file claims for a service, or for all services. */
export interface Claim {
  /** Id of a service, `shared` or `platform`. */
  owner: string;
  /** Where the file says so. */
  at: JSONPath;
}

export type MembershipProblem =
  /** Two parts of the file say different things, and neither goes before the other. */
  | { reason: "claimed-twice"; path: string; claims: [Claim, Claim] }
  /** A path or glob that means no module. */
  | { reason: "matches-nothing"; entry: string; at: JSONPath }
  /** A pin or a link of a module that is not there. */
  | { reason: "no-such-module"; path: string; at: JSONPath };

export interface Membership {
  /** Id of the service of each path; null for modules of none. */
  service: (string | null)[];
  /** `shared` or `platform` for modules that are said to belong to all; null for others. */
  role: (CommonRole | null)[];
  /** What said so; undefined where nothing does. */
  claim: (Claim | undefined)[];
  problems: MembershipProblem[];
}

/**
 * What `modules` says of a path goes before what lists say; in lists, a path goes before folders and globs. When two lists of equal standing differ,
 * the module is nobody's and that is a problem. `paths`: POSIX, relative to the folder of the file.
 */
export function membershipOf(boundaries: Boundaries, paths: readonly string[]): Membership {
  const index = new Map(paths.map((path, i) => [path, i]));
  const exact: Claims = { of: paths.map(() => undefined), clashes: new Map() };
  const broad: Claims = { of: paths.map(() => undefined), clashes: new Map() };
  const problems: MembershipProblem[] = [];

  const said = paths.map((): Claim | undefined => undefined);
  for (const [path, owner] of Object.entries(boundaries.modules)) {
    const at: JSONPath = ["modules", path];
    const i = index.get(cleanPath(path));
    if (i === undefined) problems.push({ reason: "matches-nothing", entry: path, at });
    else said[i] = { owner, at };
  }
  for (const { owner, at, entries } of listsOf(boundaries)) {
    const { named, matched, idle } = readList(entries, paths, index);
    for (const [i, entry] of named) claim(exact, i, { owner, at: [...at, entry] });
    for (const [i, entry] of matched) claim(broad, i, { owner, at: [...at, entry] });
    for (const entry of idle) problems.push({ reason: "matches-nothing", entry: entries[entry]!, at: [...at, entry] });
  }
  problems.push(...findLost(boundaries, index));

  const claims = paths.map((_, i) => said[i] ?? exact.of[i] ?? broad.of[i]);
  for (const [i, path] of paths.entries()) {
    if (said[i] !== undefined) continue;
    const other = exact.of[i] === undefined ? broad.clashes.get(i) : exact.clashes.get(i);
    const first = claims[i];
    if (other === undefined || first === undefined) continue;
    problems.push({ reason: "claimed-twice", path, claims: [first, other] });
    claims[i] = undefined;
  }
  return {
    service: claims.map((found) => (found === undefined || isCommonRole(found.owner) ? null : found.owner)),
    role: claims.map((found) => (found !== undefined && isCommonRole(found.owner) ? found.owner : null)),
    claim: claims,
    problems,
  };
}

interface Claims {
  of: (Claim | undefined)[];
  /** The first that differs from what was said before. */
  clashes: Map<number, Claim>;
}

function claim(claims: Claims, i: number, next: Claim): void {
  const before = claims.of[i];
  if (before === undefined) claims.of[i] = next;
  else if (before.owner !== next.owner && !claims.clashes.has(i)) claims.clashes.set(i, next);
}

interface List {
  owner: string;
  at: JSONPath;
  entries: readonly string[];
}

function listsOf({ services, shared, platform }: Boundaries): List[] {
  return [
    ...Object.entries(services).map(([id, service]): List => ({ owner: id, at: ["services", id, "members"], entries: service.members ?? [] })),
    { owner: "shared", at: ["shared"], entries: shared },
    { owner: "platform", at: ["platform"], entries: platform },
  ];
}

interface ReadList {
  /** Modules by their number, with the entry that names them. */
  named: Map<number, number>;
  /** The same for entries that mean more than one path. */
  matched: Map<number, number>;
  /** Entries that mean nothing. */
  idle: number[];
}

/** Matches a list of paths, folders and globs, `!` in front for what is not meant, wherever in the list it stands. */
function readList(entries: readonly string[], paths: readonly string[], index: ReadonlyMap<string, number>): ReadList {
  const named = new Map<number, number>();
  const globs: { entry: number; matches: (path: string) => boolean; used: boolean; negated: boolean }[] = [];
  for (const [entry, text] of entries.entries()) {
    const negated = text.startsWith("!");
    const pattern = cleanPath(negated ? text.slice(1) : text);
    // A path is a path also where it looks like a glob: `app/[id]/page.tsx`.
    const i = index.get(pattern);
    if (!negated && i !== undefined) named.set(i, entry);
    else globs.push({ entry, negated, used: false, matches: i === undefined ? matcherOf(pattern) : (path) => path === pattern });
  }
  const matched = new Map<number, number>();
  if (globs.length > 0) {
    for (const [i, path] of paths.entries()) {
      const meant = globs.filter(({ matches }) => matches(path));
      for (const glob of meant) glob.used = true;
      if (meant.some(({ negated }) => negated)) named.delete(i);
      else if (meant.length > 0) matched.set(i, meant[0]!.entry);
    }
  }
  return { named, matched, idle: globs.flatMap(({ entry, used }) => (used ? [] : [entry])) };
}

function findLost({ pins, mustLink, cannotLink }: Boundaries, index: ReadonlyMap<string, number>): MembershipProblem[] {
  const lost = (path: string, at: JSONPath): MembershipProblem[] => (index.has(cleanPath(path)) ? [] : [{ reason: "no-such-module", path, at }]);
  const links = (name: string, pairs: readonly (readonly [string, string])[]): MembershipProblem[] =>
    pairs.flatMap(([a, b], i) => [...lost(a, [name, i, 0]), ...lost(b, [name, i, 1])]);
  return [...Object.keys(pins).flatMap((path) => lost(path, ["pins", path])), ...links("mustLink", mustLink), ...links("cannotLink", cannotLink)];
}
