import { basename, join } from "node:path";
import { existsSync } from "node:fs";
import { analyzeGraph, type AnalyzeOptions } from "../../analyzer/src/analyze.ts";
import type { SymbolGraph } from "../../analyzer/src/model/graph.ts";
import { openSession } from "../../analyzer/src/session.ts";
import { folders, layers, plainLouvain, sizeMatched } from "./baselines.ts";
import { labelPaths, type Case } from "./labels.ts";
import { score, type Scores } from "./scores.ts";

export interface CaseFigures {
  id: string;
  modules: number;
  labelled: number;
  labels: number;
  /** Milliseconds that the proposal took, graph not included. */
  time: number;
  /** By contestant, Ficus first. */
  scores: Record<string, Scores>;
}

export interface Contestant {
  name: string;
  options: Partial<AnalyzeOptions>;
}

/** @throws when the repository is not checked out under `checkouts` */
export async function runCase(
  each: Case,
  infrastructure: readonly string[],
  checkouts: string,
  variants: readonly Contestant[],
): Promise<CaseFigures> {
  const repository = join(checkouts, basename(each.repo));
  if (!existsSync(repository)) throw new Error(`${each.id}: check out ${each.repo} to ${repository}, or name another folder with --checkouts`);
  const session = await openSession({ root: join(repository, each.root), cache: false });
  return judge(each, infrastructure, await session.graph(), variants);
}

export function judge(each: Case, infrastructure: readonly string[], graph: SymbolGraph, variants: readonly Contestant[]): CaseFigures {
  const paths = graph.modules.map(({ path }) => path);
  const labels = labelPaths(paths, each, infrastructure);
  const labelled = [...paths.keys()].filter((module) => labels.has(paths[module]!));
  const truth = labelled.map((module) => labels.get(paths[module]!)!);
  const scoreOf = (clusters: readonly (string | number | undefined)[]): Scores =>
    score(
      labelled.map((module) => clusters[module]),
      truth,
    );

  // What labels were made from may not be seen.
  const blind = "label" in each ? "paths" : "names";
  const propose = (options: Partial<AnalyzeOptions>): (string | undefined)[] => {
    const { modules } = analyzeGraph(graph, { root: each.id, blind, ...options });
    const services = new Map(modules.map(({ path, service }) => [path, service ?? undefined]));
    return paths.map((path) => services.get(path));
  };
  const start = performance.now();
  const proposal = propose({});
  const time = performance.now() - start;
  const scores: Record<string, Scores> = { Ficus: scoreOf(proposal) };
  for (const { name, options } of variants) scores[name] = scoreOf(propose(options));
  scores["Louvain 1"] = scoreOf(plainLouvain(graph, 1));
  scores["Louvain 4"] = scoreOf(plainLouvain(graph, 4));
  scores["folders"] = scoreOf(folders(paths));
  scores["layers"] = scoreOf(layers(paths));
  scores["one blob"] = scoreOf(paths.map(() => 0));
  scores["random"] = score(
    sizeMatched(
      labelled.map((module) => proposal[module]),
      1,
    ),
    truth,
  );
  return { id: each.id, modules: paths.length, labelled: labelled.length, labels: new Set(truth).size, time, scores };
}
