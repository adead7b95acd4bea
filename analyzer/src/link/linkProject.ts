/** Facts of all files → the symbol graph. Pure: no disk, no clock; the same facts give the same graph. */
import type { EntityFact, FileFacts } from "../model/facts.ts";
import type { FileEdge, Module, ReferenceTable, SymbolGraph } from "../model/graph.ts";
import { linkData } from "./linkData.ts";
import { linkReferences } from "./linkReferences.ts";
import type { StoredLinks } from "./linksBlob.ts";
import { ReferenceTableWriter } from "./referenceTable.ts";
import { changedModules, planRelinking, replaceEdges, replaceRows } from "./relink.ts";
import type { Resolver } from "./resolve/resolver.ts";
import { createEngine } from "./types/createEngine.ts";
import type { Engine } from "./types/engine.ts";
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
  const { links, engine } = linkFrom(input);
  return {
    graph: { modules: [...input.modules], edges: [...links.edges], references: links.references, ...linkData(engine, input.modules, input.schemas) },
    links,
  };
}

interface Evaluated {
  links: StoredLinks;
  /** Over the links' targets, with all that was evaluated so far. */
  engine: Engine;
}

function linkFrom(input: LinkInput): Evaluated {
  const { keys, before } = input;
  const changed = before === undefined ? undefined : changedModules(keys, before.links);
  if (before === undefined || changed === undefined) return linkAll(input);
  if (changed.length === 0) return { links: before.links, engine: engineOver(input, before.links.targets) };
  return linkChanged(input, before, changed) ?? linkAll(input);
}

function linkAll(input: LinkInput): Evaluated {
  const edges: FileEdge[] = [];
  const resolver = input.resolver();
  const targets = input.modules.map((module, from) => resolveImports(module.facts, from, resolver, edges));
  const engine = engineOver(input, targets);
  const references = linkModules(engine, input.modules.keys());
  return { links: { keys: input.keys, edges, targets, references }, engine };
}

function linkChanged(input: LinkInput, { links: before, factsOf }: LinkInput["before"] & object, changed: readonly number[]): Evaluated | undefined {
  const edges: FileEdge[] = [];
  const resolver = input.resolver();
  const targets = [...before.targets];
  for (const index of changed) targets[index] = resolveImports(input.modules[index]!.facts, index, resolver, edges);
  const relinking = planRelinking(input.modules, changed, before, targets, factsOf);
  if (relinking === undefined) return undefined;
  const engine = engineOver(input, targets);
  const references = replaceRows(before.references, linkModules(engine, relinking.relinked), relinking);
  if (references === undefined) return undefined;
  return { links: { keys: input.keys, edges: replaceEdges(before.edges, edges, changed), targets, references }, engine };
}

const engineOver = ({ modules, standard }: LinkInput, targets: StoredLinks["targets"]): Engine =>
  createEngine(
    createWorld(
      modules.map((module) => module.facts),
      standard,
      targets,
    ),
  );

function linkModules(engine: Engine, which: Iterable<number>): ReferenceTable {
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
        edges.push({ ...edge, to: resolution.index, ...(resolution.note === undefined ? {} : { note: resolution.note }) });
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
