import type { Config } from "../model/config.ts";
import type { ToldRoles } from "../partition/roles.ts";
import type { BoundaryConstraints } from "./constraints.ts";
import { cleanPath, matcherOf } from "./pathPattern.ts";

/** What the configuration says of modules, and pins, which go before it; by their position in `paths`. */
export function toldRoles(
  { roles = {}, entryPoints = [] }: Pick<Config, "roles" | "entryPoints">,
  paths: readonly string[],
  constraints?: Pick<BoundaryConstraints, "roles" | "fixed">,
): ToldRoles {
  const told = Object.entries(roles).map(([pattern, role]) => ({ role, matches: patternMatcher(pattern) }));
  const entry = entryPoints.map(patternMatcher);
  return {
    // What has to be in a service is part of the domain.
    roles: paths.map(
      (path, i) => constraints?.roles[i] ?? (constraints?.fixed[i] === undefined ? told.findLast(({ matches }) => matches(path))?.role : "domain"),
    ),
    entries: Uint8Array.from(paths, (path) => (entry.some((matches) => matches(path)) ? 1 : 0)),
  };
}

function patternMatcher(pattern: string): (path: string) => boolean {
  const clean = cleanPath(pattern);
  const matches = matcherOf(clean);
  return (path) => path === clean || matches(path);
}
