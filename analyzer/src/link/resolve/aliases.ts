/** Names that configuration gives to places: TypeScript's `paths`, and aliases in package.json. */
import type { PackageManifest, TypeScriptConfig } from "../../model/project.ts";
import { createPathMapping } from "./pathMapping.ts";
import type { PathMapping } from "./pathMapping.ts";
import { joinPath } from "./posixPath.ts";
import type { Resolution } from "./resolution.ts";
import { splitPackage } from "./specifier.ts";
import type { Surroundings } from "./surroundings.ts";

/** `claimed`: an alias is written for the specifier, so that it cannot be a package, but there is nothing where it leads. */
export type Aliased = Resolution | "claimed" | undefined;

export interface Aliases {
  ofConfig(config: TypeScriptConfig): PathMapping | undefined;
  ofManifest(manifest: PackageManifest): PathMapping | undefined;
}

export function createAliases(): Aliases {
  const configs = new Map<TypeScriptConfig, PathMapping | undefined>();
  const manifests = new Map<PackageManifest, PathMapping | undefined>();
  return {
    ofConfig(config) {
      if (!configs.has(config)) configs.set(config, config.paths === undefined ? undefined : createPathMapping(config.paths));
      return configs.get(config);
    },
    ofManifest(manifest) {
      if (!manifests.has(manifest)) {
        const paths: Record<string, string[]> = {};
        for (const { find, target } of manifest.aliases) (paths[find] ??= []).push(target);
        manifests.set(manifest, manifest.aliases.length === 0 ? undefined : createPathMapping(paths));
      }
      return manifests.get(manifest);
    },
  };
}

/** `catchAll`: whether a key that matches everything may answer. */
export function followMapping(around: Surroundings, mapping: PathMapping | undefined, specifier: string, catchAll = true): Aliased {
  const match = mapping?.match(specifier);
  if (match === undefined || (match.catchAll && !catchAll)) return undefined;
  for (const target of match.targets) {
    const found = around.configuredPlace(target);
    if (found !== undefined) return found;
  }
  if (match.catchAll || match.targets.some((target) => target.includes("node_modules/"))) return undefined;
  const inside = match.targets.map((target) => joinPath("", target)).filter((target) => !around.isOutside(target));
  // Only a part of a repository is analysed, and the alias leads to another part: to this one it is a package like others.
  if (inside.length === 0 && match.targets[0] !== undefined)
    return around.answers.external(splitPackage(specifier)?.name ?? around.nameOutside(match.targets[0]));
  for (const target of inside) {
    const anyCase = around.files.fileInAnyCase(target);
    if (anyCase >= 0) return { kind: "module", index: anyCase, note: "case-mismatch" };
  }
  return "claimed";
}
