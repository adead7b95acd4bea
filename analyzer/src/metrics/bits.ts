/** A set of small numbers, 32 to a word. */
export type Bits = Int32Array;

export function bitSet(size: number): Bits {
  return new Int32Array((size + 31) >>> 5);
}

export function setBit(bits: Bits, index: number): void {
  bits[index >>> 5]! |= 1 << (index & 31);
}

export function clearBit(bits: Bits, index: number): void {
  bits[index >>> 5]! &= ~(1 << (index & 31));
}

export function hasBit(bits: Bits, index: number): boolean {
  return ((bits[index >>> 5]! >>> (index & 31)) & 1) === 1;
}

/** Adds everything of `from` to `into`. */
export function copyUnion(into: Bits, from: Bits): void {
  for (let word = 0; word < into.length; word++) into[word]! |= from[word]!;
}

/** How many numbers are in both. */
export function countCommon(a: Bits, b: Bits): number {
  let count = 0;
  for (let word = 0; word < a.length; word++) {
    // The bits of a word counted side by side: H. S. Warren, "Hacker's Delight", 2nd ed., 5-1.
    let both = a[word]! & b[word]!;
    if (both === 0) continue;
    both -= (both >>> 1) & 0x55555555;
    both = (both & 0x33333333) + ((both >>> 2) & 0x33333333);
    count += Math.imul((both + (both >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
