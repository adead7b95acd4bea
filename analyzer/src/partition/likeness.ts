import type { TermProfile } from "./terms.ts";

export interface WordProfile {
  /** The community whose words are most like a module's; undefined when they share none. */
  mostLike(profile: TermProfile): number | undefined;
}

/**
 * Communities as bags of words: cosine of the vectors, a word weighed by how few communities know it (TF-IDF, G. Salton and C. Buckley, Information
 * Processing & Management 24 (1988) 513).
 */
export function wordProfile(community: Int32Array, count: number, profiles: readonly TermProfile[]): WordProfile {
  // One map of all pairs of word and community is far cheaper than a map for each word.
  const numbers = new Map<string, number>();
  const sums = new Map<number, number>();
  const communitiesWith: number[] = [];
  community.forEach((c, i) => {
    if (c < 0) return;
    for (const [word, weight] of profiles[i]!) {
      let number = numbers.get(word);
      if (number === undefined) numbers.set(word, (number = numbers.size));
      const pair = number * count + c;
      const before = sums.get(pair);
      if (before === undefined) communitiesWith[number] = (communitiesWith[number] ?? 0) + 1;
      sums.set(pair, (before ?? 0) + weight);
    }
  });
  const rarity = (number: number) => Math.log((count + 1) / communitiesWith[number]!);
  const squares = new Float64Array(count);
  for (const [pair, weight] of sums) squares[pair % count]! += (weight * rarity(Math.floor(pair / count))) ** 2;

  return {
    mostLike(profile) {
      const products = new Float64Array(count);
      for (const [word, weight] of profile) {
        const number = numbers.get(word);
        if (number === undefined) continue;
        const factor = weight * rarity(number) ** 2;
        for (let c = 0; c < count; c++) products[c]! += factor * (sums.get(number * count + c) ?? 0);
      }
      let best: number | undefined;
      let bestLikeness = 0;
      products.forEach((product, c) => {
        const likeness = product / Math.sqrt(squares[c]! || 1);
        if (likeness <= bestLikeness) return;
        best = c;
        bestLikeness = likeness;
      });
      return best;
    },
  };
}
