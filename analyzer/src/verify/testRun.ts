/** One run of the monolith's own tests: who passed by name, and what crossed. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { takeNotes, type Bench } from "./bench.ts";
import { baseEnvironment, nodeTestOptions, observed, switched } from "./environment.ts";
import { loopback } from "./freePort.ts";
import { bootMonolith, type ServerBoot, type ServerOptions } from "./monolithServer.ts";
import { readReports } from "./readReports.ts";
import { readRecords, recordsOf, type RecordLine, type TestOutcome } from "./records.ts";
import { runCommand, tailOf, type CommandResult } from "./runCommand.ts";
import type { TestResult } from "./testResult.ts";

export type Mode = "local" | "shadow" | "remote";

export interface TestRun {
  label: string;
  /** False when the tests did not even begin: nothing follows from it. */
  began: boolean;
  results: ReadonlyMap<string, TestResult>;
  records: readonly RecordLine[];
  code: number | null;
  timedOut: boolean;
  milliseconds: number;
  /** End of the output. */
  tail: string;
  /** Why the run says nothing: its preparation failed, no test reported by name. */
  failure: string | undefined;
}

/** What tests get instead of modules of the service; absolute paths, shims without their endings. */
export type Redirects = readonly { local: string; shim: string }[];

export interface TestRunOptions {
  label: string;
  mode: Mode;
  /** Only this operation or route, as the switch names it; the rest is local. */
  onlyRemote?: string;
  /** Address of the service; a port where nobody listens for the service-down run. */
  url: string;
  audit?: boolean;
  /** Only these tests, by name. */
  only?: readonly string[] | undefined;
  /** Names of all tests that there are, for leaving out files that are not needed. */
  among?: Iterable<string> | undefined;
  redirect?: Redirects;
  /** Milliseconds, where less than the bench's limit will do. */
  limit?: number;
  /** Prepared already, before the service was started. */
  prepared?: boolean;
}

export async function runTests(bench: Bench, options: TestRunOptions): Promise<TestRun> {
  const { label, mode, url } = options;
  const notes = takeNotes(bench, label, { side: "monolith", ...options, unneeded: unneededFiles(options) });
  const { log } = notes;
  if (options.prepared !== true) {
    const problem = await prepare(bench);
    if (problem !== undefined) return silent(label, problem);
  }
  const said = options.onlyRemote === undefined ? mode : `local,${options.onlyRemote}=remote`;
  const asked = await serverFor(bench, { label, mode: said, url, audit: options.audit ?? false });
  if (asked?.kind === "failed") return silent(label, `the monolith could not be started: ${asked.reason}`);
  const { test, env: own } = asked === undefined ? bench : addressed(bench, asked.monolith.port);
  const env = { ...baseEnvironment(bench.outer, bench.root), ...own, ...switched(bench.manifest.service, said, url, bench.token) };
  // A report of an earlier run says nothing of this one.
  if (bench.report !== undefined) rmSync(join(bench.root, bench.report), { force: true });
  const command = { command: test, directory: bench.root, log, limit: Math.min(options.limit ?? Infinity, bench.limits.tests), signal: bench.signal };
  let ended: CommandResult;
  try {
    ended = await runCommand({ ...command, env: observed(env, notes.settings, usesNodeTest(bench) ? nodeTestOptions() : []) });
  } finally {
    await asked?.monolith.end();
  }
  const records = [...readRecords(notes.records, notes.nonce), ...(asked?.monolith.records() ?? [])];
  const results = new Map<string, TestResult>();
  for (const { name, outcome, milliseconds, message } of recordsOf(records, "result"))
    results.set(name, { outcome: worse(results.get(name)?.outcome, outcome), milliseconds, message: message ?? results.get(name)?.message });
  if (results.size === 0)
    for (const [name, result] of readReports({ stem: notes.results, log, ...bench, only: options.only })) results.set(name, result);
  const { code, timedOut, milliseconds } = ended;
  return { label, began: true, results, records, code, timedOut, milliseconds, tail: tailOf(log), failure: failureOf(bench, ended, results.size) };
}

function unneededFiles({ only, among }: Pick<TestRunOptions, "only" | "among">): string[] | undefined {
  if (only === undefined || among === undefined) return undefined;
  const needed = new Set(only.map(fileOf));
  return [...new Set([...among].map(fileOf))].filter((file) => file !== "" && !needed.has(file)).sort();
}

/** Empty where the name begins with none. */
function fileOf(name: string): string {
  const at = name.indexOf(" › ");
  return at === -1 ? "" : name.slice(0, at);
}

const address = /\{(url|port)\}/g;

/** Tests from outside say where they want the monolith's address: then it is started for them, in the mode of the run. */
async function serverFor(bench: Bench, options: ServerOptions): Promise<ServerBoot | undefined> {
  if (![...bench.test, ...Object.values(bench.env)].some((text) => text !== undefined && text.search(address) !== -1)) return undefined;
  if (bench.server === undefined) return { kind: "failed", reason: "nothing says how: set verify.server in ficus.config.json" };
  return bootMonolith(bench, bench.server, options);
}

function addressed({ test, env }: Pick<Bench, "test" | "env">, port: number): Pick<Bench, "test" | "env"> {
  const filled = (text: string): string => text.replace(address, (_, what) => (what === "port" ? String(port) : `http://${loopback}:${port}`));
  const filledEnv = Object.entries(env).map(([name, text]) => [name, text === undefined ? undefined : filled(text)] as const);
  return { test: test.map(filled), env: Object.fromEntries(filledEnv) };
}

/** Fresh data before each run; undefined when there is nothing to do, or it is done. */
export async function prepare(bench: Bench): Promise<string | undefined> {
  if (bench.prepare === undefined) return undefined;
  const log = join(bench.logs, "prepare.log");
  const env = { ...baseEnvironment(bench.outer, bench.root), ...bench.env };
  const { code, failure } = await runCommand({
    command: bench.prepare,
    directory: bench.root,
    env,
    log,
    limit: bench.limits.build,
    signal: bench.signal,
  });
  return code === 0 ? undefined : `preparing failed (${failure ?? `code ${code ?? "none"}`}): ${bench.prepare.join(" ")}\n${tailOf(log, 1500)}`;
}

/** A run that takes many times as long as the one it is compared with hangs. */
export function patienceFor({ milliseconds }: TestRun): number {
  return 60_000 + 5 * milliseconds;
}

function failureOf(bench: Bench, { timedOut, failure, milliseconds }: CommandResult, count: number): string | undefined {
  const command = bench.test.join(" ");
  if (failure !== undefined) return `${command} could not be started: ${failure}`;
  if (timedOut) return `${command} did not end within ${Math.round(milliseconds / 1000)} s`;
  if (count === 0)
    return `${command} reported no test by name: mocha, jest, vitest, node --test, newman, TAP and JUnit (verify.report) are understood`;
  return undefined;
}

export function silent(label: string, failure: string): TestRun {
  return { label, began: false, results: new Map(), records: [], code: null, timedOut: false, milliseconds: 0, tail: "", failure };
}

/** A test whose hook fails after it passed has failed. */
function worse(before: TestOutcome | undefined, now: TestOutcome): TestOutcome {
  return before === "failed" ? before : now;
}

/** Whether the command, or the script that it names, is Node's own runner. */
export function usesNodeTest({ test, root }: Pick<Bench, "test" | "root">): boolean {
  const nodeTest = /(^|[\s"'/])(node|tsx)\s([^&|;]*\s)?--test(\s|$)/;
  const text = test.join(" ");
  if (nodeTest.test(text)) return !text.includes("--test-reporter");
  const script = /^(npm|pnpm|yarn|bun)\s+(?:run\s+|run-script\s+)?(?:-\S+\s+)*([\w:.-]+)/.exec(text)?.[2];
  const file = join(root, "package.json");
  if (script === undefined || !existsSync(file)) return false;
  try {
    const { scripts } = JSON.parse(readFileSync(file, "utf8")) as { scripts?: Record<string, string> };
    const written = scripts?.[script === "t" ? "test" : script] ?? "";
    return nodeTest.test(written) && !written.includes("--test-reporter");
  } catch {
    return false;
  }
}
