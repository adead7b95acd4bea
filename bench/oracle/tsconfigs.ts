import path from "node:path";
import ts from "typescript";
import { posix, type SourceFile } from "./sourceFiles.ts";

/** Files that one tsconfig governs; `config` undefined: no tsconfig above them. */
export type ConfigGroup = { config: string | undefined; options: ts.CompilerOptions; files: SourceFile[] };

type Parsed = { file: string; options: ts.CompilerOptions; names: Set<string>; references: string[] };

/** What an unconfigured repository gets: accepts every module style and every extension. */
const unconfigured: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  esModuleInterop: true,
  experimentalDecorators: true,
  strict: true,
  jsx: ts.JsxEmit.Preserve,
};

/** Partitions `files` by their nearest tsconfig (or jsconfig); a solution file passes on to the project that lists the file. */
export function groupByConfig(root: string, files: readonly SourceFile[]): ConfigGroup[] {
  const parsed = new Map<string, Parsed>();
  const nearest = new Map<string, string | undefined>();
  const groups = new Map<string, ConfigGroup>();
  for (const file of files) {
    const config = governing(file.absolute);
    const key = config?.file ?? "";
    let group = groups.get(key);
    if (group === undefined) {
      group = { config: config?.file, options: forced(config?.options ?? unconfigured), files: [] };
      groups.set(key, group);
    }
    group.files.push(file);
  }
  return [...groups.values()].sort((a, b) => ((a.config ?? "") < (b.config ?? "") ? -1 : 1));

  function governing(file: string): Parsed | undefined {
    const config = nearestConfig(path.dirname(file));
    if (config === undefined) return undefined;
    const own = parse(config);
    if (own.names.has(file) || own.references.length === 0) return own;
    return own.references.map(parse).find((referenced) => referenced.names.has(file)) ?? own;
  }

  function nearestConfig(directory: string): string | undefined {
    if (nearest.has(directory)) return nearest.get(directory);
    let config = ["tsconfig.json", "jsconfig.json"]
      .map((name) => posix(path.join(directory, name)))
      .find((candidate) => ts.sys.fileExists(candidate));
    // A tsconfig above the analysed folder counts too: sub-folders of a repository are often analysed alone.
    const parent = path.dirname(directory);
    if (config === undefined && parent !== directory && !isRepositoryTop(directory, root)) config = nearestConfig(parent);
    nearest.set(directory, config);
    return config;
  }

  function parse(file: string): Parsed {
    let result = parsed.get(file);
    if (result === undefined) {
      const read = ts.readConfigFile(file, ts.sys.readFile);
      const content = ts.parseJsonConfigFileContent(read.config ?? {}, ts.sys, path.dirname(file), undefined, file);
      result = {
        file,
        options: content.options,
        names: new Set(content.fileNames),
        references: (content.projectReferences ?? []).map((reference) => ts.resolveProjectReferencePath(reference)),
      };
      parsed.set(file, result);
    }
    return result;
  }
}

function isRepositoryTop(directory: string, root: string): boolean {
  return ts.sys.directoryExists(path.join(directory, ".git")) && root.startsWith(directory);
}

function forced(options: ts.CompilerOptions): ts.CompilerOptions {
  const kept = { ...options };
  // They only restrict what is emitted or how projects build on each other; here every file is a root of its own.
  for (const name of ["composite", "incremental", "tsBuildInfoFile", "rootDir", "outDir", "outFile", "declarationDir"] as const) {
    delete kept[name];
  }
  return {
    ...kept,
    noEmit: true,
    skipLibCheck: true,
    allowJs: true,
    checkJs: false,
    maxNodeModuleJsDepth: 0,
    types: [],
    noLib: false,
    declaration: false,
    declarationMap: false,
    ignoreDeprecations: "6.0",
  };
}
