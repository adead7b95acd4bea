/** Modules that a specifier with unknown parts can mean: `./locales/*`, `../plugins/*\/index.js`. */
import type { FileIndex } from "./fileIndex.ts";
import { isOutside, joinPath } from "./posixPath.ts";
import { isRelative } from "./specifier.ts";

export interface PatternSurroundings {
  files: FileIndex;
  /** Folder of the importing module. */
  directory: string;
  /** Paths that a specifier which is not relative can lead to, by aliases and packages. */
  targets(specifier: string): string[];
}

export function matchPattern(pattern: string, around: PatternSurroundings): number[] {
  const relative = isRelative(pattern);
  // Nothing known at its start: it could be any file, which says nothing.
  if (pattern.startsWith("*")) return [];
  const candidates = relative ? [joinPath(around.directory, pattern)] : around.targets(pattern);
  for (const candidate of candidates) {
    if (isOutside(candidate)) continue;
    const found = modulesLike(candidate, around);
    if (found.length > 0) return found;
  }
  return [];
}

function modulesLike(pattern: string, { files }: PatternSurroundings): number[] {
  const candidates = files.startingWith(pattern.slice(0, pattern.indexOf("*")));
  const matches = (part: string): number[] => {
    const test = new RegExp(`^${withAnyEnding(pattern, part)}$`);
    return candidates.filter(({ path }) => test.test(path)).map(({ index }) => index);
  };
  // An unknown part is mostly one name; only if that finds nothing can it be a path.
  const flat = matches("[^/]+");
  return flat.length > 0 ? flat : matches(".+");
}

const moduleEnding = "\\.(?:[cm]?[jt]s|[jt]sx|vue|svelte)";

function withAnyEnding(pattern: string, part: string): string {
  const escaped = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", part);
  const written = /\.(?:[cm]?js|jsx)$/.exec(pattern)?.[0];
  if (written !== undefined) return `${escaped(pattern.slice(0, -written.length))}${moduleEnding}`;
  return /\.(?:[cm]?ts|tsx|vue|svelte)$/.test(pattern) ? escaped(pattern) : `${escaped(pattern)}(?:${moduleEnding}|/index${moduleEnding})?`;
}
