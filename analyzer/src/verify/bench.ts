/** The place where one verification happens: what is proven, where, with which limits, and where its notes go. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ServiceManifest } from "../model/serviceManifest.ts";
import type { Environment } from "./environment.ts";

/** Milliseconds. */
export interface Limits {
  tests: number;
  boot: number;
  build: number;
  typecheck: number;
  request: number;
}

export const usualLimits: Limits = { tests: 30 * 60_000, boot: 60_000, build: 10 * 60_000, typecheck: 10 * 60_000, request: 10_000 };

/** How the monolith itself is started, for requests that no test sends. */
export interface MonolithServer {
  command: readonly string[];
  /** Answers when the monolith can serve; any status below 500 counts. */
  health: string;
}

export interface Bench {
  /** The monolith, in place or copied. */
  readonly root: string;
  readonly serviceFolder: string;
  readonly manifest: ServiceManifest;
  /** Program and arguments of the monolith's own tests. */
  readonly test: readonly string[];
  readonly prepare: readonly string[] | undefined;
  readonly server: MonolithServer | undefined;
  /** JUnit file that the tests write, relative to the root. */
  readonly report: string | undefined;
  readonly outer: Environment;
  readonly env: Environment;
  readonly serviceEnv: Environment;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** Gone when the verification is over. */
  readonly scratch: string;
  /** Kept, for people. */
  readonly logs: string;
  /** What is broken on purpose now; read by all processes. */
  readonly control: string;
  readonly token: string;
  /** Tells how far the verification is: a stage, and steps done of all. */
  readonly onProgress: (stage: string, done: number, total: number) => void;
}

export interface Notes {
  /** File that the preload reads. */
  settings: string;
  records: string;
  /** Stem of files that runners write their results to. */
  results: string;
  nonce: string;
  /** Where the output goes; each run has its own. */
  log: string;
}

export interface NotesOptions {
  side: "monolith" | "service";
  audit?: boolean;
  only?: readonly string[] | undefined;
  /** Test files, relative to the root, that hold none of those. */
  unneeded?: readonly string[] | undefined;
  redirect?: readonly { local: string; shim: string }[];
}

let count = 0;

/** A folder for what one process and its children write down. */
export function takeNotes(bench: Bench, label: string, { side, audit = false, only, unneeded, redirect }: NotesOptions): Notes {
  count += 1;
  const folder = join(bench.scratch, `${count}-${label}`);
  const records = join(folder, "records");
  mkdirSync(records, { recursive: true });
  const nonce = `${bench.token.slice(0, 8)}-${count}`;
  const settings = join(folder, "settings.json");
  const results = join(folder, "results");
  const { root, control, manifest } = bench;
  writeFileSync(
    settings,
    JSON.stringify({ root, records, nonce, side, service: manifest.service, audit, parent: process.pid, control, only, unneeded, results, redirect }),
  );
  return { settings, records, results, nonce, log: join(bench.logs, `${String(count).padStart(3, "0")}-${label}.log`) };
}

export function breakNow(bench: Bench, broken: Readonly<Record<string, "error" | "no-op">>): void {
  writeFileSync(bench.control, JSON.stringify(broken));
}
