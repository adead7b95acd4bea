/** Relative specifiers: files and folders beside the importing module. */
import type { TypeScriptConfig } from "../../model/project.ts";
import { directoryOf, joinPath, relativeTo } from "./posixPath.ts";
import { unresolved } from "./resolution.ts";
import type { Resolution } from "./resolution.ts";
import { isAssetPath } from "./specifier.ts";
import type { Surroundings } from "./surroundings.ts";

/** What React Native picks by platform when no plain file is there. */
const platformSuffixes = [".native", ".ios", ".android", ".web"];

/** `fromScript`: the importing module is JavaScript, which prefers its like. `config`: that of the importing module. */
export function findRelative(
  around: Surroundings,
  directory: string,
  specifier: string,
  fromScript: boolean,
  config: TypeScriptConfig | undefined,
): Resolution {
  const { files, packages, sources, answers, place } = around;
  const folder = /(?:^|\/)\.{0,2}$/.test(specifier);
  const target = joinPath(directory, specifier);
  if (around.isOutside(target)) return isAssetPath(target) ? { kind: "asset" } : answers.external(around.nameOutside(target));
  const found = place(target, fromScript, folder) ?? throughRootDirs(around, target, fromScript, config?.rootDirs ?? []);
  if (found !== undefined) return found;
  for (const suffix of [...(config?.moduleSuffixes ?? []), ...platformSuffixes]) {
    const variant = suffix === "" ? -1 : files.file(target + suffix, fromScript);
    if (variant >= 0) return answers.module(variant);
  }
  const owner = packages.governing(directoryOf(target));
  // A test or a script that imports the build, of its own package or another's, means the source.
  const source = owner === undefined ? -1 : sources.find(target, owner);
  if (source >= 0) return answers.module(source);
  if (isAssetPath(target)) return { kind: "asset" };
  const anyCase = files.fileInAnyCase(target);
  return anyCase < 0 ? unresolved : { kind: "module", index: anyCase, note: "case-mismatch" };
}

/** TypeScript's `rootDirs`: folders that are one at run time. */
function throughRootDirs(around: Surroundings, target: string, fromScript: boolean, roots: readonly string[]): Resolution | undefined {
  const home = roots.filter((root) => relativeTo(target, root) !== undefined).toSorted((a, b) => b.length - a.length)[0];
  if (home === undefined) return undefined;
  const rest = relativeTo(target, home) ?? "";
  for (const root of roots) {
    const found = root === home ? undefined : around.place(joinPath(root, rest), fromScript, false);
    if (found !== undefined) return found;
  }
  return undefined;
}
