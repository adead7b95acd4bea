/**
 * What git tracks, read from its index file: a rule in .gitignore says nothing about a file that was committed before, or by force. Format:
 * https://git-scm.com/docs/index-format. Only asked when a rule would hide something, because most runs never need it.
 */
import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

export interface TrackedFiles {
  has(path: string): boolean;
  hasBelow(folder: string): boolean;
}

const nothing: TrackedFiles = { has: () => false, hasBelow: () => false };

/** `git`: the `.git` folder, or the file of that name in worktrees and submodules. Paths are relative to the folder that holds it. */
export function readTrackedFiles(git: string): TrackedFiles {
  try {
    const directory = statSync(git).isDirectory() ? git : resolve(dirname(git), /^gitdir: (.+)$/m.exec(readFileSync(git, "utf8"))?.[1] ?? "");
    const names = pathsOf(readFileSync(`${directory}/index`));
    return names === undefined ? nothing : search(names);
  } catch {
    return nothing;
  }
}

/** Paths in the order of their bytes: path `n` is `bytes` from `starts[n]` to `ends[n]`. */
interface Paths {
  bytes: Buffer;
  starts: Uint32Array;
  ends: Uint32Array;
}

const headerLength = 12;
/** Times, device, inode, mode, owner, size and object name, before the flags. */
const fixedLength = 60;
const extendedFlag = 0x4000;

/** Undefined for what this does not read: another hash than SHA-1, or an index in several files. */
function pathsOf(index: Buffer): Paths | undefined {
  if (index.toString("latin1", 0, 4) !== "DIRC") return undefined;
  const version = index.readUInt32BE(4);
  const count = index.readUInt32BE(8);
  if (version < 2 || version > 4) return undefined;
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  const expanded: Buffer[] = [];
  let expandedLength = 0;
  let previous = Buffer.alloc(0);
  let at = headerLength;
  for (let entry = 0; entry < count; entry++) {
    let start = at + fixedLength + 2;
    if ((index.readUInt16BE(at + fixedLength) & extendedFlag) !== 0) start += 2;
    let drop = 0;
    if (version === 4) ({ value: drop, next: start } = readOffset(index, start));
    const end = index.indexOf(0, start);
    if (end < 0) return undefined;
    if (version === 4) {
      previous = Buffer.concat([previous.subarray(0, previous.length - drop), index.subarray(start, end)]);
      expanded.push(previous);
      starts[entry] = expandedLength;
      expandedLength += previous.length;
      ends[entry] = expandedLength;
      at = end + 1;
    } else {
      starts[entry] = start;
      ends[entry] = end;
      at += Math.ceil((end - at + 1) / 8) * 8;
    }
  }
  // The extension of an index that is shared between worktrees: its entries are elsewhere.
  if (index.toString("latin1", at, at + 4) === "link") return undefined;
  return { bytes: version === 4 ? Buffer.concat(expanded) : index, starts, ends };
}

/** The variable-width number of pack files: each further byte adds one to what came before. */
function readOffset(bytes: Buffer, from: number): { value: number; next: number } {
  let next = from;
  let byte = bytes[next++] ?? 0;
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    byte = bytes[next++] ?? 0;
    value = ((value + 1) << 7) | (byte & 0x7f);
  }
  return { value, next };
}

function search({ bytes, starts, ends }: Paths): TrackedFiles {
  /** Number of the first path that is not before `wanted`. */
  const lowerBound = (wanted: Buffer): number => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bytes.compare(wanted, 0, wanted.length, starts[middle], ends[middle]) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const startsAt = (number: number, wanted: Buffer): boolean => {
    const start = starts[number];
    return start !== undefined && bytes.compare(wanted, 0, wanted.length, start, Math.min(start + wanted.length, ends[number] ?? 0)) === 0;
  };
  return {
    has(path) {
      const wanted = Buffer.from(path, "utf8");
      const number = lowerBound(wanted);
      return startsAt(number, wanted) && (ends[number] ?? 0) - (starts[number] ?? 0) === wanted.length;
    },
    hasBelow(folder) {
      const wanted = Buffer.from(`${folder}/`, "utf8");
      return startsAt(lowerBound(wanted), wanted);
    },
  };
}
