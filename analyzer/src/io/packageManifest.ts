/** The part of a package.json that says how modules are named. */
import { joinPath } from "../link/resolve/posixPath.ts";
import type { Alias, PackageManifest } from "../model/project.ts";
import { isObject, strings, text } from "./readJson.ts";
import type { JsonObject } from "./readJson.ts";

export function readManifest(json: JsonObject, directory: string): PackageManifest {
  const name = text(json["name"]);
  const version = text(json["version"]);
  const types = text(json["types"]) ?? text(json["typings"]);
  const workspaces = json["workspaces"];
  return {
    directory,
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    // `source` is what bundlers of libraries (microbundle, Parcel) compile: the one entry that is never output.
    entries: ["source", "main", "module", "browser"].flatMap((field) => text(json[field]) ?? []),
    ...(types === undefined ? {} : { types }),
    ...(typeof json["exports"] === "string" || isExportsMap(json["exports"]) ? { exports: json["exports"] } : {}),
    ...(isObject(json["imports"]) ? { imports: json["imports"] } : {}),
    ...(isObject(json["typesVersions"]) ? { typesVersions: typesVersions(json["typesVersions"]) } : {}),
    dependencies: dependencies(json),
    workspaces: isObject(workspaces) ? strings(workspaces["packages"]) : strings(workspaces),
    aliases: aliases(json, directory),
  };
}

function isExportsMap(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function dependencies(json: JsonObject): Record<string, string> {
  const all: Record<string, string> = {};
  for (const field of ["peerDependencies", "optionalDependencies", "devDependencies", "dependencies"]) {
    const ranges = json[field];
    if (!isObject(ranges)) continue;
    for (const [name, range] of Object.entries(ranges)) if (typeof range === "string") all[name] = range;
  }
  return all;
}

function typesVersions(value: JsonObject): Record<string, Record<string, string[]>> {
  const result: Record<string, Record<string, string[]>> = {};
  for (const [range, mapping] of Object.entries(value)) {
    if (!isObject(mapping)) continue;
    result[range] = Object.fromEntries(Object.entries(mapping).map(([pattern, targets]) => [pattern, strings(targets)]));
  }
  return result;
}

/** Aliases in package.json itself: of the package module-alias, of Parcel, of jest. */
function aliases(json: JsonObject, directory: string): Alias[] {
  const found: Alias[] = [];
  for (const field of ["_moduleAliases", "alias"]) {
    const map = json[field];
    if (!isObject(map)) continue;
    for (const [find, value] of Object.entries(map)) {
      const target = text(value);
      if (target === undefined || !/^[./]|\//.test(target)) continue;
      const path = joinPath(directory, target.replace(/^\/+/, ""));
      found.push({ find, target: path }, { find: `${find}/*`, target: joinPath(path, "*") });
    }
  }
  const jest = json["jest"];
  if (isObject(jest)) found.push(...jestAliases(jest, directory));
  return found;
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
