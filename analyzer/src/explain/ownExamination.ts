import type { Examination } from "../analyze.ts";
import { withBoundaries } from "../diff/ownMembership.ts";
import { isCommonRole, type Boundaries } from "../model/boundaries.ts";
import { ownTables } from "../partition/tables.ts";
import type { SymbolGraph } from "../model/graph.ts";

/** The examination with the membership that people decided: evidence is what it is, and speaks for or against their services instead of the proposed ones. */
export function withOwnServices(examination: Examination, graph: SymbolGraph, boundaries: Boundaries): Examination {
  const { analysis, order, metricsInput } = examination;
  const own = withBoundaries(examination, graph, boundaries);
  const ids = own.services.map(({ id }) => id);
  const numberOf = new Map(ids.map((id, s) => [id, s]));
  const decided = new Map(own.modules.map((module) => [module.path, module]));
  const rows = Array.from(order, (module) => decided.get(graph.modules[module]!.path)!);
  const serviceOf = new Map(rows.map(({ path, service }) => [path, service === null ? -1 : numberOf.get(service)!]));
  const owners = ownTables(
    graph,
    Int32Array.from(graph.modules, ({ path }) => serviceOf.get(path)!),
  );
  const ownerOf = new Map(graph.tables.map(({ name }, table) => [name, ids[owners[table]!] ?? null]));
  return {
    ...examination,
    ids,
    service: Int32Array.from(rows, ({ service }) => (service === null ? -1 : numberOf.get(service)!)),
    metricsInput: { ...metricsInput, domain: Uint8Array.from(rows, ({ role }, i) => (isCommonRole(role) ? 0 : metricsInput.domain[i]!)) },
    analysis: {
      ...analysis,
      // How sure the search was, and what it would have done else, is said of its own services.
      modules: analysis.modules.map((module) => ({ ...module, ...decided.get(module.path)!, confidence: 1, margin: 1, runnerUp: null })),
      data: { tables: analysis.data.tables.map((table) => ({ ...table, owner: ownerOf.get(table.name) ?? null })) },
      services: own.services.map((service) => ({ ...service, loc: 0, metrics: noMetrics })),
    },
  };
}

/** Nobody asks for them here: what would change is told of the whole. */
const noMetrics = { cohesion: 0, callsIn: 0, callsOut: 0, clusterFactor: 0, cyclicWith: 0, interfaceSize: 0, loopCallsOut: 0 };
