/** Starts programs of the analysed repository: no shell, bounded in time, in a process group of their own that ends with them. */
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readSync, fstatSync } from "node:fs";

export interface CommandOptions {
  command: readonly string[];
  directory: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Both streams go there. */
  log: string;
  /** Milliseconds after which the process is ended. */
  limit: number;
  signal: AbortSignal;
}

export interface CommandResult {
  /** Null when it was ended by a signal or never started. */
  code: number | null;
  timedOut: boolean;
  milliseconds: number;
  log: string;
  /** Why it could not even start: a program that is not there. */
  failure: string | undefined;
}

/** Milliseconds from being asked to end until being ended. */
const grace = 3000;

export interface Started {
  readonly pid: number | undefined;
  /** Resolves once the process has ended, by itself or not. Never rejects. */
  readonly ended: Promise<{ code: number | null; failure: string | undefined }>;
  /** Ends the process and all that it started. Resolves when it is gone. */
  end(): Promise<void>;
}

/** Starts a program in a process group of its own. The caller ends it; an abort does as well. */
export function startProcess({ command, directory, env, log, signal }: Omit<CommandOptions, "limit">): Started {
  signal.throwIfAborted();
  const [program = "", ...args] = command;
  const output = openSync(log, "a");
  let child: ChildProcess;
  try {
    child = spawn(program, args, { cwd: directory, env: { ...env }, stdio: ["ignore", output, output], detached: true });
  } finally {
    closeSync(output);
  }
  const ended = new Promise<{ code: number | null; failure: string | undefined }>((resolve) => {
    child.once("error", (error) => resolve({ code: null, failure: error.message }));
    child.once("exit", (code) => resolve({ code, failure: undefined }));
  });
  const abort = (): void => endGroup(child, "SIGKILL");
  signal.addEventListener("abort", abort, { once: true });
  void ended.then(() => {
    signal.removeEventListener("abort", abort);
    // What it started and left behind ends with it.
    endGroup(child, "SIGKILL");
  });
  return {
    pid: child.pid,
    ended,
    async end() {
      endGroup(child, "SIGTERM");
      const patience = setTimeout(() => endGroup(child, "SIGKILL"), grace);
      await ended;
      clearTimeout(patience);
    },
  };
}

/** Runs a program to its end or to its limit. */
export async function runCommand(options: CommandOptions): Promise<CommandResult> {
  const began = performance.now();
  const process = startProcess(options);
  let timedOut = false;
  const limit = setTimeout(() => {
    timedOut = true;
    void process.end();
  }, options.limit);
  const { code, failure } = await process.ended;
  clearTimeout(limit);
  options.signal.throwIfAborted();
  return { code, timedOut, milliseconds: performance.now() - began, log: options.log, failure };
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone.
  }
}

/** The last lines of a log, as far as they fit. */
export function tailOf(log: string, most = 4000): string {
  let file: number;
  try {
    file = openSync(log, "r");
  } catch {
    return "";
  }
  try {
    const size = fstatSync(file).size;
    const length = Math.min(size, most);
    const bytes = Buffer.alloc(length);
    readSync(file, bytes, 0, length, size - length);
    const text = bytes.toString("utf8");
    return size > most ? text.slice(text.indexOf("\n") + 1) : text;
  } finally {
    closeSync(file);
  }
}
