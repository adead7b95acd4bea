/** Opens what a cache folder holds. */
import { closeSync, statSync } from "node:fs";
import { join } from "node:path";
import { decodeIndex, emptyIndex, keyAt } from "./cacheIndex.ts";
import type { CacheIndex } from "./cacheIndex.ts";
import { openPack, readWhole } from "./cachePacks.ts";
import type { OpenPack } from "./cachePacks.ts";

export interface LoadedCache {
  index: CacheIndex;
  /** All open from the start: another process may remove their names at any time. Undefined: missing or cut short. */
  packs: (OpenPack | undefined)[];
  /** Tells whether another process has replaced the index since. */
  identity: string;
  byPath: Map<string, number>;
  byKey: Map<string, number> | undefined;
}

export function loadCache(directory: string, version: string): LoadedCache {
  // A second try: between reading the index and opening its packs another process may have replaced both.
  for (let attempt = 0; ; attempt++) {
    const identity = identityOf(directory);
    const index = readIndex(directory, version) ?? emptyIndex();
    const packs = index.packs.map((row) => openPack(directory, row));
    const isWhole = packs.every((pack) => pack !== undefined);
    if (isWhole || attempt > 0) return { index, packs, identity, byPath: pathMap(index, packs, isWhole), byKey: undefined };
    closePacks(packs);
  }
}

export function releaseCache(loaded: LoadedCache): void {
  closePacks(loaded.packs);
  loaded.packs = [];
}

function closePacks(packs: readonly (OpenPack | undefined)[]): void {
  for (const pack of packs) if (pack !== undefined) closeSync(pack.descriptor);
}

function readIndex(directory: string, version: string): CacheIndex | undefined {
  const bytes = readWhole(join(directory, "index"));
  if (bytes === undefined) return undefined;
  try {
    return decodeIndex(bytes, version);
  } catch {
    return undefined;
  }
}

/** A path whose facts are gone is as good as never seen. */
function pathMap(index: CacheIndex, packs: readonly (OpenPack | undefined)[], isWhole: boolean): Map<string, number> {
  const map = new Map<string, number>();
  for (let at = 0; at < index.paths.length; at++) {
    if (isWhole || packs[index.pack[index.entry[at] ?? 0] ?? -1] !== undefined) map.set(index.paths[at] ?? "", at);
  }
  return map;
}

export function identityOf(directory: string): string {
  const stat = statSync(join(directory, "index"), { throwIfNoEntry: false });
  return stat === undefined ? "" : `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
}

/** Entry of a key, -1 if there is none. */
export function entryOf(loaded: LoadedCache, key: string): number {
  if (loaded.byKey === undefined) {
    loaded.byKey = new Map();
    const { index, packs } = loaded;
    for (let entry = 0; entry < index.pack.length; entry++)
      if (packs[index.pack[entry] ?? -1] !== undefined) loaded.byKey.set(keyAt(index, entry), entry);
  }
  return loaded.byKey.get(key) ?? -1;
}
