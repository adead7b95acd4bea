/** What lies on disk, as plain data: the files of a project and the configuration that says how they name each other. */
import type { Warning } from "./warning.ts";

/** Enough of a file's metadata to tell that its content has not changed. Times are in milliseconds since the epoch. */
export interface FileStamp {
  size: number;
  mtimeMs: number;
  ctimeMs: number;
  ino: number;
}

/** A symbolic link that leads to another place inside the root. Both paths are POSIX and relative to the root; `target` is never below a link. */
export interface SymbolicLink {
  path: string;
  target: string;
}

export interface ProjectFiles {
  /** Absolute path of the root, as given, resolved. */
  root: string;
  /** Every source file, POSIX, relative to the root, in code-unit order. A module's index is its position here. */
  paths: string[];
  /** One stamp for each path. */
  stamps: FileStamp[];
  /** Configuration files (package.json, tsconfig*.json, jsconfig.json, workspace files), same order. */
  configurations: string[];
  /** Names of all other files by folder: what an import of a style sheet or an image can mean. Folders without other files are absent. */
  others: Map<string, string[]>;
  links: SymbolicLink[];
  /** Folders that hold compiled output of sources beside them, and that no .gitignore names: left out. */
  compiled: string[];
  warnings: Warning[];
}

/** A package.json, as far as resolution needs it. */
export interface PackageManifest {
  /** Folder, POSIX, relative to the base of the configuration, "" for the base itself. */
  directory: string;
  name?: string;
  version?: string;
  /** Entry points of the package, in the order of preference for finding sources, as written. */
  entries: string[];
  types?: string;
  exports?: unknown;
  imports?: Record<string, unknown>;
  typesVersions?: Record<string, Record<string, string[]>>;
  /** Name → range of everything the package asks for, development and peer dependencies included. */
  dependencies: Record<string, string>;
  /** Globs of workspace members, relative to `directory`; empty for a package that is no workspace root. */
  workspaces: string[];
  /** Aliases that the manifest declares as data (`_moduleAliases`, `alias`, jest's `moduleNameMapper`). */
  aliases: Alias[];
}

/** `find` is a whole specifier, or a pattern when both have a `*`; `target` is relative to the base. */
export interface Alias {
  find: string;
  target: string;
}

/** A tsconfig.json or jsconfig.json with everything that it extends folded in. Paths are POSIX, relative to the base, and may start with `../`. */
export interface TypeScriptConfig {
  path: string;
  directory: string;
  files?: string[];
  /** Globs, relative to the base. */
  include?: string[];
  exclude?: string[];
  references: string[];
  allowJs: boolean;
  composite: boolean;
  baseUrl?: string;
  /** Patterns and their targets; targets relative to the base. */
  paths?: Record<string, string[]>;
  rootDirs?: string[];
  rootDir?: string;
  outDir?: string;
  declarationDir?: string;
  typeRoots?: string[];
  moduleSuffixes?: string[];
  customConditions?: string[];
}

/**
 * Paths in it are relative to its base: the root, or the folder above it where the configuration lies that governs the root (somebody analyses only
 * `src`). `prefix` is the path of the root relative to the base, absent if they are the same.
 */
export interface ProjectConfig {
  prefix?: string;
  packages: PackageManifest[];
  /** Globs of workspace members beside those in manifests (pnpm-workspace.yaml, lerna.json), relative to the base; `!` excludes. */
  workspaces: string[];
  typescript: TypeScriptConfig[];
  /** Path of the configuration that the user names for all files. */
  explicit?: string;
  warnings: Warning[];
}
