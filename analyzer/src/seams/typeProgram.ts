/**
 * A TypeScript program over the files that a seam needs and what they import. Imports inside the project lead where the symbol graph says, so that the
 * checker and the graph agree about barrels, aliases and workspace packages; packages are looked up on disk, and named from outside where they are
 * missing. Nothing is emitted, no diagnostics are asked for, plugins of the tsconfig are ignored, and no code of the project runs.
 */
import { posix } from "node:path";
import type { SymbolGraph } from "../model/graph.ts";
import type { SourceHost } from "./host.ts";
import { declareMissing, nodeGlobals } from "./missingPackages.ts";
import { ts } from "./typescript.ts";

export interface TypeProgram {
  readonly checker: ts.TypeChecker;
  /** Syntax tree of a module of the graph; undefined where it is not part of the program. */
  source(module: number): ts.SourceFile | undefined;
  /** Module of the graph that a syntax tree belongs to, -1 for packages and declarations of the language. */
  moduleOf(file: ts.SourceFile): number;
  /** Name of the package that a declaration file belongs to; `typescript` for the language, `node` for Node's own. */
  packageOf(file: ts.SourceFile): string;
  /** `import` at the top level may wait; a CommonJS module may not. */
  isCommonJs(module: number): boolean;
  readonly files: number;
}

export interface ProgramInput {
  graph: SymbolGraph;
  /** Absolute, POSIX. */
  root: string;
  host: SourceHost;
  /** Modules to begin with. */
  modules: readonly number[];
  tsconfig?: string | undefined;
}

const made = "/ficus-made-declarations";
const libraryFolder = "/ficus-typescript-library";
const sourceExtension = /\.[cm]?[jt]sx?$/;

export function createTypeProgram({ graph, root, host, modules, tsconfig }: ProgramInput): TypeProgram {
  const moduleAt = new Map(graph.modules.map(({ path }, module) => [posix.join(root, path), module]));
  const first = modules[0];
  const read = optionsFor(host, root, first === undefined ? root : posix.dirname(posix.join(root, graph.modules[first]!.path)), tsconfig);
  const targets = targetsBySpecifier(graph);
  const missing = collectMissing(graph);
  const texts = new Map<string, string>([[`${made}/node.d.ts`, nodeGlobals]]);
  const packages = new Map<string, string>();
  const resolutionHost: ts.ModuleResolutionHost = {
    fileExists: (path) => host.fileExists(path),
    readFile: (path) => host.readFile(path),
    directoryExists: (path) => host.directoryExists(path),
    getDirectories: (path) => host.directories(path),
    realpath: (path) => host.realpath(path),
    getCurrentDirectory: () => root,
  };
  const nodeTypes = ts.resolveTypeReferenceDirective("node", posix.join(root, "index.ts"), read, resolutionHost).resolvedTypeReferenceDirective;
  const hasNodeTypes = nodeTypes !== undefined;
  const options: ts.CompilerOptions = { ...read, types: hasNodeTypes ? ["node"] : [] };
  const cache = ts.createModuleResolutionCache(root, (name) => name, options);

  const resolvePackage = (specifier: string, containing: string, mode: ts.ResolutionMode): ts.ResolvedModuleFull | undefined => {
    const found = ts.resolveModuleName(specifier, containing, options, resolutionHost, cache, undefined, mode).resolvedModule;
    // Sources of a package in JavaScript say little and cost much.
    if (found !== undefined && (/\.d\.[cm]?ts$/.test(found.resolvedFileName) || moduleAt.has(found.resolvedFileName))) return found;
    if (/^[./]/.test(specifier)) return found;
    if (hasNodeTypes && specifier.startsWith("node:")) return undefined;
    const name = specifier.replace(/^node:/, "");
    if (hasNodeTypes && isBuiltin(name)) return undefined;
    const path = `${made}/${name}/index.d.ts`;
    if (!texts.has(path)) {
      texts.set(path, declareMissing(specifier, missing.get(specifier) ?? new Set()));
      packages.set(path, packageName(name));
    }
    return { resolvedFileName: path, extension: ts.Extension.Dts, isExternalLibraryImport: false };
  };

  const compilerHost: ts.CompilerHost = {
    ...resolutionHost,
    getDefaultLibFileName: (settings) => `${libraryFolder}/${ts.getDefaultLibFileName(settings)}`,
    getDefaultLibLocation: () => libraryFolder,
    getCurrentDirectory: () => root,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => {
      throw new Error("a seam's program writes nothing");
    },
    fileExists: (path) => texts.has(path) || host.fileExists(path),
    readFile: (path) => texts.get(path) ?? (path.startsWith(libraryFolder) ? host.library(posix.basename(path)) : host.readFile(path)),
    getSourceFile(path, languageVersionOrOptions) {
      if (path.startsWith(libraryFolder)) return libraryFile(host, posix.basename(path), languageVersionOrOptions);
      const text = this.readFile(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, languageVersionOrOptions, false, scriptKindOf(path));
    },
    resolveModuleNameLiterals(literals, containing, _redirect, settings, file) {
      const from = moduleAt.get(containing);
      return literals.map((literal) => {
        const to = from === undefined ? undefined : targets.get(from)?.get(literal.text);
        if (to !== undefined) {
          const path = posix.join(root, graph.modules[to]!.path);
          const extension = extensionOf(path);
          return { resolvedModule: extension === undefined ? undefined : { resolvedFileName: path, extension, isExternalLibraryImport: false } };
        }
        const mode = file === undefined ? undefined : ts.getModeForUsageLocation(file, literal, settings);
        return { resolvedModule: resolvePackage(literal.text, containing, mode) };
      });
    },
  };
  const rootNames = modules.map((module) => posix.join(root, graph.modules[module]!.path)).filter((path) => sourceExtension.test(path));
  if (!hasNodeTypes) rootNames.push(`${made}/node.d.ts`);
  const program = ts.createProgram({ rootNames, options, host: compilerHost });
  const sources = new Map<number, ts.SourceFile>();
  for (const file of program.getSourceFiles()) {
    const module = moduleAt.get(file.fileName);
    if (module !== undefined) sources.set(module, file);
  }
  return {
    checker: program.getTypeChecker(),
    source: (module) => sources.get(module),
    moduleOf: (file) => moduleAt.get(file.fileName) ?? -1,
    packageOf: (file) => packages.get(file.fileName) ?? packageOfPath(file.fileName),
    isCommonJs: (module) => {
      const file = sources.get(module);
      if (file === undefined) return false;
      if (file.impliedNodeFormat !== undefined) return file.impliedNodeFormat === ts.ModuleKind.CommonJS;
      return options.module === ts.ModuleKind.CommonJS;
    },
    files: program.getSourceFiles().length,
  };
}

/** Declarations of the language are parsed and bound once for all programs, as language services do. */
const libraries = new WeakMap<SourceHost["library"], Map<string, ts.SourceFile>>();

function libraryFile(host: SourceHost, name: string, options: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile | undefined {
  let files = libraries.get(host.library);
  if (files === undefined) libraries.set(host.library, (files = new Map()));
  const target = typeof options === "number" ? options : options.languageVersion;
  const key = `${target}:${name}`;
  let file = files.get(key);
  const text = file === undefined ? host.library(name) : undefined;
  if (text !== undefined) files.set(key, (file = ts.createSourceFile(`${libraryFolder}/${name}`, text, target, false)));
  return file;
}

function scriptKindOf(path: string): ts.ScriptKind | undefined {
  return /\.[cm]?js$/.test(path) ? ts.ScriptKind.JSX : undefined;
}

function extensionOf(path: string): string | undefined {
  if (/\.d\.([cm]?)ts$/.test(path)) return `.d.${/\.d\.([cm]?)ts$/.exec(path)![1]}ts`;
  return sourceExtension.exec(path)?.[0];
}

/** Where each specifier of a module leads inside the project. */
function targetsBySpecifier(graph: SymbolGraph): Map<number, Map<string, number>> {
  const targets = new Map<number, Map<string, number>>();
  for (const { from, to, specifier } of graph.edges) {
    if (to < 0) continue;
    let own = targets.get(from);
    if (own === undefined) targets.set(from, (own = new Map()));
    if (!own.has(specifier)) own.set(specifier, to);
  }
  return targets;
}

/** Names that the project imports from each package. */
function collectMissing(graph: SymbolGraph): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const { facts } of graph.modules) {
    for (const { import: index, name } of facts.bindings) {
      const specifier = facts.imports[index]?.specifier;
      if (specifier === undefined || specifier.startsWith(".")) continue;
      let known = names.get(specifier);
      if (known === undefined) names.set(specifier, (known = new Set()));
      known.add(name);
    }
  }
  return names;
}

const packageName = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

const builtins =
  /^(assert|async_hooks|buffer|child_process|cluster|crypto|dgram|diagnostics_channel|dns|events|fs|http|http2|https|module|net|os|path|perf_hooks|process|querystring|readline|sqlite|stream|string_decoder|test|timers|tls|tty|url|util|v8|vm|worker_threads|zlib)(\/|$)/;
const isBuiltin = (name: string): boolean => builtins.test(name);

function packageOfPath(path: string): string {
  if (path.startsWith(libraryFolder)) return "typescript";
  if (path.startsWith(made)) return "node";
  const at = path.lastIndexOf("/node_modules/");
  if (at < 0) return "";
  const name = packageName(path.slice(at + "/node_modules/".length));
  if (name === "@types/node") return "node";
  if (name === "typescript") return "typescript";
  return name.startsWith("@types/") ? name.slice("@types/".length).replace(/^(.+)__(.+)$/, "@$1/$2") : name;
}

/** Compiler options of the nearest tsconfig, without what only matters for output. */
function optionsFor(host: SourceHost, root: string, folder: string, named: string | undefined): ts.CompilerOptions {
  const fallback: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    esModuleInterop: true,
  };
  const path = named ?? nearestConfig(host, root, folder);
  const always: ts.CompilerOptions = { noEmit: true, skipLibCheck: true, allowJs: true, checkJs: false, skipDefaultLibCheck: true };
  if (path === undefined) return { ...fallback, ...always };
  const read = ts.readConfigFile(path, (file) => host.readFile(file));
  const parsed = ts.parseJsonConfigFileContent(
    read.config ?? {},
    {
      useCaseSensitiveFileNames: true,
      fileExists: (file) => host.fileExists(file),
      readFile: (file) => host.readFile(file),
      readDirectory: () => [],
    },
    posix.dirname(path),
    undefined,
    path,
  );
  const { plugins: _plugins, outDir: _outDir, rootDir: _rootDir, composite: _composite, incremental: _incremental, ...options } = parsed.options;
  const { tsBuildInfoFile: _info, declaration: _declaration, declarationMap: _map, emitDeclarationOnly: _only, ...kept } = options;
  // TypeScript's checker tells `undefined` from other values only under this option, and wire safety depends on it.
  return { ...kept, ...always, strictNullChecks: true };
}

function nearestConfig(host: SourceHost, root: string, folder: string): string | undefined {
  for (let at = folder; ; at = posix.dirname(at)) {
    for (const name of ["tsconfig.json", "jsconfig.json"]) if (host.fileExists(`${at}/${name}`)) return `${at}/${name}`;
    if (at === root || at === "/" || !at.startsWith(root)) return undefined;
  }
}
