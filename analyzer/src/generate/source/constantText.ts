/** The text that an expression stands for, where it is written in the source: literals, constants made of them, and templates of both. */
import { Node, SyntaxKind, VariableDeclarationKind } from "ts-morph";
import { declarationOf } from "./declarations.ts";

/** @returns undefined when something of it is known at run time alone */
export function textOf(expression: Node, left = 5): string | undefined {
  if (Node.isStringLiteral(expression) || Node.isNoSubstitutionTemplateLiteral(expression)) return expression.getLiteralValue();
  if (left === 0) return undefined;
  if (Node.isIdentifier(expression)) {
    const declaration = declarationOf(expression);
    if (!Node.isVariableDeclaration(declaration)) return undefined;
    const isConstant = declaration.getVariableStatement()?.getDeclarationKind() === VariableDeclarationKind.Const;
    const value = isConstant ? declaration.getInitializer() : undefined;
    return value === undefined ? undefined : textOf(value, left - 1);
  }
  if (Node.isAsExpression(expression)) return textOf(expression.getExpression(), left - 1);
  if (Node.isTemplateExpression(expression)) {
    const spans = expression.getTemplateSpans().map((span) => {
      const value = textOf(span.getExpression(), left - 1);
      return value === undefined ? undefined : `${value}${span.getLiteral().getLiteralText()}`;
    });
    return joined([expression.getHead().getLiteralText(), ...spans]);
  }
  if (Node.isBinaryExpression(expression) && expression.getOperatorToken().getKind() === SyntaxKind.PlusToken)
    return joined([textOf(expression.getLeft(), left - 1), textOf(expression.getRight(), left - 1)]);
  return undefined;
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  return parts.every((part) => part !== undefined) ? parts.join("") : undefined;
}
