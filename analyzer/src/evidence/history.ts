/** History evidence: what is changed together belongs together. */
import type { CommitRecord, History } from "../model/history.ts";
import type { EvidenceInput } from "./channel.ts";
import { exact } from "./exact.ts";
import { pairsFrom, weightBetween, type WeightedPairs } from "./weightedPairs.ts";

export interface HistoryLimits {
  /** A commit of more files is a reformatting, a rename or an import: it says nothing of what belongs together. 30 */
  largestCommit?: number | undefined;
  /** With fewer commits to the analysed folder, or fewer authors, the history tells how a program was written down, not how it is maintained. 100 and 2 */
  leastCommits?: number | undefined;
  leastAuthors?: number | undefined;
}
/** Once together is chance. */
const leastTogether = 2;

/** Enough commits and people that it says how the folder is maintained. */
export function isLongEnough({ commits }: History, { leastCommits = 100, leastAuthors = 2 }: HistoryLimits = {}): boolean {
  const here = commits.filter(({ files }) => files.length > 0);
  return here.length >= leastCommits && new Set(here.map(({ author }) => author)).size >= leastAuthors;
}

/** Is it about something in particular? */
export function isTelling({ changed }: CommitRecord, { largestCommit = 30 }: HistoryLimits = {}): boolean {
  return changed <= largestCommit;
}

/** Evidence from outside of the code needs no more of the graph than which modules there are. */
export type OutsideInput = Pick<EvidenceInput, "graph" | "order" | "members">;

export interface HistoryEvidence {
  readonly pairs: WeightedPairs;
  /** By row: number of commits that count. */
  readonly commits: Int32Array;
  /** Symmetric: in how many of these two modules were together. */
  readonly together: WeightedPairs;
}

/**
 * Logical coupling: w(i, j) = Σ_c 1 / (n_c − 1) over the commits with both, divided by the number of commits with either; n_c is the number of files of the
 * commit, 2 to 30. 0 to 1; 1 for two files that are always changed together and with no other. H. Gall, K. Hajek, M. Jazayeri, "Detection of Logical Coupling Based
 * on Product Release History", ICSM 1998; a commit counts once for each of its files, however many it has.
 * Absent (no pairs) below 100 commits to the folder or 2 authors, and where paths are withheld.
 */
export function findHistoryEvidence({ graph, order, members }: OutsideInput, history: History, limits: HistoryLimits = {}): HistoryEvidence {
  const size = order.length;
  const commits = new Int32Array(size);
  const none = pairsFrom(size, []);
  if (!isLongEnough(history, limits)) return { pairs: none, commits, together: none };

  const rowOf = rowsByPath({ graph, order, members });
  const sum = new Map<number, { weight: number; times: number }>();
  for (const commit of history.commits) {
    if (!isTelling(commit, limits)) continue;
    const { changed, files } = commit;
    const rows = [...new Set(files.flatMap((path) => rowOf.get(path) ?? []))].sort((a, b) => a - b);
    for (const row of rows) commits[row]!++;
    if (rows.length < 2) continue;
    const part = exact(1 / (changed - 1));
    for (const [at, i] of rows.entries()) {
      for (const j of rows.slice(at + 1)) {
        const known = sum.get(i * size + j);
        if (known === undefined) sum.set(i * size + j, { weight: part, times: 1 });
        else {
          known.weight += part;
          known.times++;
        }
      }
    }
  }
  const weights: [number, number, number][] = [];
  const times: [number, number, number][] = [];
  for (const [pair, each] of sum) {
    if (each.times < leastTogether) continue;
    const j = pair % size;
    const i = (pair - j) / size;
    const weight = each.weight / (commits[i]! + commits[j]! - each.times);
    weights.push([i, j, weight], [j, i, weight]);
    times.push([i, j, each.times], [j, i, each.times]);
  }
  return { pairs: pairsFrom(size, weights), commits, together: pairsFrom(size, times) };
}

/** Rows of the modules to be divided by path; none where paths are withheld. */
export function rowsByPath({ graph, order, members }: OutsideInput): Map<string, number> {
  const rows = new Map<string, number>();
  order.forEach((module, i) => {
    const { path } = graph.modules[module]!;
    if (members[i] === 1 && path !== "") rows.set(path, i);
  });
  return rows;
}

export interface SharedCommits {
  readonly together: number;
  /** Commits of each of the two. */
  readonly commits: readonly [number, number];
}

/** How often two modules were changed together, of how many times each; undefined where that says nothing. */
export function explainHistory({ commits, together }: HistoryEvidence, i: number, j: number): SharedCommits | undefined {
  const times = weightBetween(together, i, j);
  return times === 0 ? undefined : { together: times, commits: [commits[i]!, commits[j]!] };
}
