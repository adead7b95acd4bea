/** Calls inside loops: each turn would be a trip over the wire. */
import type { LoopKind } from "../model/seams.ts";
import { ts } from "./typescript.ts";

export interface Loop {
  kind: LoopKind;
  node: ts.Node;
  /** What the loop goes through, as written. */
  over: string;
}

const arrayMethods = new Set(["map", "forEach", "flatMap", "filter", "reduce", "some", "every", "find", "findIndex", "sort", "toSorted"]);
const longest = 80;

/** The innermost loop around a call, within the function that it stands in or whose callback it stands in. */
export function loopAround(call: ts.Node): Loop | undefined {
  let inner: ts.Node = call;
  for (let at: ts.Node | undefined = call.parent; at !== undefined; inner = at, at = at.parent) {
    if (ts.isForOfStatement(at) && inner === at.statement) return { kind: "for-of", node: at, over: text(at.expression) };
    if (ts.isForInStatement(at) && inner === at.statement) return { kind: "for-in", node: at, over: text(at.expression) };
    if (ts.isForStatement(at) && inner !== at.initializer)
      return { kind: "for", node: at, over: at.condition === undefined ? "" : text(at.condition) };
    if ((ts.isWhileStatement(at) || ts.isDoStatement(at)) && (inner === at.statement || inner === at.expression))
      return { kind: "while", node: at, over: text(at.expression) };
    if (ts.isFunctionLike(at)) {
      const loop = callbackLoop(at);
      if (loop !== undefined) return loop;
      // A callback of something else (a transaction) still runs where it stands; a function with a name does not.
      if (!(ts.isArrowFunction(at) || ts.isFunctionExpression(at)) || !ts.isCallExpression(at.parent)) return undefined;
    }
  }
  return undefined;
}

function callbackLoop(callback: ts.Node): Loop | undefined {
  const call = callback.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression) || call.arguments[0] !== callback) return undefined;
  const { name, expression } = call.expression;
  if (!arrayMethods.has(name.text)) return undefined;
  const kind = name.text === "map" && isAwaitedTogether(call) ? "promise-all" : "array-method";
  return { kind, node: call, over: text(expression) };
}

/** `Promise.all(orders.map(…))` */
export function isAwaitedTogether(call: ts.Node): boolean {
  let at = call.parent;
  while (ts.isParenthesizedExpression(at) || ts.isSpreadElement(at) || ts.isArrayLiteralExpression(at)) at = at.parent;
  return ts.isCallExpression(at) && /^Promise\.(all|allSettled|any|race)$/.test(at.expression.getText());
}

function text(node: ts.Node): string {
  const written = node.getText().replaceAll(/\s+/g, " ");
  return written.length > longest ? `${written.slice(0, longest - 1)}…` : written;
}

/** `findVariant` → `findVariants`, `getById` → `getByIds`, `priceOf` → `pricesOf`. */
export function batchName(name: string): string {
  if (/^(is|has|can)[A-Z]/.test(name)) return `${name}Each`;
  const by = /^(.*By)([A-Z]\w*)$/.exec(name);
  if (by !== null) return `${by[1]}${plural(by[2]!)}`;
  const of = /^(.+)(Of|For|In|At)$/.exec(name);
  if (of !== null) return `${plural(of[1]!)}${of[2]}`;
  // A verb alone has no noun to put into the plural.
  if (!/[A-Z]/.test(name)) return `${name}All`;
  return name.endsWith("s") ? `${name}ForAll` : plural(name);
}

function plural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}
