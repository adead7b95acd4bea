/** Facts of all files → the symbol graph. Pure: no disk, no clock; the same facts give the same graph. */
import type { EntityFact, FileFacts } from "../model/facts.ts";
import type { FileEdge, Module, SymbolGraph } from "../model/graph.ts";
import { linkData } from "./linkData.ts";
import { linkReferences } from "./linkReferences.ts";
import type { StoredLinks } from "./linksBlob.ts";
import { ReferenceTableWriter } from "./referenceTable.ts";
import { planRelinking, replaceEdges, replaceRows } from "./relink.ts";
import type { Relinking } from "./relink.ts";
import type { Resolver } from "./resolve/resolver.ts";
import { createEngine } from "./types/createEngine.ts";
import { createWorld } from "./world.ts";
import type { ImportTarget } from "./world.ts";

export interface LinkInput {
  /** Sorted by path. */
  modules: readonly Module[];
  /** Content key of each module. */
  keys: readonly string[];
  /** Entities that no module declares (schema.prisma). */
  schemas: readonly EntityFact[];
  /** Facts of the language's own declarations (types/standardLibrary.ts). */
  standard: FileFacts;
  /** Made only when something has to be resolved. */
  resolver: () => Resolver;
  /** Links of an earlier run over the same files with the same configuration, and the facts that they were made from. */
  before?: { links: StoredLinks; factsOf: (key: string) => FileFacts | undefined } | undefined;
}

export interface Linked {
  graph: SymbolGraph;
  links: StoredLinks;
}

export function linkProject(input: LinkInput): Linked {
  const { modules, keys, before } = input;
  const relinking = before === undefined ? undefined : planRelinking(modules, keys, before.links, before.factsOf);
  const links =
    before === undefined || relinking === undefined ? linkAll(input) : relinking.changed.length === 0 ? before.links : (linkChanged(input, before.links, relinking) ?? linkAll(input));
  const engine = createEngine(createWorld(modules.map((module) => module.facts), input.standard, links.targets));
  return { graph: { modules: [...modules], edges: [...links.edges], references: links.references, ...linkData(engine, modules, input.schemas) }, links };
}

function linkAll({ modules, keys, standard, resolver }: LinkInput): StoredLinks {
  const edges: FileEdge[] = [];
  const resolves = resolver();
  const targets = modules.map((module, from) => resolveImports(module.facts, from, resolves, edges));
  const everything = modules.map((_, index) => index);
  return { keys, edges, targets, references: linkModules(modules, standard, targets, everything) };
}

function linkChanged({ modules, keys, standard, resolver }: LinkInput, before: StoredLinks, relinking: Relinking): StoredLinks | undefined {
  const edges: FileEdge[] = [];
  const resolves = resolver();
  const targets = [...before.targets];
  for (const index of relinking.changed) targets[index] = resolveImports(modules[index]!.facts, index, resolves, edges);
  const fresh = linkModules(modules, standard, targets, relinking.changed);
  const references = replaceRows(before.references, fresh, relinking);
  return references === undefined ? undefined : { keys, edges: replaceEdges(before.edges, edges, relinking.changed), targets, references };
}

function linkModules(modules: readonly Module[], standard: FileFacts, targets: readonly (readonly ImportTarget[])[], which: readonly number[]): StoredLinks["references"] {
  const engine = createEngine(createWorld(modules.map((module) => module.facts), standard, targets));
  const references = new ReferenceTableWriter();
  for (const file of which) linkReferences(engine, file, references);
  return references.table();
}

function resolveImports(facts: FileFacts, from: number, resolver: Resolver, edges: FileEdge[]): ImportTarget[] {
  return facts.imports.map((fact): ImportTarget => {
    const { specifier, kind, typeOnly, line, column } = fact;
    const edge = { from, kind, typeOnly, specifier, line, column };
    if (fact.pattern === true) {
      for (const to of resolver.resolvePattern(from, specifier)) edges.push({ ...edge, to });
      return undefined;
    }
    const resolution = resolver.resolve(from, specifier, kind);
    switch (resolution.kind) {
      case "module":
        edges.push({ ...edge, to: resolution.index });
        return { module: resolution.index };
      case "external":
        edges.push({ ...edge, to: -1, external: resolution.name });
        return { external: resolution.name };
      case "asset":
        return undefined;
      case "unresolved":
        edges.push({ ...edge, to: -1 });
        return undefined;
    }
  });
}
