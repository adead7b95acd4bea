/** What git says of a work tree. */
import { askGit, GitFailure, type GitOptions } from "./runGit.ts";

export interface GitStatus {
  /** Commit that is checked out; undefined before the first. */
  head: string | undefined;
  /** Paths below the folder that differ from it, untracked ones included. */
  changed: string[];
}

/** @returns undefined when the folder is in no work tree, or git is not there */
export async function readGitStatus(folder: string, signal?: AbortSignal): Promise<GitStatus | undefined> {
  try {
    const settings = await withoutFilters(folder, { signal });
    // Submodules have filters and monitors of their own: they are not entered.
    const what = ["--porcelain=v1", "-z", "--no-renames", "--untracked-files=normal", "--ignore-submodules=dirty"];
    const status = await askGit(folder, ["status", ...what, "--", "."], { settings, signal });
    const head = await askGit(folder, ["rev-parse", "--verify", "--quiet", "HEAD"], { signal }).catch(() => "");
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

/**
 * Before git compares a file, it runs the filter that the file's attributes name (`filter.lfs.clean`). Those of the machine's own configuration may, those of
 * the repository's may not: such a file is compared as it lies there.
 */
async function withoutFilters(folder: string, options: GitOptions): Promise<string[]> {
  const ask = askGit(folder, ["config", "--show-scope", "--name-only", "-z", "--get-regexp", "^filter\\."], options);
  const found = await ask.catch((error: unknown) => {
    // Where it cannot be known (an old git), nothing is run.
    if (error instanceof GitFailure && error.reason === "nothing") return "";
    throw error;
  });
  const [fields, names] = [found.split("\0"), new Set<string>()];
  for (let k = 0; k + 1 < fields.length; k += 2) {
    const name = /^filter\.([^]*)\.[^.]*$/.exec(fields[k + 1]!)?.[1];
    if (name !== undefined && (fields[k] === "local" || fields[k] === "worktree")) names.add(name);
  }
  return Array.from(names).flatMap((name) => [`filter.${name}.clean=`, `filter.${name}.process=`, `filter.${name}.required=false`]);
}
