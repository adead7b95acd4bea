/** The packages of the project: which one a file belongs to, and which one an import means. */
import picomatch from "picomatch";
import type { PackageManifest, ProjectConfig } from "../../model/project.ts";
import { directoryOf, joinPath } from "./posixPath.ts";

export interface PackageIndex {
  at(directory: string): PackageManifest | undefined;
  /** The package.json that governs a folder: the nearest one. */
  governing(directory: string): PackageManifest | undefined;
  /** The nearest one with a name. */
  named(directory: string): PackageManifest | undefined;
  /** The package of the project that `name` means for code of `importer`. */
  find(name: string, importer: PackageManifest | undefined): PackageManifest | undefined;
  /** Does `importer`, or a package around it, ask for the package `name`? */
  asksFor(importer: PackageManifest | undefined, name: string): boolean;
}

export function createPackageIndex(config: ProjectConfig): PackageIndex {
  const byDirectory = new Map(config.packages.map((manifest) => [manifest.directory, manifest]));
  const byName = new Map<string, PackageManifest[]>();
  for (const manifest of config.packages) {
    if (manifest.name === undefined) continue;
    const others = byName.get(manifest.name);
    if (others === undefined) byName.set(manifest.name, [manifest]);
    else others.push(manifest);
  }
  const isMember = membership(config);
  const members = new Set(config.packages.filter(({ directory }) => isMember(directory)));

  const climb = (accept: (manifest: PackageManifest) => boolean): ((directory: string) => PackageManifest | undefined) => {
    const known = new Map<string, PackageManifest | undefined>();
    const search = (directory: string): PackageManifest | undefined => {
      if (known.has(directory)) return known.get(directory);
      const here = byDirectory.get(directory);
      const found = here !== undefined && accept(here) ? here : directory === "" ? undefined : search(directoryOf(directory));
      known.set(directory, found);
      return found;
    };
    return search;
  };
  const governing = climb(() => true);
  const around = (manifest: PackageManifest): PackageManifest | undefined =>
    manifest.directory === "" ? undefined : governing(directoryOf(manifest.directory));
  const rangeOf = (importer: PackageManifest | undefined, name: string): { range: string; by: PackageManifest } | undefined => {
    for (let at = importer; at !== undefined; at = around(at)) {
      const range = Object.hasOwn(at.dependencies, name) ? at.dependencies[name] : undefined;
      if (range !== undefined) return { range, by: at };
    }
    return undefined;
  };

  return {
    at: (directory) => byDirectory.get(directory),
    governing,
    named: climb(({ name }) => name !== undefined),
    asksFor: (importer, name) => rangeOf(importer, name) !== undefined,
    find(name, importer) {
      const asked = rangeOf(importer, name);
      const folder = asked === undefined ? undefined : /^(?:file|link|portal|workspace):(\.{0,2}\/?.*)$/.exec(asked.range)?.[1];
      if (asked !== undefined && folder !== undefined && /^\.|\//.test(folder)) {
        const linked = byDirectory.get(joinPath(asked.by.directory, folder));
        if (linked !== undefined) return linked;
      }
      const alias = asked === undefined ? undefined : /^(workspace|npm):((?:@[^/]+\/)?[^@/]+)@/.exec(asked.range);
      const wanted = alias?.[2] ?? name;
      const candidates = byName.get(wanted) ?? [];
      const declared = candidates.filter((candidate) => members.has(candidate));
      if (declared.length > 0) return nearest(declared, importer);
      const possible = candidates.filter(({ version }) => asked === undefined || couldSatisfy(asked.range, version));
      return possible.length === 0 ? undefined : nearest(possible, importer);
    },
  };
}

/** Of several packages of one name, the one that shares most of its path with the importer; then the first in order of paths. */
function nearest(candidates: readonly PackageManifest[], importer: PackageManifest | undefined): PackageManifest | undefined {
  const from = (importer?.directory ?? "").split("/");
  let best: PackageManifest | undefined;
  let bestShared = -1;
  for (const candidate of candidates) {
    const parts = candidate.directory.split("/");
    let shared = 0;
    while (shared < parts.length && parts[shared] === from[shared]) shared++;
    if (shared > bestShared) {
      best = candidate;
      bestShared = shared;
    }
  }
  return best;
}

/**
 * Could a package of the project that no workspace declares be what this range means? A fixture that happens to be called like a published package has
 * another major version.
 */
function couldSatisfy(range: string, version: string | undefined): boolean {
  if (/^(?:workspace:|file:|link:|portal:|\*|x|latest|next)|^$/.test(range)) return true;
  if (/^(?:npm|git|https?|github|gitlab|bitbucket|catalog|patch)[:+]|^[\w.-]+\/[\w.-]+/.test(range)) return false;
  const wanted = /(\d+)(?:\.(\d+))?/.exec(range);
  const own = /^(\d+)\.(\d+)/.exec(version ?? "");
  if (wanted === null || own === null) return true;
  return wanted[1] === own[1] && (wanted[1] !== "0" || wanted[2] === undefined || wanted[2] === own[2]);
}

/** Tells members of workspaces. The folder that declares them (`.`) is there anyway. */
function membership(config: ProjectConfig): (directory: string) => boolean {
  const globs = [...config.workspaces];
  for (const { directory, workspaces } of config.packages) {
    for (const glob of workspaces) globs.push(glob.startsWith("!") ? `!${joinPath(directory, glob.slice(1))}` : joinPath(directory, glob));
  }
  const clean = (glob: string): string => glob.replace(/\/package\.json$/, "").replace(/\/+$/, "");
  const cleaned = (some: readonly string[]): string[] => some.map(clean).filter((glob) => glob !== "");
  const positive = cleaned(globs.filter((glob) => !glob.startsWith("!")));
  const negative = cleaned(globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1)));
  if (positive.length === 0) return () => false;
  const matches = picomatch(positive, { dot: true });
  const rejects = negative.length === 0 ? () => false : picomatch(negative, { dot: true });
  return (directory) => directory !== "" && matches(directory) && !rejects(directory);
}
