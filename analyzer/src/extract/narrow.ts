/** What a condition tells of the names in it: `instanceof` and type predicates. */
import { Op } from "../model/terms.ts";
import { Scope } from "./scope.ts";
import { ts } from "./typescript.ts";
import { termOf } from "./walk.ts";
import type { Walk } from "./walk.ts";

const K = ts.SyntaxKind;
export type Narrowing = readonly [name: string, term: number];

/** Narrowings that hold where `condition` (already walked) was `truth`. */
export function narrowed(walk: Walk, condition: ts.Expression, truth: boolean): Narrowing[] {
  switch (condition.kind) {
    case K.ParenthesizedExpression:
      return narrowed(walk, (condition as ts.ParenthesizedExpression).expression, truth);
    case K.PrefixUnaryExpression: {
      const unary = condition as ts.PrefixUnaryExpression;
      return unary.operator === K.ExclamationToken ? narrowed(walk, unary.operand, !truth) : [];
    }
    case K.BinaryExpression: {
      const binary = condition as ts.BinaryExpression;
      const operator = binary.operatorToken.kind;
      const joins = truth ? K.AmpersandAmpersandToken : K.BarBarToken;
      if (operator === joins) return [...narrowed(walk, binary.left, truth), ...narrowed(walk, binary.right, truth)];
      if (operator === K.InstanceOfKeyword && truth && binary.left.kind === K.Identifier) {
        const constructor = termOf(walk, binary.right);
        return constructor === 0 ? [] : [[(binary.left as ts.Identifier).text, walk.writer.leaf(Op.instance, constructor)]];
      }
      return [];
    }
    case K.CallExpression: {
      if (!truth) return [];
      const call = condition as ts.CallExpression;
      const term = termOf(walk, call);
      if (term === 0) return [];
      return call.arguments.flatMap((argument, position): Narrowing[] => {
        if (argument.kind !== K.Identifier) return [];
        const original = termOf(walk, argument);
        return [[(argument as ts.Identifier).text, walk.writer.write(Op.guarded, term, position, original)]];
      });
    }
    default:
      return [];
  }
}

/** Walks `body` with the names narrowed; only locals and parameters are, because module-level values keep their identity. */
export function withNarrowing<T>(walk: Walk, narrowings: readonly Narrowing[], body: () => T): T {
  if (narrowings.length === 0) return body();
  const before = walk.scope;
  walk.scope = new Scope(before, false);
  applyNarrowing(walk, narrowings);
  try {
    return body();
  } finally {
    walk.scope = before;
  }
}

export function applyNarrowing(walk: Walk, narrowings: readonly Narrowing[]): void {
  for (const [name, term] of narrowings) {
    const meaning = walk.scope.value(name);
    if (meaning !== undefined && meaning.binding < 0 && meaning.declaration < 0) walk.scope.redeclare(name, { ...meaning, value: term });
  }
}
