/** Tells compiled output from sources where no .gitignore does. */
import { readdirSync } from "node:fs";
import type { Dirent } from "node:fs";

const outputNames = new Set(["dist", "build", "out", "coverage"]);

export function isOutputName(name: string): boolean {
  return outputNames.has(name);
}

/** Enough to judge a folder, little enough never to be felt. */
const maximumLooks = 200;

/**
 * Does the folder hold what a compiler or a coverage tool wrote? Yes if it holds reports of coverage, or scripts but no TypeScript source of its own,
 * while one of its scripts has a source map, a declaration file or a TypeScript source of the same name beside the folder. Anything else with such a
 * name (a `build` folder with build scripts) is source.
 */
export function holdsCompiledOutput(absolute: string, children: readonly Dirent[], siblings: readonly Dirent[]): boolean {
  if (children.some(({ name }) => name === "lcov-report" || name === "lcov.info" || name === "coverage-final.json")) return true;
  const scripts = new Set<string>();
  const companions = new Set<string>();
  const queue: [string, readonly Dirent[]][] = [[absolute, children]];
  for (let looks = 0; looks < maximumLooks && queue.length > 0; looks++) {
    const [directory, entries] = queue.shift() ?? [absolute, []];
    for (const entry of entries) {
      const { name } = entry;
      if (entry.isDirectory()) {
        if (name !== "node_modules") queue.push([`${directory}/${name}`, read(`${directory}/${name}`)]);
      } else if (/\.d\.[cm]?ts$/.test(name) || name.endsWith(".map"))
        companions.add(`${directory}/${name.replace(/(?:\.d\.[cm]?ts|(?:\.d)?\.[cm]?[jt]s)?(?:\.map)?$/, "")}`);
      else if (/\.(?:[cm]?ts|tsx|vue|svelte)$/.test(name)) return false;
      else if (/\.[cm]?jsx?$/.test(name)) scripts.add(`${directory}/${name.replace(/\.[cm]?jsx?$/, "")}`);
    }
  }
  if (scripts.size === 0) return companions.size > 0;
  for (const script of scripts) if (companions.has(script)) return true;
  const parent = absolute.slice(0, absolute.lastIndexOf("/"));
  const sources = new Set<string>();
  const places = siblings
    .filter((entry) => entry.isDirectory() && /^(?:src|lib|source|sources|app|server)$/.test(entry.name))
    .map((entry) => entry.name);
  for (const place of places) collectSources(`${parent}/${place}`, "", sources);
  for (const entry of siblings) if (entry.isFile()) addSource(entry.name, "", sources);
  for (const script of scripts) {
    const stem = script.slice(absolute.length + 1);
    if (sources.has(stem) || places.some((place) => stem.startsWith(`${place}/`) && sources.has(stem.slice(place.length + 1)))) return true;
  }
  return false;
}

function collectSources(root: string, prefix: string, into: Set<string>): void {
  const queue = [prefix];
  for (let looks = 0; looks < maximumLooks && queue.length > 0; looks++) {
    const at = queue.shift() ?? "";
    for (const entry of read(at === "" ? root : `${root}/${at}`)) {
      const path = at === "" ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) queue.push(path);
      else addSource(entry.name, at, into);
    }
  }
}

function addSource(name: string, directory: string, into: Set<string>): void {
  if (!/\.(?:[cm]?ts|tsx|jsx|vue|svelte)$/.test(name)) return;
  const stem = name.replace(/\.[^.]+$/, "");
  into.add(directory === "" ? stem : `${directory}/${stem}`);
}

function read(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
