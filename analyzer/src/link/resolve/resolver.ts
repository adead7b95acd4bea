/**
 * Says what an import means: a module of the project, an external package, an asset, or nothing that can be found. Works on the list of files and the
 * configuration alone; nothing needs to be installed or built.
 */
import type { ImportKind } from "../../model/facts.ts";
import type { PackageManifest } from "../../model/project.ts";
import { createAliases } from "./aliases.ts";
import { findBare, findTypes } from "./bareImports.ts";
import type { ImportSite } from "./bareImports.ts";
import type { ConfigScope } from "./coverage.ts";
import { isRequired } from "./packageEntry.ts";
import { matchPattern } from "./patternMatch.ts";
import { directoryOf, joinPath } from "./posixPath.ts";
import { findRelative } from "./relativeImports.ts";
import { unresolved } from "./resolution.ts";
import type { Resolution } from "./resolution.ts";
import { bareSpecifier, isAssetPath, isRelative, schemeOf, splitPackage } from "./specifier.ts";
import { createSurroundings } from "./surroundings.ts";
import type { ResolverInput } from "./surroundings.ts";

export type { Resolution } from "./resolution.ts";
export type { ResolverInput } from "./surroundings.ts";

export interface Resolver {
  resolve(from: number, specifier: string, kind: ImportKind): Resolution;
  /** Modules that a specifier with unknown parts (`*`) can mean, in order of their paths. */
  resolvePattern(from: number, pattern: string): number[];
  /** Name of the package that a module belongs to: of the nearest package.json that has one. */
  packageOf(index: number): string | undefined;
}

/** What the meaning of a relative specifier depends on, besides itself. */
interface Home {
  directory: string;
  fromScript: boolean;
  known: Map<string, Resolution>;
}

/** Modules whose bare specifiers mean the same, in each of the three ways to ask for them. */
interface Context extends ImportSite {
  imported: Map<string, Resolution>;
  required: Map<string, Resolution>;
  types: Map<string, Resolution>;
}

const script = /\.[cm]?jsx?$/;
/** Written for a bundler, or ending in a slash. */
const unusual = /[?!]|\/$/;

export function createResolver(input: ResolverInput): Resolver {
  const around = createSurroundings(input);
  const { paths, packages, coverage, answers } = around;
  const aliases = createAliases();

  const homes = new Map<string, Home>();
  const homeByFile: (Home | undefined)[] = [];
  const homeOf = (from: number): Home => {
    const known = homeByFile[from];
    if (known !== undefined) return known;
    const path = paths[from] ?? "";
    const directory = directoryOf(path);
    const fromScript = script.test(path);
    const key = fromScript ? `${directory}\n` : directory;
    let home = homes.get(key);
    if (home === undefined) homes.set(key, (home = { directory, fromScript, known: new Map() }));
    return (homeByFile[from] = home);
  };

  const scopes: (ConfigScope | undefined)[] = [];
  const scopeOf = (from: number): ConfigScope => (scopes[from] ??= coverage.scopeOf(paths[from] ?? ""));
  const contexts = new Map<PackageManifest | undefined, (Context | undefined)[]>();
  const contextByFile: (Context | undefined)[] = [];
  const contextOf = (from: number): Context => {
    const known = contextByFile[from];
    if (known !== undefined) return known;
    const scope = scopeOf(from);
    const manifest = packages.governing(homeOf(from).directory);
    let byScope = contexts.get(manifest);
    if (byScope === undefined) contexts.set(manifest, (byScope = []));
    return (contextByFile[from] = byScope[scope.id] ??= { scope, manifest, imported: new Map(), required: new Map(), types: new Map() });
  };

  const resolveRelative = (from: number, specifier: string): Resolution => {
    const { directory, fromScript, known } = homeOf(from);
    let result = known.get(specifier);
    if (result === undefined) known.set(specifier, (result = findRelative(around, directory, specifier, fromScript, scopeOf(from).primary)));
    return result;
  };

  const resolveBare = (from: number, specifier: string, kind: ImportKind): Resolution => {
    const context = contextOf(from);
    const known = kind === "reference-types" ? context.types : isRequired(kind) ? context.required : context.imported;
    let result = known.get(specifier);
    if (result === undefined) {
      result = kind === "reference-types" ? findTypes(around, context, specifier) : findBare(around, aliases, context, specifier, kind);
      known.set(specifier, result);
    }
    return result;
  };

  /** `/src/main.ts`: what a development server serves, from the package's folder or the root. */
  const resolveFromRoot = (from: number, specifier: string): Resolution => {
    for (const home of [contextOf(from).manifest?.directory ?? "", input.config.prefix ?? ""]) {
      const found = around.place(joinPath(home, `.${specifier}`), false, false);
      if (found !== undefined) return found;
    }
    return isAssetPath(specifier) ? { kind: "asset" } : unresolved;
  };

  const resolveByScheme = (specifier: string, scheme: string): Resolution => {
    if (scheme === "npm" || scheme === "jsr") {
      const name = /^\/?((?:@[^/@]+\/)?[^/@]+)/.exec(specifier.slice(scheme.length + 1))?.[1];
      return name === undefined ? unresolved : answers.external(name);
    }
    if (scheme === "file") return unresolved;
    if (scheme === "data") return { kind: "asset" };
    return answers.external(scheme === "http" || scheme === "https" ? (/^[a-z]+:\/\/[^/]*/i.exec(specifier)?.[0] ?? specifier) : specifier);
  };

  const resolve = (from: number, written: string, kind: ImportKind): Resolution => {
    const specifier = unusual.test(written) ? bareSpecifier(written) : written;
    // `/// <reference path="orders.d.ts" />` is relative without saying so.
    if (kind === "reference-path") return resolveRelative(from, isRelative(specifier) ? specifier : `./${specifier}`);
    if (isRelative(specifier)) return resolveRelative(from, specifier);
    if (specifier === "") return unresolved;
    if (specifier.startsWith("/")) return resolveFromRoot(from, specifier);
    const scheme = schemeOf(specifier);
    return scheme === undefined || scheme === "node" ? resolveBare(from, specifier, kind) : resolveByScheme(specifier, scheme);
  };

  /** Paths that a pattern can stand for, by the aliases and packages that hold where it is written. */
  const targetsOf = (from: number, pattern: string): string[] => {
    const { scope, manifest } = contextOf(from);
    const mapped = [scope.primary, ...scope.fallbacks].flatMap((config) => {
      if (config === undefined) return [];
      const base = config.baseUrl === undefined ? [] : [joinPath(config.baseUrl, pattern)];
      return [...(aliases.ofConfig(config)?.match(pattern)?.targets ?? []), ...base];
    });
    const named = splitPackage(pattern);
    const target = named === undefined ? undefined : packages.find(named.name, manifest);
    if (named === undefined || target === undefined) return mapped;
    return [...mapped, ...["", "src/"].map((folder) => joinPath(target.directory, folder + named.subpath.slice(2)))];
  };

  return {
    resolve,
    resolvePattern(from, pattern) {
      if (pattern.includes("*"))
        return matchPattern(pattern, { files: around.files, directory: homeOf(from).directory, targets: (written) => targetsOf(from, written) });
      const only = resolve(from, pattern, "dynamic");
      return only.kind === "module" ? [only.index] : [];
    },
    packageOf: (index) => packages.named(homeOf(index).directory)?.name,
  };
}
