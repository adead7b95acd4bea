/** How two clusterings of the same modules overlap. Clusters are numbered from 0. */
export interface Contingency {
  readonly size: number;
  /** Modules in each cluster of the first and of the second. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** Modules in common, by row: column → count; only what is above 0. */
  readonly cells: readonly ReadonlyMap<number, number>[];
}

/** @throws when the two do not cover the same number of modules */
export function contingency<A, B>(first: readonly A[], second: readonly B[]): Contingency {
  if (first.length !== second.length) throw new Error(`${first.length} modules in one clustering, ${second.length} in the other`);
  const rowOf = new Map<A, number>();
  const columnOf = new Map<B, number>();
  const rows: number[] = [];
  const columns: number[] = [];
  const cells: Map<number, number>[] = [];
  for (const [at, a] of first.entries()) {
    const row = numberOf(rowOf, a);
    const column = numberOf(columnOf, second[at]!);
    rows[row] = (rows[row] ?? 0) + 1;
    columns[column] = (columns[column] ?? 0) + 1;
    const counts = (cells[row] ??= new Map());
    counts.set(column, (counts.get(column) ?? 0) + 1);
  }
  return { size: first.length, rows, columns, cells };
}

function numberOf<T>(numbers: Map<T, number>, value: T): number {
  let number = numbers.get(value);
  if (number === undefined) numbers.set(value, (number = numbers.size));
  return number;
}
