/** What the program does from outside: routes, jobs and consumers, each with the tables that its code reaches. */
import { referenceKinds, type SymbolGraph } from "../model/graph.ts";
import { groupRows } from "./groupRows.ts";
import type { FunctionalityColumns } from "./input.ts";
import { incoming } from "./tally.ts";
import { numberSymbols, type SymbolNumbers } from "./numberSymbols.ts";

/** References along which control may go: a function that is passed on is called by somebody. */
const leads = Uint8Array.from(referenceKinds, (kind) => (["call", "new", "value", "property", "jsx", "decorator"].includes(kind) ? 1 : 0));

/**
 * Follows references from symbol to symbol, beginning at handlers. Only what can reach a table is walked. Static, so that a branch counts like the way around it, and
 * what is called through an interface alone is not seen.
 */
export function traceFunctionalities(graph: SymbolGraph, place: Int32Array): FunctionalityColumns {
  const symbols = numberSymbols(graph);
  const calls = linkSymbols(graph, symbols);
  const accesses = linkAccesses(graph, symbols);
  const useful = canReach(calls, symbols.count, accesses);
  const entries = findEntries(graph, symbols);

  const accessStart = [0];
  const accessModule: number[] = [];
  const accessTable: number[] = [];
  const accessWrites: number[] = [];
  const seenBy = new Int32Array(symbols.count).fill(-1);
  const stack: number[] = [];
  for (const [f, starts] of entries.entries()) {
    const reached = new Set<number>();
    const enter = (node: number): void => {
      if (useful[node] !== 1 || seenBy[node] === f) return;
      seenBy[node] = f;
      stack.push(node);
    };
    for (const node of starts) enter(node);
    while (stack.length > 0) {
      const node = stack.pop()!;
      for (let k = accesses.start[node]!; k < accesses.start[node + 1]!; k++) reached.add(accesses.first[k]!);
      for (let k = calls.start[node]!; k < calls.start[node + 1]!; k++) enter(calls.to[k]!);
    }
    for (const row of [...reached].sort((a, b) => a - b)) {
      const { module, table, access } = graph.accesses[row]!;
      accessModule.push(place[module]!);
      accessTable.push(table);
      accessWrites.push(access === "write" ? 1 : 0);
    }
    accessStart.push(accessTable.length);
  }
  return {
    length: entries.length,
    accessStart: Int32Array.from(accessStart),
    accessModule: Int32Array.from(accessModule),
    accessTable: Int32Array.from(accessTable),
    accessWrites: Uint8Array.from(accessWrites),
  };
}

interface SymbolLinks {
  start: Int32Array;
  to: Int32Array;
}

function linkSymbols({ references }: SymbolGraph, { count, of }: SymbolNumbers): SymbolLinks {
  const { length, from, owner, to, symbol, kind } = references;
  const source = new Int32Array(length);
  for (let row = 0; row < length; row++)
    source[row] = leads[kind[row]!] === 1 && to[row]! >= 0 && symbol[row]! >= 0 ? of(from[row]!, owner[row]!) : -1;
  const { start, rows } = groupRows(source, length, count);
  return { start, to: rows.map((row) => of(to[row]!, symbol[row]!)) };
}

interface SymbolAccesses {
  start: Int32Array;
  /** First row of the graph that says the same of a module, a table and a way of access. */
  first: Int32Array;
}

function linkAccesses({ accesses, tables }: SymbolGraph, { count, of }: SymbolNumbers): SymbolAccesses {
  const firsts = new Map<number, number>();
  const sources = accesses.map(({ module, owner }) => of(module, owner));
  const same = accesses.map(({ module, table, access }, row) => {
    const key = (module * tables.length + table) * 2 + (access === "write" ? 1 : 0);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, row);
    return first ?? row;
  });
  const { start, rows } = groupRows(sources, sources.length, count);
  return { start, first: rows.map((row) => same[row]!) };
}

/** 1 for symbols from which a table can be reached. */
function canReach({ start, to }: SymbolLinks, count: number, accesses: SymbolAccesses): Uint8Array {
  const callers = incoming(start, to, count);
  const useful = new Uint8Array(count);
  const stack: number[] = [];
  for (let node = 0; node < count; node++) {
    if (accesses.start[node] === accesses.start[node + 1]) continue;
    useful[node] = 1;
    stack.push(node);
  }
  while (stack.length > 0) {
    const node = stack.pop()!;
    for (let k = callers.start[node]!; k < callers.start[node + 1]!; k++) {
      const caller = callers.from[k]!;
      if (useful[caller] === 1) continue;
      useful[caller] = 1;
      stack.push(caller);
    }
  }
  return useful;
}

/** Where each functionality begins. An inline handler begins with what stands between its route and the next one of the same function. */
function findEntries(graph: SymbolGraph, { of }: SymbolNumbers): number[][] {
  const served = graph.routes.filter(({ method }) => method !== "USE");
  const inline = served.filter(({ symbol }) => symbol < 0);
  const ends = new Map<(typeof inline)[number], number>();
  const sorted = inline.toSorted((a, b) => a.module - b.module || a.owner - b.owner || a.line - b.line || a.column - b.column);
  for (const [at, route] of sorted.entries()) {
    const next = sorted[at + 1];
    ends.set(
      route,
      next !== undefined && next.module === route.module && next.owner === route.owner ? Math.max(next.line, route.line + 1) : Infinity,
    );
  }
  const rows = groupRows(graph.references.from, graph.references.length, graph.modules.length);
  const startsOf = (route: (typeof served)[number]): number[] => {
    if (route.symbol >= 0) return [of(route.target, route.symbol)];
    const { references } = graph;
    const starts: number[] = [];
    for (let k = rows.start[route.module]!; k < rows.start[route.module + 1]!; k++) {
      const row = rows.rows[k]!;
      const line = references.line[row]!;
      if (references.owner[row] !== route.owner || line < route.line || line >= ends.get(route)!) continue;
      if (leads[references.kind[row]!] === 1 && references.to[row]! >= 0 && references.symbol[row]! >= 0)
        starts.push(of(references.to[row]!, references.symbol[row]!));
    }
    return starts;
  };
  const others = [...graph.jobs, ...graph.events.filter(({ direction }) => direction === "subscribe")];
  return [...served.map(startsOf), ...others.filter(({ owner }) => owner >= 0).map(({ module, owner }) => [of(module, owner)])];
}
