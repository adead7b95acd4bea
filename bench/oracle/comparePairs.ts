import type { CheckerAnswer } from "./askChecker.ts";
import type { Requirement } from "./checkIdentifiers.ts";
import type { FicusGraph } from "./ficusGraph.ts";

export type PairFigures = {
  expected: number;
  /** Found among symbol references; among these and file-level import edges. */
  byReferences: number;
  byReferencesOrImports: number;
  missed: MissedPair[];
  /** Pairs of Ficus' references that neither an identifier nor a call confirms: what the checker cannot see (packages, `any`), or a mistake. */
  unconfirmed: { from: string; to: string; kind: string; line: number; column: number }[];
};
export type MissedPair = Requirement & { hasImportEdge: boolean };

export function comparePairs(graph: FicusGraph, checker: CheckerAnswer): PairFigures {
  const modules = new Set(graph.modules);
  const references = new Set(graph.references.map((reference) => pair(reference.from, reference.to)));
  const imports = new Set(graph.imports.map((edge) => pair(edge.from, edge.to)));
  const expected = withoutImplied(checker.requirements).filter(
    (requirement) => modules.has(requirement.from) && requirement.to.some((to) => modules.has(to)),
  );
  const missed: MissedPair[] = [];
  let byReferencesOrImports = 0;
  for (const requirement of expected) {
    if (requirement.to.some((to) => references.has(pair(requirement.from, to)))) {
      byReferencesOrImports++;
      continue;
    }
    const hasImportEdge = requirement.to.some((to) => imports.has(pair(requirement.from, to)));
    if (hasImportEdge) byReferencesOrImports++;
    missed.push({ ...requirement, hasImportEdge });
  }
  return {
    expected: expected.length,
    byReferences: expected.length - missed.length,
    byReferencesOrImports,
    missed,
    unconfirmed: unconfirmed(graph, checker),
  };
}

/** Where one of several possible files is required anyway, the choice adds nothing. */
function withoutImplied(requirements: readonly Requirement[]): Requirement[] {
  const single = new Set(requirements.filter((each) => each.to.length === 1).map((each) => pair(each.from, each.to[0] ?? "")));
  return requirements.filter((each) => each.to.length === 1 || !each.to.some((to) => single.has(pair(each.from, to))));
}

function unconfirmed(graph: FicusGraph, { files, requirements, calls }: CheckerAnswer): PairFigures["unconfirmed"] {
  const read = new Set(files); // of other files the checker cannot say anything
  const seen = new Set(requirements.flatMap((each) => each.to.map((to) => pair(each.from, to))));
  for (const site of calls) for (const target of site.targets) seen.add(pair(site.from, target.file));
  const found: PairFigures["unconfirmed"] = [];
  for (const { from, to, kind, line, column } of graph.references) {
    const key = pair(from, to);
    if (from === to || seen.has(key) || !read.has(from) || !read.has(to)) continue;
    seen.add(key);
    found.push({ from, to, kind, line, column });
  }
  return found;
}

function pair(from: string, to: string): string {
  return `${from}\0${to}`;
}
