import type { Site } from "../model/explanation.ts";
import { groupRows } from "../evidence/groupRows.ts";
import { referenceKinds, type SymbolGraph } from "../model/graph.ts";

/** The name in an import says no more than the use that it is for. */
const importKind = referenceKinds.indexOf("import");

/**
 * References in the code of module `from` to what module `to` declares: what runs before values before types, then by place. Where an import alone joins the two, that is
 * the site.
 */
export type FindSites = (from: number, to: number) => Site[];

export function createFindSites({ modules, references, edges }: SymbolGraph): FindSites {
  const { start, rows } = groupRows(references.from, references.length, modules.length);
  const imports = groupRows(
    edges.map((edge) => edge.from),
    edges.length,
    modules.length,
  );
  const importsBetween = (from: number, to: number): Site[] => {
    const found: Site[] = [];
    for (let k = imports.start[from]!; k < imports.start[from + 1]!; k++) {
      const edge = edges[imports.rows[k]!]!;
      if (edge.to === to) found.push({ path: modules[from]!.path, line: edge.line, column: edge.column, kind: "import", symbol: null });
    }
    return found;
  };
  return (from, to) => {
    const found: Site[] = [];
    for (let k = start[from]!; k < start[from + 1]!; k++) {
      const row = rows[k]!;
      if (references.to[row] !== to || references.kind[row] === importKind) continue;
      found.push({
        path: modules[from]!.path,
        line: references.line[row]!,
        column: references.column[row]!,
        kind: referenceKinds[references.kind[row]!]!,
        symbol: modules[to]!.facts.declarations[references.symbol[row]!]?.name ?? null,
      });
    }
    const sites = found.length > 0 ? found : importsBetween(from, to);
    return sites.sort((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column);
  };
}

const rank = ({ kind }: Site): number => (kind === "type" ? 2 : kind === "value" || kind === "property" ? 1 : 0);
