import type { TermProfile } from "./terms.ts";
import { wordProfile } from "./likeness.ts";

/**
 * Modules that no use joins to a community go to one all the same, so that none is lost: to the community that prevails in their folder, else to the
 * one whose words are most like theirs. Those that nothing speaks for become a community of their own when they are enough for one, else they join the
 * largest.
 *
 * `community`: -1 where a member of `members` has none yet. `paths`: empty strings where paths must not be used.
 */
export function attachLoose(
  community: Int32Array,
  members: Uint8Array,
  paths: readonly string[],
  profiles: readonly TermProfile[],
  leastSize: number,
): Int32Array {
  const loose: number[] = [];
  for (let i = 0; i < community.length; i++) if (members[i] === 1 && community[i]! < 0) loose.push(i);
  if (loose.length === 0) return community;

  const attached = community.slice();
  const byFolder = communitiesByFolder(community, paths);
  const count = community.reduce((most, c) => Math.max(most, c), -1) + 1;
  const byWords = count > 0 ? wordProfile(community, count, profiles) : undefined;
  const left: number[] = [];
  for (const i of loose) {
    const found = prevailing(byFolder, paths[i]!, 0.5) ?? byWords?.mostLike(profiles[i]!) ?? prevailing(byFolder, paths[i]!, 0);
    if (found === undefined) left.push(i);
    else attached[i] = found;
  }
  const rest = count === 0 || left.length >= leastSize ? count : largest(community, count);
  for (const i of left) attached[i] = rest;
  return attached;
}

function largest(community: Int32Array, count: number): number {
  const sizes = new Int32Array(count);
  for (const c of community) if (c >= 0) sizes[c]!++;
  return sizes.indexOf(sizes.reduce((most, size) => Math.max(most, size), 0));
}

type FolderCounts = Map<string, Map<number, number>>;

function communitiesByFolder(community: Int32Array, paths: readonly string[]): FolderCounts {
  const folders: FolderCounts = new Map();
  community.forEach((c, i) => {
    if (c < 0) return;
    for (const folder of foldersOf(paths[i]!)) {
      let counts = folders.get(folder);
      if (counts === undefined) folders.set(folder, (counts = new Map()));
      counts.set(c, (counts.get(c) ?? 0) + 1);
    }
  });
  return folders;
}

/** Folders that hold the path, innermost first, without the root: that a module lies in it says nothing. */
function* foldersOf(path: string): Iterable<string> {
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) yield path.slice(0, end);
}

/** The community that has at least `share` of the innermost folder that has any. */
function prevailing(folders: FolderCounts, path: string, share: number): number | undefined {
  for (const folder of foldersOf(path)) {
    const counts = folders.get(folder);
    if (counts === undefined) continue;
    let total = 0;
    let best: number | undefined;
    for (const [community, count] of [...counts].sort(([a], [b]) => a - b)) {
      total += count;
      if (best === undefined || count > counts.get(best)!) best = community;
    }
    return best !== undefined && counts.get(best)! >= total * share ? best : undefined;
  }
  return undefined;
}
