/** Which tsconfig holds for which file. */
import type { TypeScriptConfig } from "../../model/project.ts";
import { directoryOf } from "./posixPath.ts";

/** The configuration whose settings hold for a file, and others nearby whose aliases are worth a try: tests are often left out of `include`. */
export interface ConfigScope {
  id: number;
  primary: TypeScriptConfig | undefined;
  fallbacks: readonly TypeScriptConfig[];
}

export interface Coverage {
  scopeOf(path: string): ConfigScope;
}

export function createCoverage(configs: readonly TypeScriptConfig[], explicit: string | undefined): Coverage {
  const byPath = new Map(configs.map((config) => [config.path, config]));
  const byDirectory = new Map<string, TypeScriptConfig[]>();
  for (const config of configs) {
    const group = byDirectory.get(config.directory);
    if (group === undefined) byDirectory.set(config.directory, [config]);
    else group.push(config);
  }
  const scopes = new Map<string, ConfigScope>();
  const tests = new Map<TypeScriptConfig, (path: string) => boolean>();
  const covers = (config: TypeScriptConfig, path: string): boolean => {
    let test = tests.get(config);
    if (test === undefined) tests.set(config, (test = coverageTest(config)));
    return test(path);
  };
  const withReferences = (config: TypeScriptConfig, into: Set<TypeScriptConfig>): void => {
    if (into.has(config)) return;
    into.add(config);
    for (const reference of config.references) {
      const target = byPath.get(reference);
      if (target !== undefined) withReferences(target, into);
    }
  };
  /** Configurations that are asked for a folder, in order, nearest first: what editors open, what that refers to, then the others beside it. */
  const lists = new Map<string, readonly TypeScriptConfig[]>();
  const listFor = (directory: string): readonly TypeScriptConfig[] => {
    const known = lists.get(directory);
    if (known !== undefined) return known;
    const list = new Set<TypeScriptConfig>();
    if (explicit !== undefined) {
      const named = byPath.get(explicit);
      if (named !== undefined) withReferences(named, list);
    } else {
      const group = byDirectory.get(directory) ?? [];
      const main = group.find(({ path }) => path.endsWith("tsconfig.json")) ?? group.find(({ path }) => path.endsWith("jsconfig.json"));
      if (main !== undefined) withReferences(main, list);
      for (const config of group) list.add(config);
      if (directory !== "") for (const config of listFor(directoryOf(directory))) list.add(config);
    }
    const result = [...list];
    lists.set(directory, result);
    return result;
  };
  const none: ConfigScope = { id: 0, primary: undefined, fallbacks: [] };
  return {
    scopeOf(path) {
      const list = listFor(directoryOf(path));
      if (list.length === 0) return none;
      const primary = list.find((config) => covers(config, path)) ?? list[0];
      const key = `${primary?.path ?? ""}\n${directoryOf(list[0]?.path ?? "")}\n${list.length}`;
      let scope = scopes.get(key);
      if (scope === undefined) {
        const fallbacks = list.filter((config) => config !== primary && (config.paths !== undefined || config.baseUrl !== undefined));
        scopes.set(key, (scope = { id: scopes.size + 1, primary, fallbacks }));
      }
      return scope;
    },
  };
}

const alwaysSource = /\.(?:[cm]?ts|tsx|vue|svelte)$/;

function coverageTest(config: TypeScriptConfig): (path: string) => boolean {
  const files = new Set(config.files ?? []);
  const globs = config.include ?? (config.files === undefined ? [config.directory === "" ? "**/*" : `${config.directory}/**/*`] : []);
  const included = globTest(globs);
  const output = [config.outDir, config.declarationDir].flatMap((directory) =>
    directory === undefined || directory === config.directory ? [] : [directory],
  );
  const excluded = globTest(config.exclude ?? output);
  return (path) => {
    if (files.has(path)) return true;
    if (!alwaysSource.test(path) && !config.allowJs) return false;
    return included(path) && !excluded(path);
  };
}

/** TypeScript's own globs: `*` and `?` inside a part of the path, `**` for any number of parts, a folder for all that it holds. */
function globTest(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  const pattern = new RegExp(globs.map((glob) => `^${globSource(glob)}$`).join("|"));
  return (path) => pattern.test(path);
}

function globSource(glob: string): string {
  const parts = glob.split("/").filter((part) => part !== "" && part !== ".");
  let source = "";
  parts.forEach((part, at) => {
    const last = at === parts.length - 1;
    if (part === "**") source += last ? ".*" : "(?:[^/]+/)*";
    else
      source +=
        part
          .replace(/[.+^${}()|[\]\\]/g, "\\$&")
          .replaceAll("*", "[^/]*")
          .replaceAll("?", "[^/]") + (last ? "" : "/");
  });
  // A last part without wildcard names a file or a folder.
  return parts.at(-1) === "**" ? source : `${source}(?:/.*)?`;
}
