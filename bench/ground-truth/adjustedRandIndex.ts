import type { Contingency } from "../../analyzer/src/metrics/contingency.ts";

const pairs = (count: number): number => (count * (count - 1)) / 2;

/**
 * Agreement on pairs of files, corrected for chance: 1 for equal clusterings, about 0 for unrelated ones.
 * L. Hubert, P. Arabie, "Comparing partitions", Journal of Classification 2 (1985) 193.
 */
export function adjustedRandIndex({ size, rows, columns, cells }: Contingency): number {
  let together = 0;
  for (const row of cells) for (const count of row.values()) together += pairs(count);
  const first = rows.reduce((sum, count) => sum + pairs(count), 0);
  const second = columns.reduce((sum, count) => sum + pairs(count), 0);
  const expected = size < 2 ? 0 : (first * second) / pairs(size);
  const most = (first + second) / 2;
  // Both are one cluster, or both singletons: they are equal.
  return most === expected ? 1 : (together - expected) / (most - expected);
}
