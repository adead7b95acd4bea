import { closest, distance } from "fastest-levenshtein";

/**
 * The known word that was probably meant, undefined when none is near: one slip in a short word, a third of the letters of a long one,
 * two letters swapped in any.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const others = known.filter((each) => each !== word);
  if (others.length === 0) return undefined;
  const lower = word.toLowerCase();
  const sameLetters = others.find((each) => each.toLowerCase() === lower);
  if (sameLetters !== undefined) return sameLetters;
  const swapped = others.find((each) => each.length === word.length && distance(word, each) === 2 && letters(each) === letters(word));
  if (swapped !== undefined) return swapped;
  const best = closest(word, others);
  return distance(word, best) <= Math.max(1, Math.floor(Math.min(word.length, best.length) / 3)) ? best : undefined;
}

const letters = (word: string): string => [...word].sort().join("");

/** ` (did you mean "orders"?)`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === undefined ? "" : ` (did you mean ${JSON.stringify(meant)}?)`;
}
