import type { DependencyKind, SymbolGraph } from "../../model/graph.ts";
import { orderOfPaths } from "../../evidence/dependencies.ts";
import { countUses, kindsOf } from "../../evidence/uses.ts";

/** Modules and who uses whom: what the picture formats show. */
export interface ModuleGraph {
  root: string;
  /** Sorted by path. */
  modules: { path: string; loc: number }[];
  /** Positions in `modules`, sorted by `from` and `to`. `uses`: references; at least 1. */
  edges: { from: number; to: number; kinds: readonly DependencyKind[]; uses: number }[];
}

export function moduleGraph(graph: SymbolGraph, root: string): ModuleGraph {
  const order = orderOfPaths(graph.modules.map((module) => module.path));
  const modules = Array.from(order, (module) => ({ path: graph.modules[module]!.path, loc: graph.modules[module]!.facts.lines }));
  const { start, to, kinds, count } = countUses(graph, order);
  const edges: ModuleGraph["edges"] = [];
  for (let from = 0; from < order.length; from++) {
    for (let k = start[from]!; k < start[from + 1]!; k++) edges.push({ from, to: to[k]!, kinds: kindsOf(kinds[k]!), uses: count[k]! });
  }
  return { root, modules, edges };
}
