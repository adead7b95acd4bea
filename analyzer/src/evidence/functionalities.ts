/** The units in which users see a program: a route, a job, a message consumer, an exported entry that nothing in the program calls. */
import type { DeclarationKind } from "../model/facts.ts";
import type { SymbolGraph } from "../model/graph.ts";
import type { Entry, SymbolReach } from "./symbolReach.ts";

export interface Functionality extends Entry {
  readonly kind: "route" | "job" | "consumer" | "entry";
  /** Module in which it enters, in the graph's numbering. */
  readonly module: number;
}

const wholeSymbol = { line: 0, endLine: Infinity };
const runnable: ReadonlySet<DeclarationKind> = new Set<DeclarationKind>(["function", "method"]);

/**
 * Sorted by module and line. An inline handler begins at its route's line and ends before the next route, job or consumer of the same function.
 *
 * @param counts 1 for modules that may be entered; the graph's numbering
 */
export function findFunctionalities(graph: SymbolGraph, reach: SymbolReach, counts: Uint8Array): Functionality[] {
  const handled = collectHandled(graph, reach, counts);
  return inOrder([...handled, ...findUncalled(graph, reach, counts, new Set(handled.map(({ symbol }) => symbol)))]);
}

/** The same without exported entries: what the program itself says that it handles. */
export function findHandled(graph: SymbolGraph, reach: SymbolReach, counts: Uint8Array): Functionality[] {
  return inOrder(collectHandled(graph, reach, counts));
}

const inOrder = (found: Functionality[]): Functionality[] =>
  found.sort((a, b) => a.module - b.module || a.symbol - b.symbol || a.line - b.line || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0));

function collectHandled(graph: SymbolGraph, reach: SymbolReach, counts: Uint8Array): Functionality[] {
  const { base } = reach;
  const found: Functionality[] = [];
  const inline: Omit<Functionality, "endLine">[] = [];
  const begin = (kind: Functionality["kind"], module: number, owner: number, line: number) =>
    inline.push({ kind, module, symbol: base[module]! + 1 + owner, line });
  for (const route of graph.routes) {
    if (route.method === "USE" || counts[route.module] === 0) continue;
    const handler = base[route.target]! + 1 + route.symbol;
    const enclosing = base[route.module]! + 1 + route.owner;
    if (handler === enclosing && route.framework !== "nestjs") begin("route", route.module, route.owner, route.line);
    else found.push({ kind: "route", module: route.target, symbol: handler, ...wholeSymbol });
  }
  for (const job of graph.jobs) if (counts[job.module] === 1) begin("job", job.module, job.owner, job.line);
  for (const event of graph.events) {
    if (event.direction === "subscribe" && counts[event.module] === 1) begin("consumer", event.module, event.owner, event.line);
  }
  return [...found, ...closeInline(inline)];
}

function closeInline(inline: readonly Omit<Functionality, "endLine">[]): Functionality[] {
  const sorted = inline.toSorted((a, b) => a.symbol - b.symbol || a.line - b.line);
  let next = 0;
  return sorted.map((each, k) => {
    // Several on one line share it.
    if (next <= k) next = k + 1;
    while (next < sorted.length && sorted[next]!.symbol === each.symbol && sorted[next]!.line === each.line) next++;
    const after = sorted[next];
    return { ...each, endLine: after !== undefined && after.symbol === each.symbol ? after.line - 1 : Infinity };
  });
}

/** Exported functions, and methods of exported classes, that nothing in the program uses: a framework or another program calls them. */
function findUncalled(graph: SymbolGraph, reach: SymbolReach, counts: Uint8Array, known: ReadonlySet<number>): Functionality[] {
  const used = new Uint8Array(reach.moduleOf.length);
  for (const symbol of reach.to) used[symbol] = 1;
  const found: Functionality[] = [];
  for (const [module, { facts }] of graph.modules.entries()) {
    if (counts[module] === 0) continue;
    const { declarations } = facts;
    for (const [d, each] of declarations.entries()) {
      const symbol = reach.base[module]! + 1 + d;
      if (used[symbol] === 1 || !runnable.has(each.kind)) continue;
      const outside = each.parent < 0 ? each.exported : declarations[each.parent]!.exported && each.visibility === undefined;
      if (outside && !known.has(symbol)) found.push({ kind: "entry", module, symbol, ...wholeSymbol });
    }
  }
  return found;
}
