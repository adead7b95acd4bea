/** A copy to work in: everything that the repository needs to run, what git ignores included; installed packages are linked. */
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

/** Of no use to a run, or made anew. */
const leftOut = new Set([".git", ".ficus", "coverage"]);

/**
 * Copies the repository that `root` stands in. Packages that are installed above it are found above the copy, at the same distance.
 *
 * @returns the copy's root
 */
export async function copyRepository(root: string, target: string, signal: AbortSignal): Promise<string> {
  const top = repositoryOf(root);
  const copy = withPackagesAbove(top, target);
  mkdirSync(copy, { recursive: true });
  copyFolder(top, copy, signal);
  return join(copy, relative(top, root));
}

/** The folder that carries .git, or the root itself: configuration above the root may be extended. */
function repositoryOf(root: string): string {
  for (let folder = root; dirname(folder) !== folder; folder = dirname(folder)) if (existsSync(join(folder, ".git"))) return folder;
  return root;
}

function withPackagesAbove(top: string, target: string): string {
  const above: string[] = [];
  for (let folder = dirname(top); dirname(folder) !== folder; folder = dirname(folder))
    if (existsSync(join(folder, "node_modules"))) above.unshift(join(folder, "node_modules"));
  let place = target;
  for (const packages of above) {
    mkdirSync(place, { recursive: true });
    symlinkSync(packages, join(place, "node_modules"));
    place = join(place, "below");
  }
  return join(place, basename(top));
}

function copyFolder(from: string, to: string, signal: AbortSignal): void {
  signal.throwIfAborted();
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (leftOut.has(entry.name)) continue;
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.name === "node_modules") symlinkSync(source, target);
    else if (entry.isDirectory()) {
      mkdirSync(target);
      copyFolder(source, target, signal);
    } else if (entry.isFile() || entry.isSymbolicLink()) cpSync(source, target, { verbatimSymlinks: true });
  }
}
