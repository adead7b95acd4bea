/** Finds files by the names that imports give them: without extension, with the extension of the output, or by the folder. */
import type { SymbolicLink } from "../../model/project.ts";
import { directoryOf } from "./posixPath.ts";

export interface FileIndex {
  /** The module that `path` names as a file, -1 if none. */
  file(path: string, fromScript: boolean): number;
  /** Only the file that is called exactly so, -1 if none. */
  exact(path: string): number;
  /** The module that stands for a folder: its index file, -1 if none. */
  indexOf(directory: string, fromScript: boolean): number;
  /** As `file`, without regard to case; -1 if none or more than one. */
  fileInAnyCase(path: string): number;
  /** Whether a file that is no module has this path. */
  isOther(path: string): boolean;
  /** Modules whose path starts with `prefix`, in order of their paths. */
  startingWith(prefix: string): { path: string; index: number }[];
  /** The path behind symbolic links. */
  real(path: string): string;
  isDeclaration(index: number): boolean;
}

/** Extensions in the order in which an import without one prefers them. The implementation comes before its declarations: that is what runs. */
const typescriptFirst = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".vue", ".svelte", ".d.ts", ".d.mts", ".d.cts"] as const;
const javascriptFirst = [".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".vue", ".svelte", ".d.ts", ".d.mts", ".d.cts"] as const;

type Extension = (typeof typescriptFirst)[number];
const extensions: ReadonlySet<string> = new Set(typescriptFirst);

/** What an import with the extension of the output can mean, in order. */
const sources: Readonly<Record<string, readonly Extension[]>> = {
  ".js": [".ts", ".tsx", ".js", ".jsx", ".d.ts"],
  ".jsx": [".tsx", ".ts", ".jsx", ".js", ".d.ts"],
  ".mjs": [".mts", ".mjs", ".d.mts"],
  ".cjs": [".cts", ".cjs", ".d.cts"],
  ".d.ts": [".d.ts", ".ts", ".tsx"],
  ".d.mts": [".d.mts", ".mts"],
  ".d.cts": [".d.cts", ".cts"],
  ".ts": [".ts", ".tsx", ".d.ts", ".js", ".jsx"],
  ".tsx": [".tsx", ".ts", ".d.ts", ".jsx", ".js"],
  ".mts": [".mts", ".d.mts", ".mjs"],
  ".cts": [".cts", ".d.cts", ".cjs"],
  ".vue": [".vue"],
  ".svelte": [".svelte"],
};

/** Position in the path where the extension starts; the length of the path when it has none that a module can have. */
function extensionAt(path: string): number {
  const dot = path.lastIndexOf(".");
  if (dot <= path.lastIndexOf("/")) return path.length;
  const extension = path.slice(dot);
  if (!extensions.has(extension)) return path.length;
  return path.endsWith(`.d${extension}`) && extensions.has(`.d${extension}`) ? dot - 2 : dot;
}

/** Modules of one stem by extension. */
type Variants = { extension: string; index: number }[];

export function createFileIndex(paths: readonly string[], others: ReadonlyMap<string, readonly string[]>, links: readonly SymbolicLink[]): FileIndex {
  const byPath = new Map<string, number>();
  const byStem = new Map<string, Variants>();
  const add = (path: string, index: number): void => {
    byPath.set(path, index);
    const at = extensionAt(path);
    if (at === path.length) return;
    const stem = path.slice(0, at);
    const variants = byStem.get(stem);
    const variant = { extension: path.slice(at), index };
    if (variants === undefined) byStem.set(stem, [variant]);
    else variants.push(variant);
  };
  for (let index = 0; index < paths.length; index++) add(paths[index] ?? "", index);
  for (const { path, target } of links) {
    const index = byPath.get(target);
    if (index !== undefined) add(path, index);
  }

  const pick = (stem: string, order: readonly string[]): number => {
    const variants = byStem.get(stem);
    if (variants === undefined) return -1;
    for (const extension of order) for (const variant of variants) if (variant.extension === extension) return variant.index;
    return -1;
  };
  const withoutExtension = (path: string, fromScript: boolean): number => {
    const found = pick(path, fromScript ? javascriptFirst : typescriptFirst);
    // "./orders.d" means orders.d.ts.
    return found < 0 && path.endsWith(".d") ? pick(path.slice(0, -2), [".d.ts", ".d.mts", ".d.cts"]) : found;
  };

  let folded: Map<string, number> | undefined;
  const foldedStems = (): Map<string, number> => {
    if (folded !== undefined) return folded;
    folded = new Map();
    for (const [stem, variants] of byStem) {
      const key = stem.toLowerCase();
      const first = variants[0]?.index ?? -1;
      folded.set(key, folded.has(key) ? -1 : first);
    }
    return folded;
  };

  let sorted: { path: string; index: number }[] | undefined;
  const otherSets = new Map<string, ReadonlySet<string>>();
  const real = (path: string): string => {
    for (const { path: link, target } of links) {
      if (path === link) return target;
      if (path.startsWith(link) && path[link.length] === "/") return target + path.slice(link.length);
    }
    return path;
  };

  return {
    file(path, fromScript) {
      const at = extensionAt(path);
      if (at < path.length) {
        if (fromScript) {
          const exact = byPath.get(path);
          if (exact !== undefined) return exact;
        }
        const found = pick(path.slice(0, at), sources[path.slice(at)] ?? []);
        if (found >= 0) return found;
      }
      const found = withoutExtension(path, fromScript);
      return found >= 0 ? found : (byPath.get(path) ?? -1);
    },
    exact: (path) => byPath.get(path) ?? -1,
    indexOf: (directory, fromScript) => withoutExtension(directory === "" ? "index" : `${directory}/index`, fromScript),
    fileInAnyCase(path) {
      const stems = foldedStems();
      const key = path.slice(0, extensionAt(path)).toLowerCase();
      return stems.get(key) ?? stems.get(`${key}/index`) ?? -1;
    },
    isOther(path) {
      const directory = directoryOf(path);
      let names = otherSets.get(directory);
      if (names === undefined) otherSets.set(directory, (names = new Set(others.get(directory) ?? [])));
      return names.has(path.slice(directory === "" ? 0 : directory.length + 1));
    },
    startingWith(prefix) {
      sorted ??= paths.map((path, index) => ({ path, index })).sort((a, b) => (a.path < b.path ? -1 : 1));
      const first = lowerBound(sorted, prefix);
      let end = first;
      while (sorted[end]?.path.startsWith(prefix) === true) end++;
      return sorted.slice(first, end);
    },
    real: links.length === 0 ? (path) => path : real,
    isDeclaration: (index) => /\.d\.[cm]?ts$/.test(paths[index] ?? ""),
  };
}

function lowerBound(sorted: readonly { path: string }[], value: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.path ?? "") < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
