import type { Contingency } from "../../analyzer/src/metrics/contingency.ts";

/**
 * How few moves of a file and joins of two clusters turn the rows of the table into its columns: 100 for none, 0 for as many as the worst clustering needs.
 * Z. Wen, V. Tzerpos, "An effectiveness measure for software clustering algorithms", IWPC 2004; the number of moves and joins is the exact one of
 * "An optimal algorithm for MoJo distance", IWPC 2003.
 */
export function mojoFm(table: Contingency): number {
  const worst = table.size - mostGroups(table.columns);
  return worst === 0 ? 100 : (1 - movesAndJoins(table) / worst) * 100;
}

/** Every cluster is tagged with a target that it shares most files with; clusters with the same tag are joined, so tags are matched to be as many as can be. */
export function movesAndJoins({ size, rows, cells }: Contingency): number {
  let kept = 0;
  const tags = cells.map((counts) => {
    const most = Math.max(...counts.values());
    kept += most;
    return [...counts].filter(([, count]) => count === most).map(([column]) => column);
  });
  return size - kept + rows.length - maximumMatching(tags);
}

/** The most clusters with different tags that can be chosen: augmenting paths (H. W. Kuhn, 1955). */
function maximumMatching(tags: readonly (readonly number[])[]): number {
  const holder = new Map<number, number>();
  const assign = (row: number, seen: Set<number>): boolean => {
    for (const tag of tags[row]!) {
      if (seen.has(tag)) continue;
      seen.add(tag);
      const other = holder.get(tag);
      if (other === undefined || assign(other, seen)) {
        holder.set(tag, row);
        return true;
      }
    }
    return false;
  };
  return tags.filter((_, row) => assign(row, new Set())).length;
}

/** The worst clustering breaks every target evenly: so many of its clusters can still be tagged differently. */
function mostGroups(columns: readonly number[]): number {
  return columns.toSorted((a, b) => a - b).reduce((groups, count) => (groups < count ? groups + 1 : groups), 0);
}
