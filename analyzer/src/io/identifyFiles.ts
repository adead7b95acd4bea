/** Which content each file has, told from stamps and hashes, before any facts are read. */
import { readFileSync } from "node:fs";
import type { FileStamp, ProjectFiles } from "../model/project.ts";
import { contentKey } from "./cacheStore.ts";
import type { Cache } from "./cacheStore.ts";
import { decodeSource, sourceExtension } from "./sourceFile.ts";

export interface IdentifiedFiles {
  /** Source files; schemas are not among them. */
  paths: string[];
  stamps: FileStamp[];
  /** Content key of each file that the cache knows, "" of all others. */
  keys: string[];
  /** Texts of Prisma schemas. */
  schemas: string[];
}

export function identifyFiles(files: ProjectFiles, cache: Cache | undefined): IdentifiedFiles {
  const identified: IdentifiedFiles = { paths: [], stamps: [], keys: [], schemas: [] };
  for (const [index, path] of files.paths.entries()) {
    const stamp = files.stamps[index]!;
    if (path.endsWith(".prisma")) identified.schemas.push(readText(files.root, path));
    else {
      identified.paths.push(path);
      identified.stamps.push(stamp);
      identified.keys.push(cache?.lookup(path, stamp) ?? "");
    }
  }
  if (cache !== undefined) hashUnstamped(files.root, identified, cache);
  return identified;
}

/** A copied or freshly cloned tree has other stamps and the same contents. One look tells whether it is worth hashing all. */
function hashUnstamped(root: string, { paths, stamps, keys }: IdentifiedFiles, cache: Cache): void {
  const unstamped = paths.flatMap((_, index) => (keys[index] === "" ? [index] : []));
  if (unstamped.length === paths.length && !knows(root, paths[0], cache)) return;
  for (const index of unstamped) {
    const key = keyOf(root, paths[index]!);
    if (key === undefined || !cache.has(key)) continue;
    keys[index] = key;
    cache.stamp(paths[index]!, stamps[index]!, key);
  }
}

function readText(root: string, path: string): string {
  try {
    const source = decodeSource(readFileSync(`${root}/${path}`));
    return "text" in source ? source.text : "";
  } catch {
    return "";
  }
}

function keyOf(root: string, path: string): string | undefined {
  try {
    return contentKey(readFileSync(`${root}/${path}`), sourceExtension(path));
  } catch {
    return undefined;
  }
}

function knows(root: string, path: string | undefined, cache: Cache): boolean {
  const key = path === undefined ? undefined : keyOf(root, path);
  return key !== undefined && cache.has(key);
}
