import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Results that are made anew with every run: none of git's business. */
const ignoreEverything = "*\n";

/** Makes `<root>/.ficus`, which git does not see. */
export function ficusFolder(root: string): string {
  const folder = join(root, ".ficus");
  mkdirSync(folder, { recursive: true });
  const ignoreFile = join(folder, ".gitignore");
  if (!existsSync(ignoreFile)) writeFileSync(ignoreFile, ignoreEverything);
  return folder;
}

/**
 * Writes `<root>/.ficus/<name>`, all of it or nothing: readers never see half a file, and a killed process leaves the old one.
 *
 * @returns the path
 * @throws what the file system says
 */
export function writeResult(root: string, name: string, text: string): string {
  const path = join(ficusFolder(root), name);
  const unfinished = `${path}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  return path;
}
