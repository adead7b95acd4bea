/** The monolith as a server of its own, in one mode, for requests that no test sends. */
import { takeNotes, type Bench, type MonolithServer } from "./bench.ts";
import { baseEnvironment, observed, switched } from "./environment.ts";
import { freePort, loopback } from "./freePort.ts";
import { readRecords, type RecordLine } from "./records.ts";
import { startProcess, tailOf } from "./runCommand.ts";
import { untilReady } from "./serviceProcess.ts";

export interface RunningMonolith {
  port: number;
  records(): RecordLine[];
  end(): Promise<void>;
}

export type ServerBoot = { kind: "ready"; monolith: RunningMonolith } | { kind: "failed"; reason: string };

export interface ServerOptions {
  label: string;
  /** As `switched` takes it. */
  mode: string;
  /** Address of the service. */
  url: string;
  audit?: boolean;
}

export async function bootMonolith(bench: Bench, server: MonolithServer, { label, mode, url, audit = false }: ServerOptions): Promise<ServerBoot> {
  const port = await freePort();
  const notes = takeNotes(bench, `server-${label}`, { side: "monolith", audit });
  const { log } = notes;
  const env = {
    ...baseEnvironment(bench.outer, bench.root),
    ...bench.env,
    ...switched(bench.manifest.service, mode, url, bench.token),
    HOST: loopback,
    PORT: String(port),
  };
  const started = startProcess({ command: server.command, directory: bench.root, env: observed(env, notes.settings), log, signal: bench.signal });
  const problem = await untilReady(started, `http://${loopback}:${port}${server.health}`, bench.limits.boot, bench.signal, (status) => status < 500);
  if (problem !== undefined) {
    await started.end();
    return { kind: "failed", reason: `${server.command.join(" ")}: ${problem}\n${tailOf(log, 1500)}`.trim() };
  }
  return { kind: "ready", monolith: { port, records: () => readRecords(notes.records, notes.nonce), end: () => started.end() } };
}
