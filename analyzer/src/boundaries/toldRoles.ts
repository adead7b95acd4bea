import type { Role } from "../model/analysis.ts";
import type { Config } from "../model/config.ts";
import type { ToldRoles } from "../partition/roles.ts";
import type { BoundaryConstraints } from "./constraints.ts";
import { cleanPath, matcherOf } from "./pathPattern.ts";

/** What the configuration says of modules, and pins, which go before it; by their position in `paths`. */
export function toldRoles(
  { roles = {}, entryPoints = [] }: Pick<Config, "roles" | "entryPoints">,
  paths: readonly string[],
  constraints?: Pick<BoundaryConstraints, "roles" | "fixed">,
): ToldRoles & { idle: string[] } {
  const told = Object.entries(roles).map(([pattern, role]) => ({ setting: `roles[${JSON.stringify(pattern)}]`, role, ...follow(pattern) }));
  const entry = entryPoints.map((pattern, i) => ({ setting: `entryPoints[${i}] (${JSON.stringify(pattern)})`, ...follow(pattern) }));
  // Every pattern is asked, so that each knows whether it means anything.
  const said = paths.map((path) => told.reduce<Role | undefined>((role, each) => (each.matches(path) ? each.role : role), undefined));
  const entries = Uint8Array.from(paths, (path) => (entry.filter(({ matches }) => matches(path)).length > 0 ? 1 : 0));
  return {
    // What has to be in a service is part of the domain.
    roles: said.map((role, i) => constraints?.roles[i] ?? (constraints?.fixed[i] === undefined ? role : "domain")),
    entries,
    idle: [...told, ...entry].filter(({ met }) => !met()).map(({ setting }) => setting),
  };
}

/** Matches paths, and remembers whether one did. */
function follow(pattern: string): { matches: (path: string) => boolean; met: () => boolean } {
  const clean = cleanPath(pattern);
  const inPattern = matcherOf(clean);
  let met = false;
  const matches = (path: string): boolean => {
    const found = path === clean || inPattern(path);
    met ||= found;
    return found;
  };
  return { matches, met: () => met };
}
