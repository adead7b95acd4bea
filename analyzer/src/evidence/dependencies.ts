import type { AnalyzedDependency } from "../model/analysis.ts";
import { structuralPairs } from "./structural.ts";
import type { DependencyKind } from "../model/graph.ts";
import { kindsOf, type Uses } from "./uses.ts";

/** Positions of `paths` in code-unit order. */
export function orderOfPaths(paths: readonly string[]): Int32Array {
  return Int32Array.from(paths.keys()).sort((a, b) => compare(paths[a]!, paths[b]!));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** One dependency for each ordered pair of modules, sorted by `from` and `to`. `group` as in `structuralPairs`; every module is in one. */
export function listDependencies(uses: Uses, paths: readonly string[], group: Int32Array): AnalyzedDependency[] {
  const { weight } = structuralPairs(uses, group);
  const order = orderOfPaths(paths);
  const rank = new Int32Array(paths.length);
  for (let i = 0; i < order.length; i++) rank[order[i]!] = i;

  const kindsByBits = new Map<number, DependencyKind[]>();
  const dependencies: AnalyzedDependency[] = [];
  for (const i of order) {
    const rows: number[] = [];
    for (let k = uses.start[i]!; k < uses.start[i + 1]!; k++) rows.push(k);
    rows.sort((a, b) => rank[uses.to[a]!]! - rank[uses.to[b]!]!);
    for (const k of rows) {
      const bits = uses.kinds[k]!;
      let kinds = kindsByBits.get(bits);
      if (kinds === undefined) kindsByBits.set(bits, (kinds = kindsOf(bits)));
      // Six digits say more than the measure knows, and keep the document small.
      dependencies.push({ from: paths[i]!, to: paths[uses.to[k]!]!, kinds, weight: Math.round(weight[k]! * 1e6) / 1e6 });
    }
  }
  return dependencies;
}
