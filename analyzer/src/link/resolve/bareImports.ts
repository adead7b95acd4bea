/** Specifiers that are not relative: aliases, built-in modules, packages of the project, external packages. */
import type { ImportKind } from "../../model/facts.ts";
import type { PackageManifest } from "../../model/project.ts";
import { followMapping } from "./aliases.ts";
import type { Aliased, Aliases } from "./aliases.ts";
import { builtinName } from "./builtins.ts";
import type { ConfigScope } from "./coverage.ts";
import { conditionSets, resolveInPackage } from "./packageEntry.ts";
import { resolveImports } from "./packageExports.ts";
import { directoryOf, joinPath } from "./posixPath.ts";
import { unresolved } from "./resolution.ts";
import type { Resolution } from "./resolution.ts";
import { declarationsName, isAssetPath, runtimeName, splitPackage } from "./specifier.ts";
import type { Surroundings } from "./surroundings.ts";

/** Where a specifier is written, as far as its meaning depends on that. */
export interface ImportSite {
  scope: ConfigScope;
  manifest: PackageManifest | undefined;
}

export function findBare(around: Surroundings, aliases: Aliases, site: ImportSite, specifier: string, kind: ImportKind): Resolution {
  const { packages, answers, configuredPlace } = around;
  const { manifest } = site;
  const { primary, fallbacks } = site.scope;
  let claimed = false;
  const unlessClaimed = (result: Aliased): Resolution | undefined => {
    if (result === "claimed") claimed = true;
    return result === "claimed" ? undefined : result;
  };

  const builtin = builtinName(specifier);
  if (primary !== undefined) {
    const found = unlessClaimed(followMapping(around, aliases.ofConfig(primary), specifier, builtin === undefined));
    if (found !== undefined) return found;
  }
  if (builtin !== undefined) return answers.external(builtin);
  if (primary?.baseUrl !== undefined) {
    const found = configuredPlace(joinPath(primary.baseUrl, specifier));
    if (found?.kind === "module") return found;
  }
  const custom = primary?.customConditions ?? [];
  const found = specifier.startsWith("#") ? findOwnImport(around, manifest, specifier, kind, custom) : undefined;
  if (found !== undefined) return found;
  for (const at of manifestsAround(around, manifest)) {
    const aliased = unlessClaimed(followMapping(around, aliases.ofManifest(at), specifier));
    if (aliased !== undefined) return aliased;
  }
  const named = splitPackage(specifier);
  const inProject = named === undefined ? undefined : findPackage(around, manifest, named, kind, custom);
  if (inProject !== undefined) return inProject;

  const isAskedFor = named !== undefined && packages.asksFor(manifest, named.name);
  if (!isAskedFor) {
    for (const fallback of fallbacks) {
      const mapped = unlessClaimed(followMapping(around, aliases.ofConfig(fallback), specifier));
      const borrowed = mapped ?? (fallback.baseUrl === undefined ? undefined : configuredPlace(joinPath(fallback.baseUrl, specifier)));
      if (borrowed?.kind === "module") return borrowed;
    }
    const guess = guessPlace(around, manifest, specifier);
    if (guess !== undefined) return guess;
  }
  if (named === undefined || (claimed && !isAskedFor)) return isAssetPath(specifier) ? { kind: "asset" } : unresolved;
  return answers.external(runtimeName(named.name));
}

/** `/// <reference types="x" />` */
export function findTypes(around: Surroundings, { scope, manifest }: ImportSite, specifier: string): Resolution {
  for (const root of scope.primary?.typeRoots ?? []) {
    const found = around.place(joinPath(root, specifier), false, false);
    if (found !== undefined) return found;
  }
  const named = splitPackage(specifier);
  if (named === undefined) return unresolved;
  return findPackage(around, manifest, named, "reference-types", []) ?? around.answers.external(runtimeName(named.name));
}

function manifestsAround({ packages }: Surroundings, nearest: PackageManifest | undefined): PackageManifest[] {
  const found: PackageManifest[] = [];
  for (let at = nearest; at !== undefined; at = at.directory === "" ? undefined : packages.governing(directoryOf(at.directory))) found.push(at);
  return found;
}

/** `#orders`, by the `imports` of the nearest package that has any. */
function findOwnImport(
  around: Surroundings,
  manifest: PackageManifest | undefined,
  specifier: string,
  kind: ImportKind,
  custom: readonly string[],
): Resolution | undefined {
  const { files, sources, answers } = around;
  for (const at of manifestsAround(around, manifest)) {
    if (at.imports === undefined) continue;
    for (const conditions of conditionSets(kind, custom)) {
      const result = resolveImports(at.imports, specifier, conditions);
      if (result.kind !== "target") continue;
      if (result.target.startsWith("./")) {
        const path = joinPath(at.directory, result.target);
        const source = sources.find(path, at);
        if (source >= 0) return answers.module(source);
        if (files.isOther(path) || isAssetPath(path)) return around.asset(path);
        continue;
      }
      const builtin = builtinName(result.target);
      if (builtin !== undefined) return answers.external(builtin);
      const named = splitPackage(result.target);
      if (named !== undefined) return findPackage(around, at, named, kind, custom) ?? answers.external(runtimeName(named.name));
    }
  }
  return undefined;
}

/** Undefined when no package of the project is meant. */
function findPackage(
  around: Surroundings,
  importer: PackageManifest | undefined,
  named: { name: string; subpath: string },
  kind: ImportKind,
  custom: readonly string[],
): Resolution | undefined {
  const { files, packages, sources, answers } = around;
  const own = importer?.name === named.name ? importer : undefined;
  const target =
    own ?? packages.find(named.name, importer) ?? (kind === "reference-types" ? packages.find(declarationsName(named.name), importer) : undefined);
  if (target === undefined) return undefined;
  const entry = resolveInPackage(files, sources, target, named.subpath, conditionSets(kind, custom));
  if (entry.kind === "module") return answers.module(entry.index);
  if (entry.kind === "other") return around.asset(entry.path);
  if (entry.kind === "blocked") return unresolved;
  if (isAssetPath(named.subpath)) return { kind: "asset" };
  // The package is here, but not this part of it: it is generated, or the package of the registry is another one.
  return answers.external(named.name);
}

const homesOfAliases = ["src", "", "app", "src/lib", "source"];

/** Aliases that live in the code of a bundler's configuration. Only for spellings that no package can have, or that name a folder of the package. */
function guessPlace(around: Surroundings, manifest: PackageManifest | undefined, specifier: string): Resolution | undefined {
  const alias = /^(?:@|~~?|\$lib|#)\/(.+)$/.exec(specifier)?.[1];
  if (alias === undefined && !specifier.includes("/")) return undefined;
  const homes = [...new Set([manifest?.directory ?? "", ""])];
  const tries =
    alias === undefined
      ? homes.map((home) => joinPath(home, specifier))
      : homes.flatMap((home) => homesOfAliases.map((folder) => joinPath(joinPath(home, folder), alias)));
  for (const path of tries) {
    const found = around.place(path, false, false);
    if (found !== undefined) return found.kind === "module" ? { kind: "module", index: found.index, note: "guess" } : found;
  }
  return undefined;
}
