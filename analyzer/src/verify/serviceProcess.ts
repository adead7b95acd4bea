/** The extracted service as a process: booted on a port of its own, believed only when it says that it is ready. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { takeNotes, type Bench } from "./bench.ts";
import { baseEnvironment, observed, switched } from "./environment.ts";
import { freePort, loopback } from "./freePort.ts";
import { readRecords, type RecordLine } from "./records.ts";
import { startProcess, tailOf, type Started } from "./runCommand.ts";

export interface RunningService {
  readonly url: string;
  readonly pid: number | undefined;
  /** All that it wrote down so far. */
  records(): RecordLine[];
  /** Whether it still runs. */
  alive(): boolean;
  end(): Promise<void>;
}

export type Boot = { kind: "ready"; service: RunningService } | { kind: "failed"; reason: string; tail: string };

const betweenQuestions = 40;

/** Starts the service. Never throws because of what the service does. */
export async function bootService(bench: Bench): Promise<Boot> {
  const { manifest, limits, signal } = bench;
  const port = await freePort();
  const url = `http://${loopback}:${port}`;
  const notes = takeNotes(bench, "service", { side: "service" });
  const directory = join(bench.serviceFolder, manifest.start.directory);
  const env = {
    ...baseEnvironment(bench.outer, directory),
    ...Object.fromEntries(manifest.env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]))),
    ...bench.serviceEnv,
    // The switch is handed on by design: an environment is inherited sooner or later, and then the service must not call itself.
    ...switched(manifest.service, "remote", url, bench.token),
    HOST: loopback,
    PORT: String(port),
  };
  const log = join(bench.logs, "service.log");
  const started = startProcess({ command: manifest.start.command, directory, env: observed(env, notes.settings), log, signal });
  const problem = await untilReady(started, `${url}${manifest.health}`, limits.boot, signal);
  if (problem !== undefined) {
    await started.end();
    return { kind: "failed", reason: problem, tail: tailOf(log) };
  }
  let alive = true;
  void started.ended.then(() => (alive = false));
  return {
    kind: "ready",
    service: {
      url,
      pid: started.pid,
      records: () => readRecords(notes.records, notes.nonce),
      alive: () => alive,
      end: () => started.end(),
    },
  };
}

/** Undefined once it answers; else why it never did. */
export async function untilReady(
  started: Started,
  url: string,
  limit: number,
  signal: AbortSignal,
  answers: (status: number) => boolean = (status) => status >= 200 && status < 300,
): Promise<string | undefined> {
  let ended: { code: number | null; failure: string | undefined } | undefined;
  void started.ended.then((how) => (ended = how));
  const until = performance.now() + limit;
  let last = "nothing listened";
  while (performance.now() < until) {
    signal.throwIfAborted();
    if (ended !== undefined)
      return ended.failure === undefined
        ? `it ended with code ${ended.code ?? "none"} before it was ready`
        : `it could not be started: ${ended.failure}`;
    try {
      const left = Math.max(1, Math.min(2000, until - performance.now()));
      const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(left)]), redirect: "manual" });
      await answer.arrayBuffer();
      if (answers(answer.status)) return undefined;
      last = `${new URL(url).pathname} answered ${answer.status}`;
    } catch {
      // Not yet.
    }
    await pause(betweenQuestions, undefined, { signal });
  }
  return `it runs, but was not ready within ${Math.round(limit / 1000)} s: ${last}`;
}
