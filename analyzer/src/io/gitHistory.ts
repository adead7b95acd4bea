/** Which files were committed together, and by whom: `git log`, as a child process. */
import { StringDecoder } from "node:string_decoder";
import { History, type CommitRecord, type HistoryAbsence } from "../model/history.ts";
import { askGit, GitFailure, streamGit } from "./runGit.ts";

export interface HistoryOptions {
  signal?: AbortSignal | undefined;
  /** Only commits from then on, as `git log --since` reads it. */
  since?: string | undefined;
  /** Commits that are read at most, the newest: 0 and more. */
  mostCommits?: number | undefined;
  /** Milliseconds after which the folder counts as unreadable. */
  patience?: number | undefined;
  /** Keeps what was read, by a key that names the commit: the history up to a commit never changes. */
  cache?: { read(key: string): Uint8Array | undefined; write(key: string, bytes: Uint8Array): void } | undefined;
}

export type HistoryReading = { kind: "read"; history: History } | { kind: "absent"; reason: HistoryAbsence };

const mostCommits = 20_000;
/** As model/history.ts says. */
const mostFiles = 100;
const patience = 120_000;

/** Of each commit its author and files. Renames are followed: a file's old names count as the one that it has at the newest commit. */
export async function readHistory(folder: string, options: HistoryOptions = {}): Promise<HistoryReading> {
  const git = { settings, signal: options.signal, patience: options.patience ?? patience };
  try {
    // Three lines, and any line feeds that the names of folders have.
    const place = (await askGit(folder, ["rev-parse", "--is-shallow-repository", "--show-prefix", "HEAD"], git)).split("\n");
    const prefix = place.slice(1, -2).join("\n");
    const head = place.at(-2) ?? "";
    if (place[0] !== "false") return { kind: "absent", reason: "shallow" };
    const most = options.mostCommits ?? mostCommits;
    const key = JSON.stringify([head, most, options.since ?? null, prefix]);
    const known = decode(options.cache?.read(key));
    if (known !== undefined) return { kind: "read", history: known };
    const reader = createLogReader(prefix);
    await streamGit(folder, logArguments(most, options.since, head), reader.push, git);
    const history: History = { commits: reader.finish() };
    options.cache?.write(key, new TextEncoder().encode(JSON.stringify(history)));
    return { kind: "read", history };
  } catch (error) {
    options.signal?.throwIfAborted();
    return { kind: "absent", reason: reasonOf(error) };
  }
}

/** @returns undefined for what is not there or was cut off */
function decode(bytes: Uint8Array | undefined): History | undefined {
  if (bytes === undefined) return undefined;
  try {
    return History.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}

/** All that a user's or a repository's configuration may say of `log` is said here, so that the answer does not depend on it. */
const logArguments = (most: number, since: string | undefined, head: string): string[] => [
  "log",
  "--name-status",
  "--find-renames",
  "-z",
  "--format=>%H%x00%aE",
  "--no-merges",
  "--no-decorate",
  "--no-color",
  "--no-ext-diff",
  "--no-textconv",
  // With `log.showSignature`, git starts the program that `gpg.program` names.
  "--no-show-signature",
  `--max-count=${most}`,
  ...(since === undefined ? [] : [`--since=${since}`]),
  head,
  "--",
];

/** What `log` knows no option for. */
const settings = ["log.mailmap=true", "diff.renameLimit=1000"];

function reasonOf(error: unknown): HistoryAbsence {
  return error instanceof GitFailure && (error.reason === "no-git" || error.reason === "no-repository") ? error.reason : "unreadable";
}

/**
 * Reads `log -z --name-status --format=>%H%x00%aE`: entries end with NUL; a commit begins with `>` and its name, then its author; then, the first after a
 * line feed, a status letter and one path, for R and C two. Paths are taken by their place, so that no file name can pose as anything else.
 *
 * @param prefix folder that paths are relative to, with a slash at its end, or ""
 */
export function createLogReader(prefix: string): { push(bytes: Buffer): void; finish(): CommitRecord[] } {
  const decoder = new StringDecoder("utf8");
  const commits: CommitRecord[] = [];
  /** Of a path at the commit that is read: its path today. */
  const today = new Map<string, string>();
  let rest = "";
  let expects: "author" | "status" | "path" | "copied" | "from" | "to" = "status";
  let from = "";
  let renames: [from: string, to: string][] = [];
  const nameOf = (path: string): string => today.get(path) ?? path;
  const mention = (path: string): void => {
    const commit = commits.at(-1);
    if (commit === undefined) return;
    commit.changed++;
    const name = nameOf(path);
    if (name.startsWith(prefix)) commit.files.push(name.slice(prefix.length));
  };
  /** Older commits know the files by their names before. All at once, because two files may have swapped theirs. */
  const close = (): void => {
    const commit = commits.at(-1);
    if (commit !== undefined && commit.changed > mostFiles) commit.files = [];
    const now = renames.map(([before, after]) => [before, nameOf(after)] as const);
    for (const [before, name] of now) today.set(before, name);
    renames = [];
  };
  const take = (entry: string): void => {
    switch (expects) {
      case "author":
        commits.push({ author: entry.toLowerCase(), changed: 0, files: [] });
        expects = "status";
        return;
      case "path":
        mention(entry);
        expects = "status";
        return;
      case "copied":
        expects = "path";
        return;
      case "from":
        from = entry;
        expects = "to";
        return;
      case "to":
        mention(entry);
        renames.push([from, entry]);
        expects = "status";
        return;
      default: {
        if (entry.startsWith(">")) {
          close();
          expects = "author";
          return;
        }
        const status = entry.replace(/^\n/, "")[0];
        expects = status === "R" ? "from" : status === "C" ? "copied" : "path";
      }
    }
  };
  return {
    push(bytes) {
      const entries = (rest + decoder.write(bytes)).split("\0");
      rest = entries.pop() ?? "";
      for (const entry of entries) take(entry);
    },
    finish() {
      close();
      return commits;
    },
  };
}
