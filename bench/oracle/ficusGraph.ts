/** The graph under test, as plain data: the only file here that knows the analyzer. */
import { referenceKinds } from '../../analyzer/src/model/graph.ts';
import { openSession } from '../../analyzer/src/session.ts';

export type FicusGraph = { modules: string[]; imports: FicusImport[]; references: FicusReference[] };

export type FicusImport = { from: string; to: string; kind: string; specifier: string; line: number };

/** `names`: the symbol's own name first, then those of the declarations that hold it, innermost first; empty: the module itself. */
export type FicusReference = { from: string; line: number; column: number; kind: string; to: string; names: string[] };

export async function ficusGraph(root: string): Promise<FicusGraph> {
  const session = await openSession({ root, cache: false });
  const graph = await session.graph();
  const path = (index: number): string => graph.modules[index]?.path ?? '';
  const { references: rows } = graph;
  const namesOf = (module: number, symbol: number): string[] => {
    const names: string[] = [];
    for (let at = symbol; at >= 0; at = graph.modules[module]?.facts.declarations[at]?.parent ?? -1) names.push(graph.modules[module]?.facts.declarations[at]?.name ?? '');
    return names;
  };
  return {
    modules: graph.modules.map((module) => module.path),
    imports: graph.edges.filter((edge) => edge.to >= 0).map((edge) => ({ from: path(edge.from), to: path(edge.to), kind: edge.kind, specifier: edge.specifier, line: edge.line })),
    references: Array.from({ length: rows.length }, (_, row) => ({
      from: path(rows.from[row] ?? -1),
      line: rows.line[row] ?? 0,
      column: rows.column[row] ?? 0,
      kind: referenceKinds[rows.kind[row] ?? 0] ?? '',
      to: path(rows.to[row] ?? -1),
      names: namesOf(rows.to[row] ?? -1, rows.symbol[row] ?? -1),
    })),
  };
}
