/** Facts of all files of a project: from the cache where their content is known, extracted on all cores where it is not. */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { setImmediate as yieldToEvents } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { decodeFacts, encodeFacts } from "../extract/factsBlob.ts";
import { parsePrismaSchema } from "../extract/recognise/prismaSchema.ts";
import type { EntityFact, FileFacts } from "../model/facts.ts";
import type { Module } from "../model/graph.ts";
import type { FileStamp, ProjectFiles } from "../model/project.ts";
import type { Warning } from "../model/warning.ts";
import type { Cache } from "./cacheStore.ts";
import { contentKey } from "./cacheStore.ts";
import { unpackBlobs } from "./factsWorker.ts";
import type { WorkerInput, WorkerOutput } from "./factsWorker.ts";
import type { FactsResult } from "./factsSource.ts";
import { decodeSource, sourceExtension } from "./sourceFile.ts";
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
  /** Entities of Prisma schemas, which are no modules. */
  schemas: EntityFact[];
  warnings: Warning[];
  /** How many files had to be extracted. */
  extracted: number;
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

export async function collectFacts(files: ProjectFiles, cache: Cache | undefined, options: CollectOptions = {}): Promise<CollectedFacts> {
  const paths: string[] = [];
  const stamps: FileStamp[] = [];
  const schemas: EntityFact[] = [];
  for (const [index, path] of files.paths.entries()) {
    if (path.endsWith(".prisma")) schemas.push(...parsePrismaSchema(readText(files.root, path)));
    else {
      paths.push(path);
      stamps.push(files.stamps[index]!);
    }
  }
  const collected: Collected = { facts: new Array(paths.length), keys: new Array(paths.length).fill(""), warnings: [] };
  const missing = cache === undefined ? paths.map((_, index) => index) : readCached(files.root, paths, stamps, cache, collected);
  if (missing.length > 0) await extractAll(files.root, paths, missing, cache, collected, options);
  if (cache !== undefined) for (const index of missing) if (collected.keys[index] !== "") cache.stamp(paths[index]!, stamps[index]!, collected.keys[index]!);
  const found = paths.flatMap((path, index) => (collected.facts[index] === undefined ? [] : [{ path, facts: collected.facts[index], key: collected.keys[index]! }]));
  return {
    modules: found.map(({ path, facts }) => ({ path, facts })),
    keys: found.map(({ key }) => key),
    schemas,
    warnings: collected.warnings.sort((left, right) => ((left.path ?? "") < (right.path ?? "") ? -1 : 1)),
    extracted: missing.length,
  };
}

function readText(root: string, path: string): string {
  try {
    const source = decodeSource(readFileSync(`${root}/${path}`));
    return "text" in source ? source.text : "";
  } catch {
    return "";
  }
}

/** Fills in what the cache knows and returns the positions of the rest. */
function readCached(root: string, paths: readonly string[], stamps: readonly FileStamp[], cache: Cache, collected: Collected): number[] {
  const unstamped: number[] = [];
  for (const [index, path] of paths.entries()) {
    const key = cache.lookup(path, stamps[index]!);
    if (key === undefined) unstamped.push(index);
    else collected.keys[index] = key;
  }
  // A copied or freshly cloned tree has other stamps and the same contents. One look tells whether it is worth hashing all.
  if (unstamped.length < paths.length || knows(root, paths[0], cache)) {
    for (const index of unstamped) {
      const key = keyOf(root, paths[index]!);
      if (key === undefined || !cache.has(key)) continue;
      collected.keys[index] = key;
      cache.stamp(paths[index]!, stamps[index]!, key);
    }
  }
  const known = paths.flatMap((_, index) => (collected.keys[index] === "" ? [] : [index]));
  const blobs = cache.readAll(known.map((index) => collected.keys[index]!));
  const missing = paths.flatMap((_, index) => (collected.keys[index] === "" ? [index] : []));
  for (const [position, index] of known.entries()) {
    const facts = decodeOrNothing(blobs[position]);
    if (facts === undefined) missing.push(index);
    else collected.facts[index] = facts;
  }
  return missing.sort((left, right) => left - right);
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

/** A damaged entry counts as absent. */
function decodeOrNothing(blob: Uint8Array | undefined): FileFacts | undefined {
  if (blob === undefined) return undefined;
  try {
    return decodeFacts(blob);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

async function extractAll(root: string, paths: readonly string[], missing: readonly number[], cache: Cache | undefined, collected: Collected, options: CollectOptions): Promise<void> {
  const todo = missing.map((index) => paths[index]!);
  const counter = newCounter();
  const count = todo.length < filesWorthThread ? 0 : Math.min(availableParallelism(), maximumThreads) - 1;
  const input: WorkerInput = { root, paths: todo, counter };
  const workers = Array.from({ length: count }, () => startWorker(input));
  try {
    // Loaded only here: a run that finds everything in the cache never needs the parser.
    const { readFacts } = await import("./factsSource.ts");
    for (let chunk = takeChunk(counter, todo.length); chunk !== undefined; chunk = takeChunk(counter, todo.length)) {
      for (let position = chunk.start; position < chunk.end; position++) {
        const result = readFacts(root, todo[position]!);
        if (result.kind === "facts") {
          if (cache !== undefined) cache.put(result.key, encodeFacts(result.facts));
          keep(collected, missing[position]!, result.key, result.facts);
        } else skip(collected, missing[position]!, todo[position]!, result);
      }
      options.onProgress?.(taken(counter, todo.length), todo.length);
      await yieldToEvents();
      options.signal?.throwIfAborted();
    }
    for (const { done } of workers) {
      const output = await done;
      for (const [at, blob] of unpackBlobs(output).entries()) {
        const key = output.keys[at]!;
        cache?.put(key, blob);
        keep(collected, missing[output.indexes[at]!]!, key, decodeFacts(blob));
      }
      for (const { index, result } of output.skipped) skip(collected, missing[index]!, todo[index]!, result);
    }
  } finally {
    await Promise.all(workers.map(({ worker }) => worker.terminate()));
  }
}

function keep(collected: Collected, index: number, key: string, facts: FileFacts): void {
  collected.facts[index] = facts;
  collected.keys[index] = key;
}

function skip(collected: Collected, index: number, path: string, result: FactsResult & { kind: "skipped" }): void {
  collected.keys[index] = result.key;
  collected.warnings.push({ reason: result.reason, message: `skipped: ${result.message}`, path });
}

function startWorker(input: WorkerInput): { worker: Worker; done: Promise<WorkerOutput> } {
  // Sources run from .ts files, the package from bundles.
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const worker = new Worker(new URL(`./factsWorker.${extension}`, import.meta.url), { workerData: input });
  const done = new Promise<WorkerOutput>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  // Awaited later; a failure meanwhile must not end the process.
  done.catch(() => undefined);
  return { worker, done };
}
