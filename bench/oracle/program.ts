import path from "node:path";
import ts from "typescript";
import { posix, type SourceFile } from "./sourceFiles.ts";
import type { ConfigGroup } from "./tsconfigs.ts";
import { resolveWorkspaceSource, type WorkspacePackage } from "./workspacePackages.ts";

export type CheckedProgram = {
  program: ts.Program;
  /** The file of the repository that a specifier of one of the program's files means. */
  resolveSpecifier: (literal: ts.StringLiteralLike, source: ts.SourceFile) => string | undefined;
};

export type Repository = {
  root: string;
  files: SourceFile[];
  groups: ConfigGroup[];
  packages: ReadonlyMap<string, WorkspacePackage>;
};

const versionRequired = 6;

/**
 * A program over the files of one tsconfig. Modules resolve by TypeScript's own rules under the tsconfig that is nearest
 * to the *importing* file; what it leaves unresolved falls back to bundler rules and to the sources of workspace packages.
 */
export function createProgram(repository: Repository, group: ConfigGroup): CheckedProgram {
  const major = Number(ts.versionMajorMinor.split(".")[0]);
  if (major !== versionRequired) {
    throw new Error(`The oracle needs typescript ${versionRequired}.x (7.x has no compiler API), found ${ts.version}. Run npm ci.`);
  }
  const absolute = new Set(repository.files.map((file) => file.absolute));
  const isSource = (file: string): boolean => absolute.has(posix(file));
  const optionsOf = new Map<string, ts.CompilerOptions>();
  for (const each of repository.groups) for (const file of each.files) optionsOf.set(file.absolute, each.options);

  const host = ts.createCompilerHost(group.options, true);
  host.getSourceFile = (file, language) => {
    const text = ts.sys.readFile(file);
    return text === undefined ? undefined : ts.createSourceFile(file, text, language, true);
  };
  const caches = new Map<ts.CompilerOptions, ts.ModuleResolutionCache>();
  host.resolveModuleNameLiterals = (literals, containingFile, redirected, options, containing) =>
    literals.map((literal) => ({ resolvedModule: resolveLiteral(literal, containing, containingFile, options, redirected) }));
  return {
    program: ts.createProgram({ rootNames: group.files.map((file) => file.absolute), options: group.options, host }),
    resolveSpecifier: (literal, source) => resolveLiteral(literal, source, source.fileName, group.options, undefined)?.resolvedFileName,
  };

  function resolveLiteral(
    literal: ts.StringLiteralLike,
    source: ts.SourceFile,
    from: string,
    options: ts.CompilerOptions,
    redirected: ts.ResolvedProjectReference | undefined,
  ): ts.ResolvedModuleFull | undefined {
    const own = optionsOf.get(from) ?? options;
    return resolve(literal.text, from, own, ts.getModeForUsageLocation(source, literal, own), redirected);
  }

  function resolve(
    specifier: string,
    from: string,
    own: ts.CompilerOptions,
    mode: ts.ResolutionMode,
    redirected: ts.ResolvedProjectReference | undefined,
  ): ts.ResolvedModuleFull | undefined {
    const first = ts.resolveModuleName(specifier, from, own, host, cacheOf(own), redirected, mode).resolvedModule;
    if (first !== undefined && (isSource(first.resolvedFileName) || !inRepository(first.resolvedFileName))) return first;
    const relaxed = relaxedOptions(own);
    const second = ts.resolveModuleName(specifier, from, relaxed, host, cacheOf(relaxed)).resolvedModule;
    if (second !== undefined && isSource(second.resolvedFileName)) return second;
    const source = resolveWorkspaceSource(specifier, repository.packages, isSource);
    if (source === undefined) return first ?? second;
    return { resolvedFileName: posix(source), extension: extensionOf(source), isExternalLibraryImport: false };
  }

  function cacheOf(options: ts.CompilerOptions): ts.ModuleResolutionCache {
    let cache = caches.get(options);
    if (cache === undefined) {
      cache = ts.createModuleResolutionCache(repository.root, (name) => name, options);
      caches.set(options, cache);
    }
    return cache;
  }

  function inRepository(file: string): boolean {
    return file.startsWith(`${posix(repository.root)}/`) && !file.includes("/node_modules/");
  }
}

const relaxedVersions = new WeakMap<ts.CompilerOptions, ts.CompilerOptions>();

function relaxedOptions(options: ts.CompilerOptions): ts.CompilerOptions {
  let relaxed = relaxedVersions.get(options);
  if (relaxed === undefined) {
    relaxed = { ...options, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
    relaxedVersions.set(options, relaxed);
  }
  return relaxed;
}

function extensionOf(file: string): string {
  return file.endsWith(".d.ts") ? ts.Extension.Dts : path.extname(file);
}
