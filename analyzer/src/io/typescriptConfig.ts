/** Reads tsconfig.json and jsconfig.json files and folds in what they extend, as TypeScript does. */
import { existsSync, statSync } from "node:fs";
import { posix, sep } from "node:path";
import { directoryOf, isOutside, joinPath } from "../link/resolve/posixPath.ts";
import type { PackageManifest, TypeScriptConfig } from "../model/project.ts";
import type { Warning } from "../model/warning.ts";
import { isObject, readJson, strings, text } from "./readJson.ts";
import type { JsonObject } from "./readJson.ts";

/** Settings with every path relative to the base already, so that a base's settings mean the same in the file that extends it. */
interface Settings {
  files?: string[];
  include?: string[];
  exclude?: string[];
  allowJs?: boolean;
  composite?: boolean;
  baseUrl?: string;
  paths?: Record<string, string[]>;
  /** Folder that `paths` are relative to when there is no `baseUrl`. */
  pathsFrom?: string;
  rootDirs?: string[];
  rootDir?: string;
  outDir?: string;
  declarationDir?: string;
  typeRoots?: string[];
  moduleSuffixes?: string[];
  customConditions?: string[];
}

interface Reading {
  base: string;
  packages: ReadonlyMap<string, string>;
  warnings: Warning[];
  /** Parsed files; undefined: missing or no object. */
  files: Map<string, JsonObject | undefined>;
  /** Settings that no cut circle has left incomplete. */
  read: Map<string, Settings>;
  /** Circles that were warned of, by their members. */
  circles: Set<string>;
  cuts: number;
}

/** Stands for the folder of the file that is read first, wherever the setting is written. */
const configDir = "${configDir}";

/** `base`: absolute; `paths` are relative to it. */
export function readTypeScriptConfigs(
  base: string,
  paths: readonly string[],
  packages: readonly PackageManifest[],
  warnings: Warning[],
): TypeScriptConfig[] {
  const byName = new Map(packages.flatMap(({ name, directory }) => (name === undefined ? [] : [[name, directory] as const])));
  const reading: Reading = { base, packages: byName, warnings, files: new Map(), read: new Map(), circles: new Set(), cuts: 0 };
  const found: TypeScriptConfig[] = [];
  const queue = [...paths];
  const queued = new Set(queue);
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const json = fileOf(reading, path);
    if (json === undefined) continue;
    const config = finish(reading, path, settingsOf(reading, path, json, []), json);
    found.push(config);
    // References can lead to files of any name.
    for (const reference of config.references) {
      if (queued.has(reference) || isOutside(reference)) continue;
      queued.add(reference);
      queue.push(reference);
    }
  }
  return found;
}

function finish(reading: Reading, path: string, settings: Settings, json: JsonObject): TypeScriptConfig {
  const directory = directoryOf(path);
  const { pathsFrom, paths, allowJs, composite, ...rest } = settings;
  const references = Array.isArray(json["references"]) ? json["references"] : [];
  const isJsConfig = path.slice(path.lastIndexOf("/") + 1).startsWith("jsconfig");
  const config: TypeScriptConfig = {
    path,
    directory,
    references: references.flatMap((reference) => {
      const target = isObject(reference) ? text(reference["path"]) : undefined;
      if (target === undefined) return [];
      const place = joinPath(directory, target);
      return [place.endsWith(".json") ? place : place === "" ? "tsconfig.json" : `${place}/tsconfig.json`];
    }),
    allowJs: allowJs ?? isJsConfig,
    composite: composite ?? false,
    ...rest,
  };
  if (paths !== undefined) {
    const from = settings.baseUrl ?? pathsFrom ?? directory;
    config.paths = Object.fromEntries(Object.entries(paths).map(([pattern, targets]) => [pattern, targets.map((target) => place(from, target))]));
  }
  return finishPaths(reading, config, directory);
}

/** A path or glob as written in a configuration that lies in `directory`, relative to the base. */
function place(directory: string, written: string): string {
  if (written.startsWith(configDir)) return written;
  return joinPath(directory, written.startsWith("/") ? `.${written}` : written);
}

/** Puts the folder in for `${configDir}`, and lets paths that leave the base come back to it. */
function finishPaths(reading: Reading, config: TypeScriptConfig, directory: string): TypeScriptConfig {
  const text = JSON.stringify(config);
  if (!text.includes(configDir) && !text.includes('"../')) return config;
  const finishPath = (written: string): string =>
    comeBack(reading.base, written.startsWith(configDir) ? joinPath(directory, `.${written.slice(configDir.length)}`) : written);
  const replace = (value: unknown): unknown => {
    if (typeof value === "string") return finishPath(value);
    if (Array.isArray(value)) return value.map(replace);
    return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner)])) : value;
  };
  // `replace` keeps every type: it maps strings to strings and copies the rest.
  return replace(config) as TypeScriptConfig;
}

/** `../../apps/shop/src` is `src` where the base is `apps/shop`: a configuration above, which this one extends, says it so. */
function comeBack(base: string, path: string): string {
  if (!isOutside(path)) return path;
  const top = base.split(sep).join("/");
  const absolute = posix.join(top, path);
  return absolute === top ? "" : absolute.startsWith(`${top}/`) ? absolute.slice(top.length + 1) : path;
}

function settingsOf(reading: Reading, path: string, json: JsonObject, above: readonly string[]): Settings {
  const known = reading.read.get(path);
  if (known !== undefined) return known;
  const directory = directoryOf(path);
  const merged: Settings = {};
  const cutsBefore = reading.cuts;
  const bases = typeof json["extends"] === "string" ? [json["extends"]] : strings(json["extends"]);
  for (const base of bases) {
    const target = findBase(reading, directory, base);
    if (target === undefined) {
      if (/^\.{1,2}(?:\/|$)/.test(base))
        reading.warnings.push({ reason: "broken-config", message: `extends ${base}, which does not exist; the rest of the file is used`, path });
      continue;
    }
    if (target === path || above.includes(target)) {
      warnOfCircle(reading, [...above.slice(target === path ? above.length : above.indexOf(target)), path], base);
      continue;
    }
    const baseJson = fileOf(reading, target);
    if (baseJson !== undefined) Object.assign(merged, settingsOf(reading, target, baseJson, [...above, path]));
  }
  Object.assign(merged, ownSettings(json, directory));
  if (reading.cuts === cutsBefore || above.length === 0) reading.read.set(path, merged);
  return merged;
}

function fileOf(reading: Reading, path: string): JsonObject | undefined {
  if (!reading.files.has(path)) reading.files.set(path, readJson(`${reading.base}/${path}`, path, reading.warnings));
  return reading.files.get(path);
}

/** `members` in the order in which they extend each other; the last one closes the circle. */
function warnOfCircle(reading: Reading, members: readonly string[], written: string): void {
  reading.cuts++;
  const circle = members.toSorted().join("\n");
  if (reading.circles.has(circle)) return;
  reading.circles.add(circle);
  const message = `extends ${written}, which leads back to it; the circle is cut there`;
  reading.warnings.push({ reason: "config-cycle", message, path: members.at(-1) ?? "" });
}

function ownSettings(json: JsonObject, directory: string): Settings {
  const own: Settings = {};
  const places = (value: unknown): string[] | undefined => (Array.isArray(value) ? strings(value).map((item) => place(directory, item)) : undefined);
  const at = (value: unknown): string | undefined => {
    const written = text(value);
    return written === undefined ? undefined : place(directory, written);
  };
  const set = <K extends keyof Settings>(key: K, value: Settings[K] | undefined): void => {
    if (value !== undefined) own[key] = value;
  };
  set("files", places(json["files"]));
  set("include", places(json["include"]));
  set("exclude", places(json["exclude"]));
  const options = isObject(json["compilerOptions"]) ? json["compilerOptions"] : {};
  const flag = (value: unknown): boolean | undefined => (typeof value === "boolean" ? value : undefined);
  set("allowJs", flag(options["allowJs"]) ?? (options["checkJs"] === true ? true : undefined));
  set("composite", flag(options["composite"]));
  set("baseUrl", at(options["baseUrl"]));
  if (isObject(options["paths"])) {
    own.paths = Object.fromEntries(Object.entries(options["paths"]).map(([pattern, targets]) => [pattern, strings(targets)]));
    own.pathsFrom = directory;
  }
  set("rootDirs", places(options["rootDirs"]));
  set("rootDir", at(options["rootDir"]));
  set("outDir", at(options["outDir"]));
  set("declarationDir", at(options["declarationDir"]));
  set("typeRoots", places(options["typeRoots"]));
  set("moduleSuffixes", Array.isArray(options["moduleSuffixes"]) ? strings(options["moduleSuffixes"]) : undefined);
  set("customConditions", Array.isArray(options["customConditions"]) ? strings(options["customConditions"]) : undefined);
  return own;
}

/** Path of the file that `extends` names: beside the file, in a package of the project, or in an installed package. */
function findBase(reading: Reading, directory: string, written: string): string | undefined {
  const specifier = written.replaceAll("\\", "/");
  const file = (path: string): string | undefined => {
    if (isFile(`${reading.base}/${path}`)) return path;
    return !path.endsWith(".json") && isFile(`${reading.base}/${path}.json`) ? `${path}.json` : undefined;
  };
  if (specifier.startsWith("/")) return undefined;
  if (/^\.{1,2}(?:\/|$)/.test(specifier)) {
    const path = joinPath(directory, specifier);
    return file(path) ?? file(`${path}/tsconfig.json`);
  }
  const [scopeOrName = "", second = ""] = specifier.split("/");
  const name = specifier.startsWith("@") ? `${scopeOrName}/${second}` : scopeOrName;
  const rest = specifier.slice(name.length + 1);
  const inPackage = (folder: string): string | undefined => {
    if (rest !== "") return file(joinPath(folder, rest)) ?? file(joinPath(folder, `${rest}/tsconfig.json`)) ?? exported(reading, folder, rest);
    const manifest = readJson(`${reading.base}/${joinPath(folder, "package.json")}`, folder, []);
    const named = manifest === undefined ? undefined : text(manifest["tsconfig"]);
    return (named === undefined ? undefined : file(joinPath(folder, named))) ?? file(joinPath(folder, "tsconfig.json"));
  };
  const member = reading.packages.get(name);
  if (member !== undefined) return inPackage(member);
  for (let at = directory; ; at = isOutside(at) ? `../${at}` : at === "" ? ".." : directoryOf(at)) {
    const folder = joinPath(at, `node_modules/${name}`);
    if (existsSync(`${reading.base}/${folder}`)) return inPackage(folder);
    // Installed packages of a surrounding monorepo lie above the root, but never many folders above it.
    if (at.split("/").length > 8 && isOutside(at)) return undefined;
  }
}

/** A configuration that a package offers under another name than its file's. */
function exported(reading: Reading, folder: string, rest: string): string | undefined {
  const manifest = readJson(`${reading.base}/${joinPath(folder, "package.json")}`, folder, []);
  const exports = manifest?.["exports"];
  if (!isObject(exports)) return undefined;
  const target = text(exports[`./${rest}`]) ?? text(exports[`./${rest}.json`]);
  if (target === undefined) return undefined;
  const path = joinPath(folder, target);
  return isFile(`${reading.base}/${path}`) ? path : undefined;
}

function isFile(absolute: string): boolean {
  return statSync(absolute, { throwIfNoEntry: false })?.isFile() ?? false;
}
