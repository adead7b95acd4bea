/** Imports that will not work everywhere, or nowhere. */
import type { SymbolGraph } from "../model/graph.ts";
import type { Warning } from "../model/warning.ts";

export function warnOfImports(graph: SymbolGraph): Warning[] {
  return graph.edges.flatMap(({ from, to, specifier, note, external, line, column }): Warning[] => {
    const path = graph.modules[from]!.path;
    if (note === "case-mismatch") {
      return [
        {
          reason: "case-mismatch",
          message: `"${specifier}" is ${graph.modules[to]!.path} in another case: where file systems tell case apart, this import fails`,
          path,
          line,
          column,
        },
      ];
    }
    const isMissing = to < 0 && external === undefined && specifier.startsWith(".");
    return isMissing
      ? [{ reason: "unresolved-import", message: `"${specifier}" leads to no file: what it brings in is unknown`, path, line, column }]
      : [];
  });
}
