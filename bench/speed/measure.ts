import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export type Command = { file: string; arguments: string[]; cwd: string };

/** Seconds, and megabytes (10⁶ bytes); `memory` undefined where /proc does not exist. */
export type Measurement = { wall: number; cpu: number; memory: number | undefined };
export type Outcome =
  | { kind: "done"; measurement: Measurement; code: number }
  | { kind: "failed"; reason: "timeout" | "signal" | "exit"; detail: string };

const pollEveryMs = 25;

/**
 * Runs a command and measures its whole process tree. Wall and CPU time come from bash's `time`, which counts every
 * descendant that was waited for; memory is the highest sum of resident sets that polling /proc saw, and at least the
 * highest peak (VmHWM) of any single process.
 */
export async function measure(command: Command, timeoutSeconds: number, succeeds: (code: number) => boolean): Promise<Outcome> {
  const script = 'TIMEFORMAT="#%R %U %S"; time "$@" >/dev/null 2>&3';
  const child = spawn("bash", ["-c", script, "bash", command.file, ...command.arguments], {
    cwd: command.cwd,
    detached: true, // a process group of its own, so that a timeout ends the whole tree
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const { pid } = child;
  if (pid === undefined) return { kind: "failed", reason: "exit", detail: "bash cannot be started; the benchmark needs it to measure CPU time" };
  const times = collect(child.stderr);
  const errors = collect(child.stdio[3]);
  const peak = watchMemory(pid);
  let isTimeout = false;
  const timer = setTimeout(() => {
    isTimeout = true;
    process.kill(-pid, "SIGKILL");
  }, timeoutSeconds * 1000);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode, exitSignal) => resolve([exitCode, exitSignal]));
  });
  clearTimeout(timer);
  const memory = peak();
  if (isTimeout) return { kind: "failed", reason: "timeout", detail: `over ${timeoutSeconds} s` };
  const [wall, user, system] = (/#([\d.]+) ([\d.]+) ([\d.]+)\s*$/.exec(times()) ?? []).slice(1).map(Number);
  if (code === null || code > 128 || wall === undefined || user === undefined || system === undefined) {
    return { kind: "failed", reason: "signal", detail: `ended by ${signal ?? `signal ${(code ?? 128) - 128}`}: ${lastLines(errors())}` };
  }
  if (!succeeds(code)) return { kind: "failed", reason: "exit", detail: `exit ${code}: ${lastLines(errors())}` };
  return { kind: "done", code, measurement: { wall, cpu: user + system, memory } };
}

/** Returns a function that ends the watch and answers with the peak. */
function watchMemory(root: number): () => number | undefined {
  let peak = 0;
  const look = (): void => {
    let sum = 0;
    for (const pid of descendants(root)) {
      const { resident, highest } = memoryOf(pid);
      sum += resident;
      peak = Math.max(peak, highest);
    }
    peak = Math.max(peak, sum);
  };
  const interval = setInterval(look, pollEveryMs);
  return () => {
    clearInterval(interval);
    return peak === 0 ? undefined : peak / 1e6;
  };
}

/** Descendants of `root` without `root` itself, which is only our bash. */
function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of list("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    // The command's name stands in parentheses and may hold spaces; the parent's pid is the second field behind it.
    const parent = Number(/\) \S+ (\d+)/.exec(read(`/proc/${name}/stat`))?.[1]);
    if (!Number.isNaN(parent)) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found: number[] = [];
  const queue = [root];
  for (let pid = queue.pop(); pid !== undefined; pid = queue.pop()) {
    const own = children.get(pid) ?? [];
    found.push(...own);
    queue.push(...own);
  }
  return found;
}

function memoryOf(pid: number): { resident: number; highest: number } {
  const status = read(`/proc/${pid}/status`);
  const kilobytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
  return { resident: kilobytes("VmRSS") * 1024, highest: kilobytes("VmHWM") * 1024 };
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // no /proc: memory is not measured
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // the process has ended meanwhile
  }
}

function collect(stream: unknown): () => string {
  let text = "";
  // Pipes that were asked for in `stdio` are readable streams.
  const readable = stream as NodeJS.ReadableStream;
  readable.setEncoding("utf8");
  readable.on("data", (chunk: string) => {
    text = (text + chunk).slice(-20_000);
  });
  return () => text;
}

function lastLines(text: string): string {
  const lines = text
    .trim()
    .split("\n")
    .filter((line) => line.trim() !== "");
  const telling = lines.find((line) => /\bError: /.test(line)) ?? lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? "no message";
  return telling.trim().slice(0, 200);
}
