import type { SymbolGraph } from "../model/graph.ts";

/**
 * The service that owns each table: that of the module that declares its entity, else the one that writes it most, else the one that reads it most
 * (fewest other services lose access when it leaves with its owner). -1: none.
 *
 * `serviceOf`: by module of the graph, -1 for what has no service.
 */
export function ownTables(graph: SymbolGraph, serviceOf: Int32Array): number[] {
  const writes: Map<number, number>[] = graph.tables.map(() => new Map());
  const reads: Map<number, number>[] = graph.tables.map(() => new Map());
  for (const { module, table, access } of graph.accesses) {
    const service = serviceOf[module]!;
    const counts = (access === "write" ? writes : reads)[table];
    if (service >= 0 && counts !== undefined) counts.set(service, (counts.get(service) ?? 0) + 1);
  }
  return graph.tables.map(({ owner }, table) => {
    const declared = owner >= 0 ? serviceOf[owner]! : -1;
    return declared >= 0 ? declared : (most(writes[table]!) ?? most(reads[table]!) ?? -1);
  });
}

function most(counts: ReadonlyMap<number, number>): number | undefined {
  let best: number | undefined;
  for (const [service, count] of [...counts].sort(([a], [b]) => a - b)) if (best === undefined || count > counts.get(best)!) best = service;
  return best;
}
