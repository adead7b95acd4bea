/** The graph under test, as plain data: the only file here that knows the analyzer. */
export type FicusGraph = { modules: string[]; imports: FicusImport[]; references: FicusReference[] };

export type FicusImport = { from: string; to: string; kind: string; specifier: string; line: number };

/** `names`: the symbol's own name first, then those of the declarations that hold it, innermost first; empty: the module itself. */
export type FicusReference = { from: string; line: number; column: number; kind: string; to: string; names: string[] };

export async function ficusGraph(root: string): Promise<FicusGraph> {
  void root;
  return Promise.reject(new Error('not connected yet'));
}
