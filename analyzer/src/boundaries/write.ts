/** The text of a new boundaries file. */
import { boundariesVersion } from "../model/boundaries.ts";

export interface NewBoundaries {
  services: readonly { id: string; name: string }[];
  /** Id of a service, `shared` or `platform`, by path. */
  owners: ReadonlyMap<string, string>;
}

/** Sorted, one module a line with a blank line between them: branches that move different modules then merge without a conflict. */
export function writeBoundaries({ services, owners }: NewBoundaries): string {
  const ids = services
    .toSorted((a, b) => compare(a.id, b.id))
    .map(({ id, name }) => `    ${JSON.stringify(id)}: {\n      "name": ${JSON.stringify(name)}\n    }`);
  const modules = [...owners].sort(([a], [b]) => compare(a, b)).map(([path, owner]) => `    ${JSON.stringify(path)}: ${JSON.stringify(owner)}`);
  const parts = [`  "version": ${boundariesVersion}`, `  "services": ${braced(ids, ",\n")}`];
  if (modules.length > 0) parts.push(`  "modules": ${braced(modules, ",\n\n")}`);
  return `{\n${parts.join(",\n")}\n}\n`;
}

function braced(lines: readonly string[], separator: string): string {
  return lines.length === 0 ? "{}" : `{\n${lines.join(separator)}\n  }`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
