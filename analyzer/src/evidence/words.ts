import type { FileFacts } from "../model/facts.ts";

const known = new Map<string, readonly string[]>();

/**
 * Words of an identifier: split at camel case, digits and separators, lower case, of three letters or more (`getHTTPOrder2` → get, http, order).
 * Remembered, because a code base says the same names again and again.
 */
export function splitIdentifier(name: string): readonly string[] {
  let words = known.get(name);
  if (words === undefined) {
    words = name.length > 80 ? [] : split(name);
    if (known.size > 500_000) known.clear();
    known.set(name, words);
  }
  return words;
}

const isUpper = (code: number): boolean => code >= 65 && code <= 90;
const isLower = (code: number): boolean => code >= 97 && code <= 122;

function split(name: string): string[] {
  const words: string[] = [];
  let start = -1;
  for (let at = 0; at <= name.length; at++) {
    const code = at === name.length ? 0 : name.charCodeAt(at);
    const letter = isUpper(code) || isLower(code);
    if (start >= 0) {
      const before = name.charCodeAt(at - 1);
      const next = at + 1 < name.length ? name.charCodeAt(at + 1) : 0;
      const breaks = !letter || (isUpper(code) && (isLower(before) || isLower(next)));
      if (breaks) {
        if (at - start > 2) words.push(name.slice(start, at).toLowerCase());
        start = letter ? at : -1;
      }
    } else if (letter) start = at;
  }
  return words;
}

/** Words of all names that a file uses, with their number of occurrences, in order of first occurrence. */
export function wordsOf(facts: FileFacts): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [index, text] of facts.strings.entries()) {
    const uses = facts.uses[index] ?? 0;
    if (uses > 0) for (const word of splitIdentifier(text)) counts.set(word, (counts.get(word) ?? 0) + uses);
  }
  return counts;
}
