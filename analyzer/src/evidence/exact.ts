const unit = 2 ** 30;

/**
 * The nearest multiple of 2⁻³⁰. Sums of such numbers (below 2²²) are exact in double precision, so they come out the same to the last bit in whatever
 * order files are read: without this, a renamed file could tip a tie.
 */
export function exact(value: number): number {
  return Math.round(value * unit) / unit;
}
