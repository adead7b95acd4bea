/** Packs: files that hold many blobs, because opening thousands of small files costs more than parsing them. Blobs start at multiples of 8. */
import { randomBytes } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";
import type { CacheIndex, PackRow } from "./cacheIndex.ts";

export const packPrefix = "pack-";
/** Offsets are 32 bits wide. */
const maximumPackLength = 0xfff_fff_ff;
/** One read of the whole pack is cheaper than many small ones once this share of it is wanted. */
const wholePackShare = 0.3;
const writeChunk = 8 * 1024 * 1024;

/** A pack whose file is open: it can be read even after another process has removed its name. */
export interface OpenPack {
  descriptor: number;
}

export function openPack(directory: string, row: PackRow): OpenPack | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(`${directory}/${row.name}`, "r");
  } catch {
    return undefined;
  }
  if (fstatSync(descriptor).size === row.length) return { descriptor };
  closeSync(descriptor);
  return undefined;
}

/** Exactly `length` bytes from `position`, undefined when the file has fewer or cannot be read. */
export function readBytes(descriptor: number, position: number, length: number): Uint8Array | undefined {
  // Not from the shared pool: views of wider numbers need an aligned start.
  const bytes = Buffer.allocUnsafeSlow(length);
  try {
    for (let done = 0; done < length;) {
      const read = readSync(descriptor, bytes, done, length - done, position + done);
      if (read === 0) return undefined;
      done += read;
    }
  } catch {
    return undefined;
  }
  return bytes;
}

/** Blobs of `entries`, in their order; undefined for what is damaged, and for −1. */
export function readEntries(index: CacheIndex, packs: readonly (OpenPack | undefined)[], entries: readonly number[]): (Uint8Array | undefined)[] {
  const result: (Uint8Array | undefined)[] = Array.from({ length: entries.length }, () => undefined);
  const byPack = new Map<number, number[]>();
  entries.forEach((entry, at) => {
    if (entry < 0) return;
    const pack = index.pack[entry] ?? -1;
    const wanted = byPack.get(pack);
    if (wanted === undefined) byPack.set(pack, [at]);
    else wanted.push(at);
  });
  for (const [number, wanted] of byPack) {
    const pack = packs[number];
    const row = index.packs[number];
    if (pack === undefined || row === undefined) continue;
    const bytesWanted = wanted.reduce((sum, at) => sum + (index.length[entries[at] ?? -1] ?? 0), 0);
    const whole = wanted.length > 1 && bytesWanted >= row.length * wholePackShare ? readBytes(pack.descriptor, 0, row.length) : undefined;
    for (const at of wanted) {
      const entry = entries[at] ?? -1;
      const start = index.offset[entry] ?? 0;
      const length = index.length[entry] ?? 0;
      const blob = whole === undefined ? readBytes(pack.descriptor, start, length) : whole.subarray(start, start + length);
      if (blob !== undefined && blob.byteLength === length && crc32(blob) === index.checksum[entry]) result[at] = blob;
    }
  }
  return result;
}

export interface WrittenPack {
  row: PackRow;
  offsets: number[];
  checksums: number[];
}

/** Writes a new pack under a name of its own: nobody reads it before an index names it. @throws what the file system throws */
export function writePack(directory: string, blobs: readonly Uint8Array[]): WrittenPack {
  const name = `${packPrefix}${randomBytes(8).toString("hex")}`;
  const offsets: number[] = [];
  const checksums: number[] = [];
  let length = 0;
  for (const blob of blobs) {
    offsets.push(length);
    checksums.push(crc32(blob));
    length += Math.ceil(blob.byteLength / 8) * 8;
  }
  if (length > maximumPackLength) throw new RangeError("more than 4 GB of facts in one pack");
  try {
    writeBlobs(`${directory}/${name}`, blobs, length);
  } catch (error) {
    // A full disk is not to be filled further with half a pack.
    rmSync(`${directory}/${name}`, { force: true });
    throw error;
  }
  return { row: { name, length }, offsets, checksums };
}

function writeBlobs(path: string, blobs: readonly Uint8Array[], length: number): void {
  const descriptor = openSync(path, "wx");
  try {
    const chunk = Buffer.alloc(Math.min(writeChunk, length));
    let filled = 0;
    const flush = (): void => {
      writeAll(descriptor, chunk.subarray(0, filled));
      filled = 0;
    };
    for (const blob of blobs) {
      const padded = Math.ceil(blob.byteLength / 8) * 8;
      if (filled + padded > chunk.byteLength) flush();
      if (padded > chunk.byteLength) writeAll(descriptor, Buffer.concat([blob, Buffer.alloc(padded - blob.byteLength)]));
      else {
        chunk.set(blob, filled);
        chunk.fill(0, filled + blob.byteLength, filled + padded);
        filled += padded;
      }
    }
    flush();
  } finally {
    closeSync(descriptor);
  }
}

export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.byteLength;) done += writeSync(descriptor, bytes, done, bytes.byteLength - done);
}

/** A whole file, undefined when it cannot be read. */
export function readWhole(path: string): Uint8Array | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch {
    return undefined;
  }
  try {
    return readBytes(descriptor, 0, fstatSync(descriptor).size);
  } catch {
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}
