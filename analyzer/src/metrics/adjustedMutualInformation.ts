import type { Contingency } from "./contingency.ts";

/**
 * Mutual information, corrected for chance and divided by the mean of both entropies: 1 for equal clusterings, about 0 for unrelated ones.
 * N. X. Vinh, J. Epps, J. Bailey, "Information Theoretic Measures for Clusterings Comparison", JMLR 11 (2010) 2837.
 */
export function adjustedMutualInformation(table: Contingency): number {
  const { rows, columns } = table;
  const first = rows.length;
  const second = columns.length;
  if ((first === 1 && second === 1) || (first === table.size && second === table.size)) return 1;
  const expected = expectedMutualInformation(table);
  const mean = (entropy(rows, table.size) + entropy(columns, table.size)) / 2;
  const range = mean - expected;
  // Where chance alone explains all there is, rounding decides the sign.
  return (mutualInformation(table) - expected) / (Math.abs(range) < Number.EPSILON ? Math.sign(range || 1) * Number.EPSILON : range);
}

function entropy(counts: readonly number[], size: number): number {
  return counts.reduce((sum, count) => sum - (count / size) * Math.log(count / size), 0);
}

function mutualInformation({ size, rows, columns, cells }: Contingency): number {
  let sum = 0;
  for (const [row, counts] of cells.entries()) {
    for (const [column, count] of counts) sum += (count / size) * Math.log((size * count) / (rows[row]! * columns[column]!));
  }
  return sum;
}

/** Under the hypergeometric model of random clusterings with these sizes of clusters; exact. Clusters of equal size are worked out once. */
function expectedMutualInformation({ size, rows, columns }: Contingency): number {
  const logFactorial = new Float64Array(size + 1);
  for (let n = 2; n <= size; n++) logFactorial[n] = logFactorial[n - 1]! + Math.log(n);
  const f = (n: number): number => logFactorial[n]!;
  let sum = 0;
  for (const [a, timesA] of timesOf(rows)) {
    for (const [b, timesB] of timesOf(columns)) {
      let ofPair = 0;
      for (let n = Math.max(1, a + b - size); n <= Math.min(a, b); n++) {
        const log = f(a) + f(b) + f(size - a) + f(size - b) - f(size) - f(n) - f(a - n) - f(b - n) - f(size - a - b + n);
        ofPair += (n / size) * Math.log((size * n) / (a * b)) * Math.exp(log);
      }
      sum += ofPair * timesA * timesB;
    }
  }
  return sum;
}

function timesOf(counts: readonly number[]): Map<number, number> {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  return times;
}
