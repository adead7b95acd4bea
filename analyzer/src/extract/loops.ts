/** Code that may run many times for one run of what is around it: bodies of loops, and callbacks that a collection calls for each item. */
import { ts } from "./typescript.ts";
import type { Walk } from "./walk.ts";

const K = ts.SyntaxKind;

/** Methods of arrays, sets and maps, and of the libraries that do the same (lodash, p-map, async), that call back for each item. */
const iterators = new Set([
  "map",
  "forEach",
  "filter",
  "flatMap",
  "reduce",
  "reduceRight",
  "some",
  "every",
  "find",
  "findIndex",
  "findLast",
  "findLastIndex",
  "each",
  "eachLimit",
  "eachSeries",
  "mapLimit",
  "mapSeries",
  "mapValues",
  "times",
  "pMap",
  "pEach",
]);

export function noteLoop(walk: Walk, ...nodes: readonly (ts.Node | undefined)[]): void {
  for (const node of nodes) if (node !== undefined) walk.loops.push(node.pos, node.end);
}

/** `lines.map((line) => price(line))`: the callback is a loop's body. Only functions written there: where another is passed, its call stands elsewhere. */
export function noteCallback(walk: Walk, { expression, arguments: given }: ts.CallExpression): void {
  const name =
    expression.kind === K.PropertyAccessExpression
      ? (expression as ts.PropertyAccessExpression).name.text
      : expression.kind === K.Identifier
        ? (expression as ts.Identifier).text
        : "";
  if (!iterators.has(name)) return;
  for (const argument of given) if (argument.kind === K.ArrowFunction || argument.kind === K.FunctionExpression) noteLoop(walk, argument);
}

/** Rows of line, column, last line, last column, ascending; what lies in another is part of it. */
export function locateLoops(loops: readonly number[], starts: readonly number[], locate: (offset: number) => number): Int32Array {
  const order = Array.from({ length: loops.length / 2 }, (_, row) => row).sort(
    (a, b) => loops[a * 2]! - loops[b * 2]! || loops[b * 2 + 1]! - loops[a * 2 + 1]!,
  );
  const rows: number[] = [];
  let last = -1;
  for (const row of order) {
    const [start, end] = [loops[row * 2]!, loops[row * 2 + 1]!];
    if (end <= last) continue;
    last = end;
    for (const offset of [start, end]) {
      const line = locate(offset);
      rows.push(line, offset - starts[line - 1]! + 1);
    }
  }
  return Int32Array.from(rows);
}
