/** Writes a set of files into a work tree: all of them, or none. */
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";

export type FileChange = { path: string; contents: string; executable?: boolean } | { path: string; remove: true };

export class OutsideError extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`${path} would lie outside of the folder that is written to.`);
    this.name = "OutsideError";
    this.path = path;
  }
}

/**
 * @param changes paths below `root`, POSIX
 * @throws OutsideError before anything is touched, for paths that leave the root, also through symbolic links
 * @throws what the file system says, after everything is as it was
 */
export function writeFiles(root: string, changes: readonly FileChange[]): void {
  const real = realpathSync(root);
  for (const { path } of changes) mustLieInside(real, path);
  const undo: (() => void)[] = [];
  try {
    const staged = changes.map((change) => ("remove" in change ? change : stage(real, change, undo)));
    for (const change of staged) {
      const target = join(real, change.path);
      const before = existsSync(target) ? { contents: readFileSync(target), mode: statSync(target).mode } : undefined;
      undo.push(() => {
        if (before === undefined) rmSync(target, { force: true });
        else writeFileSync(target, before.contents, { mode: before.mode });
      });
      if ("remove" in change) rmSync(target);
      else {
        if (before !== undefined) chmodSync(change.unfinished, before.mode);
        renameSync(change.unfinished, target);
      }
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
}

function stage(
  root: string,
  change: { path: string; contents: string; executable?: boolean },
  undo: (() => void)[],
): { path: string; unfinished: string } {
  const target = join(root, change.path);
  makeFolder(dirname(target), undo);
  const unfinished = `${target}.${randomBytes(4).toString("hex")}.tmp`;
  undo.push(() => rmSync(unfinished, { force: true }));
  writeFileSync(unfinished, change.contents, { mode: change.executable ? 0o755 : 0o644 });
  return { path: change.path, unfinished };
}

function makeFolder(folder: string, undo: (() => void)[]): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder), undo);
  mkdirSync(folder);
  undo.push(() => rmdirSync(folder));
}

/** The nearest folder that is there already must be inside, links followed; what is not there yet has no link in it. */
function mustLieInside(root: string, path: string): void {
  const parts = path.split("/");
  if (path === "" || path.startsWith("/") || parts.includes("..") || parts.includes("") || path.includes("\0")) throw new OutsideError(path);
  let folder = join(root, ...parts);
  if (existsSync(folder) && lstatSync(folder).isSymbolicLink()) throw new OutsideError(path);
  do folder = dirname(folder);
  while (!existsSync(folder));
  const inside = relative(root, realpathSync(folder));
  if (inside === ".." || inside.startsWith(`..${sep}`)) throw new OutsideError(path);
}
