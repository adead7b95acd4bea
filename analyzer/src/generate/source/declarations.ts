import type { Node } from "ts-morph";

/** Where a name is declared, through imports and re-exports. */
export function declarationOf(name: Node): Node | undefined {
  const symbol = name.getSymbol();
  return (symbol?.getAliasedSymbol() ?? symbol)?.getDeclarations()[0];
}
