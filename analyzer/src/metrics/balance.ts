import type { Tally } from "./tally.ts";

/**
 * Balance: how evenly modules are spread, J = H(p) / ln k with p_s the share of the modules in service s and k the number of services; 0 to 1, 1 when all services have
 * the same size, 0 for a single one. A high value is no aim in itself (areas differ in size); a low one says that one service is still the monolith.
 *
 * Evenness of E. C. Pielou, "The measurement of diversity in different types of biological collections", J. Theoretical Biology 13 (1966) 131; the same concern as the
 * non-extreme distribution of J. Wu, A. E. Hassan, R. C. Holt, "Comparison of clustering algorithms in the context of software evolution", ICSM 2005, without its fixed sizes.
 *
 * `sizes`: modules by service.
 */
export function balance(sizes: readonly number[]): number {
  const used = sizes.filter((size) => size > 0).sort((a, b) => a - b);
  if (used.length < 2) return 0;
  const total = used.reduce((sum, size) => sum + size, 0);
  // Rounding takes equal sizes a hair above 1.
  return Math.min(1, used.reduce((sum, size) => sum - (size / total) * Math.log(size / total), 0) / Math.log(used.length));
}

/** Modules by service. */
export function tallySizes(sizes: number[]): Tally<readonly number[]> {
  return {
    move(_, from, to) {
      if (from >= 0) sizes[from]!--;
      if (to < 0) return;
      while (sizes.length <= to) sizes.push(0);
      sizes[to]!++;
    },
    value: () => sizes,
  };
}
