/**
 * The one door to git. The repository is not trusted: git would run programs that its configuration, hooks or attributes name, and reach out of the machine, so
 * each of these ways is closed here; what git says is never interpreted by a shell. The machine's own configuration is trusted, as git itself is.
 */
import { execFileSync, spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";

/** Settings of the repository that would start a program or mislead, overruled. */
const settings = [
  // A program that tells which files changed.
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.pager=cat",
  // A partial clone fetches objects that it lacks.
  "protocol.allow=never",
  // A folder among the sources may pose as a bare repository with a configuration of its own.
  "safe.bareRepository=explicit",
];

export interface GitOptions {
  /** Settings besides, `name=value`. */
  settings?: readonly string[] | undefined;
  signal?: AbortSignal | undefined;
  /** Milliseconds after which git is ended. */
  patience?: number | undefined;
}

export class GitFailure extends Error {
  /** `nothing`: git has no answer, and no complaint either. */
  readonly reason: "no-git" | "no-repository" | "nothing" | "failed";
  constructor(reason: GitFailure["reason"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "GitFailure";
    this.reason = reason;
  }
}

const guarded = (args: readonly string[], more: readonly string[] = []): string[] => [
  "--no-pager",
  ...[...settings, ...more].flatMap((setting) => ["-c", setting]),
  ...args,
];

function environment(): NodeJS.ProcessEnv {
  // A hook that starts Ficus passes GIT_DIR and the like, which name another repository or a program (GIT_EXTERNAL_DIFF). Windows does not tell cases apart.
  const own = Object.entries(process.env).filter(([name]) => !name.toUpperCase().startsWith("GIT_"));
  return {
    ...Object.fromEntries(own),
    // No index is refreshed: reading changes nothing.
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    // Objects of a partial clone come through helpers that its configuration names; a protocol that does not exist overrules it.
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
    LC_ALL: "C",
  };
}

/**
 * Hands over what git writes, as it comes.
 *
 * @throws {GitFailure}, or the signal's reason
 */
export function streamGit(folder: string, args: readonly string[], take: (bytes: Buffer) => void, options: GitOptions = {}): Promise<void> {
  const { signal, patience } = options;
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn("git", guarded(args, options.settings), {
      cwd: folder,
      env: environment(),
      stdio: ["ignore", "pipe", "pipe"],
      killSignal: "SIGKILL",
      windowsHide: true,
      ...(patience === undefined ? {} : { timeout: patience }),
      ...(signal === undefined ? {} : { signal }),
    });
    let complaint = "";
    child.stdout.on("data", take);
    child.stderr.on("data", (bytes: Buffer) => {
      if (complaint.length < 2000) complaint += bytes.toString("utf8");
    });
    child.on("error", (error) => reject(signal?.aborted === true ? error : failureOf(error, complaint)));
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(failureOf(code === null ? new Error("git was ended") : undefined, complaint));
    });
  });
}

/** All that git writes, as text. */
export async function askGit(folder: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  const decoder = new StringDecoder("utf8");
  let said = "";
  await streamGit(folder, args, (bytes) => (said += decoder.write(bytes)), options);
  return said + decoder.end();
}

/** As `askGit`, while everything else waits; `input` is what git reads. */
export function runGit(folder: string, args: readonly string[], options: Pick<GitOptions, "settings"> & { input?: string | undefined } = {}): Buffer {
  try {
    return execFileSync("git", guarded(args, options.settings), {
      cwd: folder,
      env: environment(),
      maxBuffer: 1 << 30,
      stdio: ["pipe", "pipe", "pipe"],
      input: options.input ?? "",
      windowsHide: true,
    });
  } catch (error) {
    throw failureOf(error, error instanceof Error && "stderr" in error ? String(error.stderr) : "");
  }
}

function failureOf(cause: unknown, complaint: string): GitFailure {
  const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
  const isRefusal = /not a git repository/.test(complaint);
  const reason = isMissing ? "no-git" : isRefusal ? "no-repository" : complaint === "" && cause === undefined ? "nothing" : "failed";
  return new GitFailure(reason, complaint.trim() || (cause instanceof Error ? cause.message : "git failed"), { cause });
}
