import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export type WorkspacePackage = { name: string; directory: string; manifest: Manifest };
type Manifest = {
  name?: string;
  main?: string;
  module?: string;
  types?: string;
  source?: string;
  exports?: unknown;
  dependencies?: object;
  devDependencies?: object;
  peerDependencies?: object;
};

const candidates = ["", ".ts", ".tsx", ".d.ts", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];
const buildDirectory = /^(?:dist|build|lib|out|es|esm|cjs|output)(?:\/(?:esm|cjs|es|src|types))?\//;

/** Every `package.json` with a name below `root`; the shallowest wins where a name occurs twice. */
export function workspacePackages(root: string): Map<string, WorkspacePackage> {
  const packages = new Map<string, WorkspacePackage>();
  let level = [root];
  while (level.length > 0) {
    const next: string[] = [];
    for (const directory of level.sort()) {
      const manifest = readManifest(path.join(directory, "package.json"));
      if (manifest?.name !== undefined && !packages.has(manifest.name)) {
        packages.set(manifest.name, { name: manifest.name, directory, manifest });
      }
      for (const entry of readdirSync(directory, { withFileTypes: true })) {
        if (entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith(".")) {
          next.push(path.join(directory, entry.name));
        }
      }
    }
    level = next;
  }
  return packages;
}

/**
 * The source file that `specifier` means when it names a workspace package, although nothing is installed or built:
 * what `exports`, `types` or `main` point at, moved from the build folder to where sources usually stand.
 */
export function resolveWorkspaceSource(
  specifier: string,
  packages: ReadonlyMap<string, WorkspacePackage>,
  isSource: (absolute: string) => boolean,
): string | undefined {
  const name = packageName(specifier);
  const workspace = packages.get(name);
  if (workspace === undefined) return undefined;
  const subpath = specifier.slice(name.length + 1);
  for (const entry of entries(workspace.manifest, subpath)) {
    for (const moved of sourcePlaces(entry)) {
      const found = firstSource(path.join(workspace.directory, moved), isSource);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function entries(manifest: Manifest, subpath: string): string[] {
  const found = exportTargets(manifest.exports, subpath === "" ? "." : `./${subpath}`);
  if (subpath === "") {
    for (const entry of [manifest.source, manifest.types, manifest.module, manifest.main]) {
      if (typeof entry === "string") found.push(entry);
    }
    found.push("src/index", "index", "lib/index", "src/main");
  } else {
    found.push(subpath, `src/${subpath}`, `lib/${subpath}`);
  }
  return found.map((entry) => entry.replace(/^\.\//, ""));
}

function exportTargets(exportsField: unknown, key: string): string[] {
  if (typeof exportsField === "string") return key === "." ? [exportsField] : [];
  if (!isRecord(exportsField)) return [];
  const isSubpathMap = Object.keys(exportsField).some((name) => name.startsWith("."));
  if (!isSubpathMap) return key === "." ? targets(exportsField) : [];
  if (key in exportsField) return targets(exportsField[key]);
  for (const [pattern, value] of Object.entries(exportsField)) {
    const [before, after] = pattern.split("*");
    if (before === undefined || after === undefined) continue;
    if (key.startsWith(before) && key.endsWith(after) && key.length >= before.length + after.length) {
      const middle = key.slice(before.length, key.length - after.length);
      return targets(value).map((target) => target.replaceAll("*", middle));
    }
  }
  return [];
}

function targets(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(targets);
  return isRecord(value) ? Object.values(value).flatMap(targets) : [];
}

function sourcePlaces(entry: string): string[] {
  const bare = entry.replace(/(?:\.d)?\.(?:[mc]?[jt]s|[jt]sx)$/, "");
  const inside = bare.replace(buildDirectory, "");
  return [entry, bare, `src/${inside}`, inside, `lib/${inside}`];
}

function firstSource(base: string, isSource: (absolute: string) => boolean): string | undefined {
  for (const stem of [base, `${base}/index`, `${base}/src/index`]) {
    for (const extension of candidates) if (isSource(stem + extension)) return stem + extension;
  }
  return undefined;
}

export function packageName(specifier: string): string {
  const [first = "", second = ""] = specifier.split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}

function readManifest(file: string): Manifest | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
    // Manifest only names fields that are checked before use, so any JSON object fits it.
    return isRecord(parsed) && typeof parsed["name"] === "string" ? (parsed as Manifest) : undefined;
  } catch {
    return undefined; // a template or a fixture; no package
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
