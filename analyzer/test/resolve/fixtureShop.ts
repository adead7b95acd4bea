/** Resolves imports of a fixture, with answers as short text: a path, `external x`, `asset x`, `unresolved`. */
import { join } from "node:path";
import { discoverProject } from "../../src/io/discover.ts";
import { readProjectConfig } from "../../src/io/projectConfig.ts";
import { createResolver } from "../../src/link/resolve/resolver.ts";
import type { Resolution, Resolver } from "../../src/link/resolve/resolver.ts";
import type { ImportKind } from "../../src/model/facts.ts";
import type { ProjectConfig, ProjectFiles } from "../../src/model/project.ts";

export interface Shop {
  files: ProjectFiles;
  config: ProjectConfig;
  resolver: Resolver;
  resolve(from: string, specifier: string, kind?: ImportKind): string;
  pattern(from: string, pattern: string): string[];
}

export function fixture(name: string): string {
  return join(import.meta.dirname, "../../fixtures/resolve", name);
}

/** `name`: a fixture, or a folder in one. */
export async function openShop(name: string, options: { tsconfig?: string } = {}): Promise<Shop> {
  const files = discoverProject(fixture(name));
  const config = await readProjectConfig(files, options.tsconfig === undefined ? {} : { tsconfig: join(fixture(name), options.tsconfig) });
  const resolver = createResolver({ paths: files.paths, others: files.others, links: files.links, config });
  const indexOf = (path: string): number => {
    const index = files.paths.indexOf(path);
    if (index < 0) throw new Error(`${path} is not in the fixture`);
    return index;
  };
  return {
    files,
    config,
    resolver,
    resolve: (from, specifier, kind = "import") => inWords(resolver.resolve(indexOf(from), specifier, kind), files.paths),
    pattern: (from, pattern) => resolver.resolvePattern(indexOf(from), pattern).map((index) => files.paths[index] ?? ""),
  };
}

export function inWords(resolution: Resolution, paths: readonly string[]): string {
  if (resolution.kind === "module") return `${paths[resolution.index] ?? ""}${resolution.note === undefined ? "" : ` (${resolution.note})`}`;
  if (resolution.kind === "external") return `external ${resolution.name}`;
  return resolution.kind === "asset" ? `asset ${resolution.path ?? "?"}` : "unresolved";
}
