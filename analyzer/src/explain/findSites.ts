import type { Site } from "../model/explanation.ts";
import { referenceKinds, type SymbolGraph } from "../model/graph.ts";

/** The name in an import says no more than the use that it is for. */
const importKind = referenceKinds.indexOf("import");

/** References between two modules, either way: those in the code of `module` first, calls before values before types, then by place. */
export function findSites(graph: SymbolGraph, module: number, other: number): Site[] {
  return [...sitesFrom(graph, module, other), ...sitesFrom(graph, other, module)];
}

/** References in the code of `from` to what `to` declares. */
export function sitesFrom({ modules, references }: SymbolGraph, from: number, to: number): Site[] {
  const found: Site[] = [];
  for (let row = 0; row < references.length; row++) {
    if (references.from[row] !== from || references.to[row] !== to || references.kind[row] === importKind) continue;
    found.push({
      path: modules[from]!.path,
      line: references.line[row]!,
      column: references.column[row]!,
      kind: referenceKinds[references.kind[row]!]!,
      symbol: modules[to]!.facts.declarations[references.symbol[row]!]?.name ?? null,
    });
  }
  return found.sort((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column);
}

const rank = ({ kind }: Site): number => (kind === "type" ? 2 : kind === "value" || kind === "property" ? 1 : 0);
