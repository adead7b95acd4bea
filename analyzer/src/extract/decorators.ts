import type { DeclarationFact } from "../model/facts.ts";
import { ts } from "./typescript.ts";
import { kindNumber, rowWidth } from "./walk.ts";
import type { Walk } from "./walk.ts";

const K = ts.SyntaxKind;

/** Walks a decorator; its name is a use of kind `decorator`, called or not. */
export function decoratorExpression(walk: Walk, expression: ts.Expression): void {
  const callee = expression.kind === K.CallExpression ? (expression as ts.CallExpression).expression : expression;
  const rows = walk.rows.length;
  const outer = walk.inDecorator;
  walk.inDecorator = true;
  walk.expression(expression, 0);
  walk.inDecorator = outer;
  for (let row = rows; row < walk.rows.length; row += rowWidth) {
    if (walk.rows[row + 3]! >= callee.pos && walk.rows[row + 3]! < callee.end) walk.rows[row] = kindNumber("decorator");
  }
}

export function decorators(walk: Walk, node: { modifiers?: ts.NodeArray<ts.ModifierLike> | undefined }, fact: DeclarationFact): void {
  for (const modifier of node.modifiers ?? []) {
    if (modifier.kind !== K.Decorator) continue;
    const expression = (modifier as ts.Decorator).expression;
    const name = expression.kind === K.CallExpression ? (expression as ts.CallExpression).expression : expression;
    (fact.decorators ??= []).push(walk.text.slice(name.pos, name.end).trim());
    decoratorExpression(walk, expression);
  }
}
