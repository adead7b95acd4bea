import type { FileFacts } from "../model/facts.ts";
import type { Module, SymbolGraph } from "../model/graph.ts";
import { testGlobals } from "../model/testGlobals.ts";

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
    modules: graph.modules.map(({ facts }): Module => ({ path: "", facts: withhold(facts, blind) })),
    edges: graph.edges.map((edge) => ({ ...edge, specifier: "" })),
  };
  if (blind === "paths") return withoutPaths;
  return {
    ...withoutPaths,
    tables: graph.tables.map((table) => ({ ...table, name: "", entity: table.entity === null ? null : "" })),
    routes: graph.routes.map((route) => ({ ...route, path: "", handler: "" })),
    events: graph.events.map((event) => ({ ...event, event: "" })),
    jobs: graph.jobs.map((job) => ({ ...job, schedule: "" })),
  };
}

/**
 * Facts whose texts are blank. Every section is named, and worked out when it is asked for: stored facts decode theirs as late, and a section that is
 * added to the model does not compile before it is decided here.
 */
function withhold(facts: FileFacts, blind: Blind): FileFacts {
  const names = blind === "names";
  const blank = <T>(items: T[], texts: Partial<T>): T[] => items.map((item) => ({ ...item, ...texts }));
  return {
    lines: facts.lines,
    isModule: facts.isModule,
    generated: facts.generated,
    terms: facts.terms,
    references: facts.references,
    loops: facts.loops,
    get uses() {
      return facts.uses;
    },
    get globals() {
      return facts.globals;
    },
    // The vocabulary of test frameworks is nobody's business area: it stays, so that tests are told from code.
    get strings() {
      return facts.strings.map((text) => (names ? (testGlobals.has(text) ? text : "") : text.includes("/") ? "" : text));
    },
    get imports() {
      return blank(facts.imports, { specifier: "" });
    },
    get augmentations() {
      return blank(facts.augmentations, { specifier: "" });
    },
    get bindings() {
      return names ? blank(facts.bindings, { local: "", name: "" }) : facts.bindings;
    },
    get exports() {
      return names
        ? facts.exports.map((each) =>
            each.kind === "local" ? { ...each, name: "" } : each.kind === "from" ? { ...each, name: "", imported: "" } : each,
          )
        : facts.exports;
    },
    get declarations() {
      return names ? blank(facts.declarations, { name: "", type: "", decorators: [] }) : facts.declarations;
    },
    get typeParameters() {
      return names
        ? facts.typeParameters.map(([, constraint, fallback]): [string, number, number] => ["", constraint, fallback])
        : facts.typeParameters;
    },
    get injections() {
      return names ? blank(facts.injections, { parameter: "", token: "" }) : facts.injections;
    },
    get routes() {
      return names ? blank(facts.routes, { path: "", handler: "" }) : facts.routes;
    },
    get entities() {
      return names ? blank(facts.entities, { name: "", table: "", relations: [] }) : facts.entities;
    },
    get accesses() {
      return names ? blank(facts.accesses, { table: "", entity: "", operation: "" }) : facts.accesses;
    },
    get transactions() {
      return facts.transactions;
    },
    get state() {
      return names ? blank(facts.state, { name: "" }) : facts.state;
    },
    get events() {
      return names ? blank(facts.events, { event: "" }) : facts.events;
    },
    get jobs() {
      return names ? blank(facts.jobs, { schedule: "" }) : facts.jobs;
    },
    get problems() {
      return blank(facts.problems, { message: "" });
    },
  };
}
