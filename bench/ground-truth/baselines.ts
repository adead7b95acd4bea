/** What a proposal is compared with: clusterings of the same modules that need no insight. Each answers with a cluster by module. */
import { findCommunities } from "../../analyzer/src/partition/louvain.ts";
import { layerOf } from "../../analyzer/src/partition/findings.ts";
import { undirected } from "../../analyzer/src/evidence/weightedPairs.ts";
import { seededRandom } from "../../analyzer/src/partition/random.ts";
import type { SymbolGraph } from "../../analyzer/src/model/graph.ts";
import { isTestPath } from "./testFiles.ts";

/** Plain Louvain on file imports: every pair of files, tests left out, that an import joins weighs 1. */
export function plainLouvain(graph: SymbolGraph, resolution: number): number[] {
  const size = graph.modules.length;
  const isTest = graph.modules.map(({ path }) => isTestPath(path));
  const targets: Set<number>[] = Array.from({ length: size }, () => new Set());
  for (const { from, to } of graph.edges) {
    if (to < 0 || to === from || isTest[from] || isTest[to] || targets[to]!.has(from)) continue;
    targets[from]!.add(to);
  }
  const start = new Int32Array(size + 1);
  const to: number[] = [];
  for (const [i, each] of targets.entries()) {
    to.push(...[...each].sort((a, b) => a - b));
    start[i + 1] = to.length;
  }
  const pairs = undirected({ size, start, to: Int32Array.from(to), weight: new Float64Array(to.length).fill(1) });
  return [...findCommunities(pairs, resolution, 1)];
}

export function folders(paths: readonly string[]): string[] {
  return paths.map((path) => path.slice(0, path.lastIndexOf("/") + 1));
}

export function layers(paths: readonly string[]): string[] {
  return paths.map((path) => layerOf(path) ?? "");
}

/** The same sizes of clusters, dealt out by chance. */
export function sizeMatched<T>(clusters: readonly T[], seed: number): T[] {
  const random = seededRandom(seed);
  const dealt = [...clusters];
  for (let i = dealt.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [dealt[i], dealt[j]] = [dealt[j]!, dealt[i]!];
  }
  return dealt;
}
