/** What git says of a work tree. Git reads configuration of the repository that may name programs: none of it is run. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The monitor and hooks are programs that the repository's configuration names. */
const harmless = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.pager=cat"];

export interface GitStatus {
  /** Commit that is checked out; undefined before the first. */
  head: string | undefined;
  /** Paths below the folder that differ from it, untracked ones included. */
  changed: string[];
}

/** @returns undefined when the folder is in no work tree, or git is not there */
export async function readGitStatus(folder: string, signal?: AbortSignal): Promise<GitStatus | undefined> {
  const git = async (...args: string[]): Promise<string> =>
    (
      await run("git", [...harmless, ...args], {
        cwd: folder,
        env: { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" },
        maxBuffer: 64 << 20,
        ...(signal === undefined ? {} : { signal }),
      })
    ).stdout;
  try {
    const status = await git("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=normal", "--", ".");
    const head = await git("rev-parse", "--verify", "--quiet", "HEAD").catch(() => "");
    return {
      head: head.trim() || undefined,
      changed: status
        .split("\0")
        .filter(Boolean)
        .map((entry) => entry.slice(3)),
    };
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return undefined;
  }
}
