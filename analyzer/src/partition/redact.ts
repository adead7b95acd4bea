import type { FileFacts } from "../model/facts.ts";
import type { Module, SymbolGraph } from "../model/graph.ts";
import { testGlobals } from "./testApi.ts";

/**
 * What may not be used as evidence: `paths`: paths, file names and import specifiers; `names`: these and the text of identifiers, routes, tables,
 * events and strings. For honest comparisons with labels that were derived from folders or from names.
 */
export type Blind = "paths" | "names";

/** The graph without what `blind` withholds: what is not there cannot be used by accident. Modules and symbols keep their numbers. */
export function redact(graph: SymbolGraph, blind: Blind | undefined): SymbolGraph {
  if (blind === undefined) return graph;
  const withoutPaths = {
    ...graph,
    modules: graph.modules.map((module): Module => ({ path: "", facts: module.facts })),
    edges: graph.edges.map((edge) => ({ ...edge, specifier: "" })),
  };
  if (blind === "paths") return withoutPaths;
  return {
    ...withoutPaths,
    modules: graph.modules.map((module): Module => ({ path: "", facts: withoutNames(module.facts) })),
    tables: graph.tables.map((table) => ({ ...table, name: "", entity: table.entity === null ? null : "" })),
    routes: graph.routes.map((route) => ({ ...route, path: "", handler: "" })),
    events: graph.events.map((event) => ({ ...event, event: "" })),
    jobs: graph.jobs.map((job) => ({ ...job, schedule: "" })),
  };
}

function withoutNames(facts: FileFacts): FileFacts {
  return {
    ...facts,
    // The vocabulary of test frameworks is nobody's business area: it stays, so that tests are told from code.
    strings: facts.strings.map((text) => (testGlobals.has(text) ? text : "")),
    declarations: facts.declarations.map((declaration) => ({ ...declaration, name: "" })),
    entities: facts.entities.map((entity) => ({ ...entity, name: "", table: "" })),
    routes: facts.routes.map((route) => ({ ...route, path: "", handler: "" })),
  };
}
