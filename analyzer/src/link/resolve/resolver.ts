/**
 * Says what an import means: a module of the project, an external package, an asset, or nothing that can be found. Works on the list of files and the
 * configuration alone; nothing needs to be installed or built.
 */
import type { ImportKind } from "../../model/facts.ts";
import type { PackageManifest, ProjectConfig, SymbolicLink, TypeScriptConfig } from "../../model/project.ts";
import { builtinName } from "./builtins.ts";
import { createCoverage } from "./coverage.ts";
import type { ConfigScope } from "./coverage.ts";
import { createFileIndex } from "./fileIndex.ts";
import { conditionSets, resolveInPackage } from "./packageEntry.ts";
import { resolveImports } from "./packageExports.ts";
import { createPackageIndex } from "./packageIndex.ts";
import { createPathMapping } from "./pathMapping.ts";
import type { PathMapping } from "./pathMapping.ts";
import { matchPattern } from "./patternMatch.ts";
import { directoryOf, isOutside, joinPath, relativeTo } from "./posixPath.ts";
import { createSourceFinder } from "./sourceOf.ts";
import { bareSpecifier, declarationsName, isAssetPath, isRelative, runtimeName, schemeOf, splitPackage } from "./specifier.ts";

/** `mismatch`: found only when case is ignored. `guess`: no configuration says so, but exactly one reading leads to a file. */
export type Resolution =
  | { kind: "module"; index: number; note?: "case-mismatch" | "guess" }
  | { kind: "external"; name: string }
  | { kind: "asset"; path?: string }
  | { kind: "unresolved" };

export interface ResolverInput {
  /** A module's index is its position. */
  paths: readonly string[];
  others?: ReadonlyMap<string, readonly string[]>;
  links?: readonly SymbolicLink[];
  config: ProjectConfig;
}

export interface Resolver {
  resolve(from: number, specifier: string, kind: ImportKind): Resolution;
  /** Modules that a specifier with unknown parts (`*`) can mean, in order. */
  resolvePattern(from: number, pattern: string): number[];
  /** Name of the package that a module belongs to: of the nearest package.json that has one. */
  packageOf(index: number): string | undefined;
}

/** Whatever order files were found in: of several answers that are equally good, the first by path is given. */
function inOrder(config: ProjectConfig): ProjectConfig {
  return {
    ...config,
    packages: config.packages.toSorted((a, b) => (a.directory < b.directory ? -1 : 1)),
    typescript: config.typescript.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

const unresolved: Resolution = { kind: "unresolved" };
const loader = /[?!]/;
const unusual = /[?!]|\/$/;
const script = /\.[cm]?jsx?$/;

/** What the meaning of a bare specifier depends on, besides itself. */
interface Context {
  scope: ConfigScope;
  manifest: PackageManifest | undefined;
  known: Map<string, Resolution>;
}

export function createResolver(input: ResolverInput): Resolver {
  const { paths } = input;
  const config = inOrder(input.config);
  const files = createFileIndex(paths, input.others ?? new Map(), input.links ?? []);
  const packages = createPackageIndex(config);
  const sources = createSourceFinder(files, config.typescript);
  const coverage = createCoverage(config.typescript, config.explicit);

  const modules: Resolution[] = [];
  const moduleAt = (index: number): Resolution => (modules[index] ??= { kind: "module", index });
  const externals = new Map<string, Resolution>();
  const external = (name: string): Resolution => {
    let known = externals.get(name);
    if (known === undefined) externals.set(name, (known = { kind: "external", name }));
    return known;
  };

  /** A path as a file or a folder of the project. `folder`: the specifier ends in a slash or in dots, so it is no file. */
  const place = (path: string, fromScript: boolean, folder: boolean): Resolution | undefined => {
    const real = files.real(path);
    if (!folder) {
      const file = files.file(real, fromScript);
      if (file >= 0) return moduleAt(file);
    }
    const manifest = packages.at(real);
    if (manifest !== undefined && real !== "") {
      const entry = resolveInPackage(files, sources, { ...manifest, exports: undefined }, ".", []);
      if (entry.kind === "module") return moduleAt(entry.index);
    }
    const index = files.indexOf(real, fromScript);
    if (index >= 0) return moduleAt(index);
    return !folder && files.isOther(real) ? { kind: "asset", path: real } : undefined;
  };

  /** A path that a configuration names: it may lead to output that is not built. */
  const configuredPlace = (written: string): Resolution | undefined => {
    const path = joinPath("", written);
    if (isOutside(path)) return undefined;
    const direct = place(path, false, false);
    if (direct !== undefined) return direct;
    const owner = packages.governing(directoryOf(path));
    const source = owner === undefined ? -1 : sources.find(path, owner);
    return source < 0 ? undefined : moduleAt(source);
  };

  // --- relative specifiers
  const relativeKnown = new Map<string, Map<string, Resolution>>();
  const resolveRelative = (from: number, specifier: string): Resolution => {
    const path = paths[from] ?? "";
    const directory = directoryOf(path);
    const fromScript = script.test(path);
    let known = relativeKnown.get(directory);
    if (known === undefined) relativeKnown.set(directory, (known = new Map()));
    const key = fromScript ? `${specifier}\n` : specifier;
    let result = known.get(key);
    if (result === undefined) known.set(key, (result = findRelative(from, directory, specifier, fromScript)));
    return result;
  };
  const findRelative = (from: number, directory: string, specifier: string, fromScript: boolean): Resolution => {
    const folder = /(?:^|\/)\.{0,2}$/.test(specifier);
    const target = joinPath(directory, specifier);
    if (isOutside(target)) return isAssetPath(target) ? { kind: "asset" } : external(target);
    const found = place(target, fromScript, folder) ?? throughRootDirs(from, target, fromScript);
    if (found !== undefined) return found;
    const suffixes = scopeOf(from).primary?.moduleSuffixes ?? [];
    for (const suffix of [...suffixes, ...platformSuffixes]) {
      const variant = files.file(target + suffix, fromScript);
      if (suffix !== "" && variant >= 0) return moduleAt(variant);
    }
    const owner = packages.governing(directoryOf(target));
    // A test or a script that imports the build, of its own package or another's, means the source.
    const source = owner === undefined ? -1 : sources.find(target, owner);
    if (source >= 0) return moduleAt(source);
    if (isAssetPath(target)) return { kind: "asset" };
    const anyCase = files.fileInAnyCase(target);
    return anyCase < 0 ? unresolved : { kind: "module", index: anyCase, note: "case-mismatch" };
  };
  const throughRootDirs = (from: number, target: string, fromScript: boolean): Resolution | undefined => {
    const roots = scopeOf(from).primary?.rootDirs;
    if (roots === undefined) return undefined;
    const home = roots.filter((root) => relativeTo(target, root) !== undefined).sort((a, b) => b.length - a.length)[0];
    if (home === undefined) return undefined;
    const rest = relativeTo(target, home) ?? "";
    for (const root of roots) {
      const found = root === home ? undefined : place(joinPath(root, rest), fromScript, false);
      if (found !== undefined) return found;
    }
    return undefined;
  };

  // --- bare specifiers
  const scopes: (ConfigScope | undefined)[] = [];
  const scopeOf = (from: number): ConfigScope => (scopes[from] ??= coverage.scopeOf(paths[from] ?? ""));
  const contexts = new Map<PackageManifest | undefined, (Context | undefined)[]>();
  const contextOf = (from: number): Context => {
    const scope = scopeOf(from);
    const manifest = packages.governing(directoryOf(paths[from] ?? ""));
    let byScope = contexts.get(manifest);
    if (byScope === undefined) contexts.set(manifest, (byScope = []));
    return (byScope[scope.id] ??= { scope, manifest, known: new Map() });
  };

  const mappings = new Map<TypeScriptConfig, PathMapping | undefined>();
  const mappingOf = (typescript: TypeScriptConfig): PathMapping | undefined => {
    if (!mappings.has(typescript)) mappings.set(typescript, typescript.paths === undefined ? undefined : createPathMapping(typescript.paths));
    return mappings.get(typescript);
  };
  const aliasMappings = new Map<PackageManifest, PathMapping | undefined>();
  const aliasesOf = (manifest: PackageManifest): PathMapping | undefined => {
    if (!aliasMappings.has(manifest)) {
      const paths: Record<string, string[]> = {};
      for (const { find, target } of manifest.aliases) (paths[find] ??= []).push(target);
      aliasMappings.set(manifest, manifest.aliases.length === 0 ? undefined : createPathMapping(paths));
    }
    return aliasMappings.get(manifest);
  };

  /** `claimed`: an alias is written for it, so that it cannot be a package, but its target was not found. */
  const byMapping = (mapping: PathMapping | undefined, specifier: string, catchAll = true): Resolution | "claimed" | undefined => {
    const match = mapping?.match(specifier);
    if (match === undefined || (match.catchAll && !catchAll)) return undefined;
    for (const target of match.targets) {
      const found = configuredPlace(target);
      if (found !== undefined) return found;
    }
    if (match.catchAll || match.targets.some((target) => target.includes("node_modules/"))) return undefined;
    return match.targets.every(isOutside) && match.targets[0] !== undefined ? external(match.targets[0]) : "claimed";
  };

  const find = (context: Context, specifier: string, kind: ImportKind): Resolution => {
    const { scope, manifest } = context;
    let claimed = false;
    const attempt = (result: Resolution | "claimed" | undefined): Resolution | undefined => {
      if (result === "claimed") claimed = true;
      return result === "claimed" ? undefined : result;
    };
    const { primary } = scope;
    const builtin = builtinName(specifier);
    if (primary !== undefined) {
      const found = attempt(byMapping(mappingOf(primary), specifier, builtin === undefined));
      if (found !== undefined) return found;
    }
    if (builtin !== undefined) return external(builtin);
    if (primary?.baseUrl !== undefined) {
      const found = configuredPlace(joinPath(primary.baseUrl, specifier));
      if (found?.kind === "module") return found;
    }
    const custom = primary?.customConditions ?? [];
    if (specifier.startsWith("#")) {
      const found = byImports(manifest, specifier, kind, custom);
      if (found !== undefined) return found;
    }
    for (let at = manifest; at !== undefined; at = at.directory === "" ? undefined : packages.governing(directoryOf(at.directory))) {
      const found = attempt(byMapping(aliasesOf(at), specifier));
      if (found !== undefined) return found;
    }
    const named = splitPackage(specifier);
    if (named !== undefined) {
      const found = byPackage(manifest, named, kind, custom);
      if (found !== undefined) return found;
    }
    const asked = named !== undefined && packages.asksFor(manifest, named.name);
    if (!asked) {
      for (const fallback of scope.fallbacks) {
        const found = attempt(byMapping(mappingOf(fallback), specifier)) ?? (fallback.baseUrl === undefined ? undefined : configuredPlace(joinPath(fallback.baseUrl, specifier)));
        if (found?.kind === "module") return found;
      }
      const guess = guessPlace(manifest, specifier);
      if (guess !== undefined) return guess;
    }
    if (named === undefined || (claimed && !asked)) return isAssetPath(specifier) ? { kind: "asset" } : unresolved;
    return external(runtimeName(named.name));
  };

  const byImports = (manifest: PackageManifest | undefined, specifier: string, kind: ImportKind, custom: readonly string[]): Resolution | undefined => {
    for (let at = manifest; at !== undefined; at = at.directory === "" ? undefined : packages.governing(directoryOf(at.directory))) {
      if (at.imports === undefined) continue;
      for (const conditions of conditionSets(kind, custom)) {
        const result = resolveImports(at.imports, specifier, conditions);
        if (result.kind !== "target") continue;
        if (result.target.startsWith("./")) {
          const path = joinPath(at.directory, result.target);
          const source = sources.find(path, at);
          if (source >= 0) return moduleAt(source);
          if (files.isOther(path) || isAssetPath(path)) return { kind: "asset", path };
          continue;
        }
        const builtin = builtinName(result.target);
        if (builtin !== undefined) return external(builtin);
        const named = splitPackage(result.target);
        if (named !== undefined) return byPackage(at, named, kind, custom) ?? external(runtimeName(named.name));
      }
    }
    return undefined;
  };

  const byPackage = (importer: PackageManifest | undefined, named: { name: string; subpath: string }, kind: ImportKind, custom: readonly string[]): Resolution | undefined => {
    const own = importer?.name === named.name ? importer : undefined;
    const target =
      own ?? packages.find(named.name, importer) ?? (kind === "reference-types" ? packages.find(declarationsName(named.name), importer) : undefined);
    if (target === undefined) return undefined;
    const entry = resolveInPackage(files, sources, target, named.subpath, conditionSets(kind, custom));
    if (entry.kind === "module") return moduleAt(entry.index);
    if (entry.kind === "other") return { kind: "asset", path: entry.path };
    if (entry.kind === "blocked") return unresolved;
    if (isAssetPath(named.subpath)) return { kind: "asset" };
    // The package is here, but not this part of it: it is generated, or the package of the registry is another one.
    return external(named.name);
  };

  /** Aliases that live in the code of a bundler's configuration. Only for spellings that no package can have, or that name a folder of the package. */
  const guessPlace = (manifest: PackageManifest | undefined, specifier: string): Resolution | undefined => {
    const alias = /^(?:@|~~?|\$lib|#)\/(.+)$/.exec(specifier)?.[1];
    const homes = [...new Set([manifest?.directory ?? "", ""])];
    const tries = alias === undefined ? homes.map((home) => joinPath(home, specifier)) : homes.flatMap((home) => ["src", "", "app", "src/lib", "source"].map((folder) => joinPath(joinPath(home, folder), alias)));
    if (alias === undefined && !specifier.includes("/")) return undefined;
    for (const path of tries) {
      const found = place(path, false, false);
      if (found?.kind === "module") return { kind: "module", index: found.index, note: "guess" };
      if (found !== undefined) return found;
    }
    return undefined;
  };

  const resolveBare = (from: number, specifier: string, kind: ImportKind): Resolution => {
    const context = contextOf(from);
    const key = kind === "require" || kind === "create-require" || kind === "import-equals" ? `r${specifier}` : kind === "reference-types" ? `t${specifier}` : `i${specifier}`;
    let result = context.known.get(key);
    if (result === undefined) context.known.set(key, (result = kind === "reference-types" ? findTypes(context, specifier) : find(context, specifier, kind)));
    return result;
  };

  const findTypes = (context: Context, specifier: string): Resolution => {
    for (const root of context.scope.primary?.typeRoots ?? []) {
      const found = place(joinPath(root, specifier), false, false);
      if (found !== undefined) return found;
    }
    const named = splitPackage(specifier);
    if (named === undefined) return unresolved;
    return byPackage(context.manifest, named, "reference-types", []) ?? external(runtimeName(named.name));
  };

  return {
    resolve(from, specifier, kind) {
      // `/// <reference path="orders.d.ts" />` is relative without saying so.
      if (kind === "reference-path") return resolveRelative(from, isRelative(specifier) ? specifier : `./${specifier}`);
      if (isRelative(specifier)) return resolveRelative(from, loader.test(specifier) ? bareSpecifier(specifier) : specifier);
      const bare = unusual.test(specifier) ? bareSpecifier(specifier) : specifier;
      if (bare === "") return unresolved;
      if (isRelative(bare)) return resolveRelative(from, bare);
      if (bare.startsWith("/")) return fromRoot(from, bare);
      const scheme = schemeOf(bare);
      if (scheme !== undefined && scheme !== "node") return byScheme(bare, scheme);
      return resolveBare(from, bare, kind);
    },
    resolvePattern(from, pattern) {
      if (!pattern.includes("*")) {
        const only = this.resolve(from, pattern, "dynamic");
        return only.kind === "module" ? [only.index] : [];
      }
      return matchPattern(pattern, {
        files,
        directory: directoryOf(paths[from] ?? ""),
        targets(specifier) {
          const { scope, manifest } = contextOf(from);
          const mapped = [scope.primary, ...scope.fallbacks].flatMap((typescript) => {
            if (typescript === undefined) return [];
            const base = typescript.baseUrl === undefined ? [] : [joinPath(typescript.baseUrl, specifier)];
            return [...(mappingOf(typescript)?.match(specifier)?.targets ?? []), ...base];
          });
          const named = splitPackage(specifier);
          const target = named === undefined ? undefined : packages.find(named.name, manifest);
          const inside = named === undefined || target === undefined ? [] : ["", "src/"].map((folder) => joinPath(target.directory, folder + named.subpath.slice(2)));
          return [...mapped, ...inside];
        },
      });
    },
    packageOf: (index) => packages.named(directoryOf(paths[index] ?? ""))?.name,
  };

  /** `/src/main.ts`: what a development server serves, from the package's folder or the root. */
  function fromRoot(from: number, specifier: string): Resolution {
    const manifest = packages.governing(directoryOf(paths[from] ?? ""));
    for (const home of [manifest?.directory ?? "", ""]) {
      const found = place(joinPath(home, `.${specifier}`), false, false);
      if (found !== undefined) return found;
    }
    return isAssetPath(specifier) ? { kind: "asset" } : unresolved;
  }

  function byScheme(specifier: string, scheme: string): Resolution {
    const rest = specifier.slice(scheme.length + 1);
    if (scheme === "npm" || scheme === "jsr") {
      const name = /^\/?((?:@[^/@]+\/)?[^/@]+)/.exec(rest)?.[1];
      return name === undefined ? unresolved : external(name);
    }
    if (scheme === "file") return unresolved;
    if (scheme === "http" || scheme === "https") return external(/^[a-z]+:\/\/[^/]*/i.exec(specifier)?.[0] ?? specifier);
    return scheme === "data" ? { kind: "asset" } : external(specifier);
  }
}

/** What React Native picks by platform when no plain file is there. */
const platformSuffixes = [".native", ".ios", ".android", ".web"];
