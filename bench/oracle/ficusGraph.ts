import { openSession } from "../../analyzer/src/session.ts";
import { referenceKinds, type Module, type SymbolGraph } from "../../analyzer/src/model/graph.ts";

/** The graph under test, as plain data: the only file here that knows the analyzer. */
export type FicusGraph = { modules: string[]; imports: FicusImport[]; references: FicusReference[] };

export type FicusImport = { from: string; to: string; kind: string; specifier: string; line: number };

/** `names`: the symbol's own name first, then those of the declarations that hold it, innermost first; empty: the module itself. */
export type FicusReference = { from: string; line: number; column: number; kind: string; to: string; names: string[] };

export async function ficusGraph(root: string): Promise<FicusGraph> {
  const session = await openSession({ root, cache: false });
  return plainGraph(await session.graph());
}

function plainGraph({ modules, edges, references }: SymbolGraph): FicusGraph {
  const pathOf = (index: number): string => modules[index]?.path ?? "";
  const found: FicusReference[] = [];
  for (let row = 0; row < references.length; row++) {
    const target = modules[references.to[row] ?? -1];
    if (target === undefined) continue; // external or unresolved
    found.push({
      from: pathOf(references.from[row] ?? -1),
      line: references.line[row] ?? 0,
      column: references.column[row] ?? 0,
      kind: referenceKinds[references.kind[row] ?? 0] ?? "",
      to: target.path,
      names: namesOf(target, references.symbol[row] ?? -1),
    });
  }
  return {
    modules: modules.map((module) => module.path),
    imports: edges
      .filter((edge) => edge.to >= 0)
      .map(({ from, to, kind, specifier, line }) => ({ from: pathOf(from), to: pathOf(to), kind, specifier, line })),
    references: found,
  };
}

function namesOf(module: Module, symbol: number): string[] {
  const names: string[] = [];
  let declaration = module.facts.declarations[symbol];
  while (declaration !== undefined) {
    names.push(declaration.name);
    declaration = module.facts.declarations[declaration.parent];
  }
  return names;
}
