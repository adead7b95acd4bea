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
  const weightIn = new Map<string, Map<number, number>>();
  community.forEach((c, i) => {
    if (c < 0) return;
    for (const [word, weight] of profiles[i]!) {
      let by = weightIn.get(word);
      if (by === undefined) weightIn.set(word, (by = new Map()));
      by.set(c, (by.get(c) ?? 0) + weight);
    }
  });
  const rarity = (by: ReadonlyMap<number, number>) => Math.log((count + 1) / by.size);
  const squares = new Float64Array(count);
  for (const by of weightIn.values()) for (const [c, weight] of by) squares[c]! += (weight * rarity(by)) ** 2;

  return {
    mostLike(profile) {
      const products = new Float64Array(count);
      for (const [word, weight] of profile) {
        const by = weightIn.get(word);
        if (by !== undefined) for (const [c, there] of by) products[c]! += weight * there * rarity(by) ** 2;
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
