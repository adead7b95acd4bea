import type { ModuleGraph } from "./moduleGraph.ts";

/**
 * The dependency structure matrix: a row and a column for each module, in the same order; the row's module uses the column's as often as the cell says, not at
 * all where it is empty. RFC 4180. D. V. Steward, "The design structure system", IEEE Transactions on Engineering Management 28 (1981) 71.
 */
export function* csv({ modules, edges }: ModuleGraph): Generator<string> {
  yield `module,${modules.map(({ path }) => field(path)).join(",")}\r\n`;
  let next = 0;
  for (const [row, { path }] of modules.entries()) {
    let line = field(path);
    let column = -1;
    for (; edges[next]?.from === row; next++) {
      const { to, uses } = edges[next]!;
      line += ",".repeat(to - column) + uses;
      column = to;
    }
    yield `${line}${",".repeat(modules.length - 1 - column)}\r\n`;
  }
}

/**
 * A path that a spreadsheet would take for a formula is written with `./` before it, which names the same file and calculates nothing.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function field(path: string): string {
  const safe = /^[=+\-@\t\r]/.test(path) ? `./${path}` : path;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
