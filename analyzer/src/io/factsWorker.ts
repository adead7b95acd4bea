/** One thread of the extraction: takes files from the common queue until it is empty, then hands over all blobs at once. */
import { parentPort, workerData } from "node:worker_threads";
import { encodeFacts } from "../extract/factsBlob.ts";
import { isTooDeep, readFacts } from "./factsSource.ts";
import type { FactsResult } from "./factsSource.ts";
import { takeChunk } from "./workQueue.ts";

export interface WorkerInput {
  root: string;
  paths: string[];
  counter: SharedArrayBuffer;
  /** The stack is as long as it gets: what is nested deeper stays unknown. */
  isLast: boolean;
}

/** What a thread found: for each file its key and the place of its blob, or why it has none. */
export interface WorkerOutput {
  indexes: number[];
  keys: string[];
  lengths: number[];
  skipped: { index: number; result: FactsResult & { kind: "skipped" } }[];
  /** Files that need a longer stack. */
  deep: number[];
  bytes: Uint8Array<ArrayBuffer>;
}

export function packResults(
  results: readonly { index: number; key: string; blob: Uint8Array }[],
  skipped: WorkerOutput["skipped"],
  deep: number[],
): WorkerOutput {
  const aligned = (length: number): number => (length + 3) & ~3;
  const bytes = new Uint8Array(results.reduce((sum, { blob }) => sum + aligned(blob.length), 0));
  let offset = 0;
  for (const { blob } of results) {
    bytes.set(blob, offset);
    offset += aligned(blob.length);
  }
  return {
    indexes: results.map(({ index }) => index),
    keys: results.map(({ key }) => key),
    lengths: results.map(({ blob }) => blob.length),
    skipped,
    deep,
    bytes,
  };
}

/** The blobs of a thread, in the order of its indexes. */
export function unpackBlobs(output: WorkerOutput): Uint8Array[] {
  let offset = 0;
  return output.lengths.map((length) => {
    const blob = output.bytes.subarray(offset, offset + length);
    offset += (length + 3) & ~3;
    return blob;
  });
}

function run({ root, paths, counter, isLast }: WorkerInput): WorkerOutput {
  const results: { index: number; key: string; blob: Uint8Array }[] = [];
  const skipped: WorkerOutput["skipped"] = [];
  const deep: number[] = [];
  for (let chunk = takeChunk(counter, paths.length); chunk !== undefined; chunk = takeChunk(counter, paths.length)) {
    for (let index = chunk.start; index < chunk.end; index++) {
      const result = readFacts(root, paths[index]!);
      if (!isLast && isTooDeep(result)) deep.push(index);
      else if (result.kind === "facts") results.push({ index, key: result.key, blob: encodeFacts(result.facts) });
      else skipped.push({ index, result });
    }
  }
  return packResults(results, skipped, deep);
}

if (parentPort !== null) {
  // The parent is collectFacts.ts, which sends this shape.
  const output = run(workerData as WorkerInput);
  parentPort.postMessage(output, [output.bytes.buffer]);
}
