/** Raw header pairs, `[name, value, name, value, ...]`, as they came: case, order and repetition kept. */

/** Of one connection only: RFC 9110 §7.6.1. `expect` is answered by Node itself. */
const hopByHop = new Set([
  "connection",
  "expect",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

export function eachPair(raw: readonly string[], visit: (name: string, value: string, lowerCase: string) => void): void {
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name, value] = [raw[index] ?? "", raw[index + 1] ?? ""];
    visit(name, value, name.toLowerCase());
  }
}

/** Without what belongs to the connection, without headers of ours (nobody outside speaks in our name), and without `others`, in lower case. */
export function endToEnd(raw: readonly string[], others: ReadonlySet<string> = new Set()): string[] {
  const named = new Set<string>();
  eachPair(raw, (_name, value, key) => {
    if (key === "connection") for (const each of value.split(",")) named.add(each.trim().toLowerCase());
  });
  const kept: string[] = [];
  eachPair(raw, (name, value, key) => {
    if (!hopByHop.has(key) && !named.has(key) && !others.has(key) && !key.startsWith("x-ficus-")) kept.push(name, value);
  });
  return kept;
}

/** Values of a name together, in the order in which names first came. */
export function grouped(raw: readonly string[]): Map<string, { readonly name: string; readonly values: string[] }> {
  const groups = new Map<string, { readonly name: string; readonly values: string[] }>();
  eachPair(raw, (name, value, key) => {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { name, values: [value] });
    else group.values.push(value);
  });
  return groups;
}

/** A route's name in a header, which takes no letters beyond Latin-1: patterns may be written in any script. */
export function writeRoute(route: string): string {
  return encodeURI(route).replace(/%20/g, " ");
}

/** `undefined` when it is none of ours. */
export function readRoute(header: string): string | undefined {
  try {
    return decodeURI(header);
  } catch {
    return undefined;
  }
}
