import { markdownTable } from "../markdownTable.ts";
import type { CaseFigures } from "./runCase.ts";
import type { Scores } from "./scores.ts";

const header = ["", "ARI", "AMI", "MoJoFM", "coverage", "largest", "clusters"];

export function formatTruth(all: readonly CaseFigures[]): string {
  const parts = all.map(
    ({ id, modules, labelled, labels, time, scores }) =>
      `## ${id}\n\n${modules} modules, ${labelled} of them with one of ${labels} labels. Proposed in ${Math.round(time)} ms.\n\n${tableOf(scores)}`,
  );
  if (all.length > 1) parts.push(`## Mean of ${all.length} cases\n\n${tableOf(means(all))}`);
  return parts.join("\n\n");
}

function tableOf(scores: Record<string, Scores>): string {
  return markdownTable(
    header,
    Object.entries(scores).map(([name, each]) => [name, ...cellsOf(each)]),
  );
}

function cellsOf({ ari, ami, mojoFm, coverage, largestShare, clusters }: Scores): string[] {
  return [ari.toFixed(3), ami.toFixed(3), mojoFm.toFixed(1), coverage.toFixed(3), largestShare.toFixed(2), clusters.toFixed(0)];
}

/** Mean over the cases, by contestant. */
export function means(all: readonly CaseFigures[]): Record<string, Scores> {
  const mean = (name: string, key: keyof Scores): number => all.reduce((sum, { scores }) => sum + scores[name]![key], 0) / all.length;
  return Object.fromEntries(
    Object.keys(all[0]?.scores ?? {}).map((name): [string, Scores] => [
      name,
      {
        ari: mean(name, "ari"),
        ami: mean(name, "ami"),
        mojoFm: mean(name, "mojoFm"),
        coverage: mean(name, "coverage"),
        largestShare: mean(name, "largestShare"),
        clusters: mean(name, "clusters"),
      },
    ]),
  );
}

/** What the figures must reach; each sentence names one that does not. */
export function missedBars(all: readonly CaseFigures[]): string[] {
  const mean = means(all)["Ficus"];
  if (mean === undefined) return ["no case was run"];
  const missed: string[] = [];
  const least = (name: string, value: number, bar: number): void => {
    if (value < bar) missed.push(`mean ${name} is ${value.toFixed(3)}, the bar is ${bar}`);
  };
  least("ARI", mean.ari, 0.6);
  least("AMI", mean.ami, 0.72);
  least("MoJoFM", mean.mojoFm, 80);
  least("coverage", mean.coverage, 0.95);
  for (const { id, scores } of all) {
    const ficus = scores["Ficus"]!;
    const louvain = Math.max(scores["Louvain 1"]!.ari, scores["Louvain 4"]!.ari);
    if (ficus.largestShare > 0.5) missed.push(`${id}: one cluster holds ${Math.round(ficus.largestShare * 100)} % of the labelled files`);
    if (ficus.ari < louvain) missed.push(`${id}: ARI is ${ficus.ari.toFixed(3)}, plain Louvain's ${louvain.toFixed(3)}`);
  }
  return missed;
}
