/** Named blobs of the cache, one file each: [magic, checksum of the blob, length of the key, 0], the key, padding to 8, the blob. */
import { crc32 } from "node:zlib";
import { readWhole } from "./cachePacks.ts";

const magic = 0x46494e42;
const headerLength = 16;

export function namedFile(name: string): string {
  return `named-${name.replace(/[^\w-]/g, "_")}`;
}

export function namedParts(key: string, blob: Uint8Array): Uint8Array[] {
  const keyBytes = Buffer.from(key, "utf8");
  const header = new Uint32Array([magic, crc32(blob), keyBytes.length, 0]);
  return [new Uint8Array(header.buffer), keyBytes, new Uint8Array((8 - (keyBytes.length % 8)) % 8), blob];
}

export function readNamed(path: string, key: string): Uint8Array | undefined {
  const bytes = readWhole(path);
  if (bytes === undefined || bytes.byteLength < headerLength) return undefined;
  const [mark, checksum, keyLength = 0] = new Uint32Array(bytes.buffer, bytes.byteOffset, 4);
  if (mark !== magic || headerLength + keyLength > bytes.byteLength) return undefined;
  if (Buffer.from(bytes.buffer, bytes.byteOffset + headerLength, keyLength).toString("utf8") !== key) return undefined;
  const blob = bytes.subarray(headerLength + Math.ceil(keyLength / 8) * 8);
  return crc32(blob) === checksum ? blob : undefined;
}
