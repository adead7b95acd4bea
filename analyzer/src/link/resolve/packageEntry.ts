/** From a package of the project and a path in it to the module behind it. */
import type { ImportKind } from "../../model/facts.ts";
import type { PackageManifest } from "../../model/project.ts";
import type { FileIndex } from "./fileIndex.ts";
import { resolveExports } from "./packageExports.ts";
import { joinPath } from "./posixPath.ts";
import type { SourceFinder } from "./sourceOf.ts";

const common = ["source", "development", "node", "default"];
const importing = [...common, "types", "import", "module-sync", "module"];
const requiring = [...common, "types", "require", "module-sync"];

export function isRequired(kind: ImportKind): boolean {
  return kind === "require" || kind === "create-require" || kind === "import-equals";
}

/** Sets of conditions to try in turn: the import's own first. Types are asked for last, because declarations are what is compiled away from sources. */
export function conditionSets(kind: ImportKind, custom: readonly string[]): ReadonlySet<string>[] {
  const [own, other] = isRequired(kind) ? [requiring, importing] : [importing, requiring];
  const sets = [own, other].map((conditions) => new Set([...custom, ...conditions]));
  const runtime = sets.map((set) => new Set([...set].filter((condition) => condition !== "types")));
  return [...runtime, ...sets];
}

export type PackageEntry = { kind: "module"; index: number } | { kind: "other"; path: string } | { kind: "blocked" } | { kind: "none" };

/** `subpath`: `.` or `./orders/client`. */
export function resolveInPackage(
  files: FileIndex,
  sources: SourceFinder,
  manifest: PackageManifest,
  subpath: string,
  conditions: readonly ReadonlySet<string>[],
): PackageEntry {
  const found = new Found(files);
  const tryTarget = (target: string): boolean => {
    const path = files.real(joinPath(manifest.directory, target));
    return found.offer(sources.find(path, manifest)) || (files.isOther(path) && found.other(path));
  };
  if (manifest.exports !== undefined) {
    let isBlocked = false;
    for (const set of conditions) {
      const result = resolveExports(manifest.exports, subpath, set);
      if (result.kind === "blocked") isBlocked = true;
      if (result.kind === "target" && tryTarget(result.target)) return found.result();
    }
    if (isBlocked && !found.any()) return { kind: "blocked" };
  }
  if (subpath === ".") {
    for (const entry of manifest.entries) if (tryTarget(entry)) return found.result();
    if (manifest.types !== undefined && tryTarget(manifest.types)) return found.result();
    if (!found.any()) found.offer(sources.root(manifest));
    return found.result();
  }
  for (const target of typesVersionsTargets(manifest, subpath)) if (tryTarget(target)) return found.result();
  // Old resolution knows no `exports`: a path in the package is a path on disk, or under its sources.
  if (tryTarget(subpath)) return found.result();
  const nested = files.real(joinPath(manifest.directory, subpath));
  if (found.offer(sources.find(joinPath(manifest.directory, `src/${subpath.slice(2)}`), manifest))) return found.result();
  return files.isOther(nested) ? { kind: "other", path: nested } : found.result();
}

/** The first implementation that is offered; the first declaration file when there is none. */
class Found {
  readonly files: FileIndex;
  declaration = -1;
  module = -1;
  otherPath: string | undefined;
  constructor(files: FileIndex) {
    this.files = files;
  }
  offer(index: number): boolean {
    if (index < 0) return false;
    if (!this.files.isDeclaration(index)) {
      this.module = index;
      return true;
    }
    if (this.declaration < 0) this.declaration = index;
    return false;
  }
  other(path: string): boolean {
    this.otherPath = path;
    return true;
  }
  any(): boolean {
    return this.module >= 0 || this.declaration >= 0 || this.otherPath !== undefined;
  }
  result(): PackageEntry {
    if (this.module >= 0) return { kind: "module", index: this.module };
    if (this.declaration >= 0) return { kind: "module", index: this.declaration };
    return this.otherPath === undefined ? { kind: "none" } : { kind: "other", path: this.otherPath };
  }
}

function typesVersionsTargets(manifest: PackageManifest, subpath: string): string[] {
  const name = subpath.slice(2);
  return Object.values(manifest.typesVersions ?? {}).flatMap((mapping) =>
    Object.entries(mapping).flatMap(([pattern, targets]) => {
      const [prefix = "", suffix] = pattern.split("*");
      if (suffix === undefined) return pattern === name ? targets : [];
      if (!name.startsWith(prefix) || !name.endsWith(suffix) || name.length < prefix.length + suffix.length) return [];
      const middle = name.slice(prefix.length, name.length - suffix.length);
      return targets.map((target) => target.replace("*", () => middle));
    }),
  );
}
