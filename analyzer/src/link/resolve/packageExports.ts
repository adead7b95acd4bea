/**
 * Node's algorithm for the `exports` and `imports` of a package.json (PACKAGE_EXPORTS_RESOLVE, PACKAGE_IMPORTS_RESOLVE in
 * https://nodejs.org/api/esm.html#resolution-algorithm-specification), on plain data. Targets are returned as written; nothing is looked up.
 */

/** `blocked`: the package says that the path is not to be had (`null`). `invalid`: what it says is no target; that ends the search, except in an array. */
export type ExportTarget = { kind: "target"; target: string } | { kind: "blocked" } | { kind: "invalid" } | { kind: "none" };

const none: ExportTarget = { kind: "none" };
const blocked: ExportTarget = { kind: "blocked" };
const invalid: ExportTarget = { kind: "invalid" };

/** `subpath`: `.` or `./orders`. */
export function resolveExports(exports: unknown, subpath: string, conditions: ReadonlySet<string>): ExportTarget {
  const map = isMap(exports) && Object.keys(exports).some((key) => key.startsWith(".")) ? exports : { ".": exports };
  if (subpath === ".") return Object.hasOwn(map, ".") ? targetOf(map["."], undefined, conditions, false) : none;
  return matchKeys(map, subpath, conditions, false);
}

/** `specifier`: `#orders`. Targets can be packages. */
export function resolveImports(imports: unknown, specifier: string, conditions: ReadonlySet<string>): ExportTarget {
  return isMap(imports) ? matchKeys(imports, specifier, conditions, true) : none;
}

function matchKeys(map: Record<string, unknown>, key: string, conditions: ReadonlySet<string>, internal: boolean): ExportTarget {
  if (Object.hasOwn(map, key) && !key.includes("*") && !key.endsWith("/")) return targetOf(map[key], undefined, conditions, internal);
  let best: string | undefined;
  let match = "";
  for (const candidate of Object.keys(map)) {
    const star = candidate.indexOf("*");
    // A key that ends in a slash stands for the folder: gone from Node, still in old packages.
    if (star < 0 ? !candidate.endsWith("/") : star !== candidate.lastIndexOf("*")) continue;
    const prefix = star < 0 ? candidate : candidate.slice(0, star);
    const suffix = star < 0 ? "" : candidate.slice(star + 1);
    if (!key.startsWith(prefix) || key === prefix || !key.endsWith(suffix) || key.length < prefix.length + suffix.length + (star < 0 ? 0 : 1))
      continue;
    if (best !== undefined && comparePatterns(best, candidate) <= 0) continue;
    best = candidate;
    match = key.slice(prefix.length, key.length - suffix.length);
  }
  if (best === undefined) return none;
  return targetOf(map[best], { text: match, folder: !best.includes("*") }, conditions, internal);
}

/** PATTERN_KEY_COMPARE: the more specific key first. */
function comparePatterns(a: string, b: string): number {
  const baseA = a.includes("*") ? a.indexOf("*") + 1 : a.length;
  const baseB = b.includes("*") ? b.indexOf("*") + 1 : b.length;
  if (baseA !== baseB) return baseB - baseA;
  if (!a.includes("*")) return 1;
  if (!b.includes("*")) return -1;
  return b.length - a.length;
}

interface Match {
  text: string;
  folder: boolean;
}

function targetOf(value: unknown, match: Match | undefined, conditions: ReadonlySet<string>, internal: boolean): ExportTarget {
  if (typeof value === "string") {
    const isPath = value.startsWith("./");
    if (!isPath && (!internal || value.startsWith("../") || value.startsWith("/"))) return invalid;
    if (isPath && hasForbiddenPart(value.slice(2))) return invalid;
    if (match === undefined) return { kind: "target", target: value };
    if (hasForbiddenPart(match.text)) return invalid;
    return { kind: "target", target: match.folder ? value + match.text : value.replaceAll("*", () => match.text) };
  }
  if (value === null) return blocked;
  if (Array.isArray(value)) {
    let last: ExportTarget = value.length === 0 ? blocked : none;
    for (const item of value) {
      const result = targetOf(item, match, conditions, internal);
      if (result.kind === "target") return result;
      if (result.kind !== "none") last = result;
    }
    return last;
  }
  if (!isMap(value)) return invalid;
  for (const [condition, inner] of Object.entries(value)) {
    if (condition !== "default" && !conditions.has(condition)) continue;
    const result = targetOf(inner, match, conditions, internal);
    if (result.kind !== "none") return result;
  }
  return none;
}

function hasForbiddenPart(path: string): boolean {
  return path.split(/[/\\]/).some((part) => part === "." || part === ".." || part.toLowerCase() === "node_modules");
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
