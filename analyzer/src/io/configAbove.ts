/** Finds the configuration above the root that governs it: somebody analyses only `src`, and its tsconfig.json and package.json lie beside it. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

export interface ConfigBase {
  /** Absolute path of the folder that paths in the configuration are relative to: the root, or one above it. */
  base: string;
  /** Path of the root relative to the base, "" if they are the same. */
  prefix: string;
  /** Configuration files outside the root, relative to the base. */
  above: string[];
}

/** `named`: absolute path of a tsconfig that the user names. */
export function findConfigBase(root: string, configurations: readonly string[], named: string | undefined): ConfigBase {
  const isAtTop = (pattern: RegExp): boolean => configurations.some((path) => pattern.test(path));
  const hasManifest = isAtTop(/^package\.json$/);
  const hasConfig = isAtTop(/^[tj]sconfig\.json$/);
  const folders = hasManifest && hasConfig ? [] : foldersAbove(root, hasManifest);
  const found: string[] = [];
  if (!hasManifest) {
    const folder = folders.find((candidate) => existsSync(join(candidate, "package.json")));
    if (folder !== undefined) found.push(join(folder, "package.json"));
  }
  if (!hasConfig) {
    const folder = folders.find((candidate) => ["tsconfig.json", "jsconfig.json"].some((name) => existsSync(join(candidate, name))));
    // The one that editors open may only refer to the others.
    if (folder !== undefined) for (const name of readdirSync(folder)) if (/^[tj]sconfig(?:[.-].*)?\.json$/.test(name)) found.push(join(folder, name));
  }
  let base = root;
  for (const path of named === undefined ? found : [...found, named]) base = sharedFolder(base, dirname(path));
  const fromBase = (path: string): string => relative(base, path).split(sep).join("/");
  return { base, prefix: fromBase(root), above: found.map(fromBase).sort() };
}

/** Folders above the root, nearest first: up to the repository's, or, outside any repository, up to the nearest package. */
function foldersAbove(root: string, hasManifest: boolean): string[] {
  const folders: string[] = [];
  for (let folder = root; ; folder = dirname(folder)) {
    if (folder !== root) folders.push(folder);
    if (existsSync(join(folder, ".git"))) return folders;
    if (dirname(folder) === folder) break;
  }
  const top = hasManifest ? -1 : folders.findIndex((folder) => existsSync(join(folder, "package.json")));
  return folders.slice(0, top + 1);
}

function sharedFolder(left: string, right: string): string {
  let folder = left;
  while (relative(folder, right).split(sep)[0] === ".." && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
