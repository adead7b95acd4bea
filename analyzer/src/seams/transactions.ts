/** Transactions that touch the boundary: what they write on which side, and which crossing calls they make. */
import type { SeamTransaction, TransactionWrite } from "../model/seams.ts";
import { byPlace, targetKey, type GraphIndex, type Target } from "./graphIndex.ts";
import { reachFrom, wayTo } from "./reach.ts";
import type { TableContext } from "./tables.ts";

/** Calls from inside a transaction go no deeper than that before they are another matter. */
const deepest = 8;

export function findTransactions(context: TableContext): SeamTransaction[] {
  const { index, sides, service, owners } = context;
  const { graph } = index;
  const accessesByModule = new Map<number, (typeof graph.accesses)[number][]>();
  for (const access of graph.accesses) {
    const known = accessesByModule.get(access.module);
    if (known === undefined) accessesByModule.set(access.module, [access]);
    else known.push(access);
  }
  const found: SeamTransaction[] = [];
  for (const [module, { path, facts }] of graph.modules.entries()) {
    if (sides.role[module] === "test") continue;
    for (const fact of facts.transactions) {
      const inside = sides.service[module] === service;
      const lines = { from: fact.line, to: fact.endLine };
      const first: Target = { module, declaration: fact.owner };
      const reached = reachFrom(index, first, { lines, depth: deepest });
      const writes = new Map<string, TransactionWrite>();
      const addWrite = (access: (typeof graph.accesses)[number], via: string[]): void => {
        if (access.access !== "write") return;
        const owner = owners[access.table] ?? null;
        const table = graph.tables[access.table]!.name;
        const place = { module: graph.modules[access.module]!.path, line: access.line, column: access.column };
        const key = `${table}:${place.module}:${place.line}:${place.column}`;
        if (!writes.has(key))
          writes.set(key, {
            ...place,
            table,
            owner,
            side: owner === null ? (inside ? "inside" : "outside") : owner === service ? "inside" : "outside",
            via,
          });
      };
      for (const access of accessesByModule.get(module) ?? [])
        if (within(index, module, access.owner, fact.owner) && access.line >= fact.line && access.line <= fact.endLine) addWrite(access, []);
      const own = new Set(reached.targets.slice(1).map(targetKey));
      for (const target of reached.targets.slice(1)) {
        for (const access of accessesByModule.get(target.module) ?? [])
          if (nearestReached(index, access.module, access.owner, own) === targetKey(target)) addWrite(access, wayTo(index, reached, target));
      }
      const calls = crossingCalls(context, lines, reached.targets);
      const all = [...writes.values()].sort((a, b) => byPlace(a, b) || (a.table < b.table ? -1 : 1));
      // What belongs to nobody (sequences, outboxes) goes with whoever writes it.
      const sidesWritten = new Set(all.filter(({ owner }) => owner !== null).map(({ side }) => side));
      // Somebody else's transaction that has nothing to do with this service.
      if (!inside && !sidesWritten.has("inside") && calls.length === 0) continue;
      if (inside && !sidesWritten.has("outside") && calls.length === 0) continue;
      found.push({
        module: path,
        line: fact.line,
        column: fact.column,
        endLine: fact.endLine,
        orm: fact.orm,
        symbol: index.qualifiedName(module, fact.owner),
        inside,
        writesBothSides: sidesWritten.size === 2,
        writes: all,
        calls,
      });
    }
  }
  return found.sort(byPlace);
}

function within(index: GraphIndex, module: number, owner: number, around: number): boolean {
  for (let at = owner; at >= 0; at = index.declaration(module, at)!.parent) if (at === around) return true;
  return around < 0;
}

function nearestReached(index: GraphIndex, module: number, owner: number, reached: ReadonlySet<string>): string | undefined {
  for (let at = owner; at >= 0; at = index.declaration(module, at)!.parent) {
    const key = targetKey({ module, declaration: at });
    if (reached.has(key)) return key;
  }
  return undefined;
}

/** Calls over the boundary, in the transaction itself and in what it calls on its own side. */
function crossingCalls(context: TableContext, lines: { from: number; to: number }, targets: readonly Target[]): SeamTransaction["calls"] {
  const { index, sides, service } = context;
  const { references } = index.graph;
  const inside = (module: number): boolean => sides.service[module] === service;
  const found = new Map<string, SeamTransaction["calls"][number]>();
  for (const [position, target] of targets.entries()) {
    for (const row of index.rowsIn(target.module, target.declaration)) {
      if (position === 0 && (references.line[row]! < lines.from || references.line[row]! > lines.to)) continue;
      if (index.kindOf(row) !== "call") continue;
      const to = references.to[row]!;
      if (inside(to) === inside(target.module)) continue;
      // Shared code and the platform come along to either side.
      if (!inside(to) && sides.role[to] !== "domain") continue;
      const { module: path, name, member } = index.symbolName(to, references.symbol[row]!);
      const place = index.rowPlace(row);
      found.set(`${place.module}:${place.line}:${place.column}`, {
        ...place,
        operation: `${path}#${name}${member === undefined ? "" : `.${member}`}`,
      });
    }
  }
  return [...found.values()].sort(byPlace);
}
