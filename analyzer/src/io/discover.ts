/** Finds the files of a project. Synchronous on purpose: this is on the path of every run, and thousands of promises cost more than the walk. */
import { existsSync, readFileSync, readdirSync, realpathSync, statSync } from "node:fs";
import type { Dirent } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import picomatch from "picomatch";
import type { FileStamp, ProjectFiles } from "../model/project.ts";
import type { Warning } from "../model/warning.ts";
import { holdsCompiledOutput, isOutputName } from "./compiledOutput.ts";
import { enterScope, ignoringRule, isFolderIgnored, isRootIgnored, namesOneFile, openScope } from "./gitignore.ts";
import type { IgnoreScope, RulesCache } from "./gitignore.ts";
import { readTrackedFiles } from "./gitIndex.ts";
import type { TrackedFiles } from "./gitIndex.ts";
import { ProjectError } from "./projectError.ts";
import { isSourcePath, maximumSourceSize } from "./sourceFile.ts";

export interface DiscoverOptions {
  /** Only files that match one of these globs, or lie in a folder that does. A glob with a slash, or a plain name, is relative to the root; `*.ts` matches at any depth. */
  include?: readonly string[];
  /** No files that match one of these globs, or lie in a folder that does. A glob without a slash matches at any depth, as in .gitignore. */
  exclude?: readonly string[];
  signal?: AbortSignal;
}

/** Folders that tools fill. Other folders that start with a dot (.storybook, .github) can hold sources. */
const toolFolders = new Set([
  "node_modules",
  "bower_components",
  "jspm_packages",
  ".git",
  ".hg",
  ".svn",
  ".yarn",
  ".pnpm-store",
  ".ficus",
  ".nyc_output",
  ".next",
  ".nuxt",
  ".output",
  ".svelte-kit",
  ".astro",
  ".docusaurus",
  ".vitepress-cache",
  ".expo",
  ".angular",
  ".vite",
  ".turbo",
  ".nx",
  ".cache",
  ".parcel-cache",
  ".rollup.cache",
  ".rpt2_cache",
  ".swc",
  ".vercel",
  ".netlify",
  ".serverless",
  ".aws-sam",
  ".wrangler",
  ".firebase",
  ".terraform",
  ".gradle",
  ".venv",
  ".idea",
  "__pycache__",
]);
/** Yarn's loader of installed packages: source by its name, a table by its content. */
const toolFiles = new Set([".pnp.cjs", ".pnp.js", ".pnp.loader.mjs"]);

const configurationPattern =
  /^(?:package\.json|[tj]sconfig(?:[.-][^/]*)?\.json|pnpm-workspace\.ya?ml|lerna\.json|rush\.json|nx\.json|project\.json|\.babelrc(?:\.json)?|babel\.config\.json|jest\.config\.json)$/;

/**
 * Walks `root` and lists its source and configuration files.
 *
 * Left out: what the .gitignore files say (also those above the root, up to the folder that holds `.git`, unless they ignore the root itself) and git
 * does not track all the same (without a repository to ask: a file that a rule names by its path is kept, because it can only be there on purpose); folders of installed packages and of tools; symbolic links (one that stays inside the root becomes a `SymbolicLink`, so that each file is one
 * module; one that leaves the root is not followed); and files over 5 MB, with a warning. Where no .gitignore governs a folder, `dist`,
 * `build`, `out` and `coverage` are left out if they hold compiled output of the sources beside them.
 *
 * @throws {ProjectError} when the root cannot be walked at all
 */
export function discoverProject(root: string, options: DiscoverOptions = {}): ProjectFiles {
  const absolute = resolve(root);
  const top = readRoot(absolute);
  const found: ProjectFiles = {
    root: absolute,
    paths: [],
    stamps: [],
    configurations: [],
    others: new Map(),
    links: [],
    compiled: [],
    warnings: [],
  };
  const included = includeMatcher(options.include ?? []);
  const excluded = excludeMatcher(options.exclude ?? []);
  const realRoot = realpathSync(absolute);
  const ignoreRules: RulesCache = new Map();

  const { scope: above, repository } = scopeAbove(absolute, ignoreRules, found.warnings);
  let trackedFiles: TrackedFiles | undefined;
  /** What git tracks, asked with paths relative to the root; undefined where there is no repository. */
  const tracked = repository === undefined ? undefined : (): TrackedFiles => (trackedFiles ??= readTrackedFiles(repository.git));
  const inRepository = (path: string): string => (repository?.prefix ?? "") + path;

  /** `trackedOnly`: below an ignored folder, where nothing counts but what git tracks. */
  const walk = (directory: string, entries: Dirent[], outer: IgnoreScope, trackedOnly: boolean): void => {
    options.signal?.throwIfAborted();
    const at = directory === "" ? absolute : `${absolute}/${directory}`;
    const prefix = directory === "" ? "" : `${directory}/`;
    const scope = entries.some((entry) => entry.name === ".gitignore" && entry.isFile())
      ? enterScope(outer, ignoreRules, readText(`${at}/.gitignore`, `${prefix}.gitignore`, found.warnings), directory)
      : outer;
    let others: string[] | undefined;
    for (const entry of entries.sort(byPath)) {
      const { name } = entry;
      const path = prefix + name;
      if (entry.isDirectory()) {
        if (toolFolders.has(name) || excluded(path)) continue;
        const ignored = trackedOnly || isFolderIgnored(scope, path);
        if (ignored && !tracked?.().hasBelow(inRepository(path))) continue;
        const children = readFolder(`${at}/${name}`, path, found.warnings);
        if (children === undefined) continue;
        if (scope === openScope && isOutputName(name) && holdsCompiledOutput(`${at}/${name}`, children, entries)) {
          found.compiled.push(path);
          continue;
        }
        walk(path, children, scope, ignored);
      } else if (entry.isSymbolicLink()) {
        if (toolFolders.has(name) || excluded(path)) continue;
        followLink(found, realRoot, `${at}/${name}`, path);
      } else if (entry.isFile()) {
        const source = isSourcePath(name) && !toolFiles.has(name);
        const configuration = !source && configurationPattern.test(name);
        if (!source && !configuration) {
          (others ??= []).push(name);
          continue;
        }
        const rule = trackedOnly ? "" : ignoringRule(scope, path);
        if (rule !== undefined && !(tracked === undefined ? namesOneFile(rule) : tracked().has(inRepository(path)))) continue;
        if (configuration) found.configurations.push(path);
        else if (included(path) && !excluded(path)) addSource(found, `${at}/${name}`, path);
      }
    }
    if (others !== undefined) found.others.set(directory, others);
  };
  walk("", top, above, false);
  return found;
}

function addSource(found: ProjectFiles, absolute: string, path: string): void {
  const stamp = stampOf(absolute);
  if (stamp === undefined) {
    found.warnings.push({ reason: "unreadable", message: "cannot be read; left out", path });
  } else if (stamp.size > maximumSourceSize) {
    const size = (stamp.size / 1024 / 1024).toFixed(1);
    found.warnings.push({ reason: "too-large", message: `is ${size} MB; files over 5 MB are left out`, path });
  } else {
    found.paths.push(path);
    found.stamps.push(stamp);
  }
}

/** Stamp of a file, undefined when it is gone or may not be looked at. */
export function stampOf(absolute: string): FileStamp | undefined {
  try {
    const { size, mtimeMs, ctimeMs, ino } = statSync(absolute);
    return { size, mtimeMs, ctimeMs, ino };
  } catch {
    return undefined;
  }
}

/** The order of the paths below entries: `a-b.ts` comes before `a/x.ts`, as it does when whole paths are compared. */
function byPath(left: Dirent, right: Dirent): number {
  const [a, b] = [left.name, right.name];
  if (a.length < b.length && b.startsWith(a)) return left.isDirectory() && "/" > b.charAt(a.length) ? 1 : -1;
  if (b.length < a.length && a.startsWith(b)) return right.isDirectory() && "/" > a.charAt(b.length) ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function followLink(found: ProjectFiles, realRoot: string, absolute: string, path: string): void {
  let target: string;
  try {
    target = realpathSync(absolute);
  } catch (error) {
    // A dangling link is nothing to tell; one that only leads to itself is.
    if (errorCode(error) === "ELOOP") warnOfLoop(found, path);
    return;
  }
  const inside = relative(realRoot, target).split(sep).join("/");
  if (inside === "" || path.startsWith(`${inside}/`)) warnOfLoop(found, path);
  else if (inside !== ".." && !inside.startsWith("../")) found.links.push({ path, target: inside });
}

function warnOfLoop(found: ProjectFiles, path: string): void {
  found.warnings.push({ reason: "symlink-loop", message: "is a symbolic link to a folder that contains it; not followed", path });
}

function readRoot(absolute: string): Dirent[] {
  try {
    return readdirSync(absolute, { withFileTypes: true });
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT") throw new ProjectError("root-missing", `${absolute} does not exist; name a folder that holds sources`, { cause: error });
    if (code === "ENOTDIR") throw new ProjectError("root-not-a-folder", `${absolute} is a file; name the folder that holds it`, { cause: error });
    throw new ProjectError("root-unreadable", `${absolute} cannot be read (${code}); check its permissions`, { cause: error });
  }
}

function readFolder(absolute: string, path: string, warnings: Warning[]): Dirent[] | undefined {
  try {
    return readdirSync(absolute, { withFileTypes: true });
  } catch (error) {
    warnings.push({ reason: "unreadable", message: `folder cannot be read (${errorCode(error)}); what it holds is left out`, path });
    return undefined;
  }
}

function readText(absolute: string, path: string, warnings: Warning[]): string {
  try {
    return readFileSync(absolute, "utf8");
  } catch (error) {
    warnings.push({ reason: "unreadable", message: `cannot be read (${errorCode(error)}); its rules are not applied`, path });
    return "";
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

interface Above {
  scope: IgnoreScope;
  /** The repository that the root lies in; `prefix`: path of the root in it, with a trailing slash. */
  repository: { git: string; prefix: string } | undefined;
}

/** Rules of the .gitignore files above the root, if the root lies in a git repository and they do not ignore the root itself. */
function scopeAbove(root: string, cache: RulesCache, warnings: Warning[]): Above {
  const withRules: string[] = [];
  let top = root;
  for (; ; top = dirname(top)) {
    if (top !== root && existsSync(join(top, ".gitignore"))) withRules.unshift(top);
    if (existsSync(join(top, ".git"))) break;
    if (dirname(top) === top) return { scope: openScope, repository: undefined };
  }
  const prefixFrom = (directory: string): string => (directory === root ? "" : `${relative(directory, root).split(sep).join("/")}/`);
  let scope = openScope;
  for (const directory of withRules) {
    const file = join(directory, ".gitignore");
    scope = enterScope(scope, cache, readText(file, file, warnings), "", prefixFrom(directory));
  }
  return { scope: isRootIgnored(scope) ? openScope : scope, repository: { git: join(top, ".git"), prefix: prefixFrom(top) } };
}

const globOptions = { dot: true };

function includeMatcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => true;
  const anywhere = (glob: string): boolean => !glob.includes("/") && /[*?[{(!]/.test(glob);
  return picomatch(
    globs.map(cleanGlob).flatMap((glob) => withContents(anywhere(glob) ? `**/${glob}` : glob)),
    globOptions,
  );
}

function excludeMatcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  return picomatch(
    globs.map(cleanGlob).flatMap((glob) => withContents(glob.includes("/") ? glob : `**/${glob}`)),
    globOptions,
  );
}

function cleanGlob(glob: string): string {
  const posix = sep === "\\" ? glob.replaceAll("\\", "/") : glob;
  return posix.replace(/^(?:\.\/)+/, "").replace(/\/+$/, "") || "**";
}

function withContents(glob: string): string[] {
  return glob.endsWith("**") ? [glob] : [glob, `${glob}/**`];
}

/** Name of the analysed folder, for people. */
export function projectName(root: string): string {
  return basename(resolve(root));
}
