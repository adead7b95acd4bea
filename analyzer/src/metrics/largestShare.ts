/**
 * Share of the domain modules that are in the largest service, 0 to 1. Near 1 the partition says nothing: one side of the extremity of a
 * cluster distribution in J. Wu, A. E. Hassan, R. C. Holt, "Comparison of clustering algorithms in the context of software evolution", ICSM 2005.
 */
export function largestShare(service: Int32Array, domainModules: number): number {
  if (domainModules === 0) return 0;
  const sizes = new Map<number, number>();
  for (const s of service) if (s >= 0) sizes.set(s, (sizes.get(s) ?? 0) + 1);
  return Math.max(0, ...sizes.values()) / domainModules;
}
