/** The part of a package.json that says how modules are named. */
import type { PackageManifest } from "../model/project.ts";
import { manifestAliases } from "./declaredAliases.ts";
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
    aliases: manifestAliases(json, directory),
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
