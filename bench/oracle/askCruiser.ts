import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import type ts from "typescript";
import type { Repository } from "./program.ts";
import type { ConfigGroup } from "./tsconfigs.ts";

export type CruisedEdge = { from: string; to: string; specifier: string; types: string[] };

/** What dependency-cruiser says of a repository, local files only. */
export type CruiserAnswer = {
  modules: number;
  edges: CruisedEdge[];
  /** Specifiers that it saw but could not resolve to a file. */
  unresolved: { from: string; specifier: string }[];
};

/** As a demanding user would set it up: every extension, `exports` and conditions honoured, `source` before built files. */
const resolveOptions = {
  extensions: [".ts", ".tsx", ".d.ts", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json", ".vue", ".svelte"],
  extensionAlias: { ".js": [".ts", ".tsx", ".js", ".jsx"], ".mjs": [".mts", ".mjs"], ".cjs": [".cts", ".cjs"], ".jsx": [".tsx", ".jsx"] },
  exportsFields: ["exports"],
  conditionNames: ["source", "types", "import", "require", "node", "default"],
  mainFields: ["source", "module", "main", "types"],
};

/**
 * Cruises the files of each tsconfig under that tsconfig (dependency-cruiser knows one per run) and keeps the edges of
 * these files. Every run has zero modules as its failure: that is what it finds with a TypeScript that it cannot load.
 */
export async function askCruiser(repository: Repository, progress: (message: string) => void): Promise<CruiserAnswer> {
  const inSet = new Set(repository.files.map((file) => file.path));
  const edges = new Map<string, CruisedEdge>();
  const unresolved: { from: string; specifier: string }[] = [];
  const modules = new Set<string>();
  for (const group of repository.groups) {
    progress(`dependency-cruiser, ${group.config ?? "no tsconfig"}: ${group.files.length} files`);
    const own = new Set(group.files.map((file) => file.path));
    const result = await cruiseGroup(repository.root, group, [...own]);
    for (const module of result.modules) {
      if (!own.has(module.source)) continue;
      modules.add(module.source);
      for (const dependency of module.dependencies) {
        const { resolved: to, module: specifier } = dependency;
        if (dependency.couldNotResolve) unresolved.push({ from: module.source, specifier });
        else if (inSet.has(to) && to !== module.source) add(module.source, to, specifier, dependency.dependencyTypes);
      }
    }
  }
  if (modules.size === 0) {
    throw new Error(`dependency-cruiser found no module in ${repository.root}. It needs typescript 6.x next to it: run npm ci.`);
  }
  return { modules: modules.size, edges: [...edges.values()], unresolved };

  function add(from: string, to: string, specifier: string, types: string[]): void {
    const key = `${from}\0${to}\0${specifier}`;
    const known = edges.get(key);
    if (known === undefined) edges.set(key, { from, to, specifier, types });
    else known.types = [...new Set([...known.types, ...types])];
  }
}

async function cruiseGroup(root: string, group: ConfigGroup, files: string[]): Promise<ICruiseResult> {
  const folder = mkdtempSync(path.join(tmpdir(), "ficus-cruise-"));
  try {
    const config = pathsConfig(group.options, folder);
    const { output } = await cruise(
      files.map(withoutGlob),
      { baseDir: root, tsPreCompilationDeps: true, detectJSDocImports: true, doNotFollow: { path: "(^|/)node_modules/" } },
      { ...resolveOptions, ...(config === undefined ? {} : { tsConfig: config }) },
      { tsConfig: { options: group.options } },
    );
    if (typeof output === "string") throw new Error(`dependency-cruiser answered with text: ${output.slice(0, 200)}`);
    return output;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * A tsconfig with nothing but what the group's inherits for resolution. Given the original, dependency-cruiser takes
 * inherited `paths` as relative to the wrong file, and fails where `extends` names a package that is not installed.
 */
function pathsConfig(options: ts.CompilerOptions, folder: string): string | undefined {
  const base = options.baseUrl ?? (typeof options["pathsBasePath"] === "string" ? options["pathsBasePath"] : undefined);
  if (base === undefined) return undefined;
  const file = path.join(folder, "tsconfig.json");
  writeFileSync(file, JSON.stringify({ compilerOptions: { baseUrl: base, paths: options.paths ?? {} } }));
  return file;
}

/** `pages/[id].tsx` would be read as a pattern; a pattern that matches it (and at most a few names more) does the same. */
function withoutGlob(file: string): string {
  return /[[\](){}!*?+@]/.test(file) ? file.replaceAll(/[[\](){}!*?+@]/g, "?") : file;
}
