/** Links a shop that is written in the test itself, and says in words what refers to what. */
import { extractFile } from "../../src/extract/extractFile.ts";
import { createResolver } from "../../src/link/resolve/resolver.ts";
import { linkProject } from "../../src/link/linkProject.ts";
import { standardDeclarations } from "../../src/link/types/standardDeclarations.ts";
import type { FileFacts } from "../../src/model/facts.ts";
import { referenceKinds } from "../../src/model/graph.ts";
import type { Module, ReferenceKind, SymbolGraph } from "../../src/model/graph.ts";

/** Text of each file by its path. */
export type ShopSources = Readonly<Record<string, string>>;

export interface LinkedShop {
  graph: SymbolGraph;
  /**
   * What module `path` refers to, in source order: `call billing.ts#Billing.charge`; a target without a name is the module itself. Imports are left out,
   * for they say nothing that the code does not say again. With `kind`, those of that kind alone, without it in the text.
   */
  from(path: string, kind?: ReferenceKind): string[];
}

const specifiersOf = (modules: readonly Module[]): string[] => modules.flatMap(({ facts }) => facts.imports.map(({ specifier }) => specifier));

export const standardFacts = (modules: readonly Module[]): FileFacts => extractFile("standard.d.ts", standardDeclarations(specifiersOf(modules)));

export function linkShop(sources: ShopSources): LinkedShop {
  const graph = graphOf(modulesOf(sources));
  return { graph, from: (path, kind) => referencesFrom(graph, path, kind) };
}

export function modulesOf(sources: ShopSources): Module[] {
  return Object.entries(sources).map(([path, text]) => ({ path, facts: extractFile(path, text) }));
}

export function graphOf(modules: readonly Module[]): SymbolGraph {
  const paths = modules.map((module) => module.path);
  const config = { packages: [], workspaces: [], typescript: [], warnings: [], prefix: "" };
  return linkProject({ modules, keys: paths, schemas: [], standard: standardFacts(modules), resolver: () => createResolver({ paths, config }) })
    .graph;
}

export function referencesFrom(graph: SymbolGraph, path: string, wanted?: ReferenceKind): string[] {
  const { modules, references } = graph;
  const found: string[] = [];
  for (let row = 0; row < references.length; row++) {
    const kind = referenceKinds[references.kind[row]!]!;
    if (modules[references.from[row]!]!.path !== path || kind === "import" || (wanted !== undefined && kind !== wanted)) continue;
    const target = `${modules[references.to[row]!]!.path}${nameOf(modules[references.to[row]!]!, references.symbol[row]!)}`;
    found.push(wanted === undefined ? `${kind} ${target}` : target);
  }
  return found;
}

function nameOf(module: Module, symbol: number): string {
  const names: string[] = [];
  for (let at = symbol; at >= 0; at = module.facts.declarations[at]!.parent) names.unshift(module.facts.declarations[at]!.name);
  return names.length === 0 ? "" : `#${names.join(".")}`;
}
