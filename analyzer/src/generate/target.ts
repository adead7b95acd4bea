/** How the code of the repository looks that generated files join: everything that must be the same for them to compile and to be read as its own. */
import { posix } from "node:path";

export interface Target {
  language: "ts" | "js";
  modules: "esm" | "commonjs";
  /** What relative specifiers end with: `.js` in Node's module resolution, `.ts` where that is allowed, nothing for bundlers and CommonJS. */
  extension: ".js" | ".ts" | "";
  /** Folder of the monolith's sources, below its root; "" when they lie in the root itself. */
  sources: string;
}

/** Which package and which tsconfig a file belongs to: the nearest above it. */
export interface PackageFolders {
  /** Folder of the package, below the root; "" for the root's own. */
  packageOf: (path: string) => string;
  /** Path of the tsconfig, below the root; undefined where there is none. */
  tsconfigOf: (path: string) => string | undefined;
}

/** What is counted to find out: relative specifiers as written in the monolith's own modules. */
export interface Observed {
  paths: readonly string[];
  relativeSpecifiers: readonly string[];
  /** `type` in the nearest package.json. */
  packageType: string | undefined;
  /** `module` of the nearest tsconfig. */
  tsModule: string | undefined;
}

export function profileTarget({ paths, relativeSpecifiers, packageType, tsModule }: Observed): Target {
  const typescript = paths.filter((path) => /\.[mc]?tsx?$/.test(path)).length;
  const count = (ending: RegExp): number => relativeSpecifiers.filter((specifier) => ending.test(specifier)).length;
  const withJs = count(/\.[mc]?js$/);
  const withTs = count(/\.[mc]?ts$/);
  const half = relativeSpecifiers.length / 2;
  return {
    language: typescript * 2 >= paths.length ? "ts" : "js",
    modules: packageType === "module" || (tsModule !== undefined && /^(es|preserve)/i.test(tsModule)) ? "esm" : "commonjs",
    extension: withTs > half ? ".ts" : withJs > half ? ".js" : "",
    sources: commonSources(paths),
  };
}

/** `src` when most modules lie in it: a new folder beside it might not be compiled at all. */
function commonSources(paths: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const slash = path.indexOf("/");
    const top = slash < 0 ? "" : path.slice(0, slash);
    counts.set(top, (counts.get(top) ?? 0) + 1);
  }
  const [top, most] = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0] ?? ["", 0];
  return most * 2 > paths.length ? top : "";
}

/** The specifier by which `from` imports `to`, both paths below the root. */
export function specifierOf(from: string, to: string, target: Pick<Target, "extension">): string {
  const relative = posix.relative(posix.dirname(from), to);
  const stem = relative.replace(/\.([mc]?)[jt]sx?$/, "");
  const kind = /\.([mc]?)[jt]sx?$/.exec(relative)?.[1] ?? "";
  const ending = target.extension === "" ? (kind === "" ? "" : `.${kind}js`) : `.${kind}${target.extension.slice(1)}`;
  const path = target.extension === "" && kind === "" ? stem.replace(/\/index$/, "") || "." : `${stem}${ending}`;
  return path.startsWith(".") ? path : `./${path}`;
}
