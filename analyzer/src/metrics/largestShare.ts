/**
 * Share of the modules that should have a service that are in the largest one, 0 to 1. Near 1 the partition says nothing: one side of the extremity of a
 * cluster distribution in J. Wu, A. E. Hassan, R. C. Holt, "Comparison of clustering algorithms in the context of software evolution", ICSM 2005.
 *
 * `sizes`: modules by service.
 */
export function largestShare(sizes: readonly number[], subjects: number): number {
  return subjects > 0 ? sizes.reduce((most, size) => Math.max(most, size), 0) / subjects : 0;
}
