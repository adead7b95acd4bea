/** Rows by the number that each holds in `column`: those with `i` are `rows[start[i]]` to `rows[start[i + 1]]`, in their order. Negative numbers are left out. */
export interface GroupedRows {
  readonly start: Int32Array;
  readonly rows: Int32Array;
}

/** `before`: another order of the rows, which equal ones keep. */
export function groupRows(column: ArrayLike<number>, length: number, groups: number, before?: Int32Array): GroupedRows {
  const start = new Int32Array(groups + 1);
  for (let row = 0; row < length; row++) if (column[row]! >= 0) start[column[row]! + 1]!++;
  for (let i = 0; i < groups; i++) start[i + 1]! += start[i]!;
  const next = start.slice(0, groups);
  const rows = new Int32Array(start[groups]!);
  for (let at = 0; at < length; at++) {
    const row = before === undefined ? at : before[at]!;
    if (column[row]! >= 0) rows[next[column[row]!]!++] = row;
  }
  return { start, rows };
}
