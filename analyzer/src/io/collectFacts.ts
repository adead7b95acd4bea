/** Facts of all files of a project: from the cache where their content is known, extracted on all cores where it is not. */
import { availableParallelism } from "node:os";
import { setImmediate as yieldToEvents } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { decodeFacts, encodeFacts } from "../extract/factsBlob.ts";
import type { EntityFact, FileFacts } from "../model/facts.ts";
import type { Module } from "../model/graph.ts";
import type { Warning } from "../model/warning.ts";
import type { Cache } from "./cacheStore.ts";
import { unpackBlobs } from "./factsWorker.ts";
import type { WorkerInput, WorkerOutput } from "./factsWorker.ts";
import type { FactsResult } from "./factsSource.ts";
import type { IdentifiedFiles } from "./identifyFiles.ts";
import { decodeFile, encodeSkipped } from "./storedFile.ts";
import type { StoredFile } from "./storedFile.ts";
import { newCounter, takeChunk, taken } from "./workQueue.ts";

export interface CollectOptions {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

export interface CollectedFacts {
  /** All files that could be read, in order of their paths. */
  modules: Module[];
  /** Content key of each module. */
  keys: string[];
  /** Content key of each identified file, "" where it could not be read. */
  fileKeys: string[];
  /** Entities of Prisma schemas, which are no modules. */
  schemas: EntityFact[];
  warnings: Warning[];
}

/** Work in progress: by position in the list of paths; undefined where a file was skipped. */
interface Collected {
  facts: (FileFacts | undefined)[];
  keys: string[];
  warnings: Warning[];
}

/** Fewer files are read faster by one thread than a second one starts (measured: 250 to 400 files on two cores). */
const filesWorthThread = 400;
const maximumThreads = 4;
/**
 * Stacks differ: a thread's is four times the process's, and what fits in depends on what is compiled already. So that facts depend on the file alone,
 * a file that one of them cannot follow goes to a thread with a stack for almost anything (a hundred thousand parentheses).
 */
const longStackMegabytes = 64;

export async function collectFacts(
  root: string,
  identified: IdentifiedFiles,
  cache: Cache | undefined,
  options: CollectOptions = {},
): Promise<CollectedFacts> {
  const { paths, stamps } = identified;
  const collected: Collected = { facts: new Array(paths.length), keys: [...identified.keys], warnings: [] };
  const missing = readCached(paths, cache, collected);
  if (missing.length > 0) await extractAll(root, paths, missing, cache, collected, options);
  if (cache !== undefined)
    for (const index of missing) if (collected.keys[index] !== "") cache.stamp(paths[index]!, stamps[index]!, collected.keys[index]!);
  const found = paths.flatMap((path, index) =>
    collected.facts[index] === undefined ? [] : [{ path, facts: collected.facts[index], key: collected.keys[index]! }],
  );
  return {
    modules: found.map(({ path, facts }) => ({ path, facts })),
    keys: found.map(({ key }) => key),
    fileKeys: collected.keys,
    schemas: await readSchemas(identified.schemas),
    warnings: collected.warnings.sort((left, right) => ((left.path ?? "") < (right.path ?? "") ? -1 : 1)),
  };
}

async function readSchemas(texts: readonly string[]): Promise<EntityFact[]> {
  if (texts.length === 0) return [];
  const { parsePrismaSchema } = await import("../extract/recognise/prismaSchema.ts");
  return texts.flatMap((text) => parsePrismaSchema(text));
}

/** Fills in what the cache knows and returns the positions of the rest. */
function readCached(paths: readonly string[], cache: Cache | undefined, collected: Collected): number[] {
  const known = cache === undefined ? [] : paths.flatMap((_, index) => (collected.keys[index] === "" ? [] : [index]));
  const blobs = cache?.readAll(known.map((index) => collected.keys[index]!)) ?? [];
  const isKnown = new Set<number>();
  for (const [position, index] of known.entries()) {
    const stored = decodeOrNothing(blobs[position]);
    if (stored === undefined) continue;
    isKnown.add(index);
    if (stored.kind === "facts") collected.facts[index] = stored.facts;
    else collected.warnings.push(skipWarning(paths[index]!, stored));
  }
  return paths.flatMap((_, index) => (isKnown.has(index) ? [] : [index]));
}

/** A damaged entry counts as absent. */
function decodeOrNothing(blob: Uint8Array | undefined): StoredFile | undefined {
  if (blob === undefined) return undefined;
  try {
    return decodeFile(blob);
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function extractAll(
  root: string,
  paths: readonly string[],
  missing: readonly number[],
  cache: Cache | undefined,
  collected: Collected,
  options: CollectOptions,
): Promise<void> {
  const todo = missing.map((index) => paths[index]!);
  const counter = newCounter();
  const count = todo.length < filesWorthThread ? 0 : Math.min(availableParallelism(), maximumThreads) - 1;
  const workers = Array.from({ length: count }, () => startWorker({ root, paths: todo, counter, isLast: false }));
  const deep: number[] = [];
  /** Results of a thread, `positions` being the indexes of the files that it was given. */
  const take = (output: WorkerOutput, positions: readonly number[]): void => {
    for (const [at, blob] of unpackBlobs(output).entries()) {
      const key = output.keys[at]!;
      cache?.put(key, blob);
      keep(collected, positions[output.indexes[at]!]!, key, decodeFacts(blob));
    }
    for (const { index, result } of output.skipped) skip(collected, positions[index]!, paths[positions[index]!]!, result, cache);
    for (const position of output.deep) deep.push(positions[position]!);
  };
  try {
    // Loaded only here: a run that finds everything in the cache never needs the parser.
    const { isTooDeep, readFacts } = await import("./factsSource.ts");
    for (let chunk = takeChunk(counter, todo.length); chunk !== undefined; chunk = takeChunk(counter, todo.length)) {
      for (let position = chunk.start; position < chunk.end; position++) {
        const result = readFacts(root, todo[position]!);
        if (isTooDeep(result)) deep.push(missing[position]!);
        else if (result.kind === "facts") {
          // As bytes outside the heap: what is kept there slows every collection, and most of it is never looked at again.
          const blob = encodeFacts(result.facts);
          cache?.put(result.key, blob);
          keep(collected, missing[position]!, result.key, decodeFacts(blob));
        } else skip(collected, missing[position]!, todo[position]!, result, cache);
      }
      options.onProgress?.(taken(counter, todo.length), todo.length);
      await yieldToEvents();
      options.signal?.throwIfAborted();
    }
    for (const { done } of workers) take(await done, missing);
    if (deep.length > 0) {
      const last = startWorker({ root, paths: deep.map((index) => paths[index]!), counter: newCounter(), isLast: true });
      workers.push(last);
      take(await last.done, deep.slice());
    }
  } finally {
    await Promise.all(workers.map(({ stop }) => stop()));
  }
}

function keep(collected: Collected, index: number, key: string, facts: FileFacts): void {
  collected.facts[index] = facts;
  collected.keys[index] = key;
}

function skip(collected: Collected, index: number, path: string, result: FactsResult & { kind: "skipped" }, cache: Cache | undefined): void {
  // What could not be read may be readable next time.
  if (result.reason !== "unreadable") {
    collected.keys[index] = result.key;
    cache?.put(result.key, encodeSkipped(result));
  }
  collected.warnings.push(skipWarning(path, result));
}

const skipWarning = (path: string, { reason, message }: Pick<FactsResult & { kind: "skipped" }, "reason" | "message">): Warning => ({
  reason,
  message: `skipped: ${message}`,
  path,
});

interface FactsThread {
  done: Promise<WorkerOutput>;
  /** Ends the thread unless it has ended its work: then it ends by itself, and to be cut short while it does can end the whole process. */
  stop: () => Promise<unknown>;
}

function startWorker(input: WorkerInput): FactsThread {
  // Sources run from .ts files, the package from bundles.
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const worker = new Worker(new URL(`./factsWorker.${extension}`, import.meta.url), {
    workerData: input,
    ...(input.isLast ? { resourceLimits: { stackSizeMb: longStackMegabytes } } : {}),
  });
  let isDone = false;
  const done = new Promise<WorkerOutput>((resolve, reject) => {
    worker.once("message", (output) => {
      isDone = true;
      resolve(output);
    });
    worker.once("error", reject);
  });
  // Awaited later; a failure meanwhile must not end the process.
  done.catch(() => undefined);
  return { done, stop: async () => (isDone ? undefined : worker.terminate()) };
}
