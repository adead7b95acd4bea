/** The repository as it was before the extraction, beside the one that is verified: git's own copy, with what git ignores and is needed. */
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
/** Made anew by the run, or of no use to it. */
const leftOut = new Set([".ficus", "coverage", ".git"]);

/** The root as it was at `commit`, below `target`. Undefined when git does not have it. */
export async function beforeExtraction(root: string, commit: string, target: string, signal: AbortSignal): Promise<string | undefined> {
  if (!/^[0-9a-f]{7,64}$/.test(commit)) return undefined;
  const git = async (directory: string, ...args: string[]): Promise<string> =>
    (await run("git", ["-C", directory, ...args], { signal, maxBuffer: 64 * 1024 * 1024 })).stdout.trimEnd();
  try {
    const top = await git(root, "rev-parse", "--show-toplevel");
    const prefix = await git(root, "rev-parse", "--show-prefix");
    mkdirSync(target, { recursive: true });
    await git(target, "clone", "--quiet", "--shared", "--no-checkout", top, join(target, "before"));
    const copy = join(target, "before");
    await git(copy, "-c", "advice.detachedHead=false", "checkout", "--quiet", commit);
    const ignored = await git(top, "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory");
    for (const path of ignored.split("\0").map((each) => each.replace(/\/$/, ""))) if (path !== "") bring(top, copy, path);
    linkPackagesAbove(top, target);
    return join(copy, prefix);
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}

function bring(top: string, copy: string, path: string): void {
  const source = join(top, path);
  const target = join(copy, path);
  if (leftOut.has(basename(path)) || existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  if (basename(path) === "node_modules") symlinkSync(source, target);
  else cpSync(source, target, { recursive: true, verbatimSymlinks: true, filter: (each) => !leftOut.has(basename(each)) });
}

/** Of all folders above, the nearest that has packages: the copy's own parent takes its place. */
function linkPackagesAbove(top: string, target: string): void {
  for (let folder = dirname(top); dirname(folder) !== folder; folder = dirname(folder)) {
    const packages = join(folder, "node_modules");
    if (existsSync(packages)) return symlinkSync(packages, join(target, "node_modules"));
  }
}
