/** Facts of all files → the symbol graph. Pure: no disk, no clock; the same facts give the same graph. */
import type { FileFacts } from "../model/facts.ts";
import type { FileEdge, Module, SymbolGraph } from "../model/graph.ts";
import { linkReferences } from "./linkReferences.ts";
import { ReferenceTableWriter } from "./referenceTable.ts";
import type { Resolver } from "./resolve/resolver.ts";
import { createEngine } from "./types/createEngine.ts";
import { createWorld } from "./world.ts";
import type { ImportTarget } from "./world.ts";

/**
 * @param modules sorted by path
 * @param standard facts of the language's own declarations (types/standardLibrary.ts)
 */
export function linkProject(modules: readonly Module[], standard: FileFacts, resolver: Resolver): SymbolGraph {
  const edges: FileEdge[] = [];
  const targets = modules.map((module, from) => resolveImports(module.facts, from, resolver, edges));
  const world = createWorld(modules.map((module) => module.facts), standard, targets);
  const engine = createEngine(world);
  const references = new ReferenceTableWriter();
  for (let file = 0; file < modules.length; file++) linkReferences(engine, file, references);
  return { modules: [...modules], edges, references: references.table(), tables: [], accesses: [], routes: [], events: [], jobs: [] };
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
