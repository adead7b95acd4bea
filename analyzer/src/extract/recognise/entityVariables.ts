/** Entities that a call makes (`const Order = mongoose.model("Order", …)`) belong to the variable that keeps them. */
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import { at } from "./routing.ts";
import { bare, isAccess, isCall, isIdentifier, isNew } from "./syntax.ts";

const K = ts.SyntaxKind;

export const entityVariables: NamedRecogniser = {
  applies: () => true,
  variable(node, context) {
    if (context.facts.entities.length === 0 || node.initializer === undefined) return;
    bind(node.initializer, node, context);
  },
};

function bind(value: ts.Expression, node: ts.VariableDeclaration, context: FileContext): void {
  const inner = bare(value);
  // `mongoose.models.Order || mongoose.model("Order", …)`: a model is only made once in development servers.
  if (inner.kind === K.BinaryExpression) {
    bind((inner as ts.BinaryExpression).left, node, context);
    bind((inner as ts.BinaryExpression).right, node, context);
    return;
  }
  if (!isCall(inner) && !isNew(inner)) return;
  const where = at(inner, context);
  const made = context.facts.entities.find((entity) => entity.declaration === -1 && entity.line === where.line && entity.column === where.column);
  if (made === undefined) {
    // `model.define(…).cascades(…)`: the entity is made further in.
    if (isCall(inner) && isAccess(inner.expression)) bind(inner.expression.expression, node, context);
    return;
  }
  made.declaration = context.declaration(node);
  if (made.name === "" && isIdentifier(node.name)) made.name = node.name.text;
}
