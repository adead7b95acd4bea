import type { CheckerAnswer, ResolvedImport } from "./askChecker.ts";
import type { CruisedEdge, CruiserAnswer } from "./askCruiser.ts";
import type { FicusGraph, FicusImport } from "./ficusGraph.ts";
import { packageName } from "./workspacePackages.ts";

export type EdgeFigures = {
  /** Local edges of dependency-cruiser between files that Ficus reads too. */
  expected: number;
  found: number;
  missed: MissedEdge[];
  extras: ExtraEdge[];
  /** The same against TypeScript's own resolution of every specifier, which also knows workspace packages. */
  typescript: { expected: number; found: number; missed: ResolvedImport[] };
};
export type MissedEdge = CruisedEdge & { reason: "missed" | DisputeReason };
/** Edges that dependency-cruiser has and TypeScript denies. */
export type DisputeReason = "TypeScript resolves it to another file" | "a package of the manifest, taken for a file of the same name";
export type ExtraEdge = { from: string; to: string; kind: string; specifier: string; line: number; reason: ExtraReason };
export type ExtraReason =
  | "kind unknown to dependency-cruiser"
  | "dependency-cruiser could not resolve it, TypeScript agrees with Ficus"
  | "dependency-cruiser resolves it differently, TypeScript agrees with Ficus"
  | "dependency-cruiser did not extract it, TypeScript agrees with Ficus"
  | "unexplained";

/** Import kinds that dependency-cruiser has no notion of. */
const unknownKinds = new Set(["mock", "create-require", "augmentation"]);

export function compareEdges(graph: FicusGraph, cruiser: CruiserAnswer, checker: CheckerAnswer): EdgeFigures {
  const modules = new Set(graph.modules);
  const own = new Set(graph.imports.map((edge) => pair(edge.from, edge.to)));
  const byTypeScript = resolutions(checker);
  const dependencies = new Set(checker.dependencies);
  const expected = new Map<string, CruisedEdge>();
  for (const edge of cruiser.edges) {
    if (modules.has(edge.from) && modules.has(edge.to)) expected.set(pair(edge.from, edge.to), edge);
  }
  const missed = [...expected]
    .filter(([key]) => !own.has(key))
    .map(([, edge]): MissedEdge => {
      const typescript = byTypeScript.get(pair(edge.from, edge.specifier));
      if (typescript === undefined) {
        const isPackage = dependencies.has(packageName(edge.specifier));
        return { ...edge, reason: isPackage ? "a package of the manifest, taken for a file of the same name" : "missed" };
      }
      return { ...edge, reason: typescript.has(edge.to) ? "missed" : "TypeScript resolves it to another file" };
    });
  const read = new Set(checker.files);
  const extras = uniqueExtras(
    graph.imports.filter((edge) => edge.from !== edge.to && read.has(edge.from) && read.has(edge.to) && !expected.has(pair(edge.from, edge.to))),
  );
  const explain = explainer(cruiser, byTypeScript);
  return {
    expected: expected.size,
    found: expected.size - missed.length,
    missed: missed.sort(byFrom),
    typescript: againstTypeScript(modules, own, checker),
    extras: extras.map((edge) => ({ ...edge, reason: explain(edge) })).sort(byFrom),
  };
}

function againstTypeScript(modules: ReadonlySet<string>, own: ReadonlySet<string>, checker: CheckerAnswer): EdgeFigures["typescript"] {
  const expected = new Map<string, ResolvedImport>();
  for (const edge of checker.imports) {
    if (modules.has(edge.from) && modules.has(edge.to)) expected.set(pair(edge.from, edge.to), edge);
  }
  const missed = [...expected].filter(([key]) => !own.has(key)).map(([, edge]) => edge);
  return { expected: expected.size, found: expected.size - missed.length, missed: missed.sort(byFrom) };
}

function explainer(cruiser: CruiserAnswer, byTypeScript: Map<string, Set<string>>): (edge: FicusImport) => ExtraReason {
  const unresolved = new Set(cruiser.unresolved.map((each) => pair(each.from, each.specifier)));
  const elsewhere = new Set(cruiser.edges.map((each) => pair(each.from, each.specifier)));
  return (edge) => {
    const key = pair(edge.from, edge.specifier);
    if (unknownKinds.has(edge.kind) || edge.specifier.includes("*")) return "kind unknown to dependency-cruiser";
    if (byTypeScript.get(key)?.has(edge.to) !== true) return "unexplained";
    if (unresolved.has(key)) return "dependency-cruiser could not resolve it, TypeScript agrees with Ficus";
    if (elsewhere.has(key)) return "dependency-cruiser resolves it differently, TypeScript agrees with Ficus";
    return "dependency-cruiser did not extract it, TypeScript agrees with Ficus";
  };
}

/** Files that TypeScript resolves a specifier of a file to, by `from` and specifier. */
function resolutions(checker: CheckerAnswer): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { from, to, specifier } of checker.imports) {
    const key = pair(from, specifier);
    found.set(key, (found.get(key) ?? new Set()).add(to));
  }
  return found;
}

function uniqueExtras(edges: readonly FicusImport[]): FicusImport[] {
  const unique = new Map<string, FicusImport>();
  for (const edge of edges) {
    const key = pair(edge.from, edge.to);
    if (!unique.has(key)) unique.set(key, edge);
  }
  return [...unique.values()];
}

function byFrom(a: { from: string; to: string }, b: { from: string; to: string }): number {
  return a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : 1;
}

function pair(from: string, to: string): string {
  return `${from}\0${to}`;
}
