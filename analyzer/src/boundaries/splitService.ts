import type { WeightedPairs } from "../evidence/weightedPairs.ts";
import { splitUpTo } from "../partition/communities.ts";

/**
 * The part of a service that belongs to the rest of it least: the smaller of the two communities of its modules. The same input gives the same part.
 *
 * `pairs`: symmetric; `paths`: path of each row; `modules`: of the service.
 */
export function splitService(pairs: WeightedPairs, paths: readonly string[], modules: ReadonlySet<string>): string[] {
  const community = splitUpTo(
    pairs,
    Int32Array.from(paths, (path) => (modules.has(path) ? 0 : -1)),
    2,
    1,
  );
  const parts = [0, 1].map((part) => paths.filter((_, i) => community[i] === part).sort());
  return parts[1]!.length <= parts[0]!.length ? parts[1]! : parts[0]!;
}
