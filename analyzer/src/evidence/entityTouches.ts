/** Which code touches which table: by access, by use of the entity's class, or by naming its type. */
import { referenceKinds, type SymbolGraph } from "../model/graph.ts";
import type { SymbolReach } from "./symbolReach.ts";

/** How strongly a table is touched; the larger, the more the code depends on being with it. */
export const touchKinds = ["read", "write", "transaction"] as const;
/** Index into `touchKinds`; `transaction` is a write inside a transaction. */
export type TouchKind = 0 | 1 | 2;

export interface Touch {
  readonly symbol: number;
  readonly line: number;
  readonly table: number;
  readonly kind: TouchKind;
  /** 0 to 1: an access counts in full, a use of the entity half, its type a quarter. */
  readonly amount: number;
}

const amounts = { access: 1, use: 0.5, type: 0.25 };
const typeKind = referenceKinds.indexOf("type");
const importKind = referenceKinds.indexOf("import");

/** All touches, by symbol: those of `symbol` stand from `start[symbol]` to `start[symbol + 1]`. */
export interface Touches {
  readonly start: Int32Array;
  readonly list: readonly Touch[];
  /** Table that a symbol stands for or is a member of, -1 for none. */
  readonly tableOf: Int32Array;
}

export function findTouches(graph: SymbolGraph, reach: SymbolReach): Touches {
  const { base } = reach;
  const tableOf = entitySymbols(graph, base, reach.moduleOf.length);
  const transactions = graph.modules.map(({ facts }) => facts.transactions);
  const found: Touch[] = [];
  for (const { module, table, access, owner, line } of graph.accesses) {
    const inside = transactions[module]!.some((each) => line >= each.line && line <= each.endLine);
    const kind = access === "read" ? 0 : inside ? 2 : 1;
    found.push({ symbol: base[module]! + 1 + owner, line, table, kind, amount: amounts.access });
  }
  const { references } = graph;
  for (let row = 0; row < references.length; row++) {
    const to = references.to[row]!;
    const from = references.from[row]!;
    const kind = references.kind[row]!;
    if (to < 0 || to === from || kind === importKind) continue;
    const table = tableOf[base[to]! + 1 + references.symbol[row]!]!;
    if (table < 0) continue;
    const amount = kind === typeKind ? amounts.type : amounts.use;
    found.push({ symbol: base[from]! + 1 + references.owner[row]!, line: references.line[row]!, table, kind: 0, amount });
  }
  const start = new Int32Array(reach.moduleOf.length + 1);
  for (const { symbol } of found) start[symbol + 1]!++;
  for (let symbol = 0; symbol < reach.moduleOf.length; symbol++) start[symbol + 1]! += start[symbol]!;
  const next = start.slice(0, -1);
  const list = new Array<Touch>(found.length);
  for (const touch of found) list[next[touch.symbol]!++] = touch;
  return { start, list, tableOf };
}

/** By symbol: the table whose entity it declares, or is a member of. */
function entitySymbols({ modules, tables }: SymbolGraph, base: Int32Array, size: number): Int32Array {
  const tableOf = new Int32Array(size).fill(-1);
  const owned = new Map<number, number[]>();
  for (const [table, { owner }] of tables.entries()) if (owner >= 0) owned.set(owner, [...(owned.get(owner) ?? []), table]);
  for (const [module, candidates] of owned) {
    const { facts } = modules[module]!;
    const first = base[module]! + 1;
    const entities = facts.entities.filter(({ declaration }) => declaration >= 0);
    for (const [k, { declaration, name }] of entities.entries()) {
      // Where names are withheld, the place among the module's entities has to tell.
      const named = name === "" ? undefined : candidates.find((table) => tables[table]!.entity === name);
      const table = named ?? (entities.length === candidates.length ? candidates[k]! : candidates.length === 1 ? candidates[0]! : -1);
      tableOf[first + declaration] = table;
    }
    facts.declarations.forEach(({ parent }, d) => {
      // Parents come before their members.
      if (parent >= 0 && tableOf[first + d] === -1) tableOf[first + d] = tableOf[first + parent]!;
    });
  }
  return tableOf;
}
