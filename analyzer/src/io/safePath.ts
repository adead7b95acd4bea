/** Paths that somebody else wrote, before they are joined to a folder of ours. */

/** A backslash parts folders and a colon names a drive or a stream elsewhere; a null byte ends a path. */
const hasForeign = (path: string): boolean => ["\\", ":", "\0"].some((character) => path.includes(character));

/** A path relative to a folder that leads to no other place, on any system, and not into git's own folder. */
export function isSafePath(path: string): boolean {
  if (path === "" || hasForeign(path)) return false;
  return path
    .split("/")
    .every((segment) => segment !== "" && segment !== "." && segment !== ".." && !/^\.git[ .]*$/i.test(segment.normalize("NFKC")));
}

/** The target of a symbolic link at `path` that stays in the folder, whatever other links lead on the way: it goes up before it goes down. */
export function isSafeTarget(path: string, target: string): boolean {
  const segments = target.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (target.startsWith("/") || hasForeign(target)) return false;
  const up = segments.findIndex((segment) => segment !== "..");
  const rest = up < 0 ? [] : segments.slice(up);
  const ups = up < 0 ? segments.length : up;
  return ups <= path.split("/").length - 1 && !rest.includes("..") && (rest.length === 0 || isSafePath(rest.join("/")));
}
