/** Which package and which tsconfig a file of a repository belongs to: the nearest above it. Repositories of several packages have several of both. */
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import type { PackageFolders } from "../generate/target.ts";

export function packageFolders(root: string): PackageFolders {
  const nearest = (path: string, name: string): string | undefined => {
    for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
      const file = folder === "." ? name : `${folder}/${name}`;
      if (existsSync(join(root, file))) return file;
      if (folder === ".") return undefined;
    }
  };
  return {
    packageOf: (path) => (nearest(path, "package.json") ?? "package.json").replace(/\/?package\.json$/, ""),
    tsconfigOf: (path) => nearest(path, "tsconfig.json"),
  };
}

/** The tsconfig that most of the modules belong to; of two with as many, the first by name. */
export function tsconfigOfMost(folders: PackageFolders, paths: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const config = folders.tsconfigOf(path);
    if (config !== undefined) counts.set(config, (counts.get(config) ?? 0) + 1);
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0];
}
