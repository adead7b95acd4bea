/** Joins what a run found with what the cache holds. Columns are copied, not rebuilt: after one changed file this must cost next to nothing. */
import type { FileStamp } from "../model/project.ts";
import { isSameStamp, keyAt, untrusted } from "./cacheIndex.ts";
import type { CacheIndex, PackRow } from "./cacheIndex.ts";
import { entryOf } from "./cacheLoad.ts";
import type { LoadedCache } from "./cacheLoad.ts";
import { readEntries, writePack } from "./cachePacks.ts";

/** What a run adds. */
export interface CacheSession {
  puts: Map<string, Uint8Array>;
  stamped: Map<string, { stamp: FileStamp; key: string }>;
  /** 1 for each path of the index that was looked up. */
  seen: Uint8Array;
}

/**
 * Coarsest resolution of file times that matters (FAT: two seconds), in milliseconds. A file that was changed less than this before the run can change
 * again without its stamp telling: it is not trusted, and read again by the next run.
 */
export const timeResolution = 2500;

function isTrusted(stamp: FileStamp, safeBefore: number): boolean {
  return Math.max(stamp.mtimeMs, stamp.ctimeMs) < safeBefore;
}

export function hasChanges(loaded: LoadedCache, session: CacheSession, complete: boolean, safeBefore: number): boolean {
  if (session.puts.size > 0) return true;
  const { index, byPath } = loaded;
  for (const [path, { stamp, key }] of session.stamped) {
    const at = byPath.get(path);
    if (at === undefined || keyAt(index, index.entry[at] ?? 0) !== key) return true;
    if (isTrusted(stamp, safeBefore) ? !isSameStamp(index, at, stamp) : index.stamps[at * 4] !== untrusted) return true;
  }
  return complete && index.paths.some((path, at) => session.seen[at] === 0 && !session.stamped.has(path));
}

/** Writes new blobs into a pack, together with those of packs that are small or mostly garbage, and returns the index that names the result. */
export function mergeCache(directory: string, base: LoadedCache, session: CacheSession, complete: boolean, safeBefore: number): CacheIndex {
  const { index, packs } = base;
  const { puts } = session;
  const isReplaced = new Uint8Array(index.pack.length);
  for (const key of puts.keys()) {
    const entry = entryOf(base, key);
    if (entry >= 0) isReplaced[entry] = 1;
  }
  const rows = mergeRows(base, session, isReplaced, complete, safeBefore);
  const isLive = new Uint8Array(index.pack.length);
  for (const row of rows) if (row.entry >= 0) isLive[row.entry] = 1;
  const rewritten = packsToRewrite(base, isLive, sumOf(puts.values()));
  const isCompaction = rewritten.size === packs.length;

  const keptPacks: PackRow[] = [];
  const newNumber = packs.map((pack, number) =>
    pack === undefined || rewritten.has(number) ? -1 : keptPacks.push(index.packs[number] ?? { name: "", length: 0 }) - 1,
  );
  const kept: number[] = [];
  const moved: number[] = [];
  for (let entry = 0; entry < index.pack.length; entry++) {
    const number = index.pack[entry] ?? -1;
    if (packs[number] === undefined || isReplaced[entry] === 1) continue;
    if ((newNumber[number] ?? -1) >= 0) kept.push(entry);
    else if (isLive[entry] === 1 || !isCompaction) moved.push(entry);
  }
  const fresh: [string, Uint8Array][] = [...puts];
  for (const [at, blob] of readEntries(index, packs, moved).entries()) if (blob !== undefined) fresh.push([keyAt(index, moved[at] ?? 0), blob]);

  const count = kept.length + fresh.length;
  const next: CacheIndex = {
    packs: keptPacks,
    keyLength: fresh[0]?.[0].length ?? index.keyLength,
    keys: kept.map((entry) => keyAt(index, entry)).join("") + fresh.map(([key]) => key).join(""),
    pack: new Uint32Array(count),
    offset: new Uint32Array(count),
    length: new Uint32Array(count),
    checksum: new Uint32Array(count),
    paths: [],
    entry: new Uint32Array(0),
    stamps: new Float64Array(0),
  };
  const newEntry = new Int32Array(index.pack.length).fill(-1);
  kept.forEach((entry, at) => {
    newEntry[entry] = at;
    next.pack[at] = newNumber[index.pack[entry] ?? 0] ?? 0;
    next.offset[at] = index.offset[entry] ?? 0;
    next.length[at] = index.length[entry] ?? 0;
    next.checksum[at] = index.checksum[entry] ?? 0;
  });
  const freshEntry = new Map<string, number>();
  if (fresh.length > 0) {
    const written = writePack(
      directory,
      fresh.map(([, blob]) => blob),
    );
    fresh.forEach(([key, blob], number) => {
      const at = kept.length + number;
      freshEntry.set(key, at);
      next.pack[at] = keptPacks.length;
      next.offset[at] = written.offsets[number] ?? 0;
      next.length[at] = blob.byteLength;
      next.checksum[at] = written.checksums[number] ?? 0;
    });
    keptPacks.push(written.row);
    for (const entry of moved) newEntry[entry] = freshEntry.get(keyAt(index, entry)) ?? -1;
  }
  fillRows(next, rows, index, newEntry, freshEntry);
  return next;
}

/** One path of the new index: copied from row `from` of the old one, or stamped by the run (`from` is −1). `entry`: of the old index, −1 for a new blob. */
interface Row {
  path: string;
  from: number;
  entry: number;
  key: string;
  stamp: FileStamp | undefined;
}

function mergeRows(base: LoadedCache, { stamped, puts, seen }: CacheSession, isReplaced: Uint8Array, complete: boolean, safeBefore: number): Row[] {
  const { index, byPath } = base;
  const rows: Row[] = [];
  for (const [path, at] of byPath) {
    if (stamped.has(path) || (complete && seen[at] === 0)) continue;
    const entry = index.entry[at] ?? 0;
    if (isReplaced[entry] === 1) rows.push({ path, from: at, entry: -1, key: keyAt(index, entry), stamp: undefined });
    else rows.push({ path, from: at, entry, key: "", stamp: undefined });
  }
  if (stamped.size === 0) return rows;
  for (const [path, { stamp, key }] of stamped) {
    const entry = puts.has(key) ? -1 : entryOf(base, key);
    if (entry < 0 && !puts.has(key)) continue;
    rows.push({ path, from: -1, entry, key, stamp: isTrusted(stamp, safeBefore) ? stamp : { ...stamp, size: untrusted } });
  }
  return rows.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function fillRows(next: CacheIndex, rows: readonly Row[], index: CacheIndex, newEntry: Int32Array, freshEntry: ReadonlyMap<string, number>): void {
  const present = rows.filter((row) => (row.entry >= 0 ? (newEntry[row.entry] ?? -1) >= 0 : freshEntry.has(row.key)));
  next.paths = present.map(({ path }) => path);
  next.entry = new Uint32Array(present.length);
  next.stamps = new Float64Array(present.length * 4);
  present.forEach((row, at) => {
    next.entry[at] = row.entry >= 0 ? (newEntry[row.entry] ?? 0) : (freshEntry.get(row.key) ?? 0);
    if (row.stamp !== undefined) next.stamps.set([row.stamp.size, row.stamp.mtimeMs, row.stamp.ctimeMs, row.stamp.ino], at * 4);
    else for (let column = 0; column < 4; column++) next.stamps[at * 4 + column] = index.stamps[row.from * 4 + column] ?? 0;
  });
}

const maximumPacks = 12;
/** Bytes below which garbage is not worth rewriting anything for. */
const worthCompacting = 1024 * 1024;

/** All packs when more than half of them is garbage; otherwise the smaller ones, so that many runs with few changes leave few packs. */
function packsToRewrite({ index, packs }: LoadedCache, isLive: Uint8Array, newBytes: number): Set<number> {
  const present = packs.flatMap((pack, number) => (pack === undefined ? [] : [number]));
  const size = (number: number): number => index.packs[number]?.length ?? 0;
  const total = present.reduce((sum, number) => sum + size(number), 0);
  let live = 0;
  for (let entry = 0; entry < isLive.length; entry++) if (isLive[entry] === 1) live += index.length[entry] ?? 0;
  if (total > worthCompacting && live < total / 2) return new Set(packs.keys());
  present.sort((a, b) => size(a) - size(b));
  const chosen = new Set<number>();
  let gathered = newBytes;
  for (const [at, number] of present.entries()) {
    if (size(number) > gathered * 2 && present.length - at < maximumPacks) break;
    chosen.add(number);
    gathered += size(number);
  }
  return chosen;
}

function sumOf(blobs: Iterable<Uint8Array>): number {
  let sum = 0;
  for (const blob of blobs) sum += blob.byteLength;
  return sum;
}
