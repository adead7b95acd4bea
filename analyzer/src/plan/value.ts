/**
 * What taking a service out would be worth, from git: code that changes often, that is large where it changes, and that other people change than the
 * rest. Hotspots as in A. Tornhill, Your Code as a Crime Scene (2015): frequency of change times size.
 */
import type { History } from "../model/history.ts";
import type { Value } from "../model/plan.ts";
import { rounded } from "./readiness.ts";

/** Commits that change more files reformat or move; they say nothing of a service. */
const largestCommit = 30;
/** Fewer say nothing. */
const leastCommits = 50;

export interface Part {
  id: string;
  modules: readonly string[];
  lines: number;
}

/** @returns undefined where the history is too short */
export function valuesOf(parts: readonly Part[], { commits }: History): Map<string, Value> | undefined {
  const telling = commits.filter(({ changed }) => changed <= largestCommit);
  if (telling.length < leastCommits) return undefined;
  const ownerOf = new Map(parts.flatMap(({ id, modules }) => modules.map((module) => [module, id] as const)));
  const byPart = new Map(parts.map(({ id }) => [id, new Map<string, number>()]));
  const authors = new Map<string, number>();
  for (const { author, files } of telling) {
    authors.set(author, (authors.get(author) ?? 0) + 1);
    for (const id of new Set(files.map((file) => ownerOf.get(file)))) {
      const own = id === undefined ? undefined : byPart.get(id);
      if (own !== undefined) own.set(author, (own.get(author) ?? 0) + 1);
    }
  }
  const countOf = (id: string): number => [...byPart.get(id)!.values()].reduce((sum, each) => sum + each, 0);
  const mostChurn = Math.max(1, ...parts.map(({ id }) => countOf(id)));
  const mostHot = Math.max(1, ...parts.map(({ id, lines }) => countOf(id) * lines));
  return new Map(
    parts.map(({ id, lines }) => {
      const commitsOf = countOf(id);
      const own = byPart.get(id)!;
      const churn = commitsOf / mostChurn;
      const hotspot = (commitsOf * lines) / mostHot;
      const teams = commitsOf === 0 ? 0 : 1 - cosine(own, without(authors, own));
      return [
        id,
        {
          score: rounded((churn + hotspot + teams) / 3),
          churn: rounded(churn),
          hotspot: rounded(hotspot),
          teams: rounded(teams),
          commits: commitsOf,
          authors: own.size,
        },
      ] as const;
    }),
  );
}

function without(all: ReadonlyMap<string, number>, own: ReadonlyMap<string, number>): Map<string, number> {
  return new Map([...all].map(([author, commits]) => [author, Math.max(0, commits - (own.get(author) ?? 0))]));
}

function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let dot = 0;
  for (const [author, commits] of a) dot += commits * (b.get(author) ?? 0);
  const length = (of: ReadonlyMap<string, number>): number => Math.hypot(...of.values());
  const product = length(a) * length(b);
  return product === 0 ? 0 : Math.min(1, dot / product);
}
