import { adjustedMutualInformation } from "../../analyzer/src/metrics/adjustedMutualInformation.ts";
import { adjustedRandIndex } from "./adjustedRandIndex.ts";
import { contingency } from "../../analyzer/src/metrics/contingency.ts";
import { mojoFm } from "./mojoFm.ts";

export interface Scores {
  ari: number;
  ami: number;
  mojoFm: number;
  /** Share of the labelled files that are in a cluster. */
  coverage: number;
  /** Of the labelled files. */
  largestShare: number;
  clusters: number;
}

/** `found`: a cluster for each labelled file, undefined where it has none; such files count as clusters of their own. */
export function score(found: readonly (string | number | undefined)[], truth: readonly string[]): Scores {
  const clusters = found.map((cluster, file): string => (cluster === undefined ? `alone ${file}` : `in ${cluster}`));
  const table = contingency(clusters, truth);
  const placed = found.filter((cluster) => cluster !== undefined);
  return {
    ari: adjustedRandIndex(table),
    ami: adjustedMutualInformation(table),
    mojoFm: mojoFm(table),
    coverage: placed.length / found.length,
    largestShare: Math.max(...table.rows) / found.length,
    clusters: new Set(placed).size,
  };
}
