/** Reads what the configuration files say about naming modules. Only data is read: nothing of the analysed project is ever executed. */
import { existsSync, readFileSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { directoryOf, joinPath } from "../link/resolve/posixPath.ts";
import type { PackageManifest, ProjectConfig, ProjectFiles } from "../model/project.ts";
import type { Warning } from "../model/warning.ts";
import { findConfigBase } from "./configAbove.ts";
import { babelAliases, jestAliases } from "./declaredAliases.ts";
import { readManifest } from "./packageManifest.ts";
import { ProjectError } from "./projectError.ts";
import { isObject, readJson, strings, text } from "./readJson.ts";
import { readTypeScriptConfigs } from "./typescriptConfig.ts";

export interface ProjectConfigOptions {
  /** Path of a tsconfig that holds for all files, absolute or relative to the working folder. */
  tsconfig?: string;
}

/** @throws {ProjectError} when the named tsconfig does not exist */
export async function readProjectConfig(files: ProjectFiles, options: ProjectConfigOptions = {}): Promise<ProjectConfig> {
  const warnings: Warning[] = [];
  const packages: PackageManifest[] = [];
  const workspaces: string[] = [];
  const configs: string[] = [];
  const aliases: Pick<PackageManifest, "directory" | "aliases">[] = [];
  const named = options.tsconfig === undefined ? undefined : existing(options.tsconfig);
  const { base, prefix, above } = findConfigBase(files.root, files.configurations, named);
  const own = prefix === "" ? files.configurations : files.configurations.map((path) => `${prefix}/${path}`);
  for (const path of [...above, ...own]) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const directory = directoryOf(path);
    const absolute = `${base}/${path}`;
    if (name === "package.json") {
      const json = readJson(absolute, path, warnings);
      if (json !== undefined) packages.push(readManifest(json, directory));
    } else if (name.startsWith("pnpm-workspace.")) {
      for (const glob of await readPnpmWorkspace(absolute, path, warnings)) workspaces.push(globIn(directory, glob));
    } else if (name === "lerna.json") {
      for (const glob of strings(readJson(absolute, path, warnings)?.["packages"])) workspaces.push(globIn(directory, glob));
    } else if (name === "rush.json") {
      const projects = readJson(absolute, path, warnings)?.["projects"];
      for (const project of Array.isArray(projects) ? projects : []) {
        const folder = isObject(project) ? text(project["projectFolder"]) : undefined;
        if (folder !== undefined) workspaces.push(globIn(directory, folder));
      }
    } else if (/^[tj]sconfig/.test(name)) configs.push(path);
    else if (/babel|jest/.test(name)) {
      const json = readJson(absolute, path, warnings);
      if (json !== undefined)
        aliases.push({ directory, aliases: name.includes("babel") ? babelAliases(json, directory) : jestAliases(json, directory) });
    }
  }
  // Such a file speaks for the package that it lies in.
  for (const { directory, aliases: more } of aliases) packages.find((manifest) => manifest.directory === directory)?.aliases.push(...more);
  const explicit = named === undefined ? undefined : relative(base, named).split(sep).join("/");
  if (explicit !== undefined && !configs.includes(explicit)) configs.push(explicit);
  const typescript = readTypeScriptConfigs(base, configs, packages, warnings);
  const seenFromRoot = (path: string): string => (prefix === "" ? path : relative(prefix, path).split(sep).join("/"));
  return {
    ...(prefix === "" ? {} : { prefix }),
    packages,
    workspaces,
    typescript,
    ...(explicit === undefined ? {} : { explicit }),
    warnings: warnings.map((warning) => (warning.path === undefined ? warning : { ...warning, path: seenFromRoot(warning.path) })),
  };
}

function existing(named: string): string {
  const absolute = resolve(named);
  if (!existsSync(absolute))
    throw new ProjectError("tsconfig-missing", `${named} does not exist; --tsconfig names a tsconfig file, relative to the working folder`);
  return absolute;
}

/** A workspace glob, which may start with `!`, relative to the base. */
function globIn(directory: string, glob: string): string {
  const negated = glob.startsWith("!");
  const path = joinPath(directory, negated ? glob.slice(1) : glob);
  return negated ? `!${path}` : path;
}

async function readPnpmWorkspace(absolute: string, path: string, warnings: Warning[]): Promise<string[]> {
  let source: string;
  try {
    source = readFileSync(absolute, "utf8");
  } catch {
    warnings.push({ reason: "unreadable", message: "cannot be read; its workspace members are not known", path });
    return [];
  }
  const plain = plainMembers(source);
  if (plain !== undefined) return plain;
  const { parseDocument, LineCounter } = await import("yaml");
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const error = document.errors[0];
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    warnings.push({ reason: "broken-config", message: "is not valid YAML; its workspace members are not known", path, line, column: col });
    return [];
  }
  const value: unknown = document.toJS();
  return isObject(value) ? strings(value["packages"]) : [];
}

/**
 * The members, if they are written as nearly everybody writes them: a list of plain or quoted words under `packages:`. Loading the parser costs more than
 * all other configuration together, and this is on the path of every run; it is left to everything else.
 */
function plainMembers(source: string): string[] | undefined {
  const block = /^packages:[ \t]*(?:#.*)?\r?\n((?:(?:[ \t]*-[ \t].*|[ \t]*(?:#.*)?)(?:\r?\n|$))+)(?=[\w"'-]|$(?![^]))/m.exec(source)?.[1];
  if (block === undefined || /^\s/.test(source) || source.match(/^packages:/gm)?.length !== 1) return undefined;
  const members: string[] = [];
  const indents = new Set<string>();
  for (const line of block.split(/\r?\n/)) {
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const [, indent = "", double, single, bare] =
      /^( *)- +(?:"([\w@./*!{},-]+)"|'([\w@./*!{},-]+)'|([\w./][\w@./*-]*))[ \t]*(?:[ \t]#.*)?$/.exec(line) ?? [];
    const name = double ?? single ?? bare;
    if (name === undefined) return undefined;
    indents.add(indent);
    members.push(name);
  }
  return indents.size === 1 ? members : undefined;
}
