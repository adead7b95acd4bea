import type { SourceFile } from "ts-morph";

/** One name that a generated file imports. */
export interface ImportNeed {
  /** A module of the program, or the specifier of a package. */
  from: SourceFile | string;
  /** `default`, `*`, or the exported name. */
  name: string;
  as: string;
  typeOnly: boolean;
}

/**
 * Import statements for all needs: packages first, then modules by specifier, names sorted; types apart from values, so that they hold under
 * `verbatimModuleSyntax` as without it.
 */
export function writeImports(needs: readonly ImportNeed[], specifierOf: (file: SourceFile) => string): string[] {
  const groups = new Map<string, ImportNeed[]>();
  for (const need of needs) {
    const specifier = typeof need.from === "string" ? need.from : specifierOf(need.from);
    groups.set(specifier, [...(groups.get(specifier) ?? []), need]);
  }
  return [...groups].sort(([a], [b]) => bySpecifier(a, b)).flatMap(([specifier, group]) => writeGroup(specifier, group));
}

const isRelative = (specifier: string): boolean => specifier.startsWith(".");

function bySpecifier(a: string, b: string): number {
  return Number(isRelative(a)) - Number(isRelative(b)) || (a < b ? -1 : a > b ? 1 : 0);
}

function writeGroup(specifier: string, group: readonly ImportNeed[]): string[] {
  const from = JSON.stringify(specifier);
  const lines: string[] = [];
  for (const typeOnly of [true, false]) {
    const chosen = group.filter(
      (need) => need.typeOnly === typeOnly && !(typeOnly && group.some((other) => !other.typeOnly && other.as === need.as)),
    );
    const keyword = typeOnly ? "import type" : "import";
    const [first, ...others] = unique(chosen.filter((need) => need.name === "default"));
    for (const as of others) lines.push(`${keyword} ${as} from ${from};`);
    for (const as of unique(chosen.filter((need) => need.name === "*"))) lines.push(`${keyword} * as ${as} from ${from};`);
    const named = chosen.filter((need) => need.name !== "default" && need.name !== "*");
    const names = [...new Set(named.map((need) => (need.name === need.as ? need.as : `${need.name} as ${need.as}`)))].sort();
    const braces = names.length > 0 ? `{ ${names.join(", ")} }` : undefined;
    // A type-only import may have a default or names, not both.
    if (typeOnly && first !== undefined && braces !== undefined)
      lines.push(`${keyword} ${first} from ${from};`, `${keyword} ${braces} from ${from};`);
    else if (first !== undefined || braces !== undefined) {
      lines.push(`${keyword} ${[first, braces].filter((part) => part !== undefined).join(", ")} from ${from};`);
    }
  }
  return lines;
}

function unique(needs: readonly ImportNeed[]): string[] {
  return [...new Set(needs.map((need) => need.as))].sort();
}
