/** Aliases that configuration declares as data: for the package module-alias, Parcel, jest, and Babel's module-resolver. */
import { joinPath } from "../link/resolve/posixPath.ts";
import type { Alias } from "../model/project.ts";
import { isObject, strings, text } from "./readJson.ts";
import type { JsonObject } from "./readJson.ts";

/** `directory`: of the package.json. */
export function manifestAliases(json: JsonObject, directory: string): Alias[] {
  const found = [...folderAliases(json["_moduleAliases"], directory, true), ...folderAliases(json["alias"], directory, false)];
  const { jest, babel } = json;
  if (isObject(jest)) found.push(...jestAliases(jest, directory));
  if (isObject(babel)) found.push(...babelAliases(babel, directory));
  return found;
}

/** A map from names to files or folders; a name also stands for what is below its folder. `onlyPaths`: no target is a package. */
function folderAliases(map: unknown, directory: string, onlyPaths: boolean): Alias[] {
  if (!isObject(map)) return [];
  return Object.entries(map).flatMap(([find, value]) => {
    const target = text(value);
    // A word can be the name of another package, and a name can be a regular expression.
    if (target === undefined || (!onlyPaths && !/^[./]|\//.test(target)) || /[\^$*]/.test(find)) return [];
    const path = joinPath(directory, target.replace(/^\/+/, ""));
    return [
      { find, target: path },
      { find: `${find}/*`, target: joinPath(path, "*") },
    ];
  });
}

/** jest's `moduleNameMapper`, as far as its regular expressions are plain prefixes. */
export function jestAliases(jest: JsonObject, directory: string): Alias[] {
  const mapper = jest["moduleNameMapper"];
  const rootDir = joinPath(directory, text(jest["rootDir"]) ?? ".");
  if (!isObject(mapper)) return [];
  return Object.entries(mapper).flatMap(([pattern, value]) =>
    (Array.isArray(value) ? strings(value) : [text(value) ?? ""]).flatMap((written) => {
      const plain = /^\^((?:[\w@~/#-]|\\[./-])+)(\(\.[*+]\??\))?\$?$/.exec(pattern);
      if (plain === null || !written.startsWith("<rootDir>")) return [];
      const find = (plain[1] ?? "").replaceAll("\\", "") + (plain[2] === undefined ? "" : "*");
      const target = written.replace("$1", "*").replace(/^<rootDir>\/?/, "./");
      return find.includes("*") === target.includes("*") ? [{ find, target: joinPath(rootDir, target) }] : [];
    }),
  );
}

/** Options of babel-plugin-module-resolver: aliases, and roots that every name is looked for in. */
export function babelAliases(babel: JsonObject, directory: string): Alias[] {
  const plugins = Array.isArray(babel["plugins"]) ? babel["plugins"] : [];
  return plugins.flatMap((plugin: unknown) => {
    const [name, options]: unknown[] = Array.isArray(plugin) ? plugin : [];
    if ((name !== "module-resolver" && name !== "babel-plugin-module-resolver") || !isObject(options)) return [];
    const roots = typeof options["root"] === "string" ? [options["root"]] : strings(options["root"]);
    return [
      ...folderAliases(options["alias"], directory, false),
      ...roots.map((root) => ({ find: "*", target: joinPath(joinPath(directory, root), "*") })),
    ];
  });
}
