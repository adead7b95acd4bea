/** Calls through interfaces led to the classes that can stand behind the receiver, by its type. */
import { targetKey, type GraphIndex, type Target } from "./graphIndex.ts";
import type { SyntaxAt } from "./syntaxAt.ts";
import type { TypeProgram } from "./typeProgram.ts";
import { ts } from "./typescript.ts";

/**
 * The same index, in which `targetsOf` asks the checker for the receiver: `stores.orders.get()` is a call of the order store, though `get` is declared
 * once for all stores.
 */
export function narrowIndex(index: GraphIndex, program: TypeProgram, syntax: SyntaxAt): GraphIndex {
  const known = new Map<number, readonly Target[]>();
  const heirs = new Map<string, ReadonlySet<string>>();
  const heirsOf = (target: Target): ReadonlySet<string> => {
    const key = targetKey(target);
    let found = heirs.get(key);
    if (found === undefined) heirs.set(key, (found = new Set([target, ...index.implementations(target.module, target.declaration)].map(targetKey))));
    return found;
  };
  return {
    ...index,
    targetsOf(row) {
      let targets = known.get(row);
      if (targets === undefined) known.set(row, (targets = narrow(row)));
      return targets;
    },
  };

  function narrow(row: number): readonly Target[] {
    const all = index.allTargetsOf(row);
    if (all.length <= 2) return all;
    const behind = receiverOf(row);
    if (behind === undefined) return index.targetsOf(row);
    const classes = new Set(behind.flatMap((target) => [...heirsOf(target)]));
    const [direct, ...implementations] = all;
    return [
      direct!,
      ...implementations.filter(({ module, declaration }) => {
        const parent = index.declaration(module, declaration)?.parent ?? -1;
        return classes.has(targetKey({ module, declaration: parent }));
      }),
    ];
  }

  /** Classes and interfaces of the project that the receiver of a call is declared as. */
  function receiverOf(row: number): Target[] | undefined {
    const from = index.graph.references.from[row]!;
    const place = index.rowPlace(row);
    const name = syntax.node(from, place.line, place.column);
    if (name === undefined || !ts.isPropertyAccessExpression(name.parent) || name.parent.name !== name) return undefined;
    const type = program.checker.getNonNullableType(program.checker.getTypeAtLocation(name.parent.expression));
    const found: Target[] = [];
    for (const part of type.isUnionOrIntersection() ? type.types : [type]) {
      const declaration = (part.aliasSymbol ?? part.getSymbol())?.declarations?.[0] ?? part.getSymbol()?.declarations?.[0];
      if (declaration === undefined) continue;
      const module = program.moduleOf(declaration.getSourceFile());
      const fact = module < 0 ? -1 : syntax.factOf(module, declaration);
      if (fact >= 0) found.push({ module, declaration: fact });
    }
    return found.length === 0 ? undefined : found;
  }
}
