/**
 * The facts cache on disk: blobs by the content of the file that they describe, and stamps that spare reading files which have not changed.
 *
 * A folder holds one `index`, a few packs that the index names, and named blobs. Every file is written under a name of its own and appears by an atomic
 * rename, so that a killed process, a full disk or a second process never leave anything half-written behind a valid name. Of two processes the last
 * one wins. Whatever is damaged, foreign or of another version counts as absent.
 */
import { hash, randomBytes } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FileStamp } from "../model/project.ts";
import type { Warning } from "../model/warning.ts";
import { encodeIndex, isSameStamp, keyAt } from "./cacheIndex.ts";
import type { CacheIndex } from "./cacheIndex.ts";
import { entryOf, identityOf, loadCache, releaseCache } from "./cacheLoad.ts";
import type { LoadedCache } from "./cacheLoad.ts";
import { hasChanges, mergeCache, timeResolution } from "./cacheMerge.ts";
import type { CacheSession } from "./cacheMerge.ts";
import { namedFile, namedParts, readNamed } from "./cacheNamed.ts";
import { packPrefix, readEntries, writeAll } from "./cachePacks.ts";

export interface Cache {
  /** Key of a file that has not changed since it was stamped. */
  lookup(path: string, stamp: FileStamp): string | undefined;
  has(key: string): boolean;
  read(key: string): Uint8Array | undefined;
  /** As `read` for each key, with few large reads. */
  readAll(keys: readonly string[]): (Uint8Array | undefined)[];
  /** @throws {RangeError} when the key is none of `contentKey` */
  put(key: string, blob: Uint8Array): void;
  /** Remembers that `path` had this content when it had this stamp. The stamp must have been taken before the content was read. */
  stamp(path: string, stamp: FileStamp, key: string): void;
  /** A derived product, if it was made from the same `key`. Its bytes start at a multiple of 8. */
  readNamed(name: string, key: string): Uint8Array | undefined;
  /** Written at once. */
  putNamed(name: string, key: string, blob: Uint8Array): void;
  /** Writes what is new. `complete`: all files of the project were looked up or stamped, so that other paths can be forgotten. */
  commit(options?: { complete?: boolean }): void;
  close(): void;
  /** What kept the cache from being written; results do not suffer. */
  readonly warnings: Warning[];
}

export interface CacheOptions {
  /** Milliseconds since the epoch, for tests. */
  now?: () => number;
}

/** Where the cache of a project lies unless the user says otherwise. */
export function defaultCacheDirectory(root: string): string {
  return join(root, ".ficus", "cache");
}

/** Of SHA-256 in base64. */
const contentKeyLength = 43;

/** The key of a file's content. The extension decides how it is parsed, so it is part of the key. */
export function contentKey(bytes: Uint8Array, extension: string): string {
  return hash("sha256", Buffer.concat([bytes, Buffer.from(extension)]), "base64url");
}

/** Unfinished work of others is left alone for so long. */
const patience = 10 * 60 * 1000;

export function openCache(directory: string, version: string, options: CacheOptions = {}): Cache {
  const now = options.now ?? Date.now;
  const startedAt = now();
  const warnings: Warning[] = [];
  let current: LoadedCache | undefined = loadCache(directory, version);
  const session: CacheSession = { puts: new Map(), stamped: new Map(), seen: new Uint8Array(current.index.paths.length) };

  const state = (): LoadedCache => {
    if (current === undefined) {
      current = loadCache(directory, version);
      session.seen = new Uint8Array(current.index.paths.length).fill(1);
    }
    return current;
  };
  const warn = (error: unknown): void => {
    if (warnings.length > 0) return;
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    const message = `the cache cannot be written (${code}); the result does not suffer, but the next run starts without it`;
    warnings.push({ reason: "cache-unavailable", message, path: directory });
  };

  return {
    warnings,
    lookup(path, stamp) {
      const { byPath, index } = state();
      const at = byPath.get(path);
      if (at === undefined) return undefined;
      session.seen[at] = 1;
      return isSameStamp(index, at, stamp) ? keyAt(index, index.entry[at] ?? 0) : undefined;
    },
    has: (key) => session.puts.has(key) || entryOf(state(), key) >= 0,
    read(key) {
      const fresh = session.puts.get(key);
      if (fresh !== undefined) return fresh;
      const { index, packs } = state();
      const entry = entryOf(state(), key);
      return entry < 0 ? undefined : readEntries(index, packs, [entry])[0];
    },
    readAll(keys) {
      const { index, packs } = state();
      const entries = keys.map((key) => (session.puts.has(key) ? -1 : entryOf(state(), key)));
      const blobs = readEntries(index, packs, entries);
      return keys.map((key, at) => blobs[at] ?? session.puts.get(key));
    },
    put(key, blob) {
      if (key.length !== contentKeyLength) throw new RangeError(`${key} is no content key`);
      session.puts.set(key, blob);
    },
    stamp(path, stamp, key) {
      session.stamped.set(path, { stamp, key });
    },
    readNamed: (name, key) => readNamed(join(directory, namedFile(name)), `${version}\n${key}`),
    putNamed(name, key, blob) {
      try {
        prepare(directory);
        writeAtomically(directory, namedFile(name), namedParts(`${version}\n${key}`, blob));
      } catch (error) {
        warn(error);
      }
    },
    commit({ complete = false } = {}) {
      try {
        const before = state();
        if (!hasChanges(before, session, complete, startedAt - timeResolution)) return;
        prepare(directory);
        const safeBefore = startedAt + Math.min(0, clockSkew(directory, now)) - timeResolution;
        // Another process may have written meanwhile: what it found is kept, and its packs are not lost.
        const isCurrent = identityOf(directory) === before.identity;
        const base = isCurrent ? before : loadCache(directory, version);
        if (!isCurrent) session.seen = new Uint8Array(base.index.paths.length).fill(1);
        const next = mergeCache(directory, base, session, complete, safeBefore);
        writeAtomically(directory, "index", [encodeIndex(next, version)]);
        if (base !== before) releaseCache(base);
        releaseCache(before);
        current = undefined;
        session.puts.clear();
        session.stamped.clear();
        sweep(directory, next, now());
      } catch (error) {
        warn(error);
      }
    },
    close() {
      if (current !== undefined) releaseCache(current);
      current = undefined;
    },
  };
}

/** Creates the folder with a .gitignore of its own. */
function prepare(directory: string): void {
  mkdirSync(directory, { recursive: true });
  const ignoreFile = join(directory, ".gitignore");
  if (!existsSync(ignoreFile)) writeFileSync(ignoreFile, "*\n");
}

/** Milliseconds by which the clock of the file system is ahead. */
function clockSkew(directory: string, now: () => number): number {
  const probe = join(directory, `probe-${randomBytes(6).toString("hex")}.tmp`);
  writeFileSync(probe, "");
  const skew = statSync(probe).mtimeMs - now();
  remove(probe);
  return skew;
}

/** Removes packs that no index names any more, and leftovers of processes that were killed. */
function sweep(directory: string, index: CacheIndex, now: number): void {
  const named = new Set(index.packs.map(({ name }) => name));
  for (const name of readdirSync(directory)) {
    if (!(name.startsWith(packPrefix) && !named.has(name)) && !name.endsWith(".tmp")) continue;
    const stat = statSync(join(directory, name), { throwIfNoEntry: false });
    if (stat !== undefined && now - stat.mtimeMs > patience) remove(join(directory, name));
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // In use on a system that locks open files: the next run tries again.
  }
}

function writeAtomically(directory: string, name: string, parts: readonly Uint8Array[]): void {
  const temporary = join(directory, `${name}-${randomBytes(6).toString("hex")}.tmp`);
  try {
    const descriptor = openSync(temporary, "wx");
    try {
      for (const part of parts) writeAll(descriptor, part);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, join(directory, name));
  } catch (error) {
    remove(temporary);
    throw error;
  }
}
