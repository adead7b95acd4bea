import path from "node:path";
import { askChecker, openRepository, type CheckerAnswer } from "./askChecker.ts";
import { askCruiser } from "./askCruiser.ts";
import { compareCalls, type CallFigures } from "./compareCalls.ts";
import { compareEdges, type EdgeFigures } from "./compareEdges.ts";
import { comparePairs, type PairFigures } from "./comparePairs.ts";
import { ficusGraph } from "./ficusGraph.ts";
import { cached } from "./oracleCache.ts";

export type OracleFigures = {
  root: string;
  files: {
    read: number;
    /** Source files that only one of the two sees: what the one ignores by rule, or has lost. */
    notInFicus: string[];
    notInOracle: string[];
  };
  edges: EdgeFigures;
  pairs: PairFigures;
  calls: CallFigures;
  counts: CheckerAnswer["counts"];
  seconds: { ficus: number; oracles: number };
};

/** The bars that acceptance sets, as shares. */
export const bars = { edges: 1, pairs: 0.99, calls: 0.95, precision: 0.99 } as const;

export type OracleOptions = { useCache: boolean; progress: (message: string) => void };

const quiet: OracleOptions = { useCache: true, progress: () => undefined };

/** Compares the graph that Ficus makes of `directory` with what dependency-cruiser and TypeScript's checker say of it. */
export async function runOracle(directory: string, { useCache, progress }: OracleOptions = quiet): Promise<OracleFigures> {
  const root = path.resolve(directory);
  const begin = performance.now();
  const repository = openRepository(root);
  const answer = await cached(repository, useCache, async () => ({
    checker: askChecker(repository, progress),
    cruiser: await askCruiser(repository, progress),
  }));
  const middle = performance.now();
  const graph = await ficusGraph(root);
  const end = performance.now();
  const modules = new Set(graph.modules);
  const read = new Set(answer.checker.files);
  return {
    root,
    files: {
      read: read.size,
      notInFicus: answer.checker.files.filter((file) => !modules.has(file)),
      notInOracle: graph.modules.filter((file) => !read.has(file)),
    },
    edges: compareEdges(graph, answer.cruiser, answer.checker),
    pairs: comparePairs(graph, answer.checker),
    calls: compareCalls(graph, answer.checker),
    counts: answer.checker.counts,
    seconds: { ficus: (end - middle) / 1000, oracles: (middle - begin) / 1000 },
  };
}

export type OracleShares = { edges: number; pairs: number; calls: number; precision: number };

/** The figures that the bars are about. Edges that TypeScript itself resolves elsewhere are no edges to find. */
export function shares({ edges, pairs, calls }: OracleFigures): OracleShares {
  const disputed = edges.missed.filter((edge) => edge.reason !== "missed").length;
  const sites = calls.across.sites + calls.sameFile.sites;
  return {
    edges: ratio(edges.found, edges.expected - disputed),
    pairs: ratio(pairs.byReferencesOrImports, pairs.expected),
    calls: ratio(calls.across.found + calls.sameFile.found, sites),
    precision: ratio(calls.confirmed, calls.judged),
  };
}

/** Nothing expected is no success: a harness that looked at nothing must not pass. */
export function ratio(part: number, whole: number): number {
  return whole === 0 ? Number.NaN : part / whole;
}
