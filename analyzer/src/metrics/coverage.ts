/**
 * Share of the modules that should have a service that have one, 0 to 1; 1 when there is none to miss. `sizes`: modules by service.
 */
export function coverage(sizes: readonly number[], subjects: number): number {
  return subjects > 0 ? sizes.reduce((sum, size) => sum + size, 0) / subjects : 1;
}
