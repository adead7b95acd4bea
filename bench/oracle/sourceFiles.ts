import { createHash } from "node:crypto";
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";

/** One source file of the repository under test; `path` is POSIX and relative to the repository's root. */
export type SourceFile = { path: string; absolute: string; hash: string };

const sourceExtension = /\.(?:[mc]?[jt]s|[jt]sx)$/;
const skippedDirectories = new Set([
  "node_modules",
  "bower_components",
  "dist",
  "coverage",
  ".git",
  ".ficus",
  ".next",
  ".nuxt",
  ".nx",
  ".turbo",
  ".cache",
  ".yarn",
  ".svelte-kit",
]);
/** Above this a file is a bundle or generated data, whatever its name says; the checker would spend minutes on it. */
const largestSource = 2_000_000;

/**
 * Every TypeScript and JavaScript file below `root`, sorted. Deliberately not the analyzer's own discovery: an oracle
 * that shares code with what it checks repeats its mistakes. Files that only one of the two sees are reported apart.
 */
export function sourceFiles(root: string): SourceFile[] {
  const found: SourceFile[] = [];
  const visited = new Set<string>();
  walk(root);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));

  function walk(directory: string): void {
    // A symlink that points upwards would never end.
    const real = realpathSync(directory);
    if (visited.has(real)) return;
    visited.add(real);
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const absolute = path.join(directory, entry.name);
      if (entry.isDirectory()) {
        if (!skippedDirectories.has(entry.name)) walk(absolute);
      } else if (entry.isFile() && sourceExtension.test(entry.name) && statSync(absolute).size <= largestSource) {
        const hash = createHash("sha1").update(readFileSync(absolute)).digest("base64");
        found.push({ path: posix(path.relative(root, absolute)), absolute: posix(absolute), hash });
      }
    }
  }
}

export function posix(file: string): string {
  return path.sep === "\\" ? file.replaceAll("\\", "/") : file;
}
