/** Uses that cross the boundary of a service, grouped by the symbol at the top level that they use. */
import type { UseKind } from "../model/seams.ts";
import { targetKey, type GraphIndex, type Sides, type Target } from "./graphIndex.ts";

export interface Use {
  row: number;
  from: number;
  /** What is used: a declaration of the other side, the symbol itself or a member of it. */
  target: Target;
  kind: UseKind;
  inTest: boolean;
}

export interface CrossedSymbol {
  direction: "incoming" | "outgoing";
  module: number;
  /** Declaration at the top level; -1: the module as a whole. */
  declaration: number;
  uses: Use[];
}

/**
 * @param inside by module of the graph
 * @param targetsOf what a row of the reference table leads to; `index.targetsOf`, or `index.allTargetsOf` where nothing may be missed
 */
export function collectUses(
  index: GraphIndex,
  sides: Sides,
  inside: (module: number) => boolean,
  targetsOf: GraphIndex["targetsOf"],
): CrossedSymbol[] {
  const { references } = index.graph;
  const found = new Map<string, CrossedSymbol>();
  for (let row = 0; row < references.length; row++) {
    const from = references.from[row]!;
    const here = inside(from);
    const kind = index.kindOf(row);
    for (const target of targetsOf(row)) {
      if (inside(target.module) === here || sides.role[target.module] === "test") continue;
      const top = index.topOf(target.module, target.declaration);
      const direction = here ? "outgoing" : "incoming";
      // Tests are on nobody's side: what they use of others is not the service's need.
      const key = `${direction}:${targetKey({ module: target.module, declaration: top })}`;
      let symbol = found.get(key);
      if (symbol === undefined) found.set(key, (symbol = { direction, module: target.module, declaration: top, uses: [] }));
      symbol.uses.push({ row, from, target, kind, inTest: sides.role[from] === "test" });
    }
  }
  // A name in a barrel or an import is no use.
  return [...found.values()].filter(({ uses }) => uses.some(({ kind }) => kind !== "import"));
}
