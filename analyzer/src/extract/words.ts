const parts = new Map<string, readonly string[]>();

/** Words of an identifier: split at camel case, digits and separators, lower case, of three letters or more. */
export function splitIdentifier(name: string): readonly string[] {
  let known = parts.get(name);
  if (known === undefined) {
    known = name.length > 60 ? [] : (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).filter((word) => word.length > 2).map((word) => word.toLowerCase());
    if (parts.size > 200_000) parts.clear();
    parts.set(name, known);
  }
  return known;
}

/** Words of all interned names with their number of occurrences, sorted. */
export function wordsOf(strings: readonly string[], uses: readonly number[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const [index, text] of strings.entries()) {
    for (const word of splitIdentifier(text)) counts.set(word, (counts.get(word) ?? 0) + uses[index]!);
  }
  return [...counts].sort(([left], [right]) => (left < right ? -1 : 1));
}
