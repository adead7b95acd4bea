/** Names of the analysed code on their way into generated source. */

const reserved = new Set(
  (
    "arguments as async await boolean break case catch class const continue debugger declare default delete do else enum eval export extends false finally for from " +
    "function get if implements import in instanceof interface let module new null number object of package private protected public return set static string " +
    "super switch symbol this throw true try type typeof undefined var void while with yield"
  ).split(" "),
);

/** Whether a text may stand as an identifier in source; ASCII alone, so that no look-alike slips through. */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text) && !reserved.has(text);
}

/** An identifier that says as much of the text as it can: `Page<Order>` → `PageOrder`. */
export function identifierOf(text: string, fallback = "value"): string {
  const words = text.split(/[^A-Za-z0-9_$]+/).filter(Boolean);
  const joined = words.map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join("");
  const named = joined === "" ? fallback : /^\d/.test(joined) ? `_${joined}` : joined;
  return reserved.has(named) ? `${named}_` : named;
}

/** Distinct identifiers for distinct texts, in the order given. */
export function uniqueIdentifiers(
  texts: readonly string[],
  taken: Iterable<string> = [],
  change = (name: string): string => name,
): Map<string, string> {
  const used = new Set(taken);
  const names = new Map<string, string>();
  for (const text of texts) {
    if (names.has(text)) continue;
    const base = change(identifierOf(text));
    let name = base;
    for (let count = 2; used.has(name); count++) name = `${base}${count}`;
    used.add(name);
    names.set(text, name);
  }
  return names;
}

/** A name as a property key in source: bare where it may be, else quoted. `__proto__` must be computed to be a property at all. */
export function propertyKey(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}

/** A string literal; line separators that old parsers end lines at are escaped, and so is what would end a script or a comment. */
export function quote(text: string): string {
  return JSON.stringify(text)
    .replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`)
    .replaceAll("</", "<\\/")
    .replaceAll("*/", "*\\/");
}

/** Text for one line of a comment. */
export function commentText(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, " ").replaceAll("*/", "* /");
}
