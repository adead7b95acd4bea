/** What each route, job and consumer does to the data. */
import { findHandled } from "../evidence/functionalities.ts";
import { createWalk, type ReachLimits, type SymbolReach } from "../evidence/symbolReach.ts";
import type { SymbolGraph } from "../model/graph.ts";
import { groupRows } from "../evidence/groupRows.ts";
import type { FunctionalityColumns } from "./input.ts";

/**
 * Wider than evidence looks: what is reached through something that all use is no sign of who belongs together, but it is read and written all the same. Still bounded,
 * because what everything calls leads everywhere.
 */
const limits: ReachLimits = { depth: 10, symbols: 2000, users: 60 };

/**
 * Follows references from symbol to symbol, beginning at handlers. Static, so that a branch counts like the way around it.
 *
 * @param place row of each module of the graph
 * @param counts 1 for modules that may be entered; the graph's numbering
 */
export function traceFunctionalities(graph: SymbolGraph, reach: SymbolReach, place: Int32Array, counts: Uint8Array): FunctionalityColumns {
  const { base } = reach;
  const sources = graph.accesses.map(({ module, owner }) => base[module]! + 1 + owner);
  const { start, rows } = groupRows(sources, sources.length, reach.moduleOf.length);
  const functionalities = findHandled(graph, reach, counts);
  const walk = createWalk(reach, limits);

  const accessStart = [0];
  const accessModule: number[] = [];
  const accessTable: number[] = [];
  const accessWrites: number[] = [];
  for (const functionality of functionalities) {
    const known = new Set<number>();
    walk(functionality, (symbol, steps) => {
      for (let k = start[symbol]!; k < start[symbol + 1]!; k++) {
        const { module, table, access, line } = graph.accesses[rows[k]!]!;
        if (steps === 0 && (line < functionality.line || line > functionality.endLine)) continue;
        const writes = access === "write" ? 1 : 0;
        const key = (module * graph.tables.length + table) * 2 + writes;
        if (known.has(key)) continue;
        known.add(key);
        accessModule.push(place[module]!);
        accessTable.push(table);
        accessWrites.push(writes);
      }
    });
    accessStart.push(accessTable.length);
  }
  return {
    length: functionalities.length,
    accessStart: Int32Array.from(accessStart),
    accessModule: Int32Array.from(accessModule),
    accessTable: Int32Array.from(accessTable),
    accessWrites: Uint8Array.from(accessWrites),
  };
}
