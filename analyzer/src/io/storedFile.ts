/** What the cache knows of one file: its facts, or why it has none. */
import { decodeFacts } from "../extract/factsBlob.ts";
import type { FileFacts } from "../model/facts.ts";
import type { FactsResult } from "./factsSource.ts";

type Skipped = Pick<FactsResult & { kind: "skipped" }, "reason" | "message">;
export type StoredFile = { kind: "facts"; facts: FileFacts } | ({ kind: "skipped" } & Skipped);

/** No file has so many lines: facts start with their number. */
const skippedMark = 0xff;
const markLength = 4;

export function encodeSkipped({ reason, message }: Skipped): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify({ reason, message }));
  const blob = new Uint8Array(markLength + text.length).fill(skippedMark, 0, markLength);
  blob.set(text, markLength);
  return blob;
}

/** @throws {RangeError | SyntaxError} when the blob is damaged */
export function decodeFile(blob: Uint8Array): StoredFile {
  if (blob.length >= markLength && blob.subarray(0, markLength).every((byte) => byte === skippedMark)) {
    // encodeSkipped wrote this.
    return { kind: "skipped", ...(JSON.parse(new TextDecoder().decode(blob.subarray(markLength))) as Skipped) };
  }
  return { kind: "facts", facts: decodeFacts(blob) };
}
