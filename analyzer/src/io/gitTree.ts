/**
 * A revision of a repository as a folder that can be analysed like any other. Everything is read from git's object database: the work tree, the index and the refs are
 * neither read nor written, and no program that the repository's configuration, hooks or attributes name is run. The folder is a repository of its own beside which the
 * objects are borrowed (as `git clone --shared` does), so that what git tracks and the history up to the revision are known there too; its configuration is ours.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { FicusError } from "../errors.ts";
import { GitFailure, runGit } from "./runGit.ts";
import { isSafePath, isSafeTarget } from "./safePath.ts";
import { isSourcePath, maximumSourceSize } from "./sourceFile.ts";

export interface RevisionFolder {
  /** Absolute path of the analysed folder as it was. */
  root: string;
  /** Absolute path of the repository's top in it. */
  top: string;
  /** Full name of the commit. */
  commit: string;
  /** Absolute path of the top of the repository that it came from. */
  repository: string;
  /** Removes everything again. */
  remove: () => void;
}

/**
 * Below the analysed folder all names are there, and the contents of what is read; of the rest of the repository only the configuration, which can govern the folder.
 *
 * @throws {FicusError} `no-such-revision`
 */
export function checkOutAside(folder: string, revision: string, signal?: AbortSignal): RevisionFolder {
  const { top, prefix, objects, shallow, format } = locate(folder, revision);
  const commit = resolveCommit(top, revision);
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), "ficus-")));
  const remove = (): void => {
    process.off("exit", remove);
    rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  };
  // Also when somebody ends the process meanwhile.
  process.on("exit", remove);
  try {
    // Results name the folder that was analysed.
    const aside = join(temporary, basename(top) || "repository");
    borrow(aside, { commit, objects, shallow, format });
    const git = (args: readonly string[], input?: string): Buffer =>
      readGit(temporary, ["--git-dir", join(aside, ".git"), "--work-tree", aside, ...args], input);
    const entries = listTree(git, commit).filter(({ path }) => isSafePath(path));
    // Not read-tree, which takes nothing of a tree that has one path amiss.
    git(["update-index", "-z", "--index-info"], entries.map(({ mode, id, path }) => `${mode} ${id}\t${path}\0`).join(""));
    const below = entries.filter(({ path }) => path.startsWith(prefix) || isConfiguration(path));
    writeBlobs(git, aside, below, signal);
    if (!existsSync(join(aside, prefix)))
      throw noSuchRevision(`${prefix.replace(/\/$/, "")} does not exist in revision ${JSON.stringify(revision)}: name a later one.`);
    return { root: join(aside, prefix), top: aside, commit, repository: top, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

interface Repository {
  top: string;
  /** Path of the folder in it, "" or with a slash at its end. */
  prefix: string;
  objects: string;
  /** File that lists where a shallow clone ends. */
  shallow: string;
  /** Of the hashes. */
  format: string;
}

function locate(folder: string, revision: string): Repository {
  const root = realpathSync(resolve(folder));
  const ask = (...args: string[]): string =>
    readGit(root, ["rev-parse", ...args])
      .toString("utf8")
      .replace(/\r?\n$/, "");
  try {
    const top = ask("--show-toplevel");
    return {
      top: resolve(top),
      prefix: ask("--show-prefix"),
      objects: resolve(root, ask("--git-path", "objects")),
      shallow: resolve(root, ask("--git-path", "shallow")),
      format: ask("--show-object-format"),
    };
  } catch (error) {
    if (isMissing(error))
      throw noSuchRevision(`git is not installed, so ${JSON.stringify(revision)} cannot be looked up: install git, or name a saved analysis.`, error);
    const said = firstLine(error);
    throw noSuchRevision(
      `${folder} is in no git repository that can be read${said}, and there is no file ${JSON.stringify(revision)}: name a saved analysis.`,
      error,
    );
  }
}

function resolveCommit(top: string, revision: string): string {
  // What begins with a hyphen would be an option.
  if (!revision.startsWith("-") && !revision.includes("\0")) {
    try {
      return readGit(top, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`])
        .toString("utf8")
        .trim();
    } catch (error) {
      if (isMissing(error)) throw error;
    }
  }
  throw noSuchRevision(
    `there is neither a revision nor a file ${JSON.stringify(revision)}: name a branch, tag or commit (git log --oneline lists them), or the JSON of a saved analysis.`,
  );
}

/** A repository without work tree whose objects are another's. */
function borrow(aside: string, { commit, objects, shallow, format }: { commit: string; objects: string; shallow: string; format: string }): void {
  const git = join(aside, ".git");
  mkdirSync(join(git, "objects", "info"), { recursive: true });
  mkdirSync(join(git, "refs"));
  writeFileSync(join(git, "HEAD"), `${commit}\n`);
  const extensions = format === "sha1" ? "" : `[extensions]\n\tobjectFormat = ${format}\n`;
  writeFileSync(
    join(git, "config"),
    `[core]\n\trepositoryFormatVersion = ${format === "sha1" ? 0 : 1}\n\tbare = false\n\tsplitIndex = false\n${extensions}`,
  );
  // A path with a line break cannot be written plainly; git reads C-style quotes.
  writeFileSync(join(git, "objects", "info", "alternates"), `${/["\\\n]/.test(objects) ? JSON.stringify(objects) : objects}\n`);
  if (existsSync(shallow)) copyFileSync(shallow, join(git, "shallow"));
}

interface TreeEntry {
  mode: string;
  id: string;
  size: number;
  path: string;
}

function listTree(git: (args: readonly string[]) => Buffer, commit: string): TreeEntry[] {
  return git(["ls-tree", "-r", "-l", "-z", "--full-tree", commit])
    .toString("utf8")
    .split("\0")
    .flatMap((line) => {
      const [, mode, type, id, size, path] = /^(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t([^]+)$/.exec(line) ?? [];
      return type === "blob" ? [{ mode: mode!, id: id!, size: Number(size), path: path! }] : [];
    });
}

const isConfiguration = (path: string): boolean => /(?:\.(?:jsonc?|ya?ml|prisma)|\/?CODEOWNERS|(?:^|\/)\.[^/]+)$/.test(path);

const symbolicLink = "120000";
const batchSize = 64 << 20;

/** Files before links: a file is never written through one. What the file system refuses (a name that it takes for another's) is left out. */
function writeBlobs(
  git: (args: readonly string[], input?: string) => Buffer,
  aside: string,
  entries: readonly TreeEntry[],
  signal: AbortSignal | undefined,
): void {
  const folders = new Set<string>();
  const write = (path: string, content: Uint8Array | string): void => {
    const folder = dirname(path);
    attempt(() => {
      if (!folders.has(folder)) mkdirSync(join(aside, folder), { recursive: true });
      folders.add(folder);
      writeFileSync(join(aside, path), content, { flag: "wx" });
    });
  };
  const contents = entries.filter(
    ({ mode, path, size }) => mode === symbolicLink || (size <= maximumSourceSize && (isSourcePath(path) || isConfiguration(path))),
  );
  const links: { path: string; target: string }[] = [];
  let batch: TreeEntry[] = [];
  let bytes = 0;
  const flush = (): void => {
    signal?.throwIfAborted();
    if (batch.length === 0) return;
    for (const [at, content] of readBlobs(git, batch).entries()) {
      const { mode, path } = batch[at]!;
      if (mode === symbolicLink) links.push({ path, target: content.toString("utf8") });
      else write(path, content);
    }
    batch = [];
    bytes = 0;
  };
  for (const entry of contents) {
    if (bytes + entry.size > batchSize) flush();
    batch.push(entry);
    bytes += entry.size;
  }
  flush();
  const written = new Set(contents);
  for (const entry of entries) if (!written.has(entry)) write(entry.path, "");
  const linked = new Set(links.map(({ path }) => path));
  for (const { path, target } of links) {
    // A forged tree can hold a link and a folder of one name: what lies below a link is somewhere else than it says.
    const isBelowLink = ancestorsOf(path).some((folder) => linked.has(folder));
    if (isBelowLink || !isSafeTarget(path, target)) continue;
    attempt(() => {
      mkdirSync(join(aside, dirname(path)), { recursive: true });
      symlinkSync(target, join(aside, path));
    });
  }
}

function ancestorsOf(path: string): string[] {
  const segments = path.split("/");
  return segments.slice(1).map((_, depth) => segments.slice(0, depth + 1).join("/"));
}

/** Contents in the order of the entries: for each, a line `<id> blob <size>`, the content, and a line break. */
function readBlobs(git: (args: readonly string[], input?: string) => Buffer, entries: readonly TreeEntry[]): Buffer[] {
  const output = git(["cat-file", "--batch"], entries.map(({ id }) => `${id}\n`).join(""));
  let at = 0;
  return entries.map(({ id, path }) => {
    const end = output.indexOf(10, at);
    const [, size] = /^[0-9a-f]+ blob (\d+)$/.exec(output.toString("latin1", at, end)) ?? [];
    if (size === undefined)
      throw noSuchRevision(
        `git has no content of ${path} (${id}), as in a partial clone: fetch it with git fetch --refetch, or name a saved analysis.`,
      );
    const start = end + 1;
    at = start + Number(size) + 1;
    return output.subarray(start, start + Number(size));
  });
}

/** What paths may be, `isSafePath` has decided: git only notes them. */
const settings = ["core.commitGraph=false", "core.protectNTFS=false", "core.protectHFS=false"];

const readGit = (folder: string, args: readonly string[], input?: string): Buffer =>
  runGit(folder, ["--no-replace-objects", ...args], { settings, input });

function attempt(work: () => void): void {
  try {
    work();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!["EEXIST", "ENOTDIR", "ENAMETOOLONG", "EINVAL", "EPERM", "ENOENT", "EILSEQ"].includes(code)) throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof GitFailure && error.reason === "no-git";
}

/** ` (detected dubious ownership …)`: git's own words, where it has any that help. */
function firstLine(error: unknown): string {
  const said = error instanceof GitFailure ? error.message : "";
  const line = said.split("\n").find((each) => each.startsWith("fatal: ")) ?? "";
  return line.includes("dubious ownership") ? ` (${line.slice("fatal: ".length)})` : "";
}

function noSuchRevision(message: string, cause?: unknown): FicusError {
  return new FicusError("no-such-revision", message, cause === undefined ? undefined : { cause });
}
