/** `module.exports = …`, `exports.create = …` and other names of the same object → exports. */
import { Op } from "../model/terms.ts";
import { addImport } from "./bindImports.ts";
import { requiredSpecifier } from "./commonJs.ts";
import { ts } from "./typescript.ts";
import { declarationAt, declare, owned } from "./walk.ts";
import type { Walk } from "./walk.ts";

const K = ts.SyntaxKind;

/** A member by its name in the code: `object.name`, `object["name"]`. */
export interface MemberAccess {
  object: ts.Expression;
  name: string;
  offset: number;
}

export function isExports(walk: Walk, node: ts.Expression): boolean {
  if (node.kind === K.PropertyAccessExpression) return isModuleExports(walk, node as ts.PropertyAccessExpression);
  if (node.kind !== K.Identifier) return false;
  const name = (node as ts.Identifier).text;
  if (walk.exportsAliases.has(name)) return walk.scope.value(name) === walk.moduleScope.own(name);
  return name === "exports" && walk.scope.value(name) === undefined;
}

export function isModuleExports(walk: Walk, access: ts.PropertyAccessExpression): boolean {
  return (
    access.name.text === "exports" &&
    access.expression.kind === K.Identifier &&
    (access.expression as ts.Identifier).text === "module" &&
    walk.scope.value("module") === undefined
  );
}

/** `const Orders = module.exports`, `const Orders = (module.exports = {})`, `exports = module.exports` */
export function aliasesExports(walk: Walk, value: ts.Expression): boolean {
  if (value.kind === K.ParenthesizedExpression) return aliasesExports(walk, (value as ts.ParenthesizedExpression).expression);
  if (value.kind === K.BinaryExpression) {
    const { left, right } = value as ts.BinaryExpression;
    return (
      isExports(walk, left) &&
      (right.kind === K.ObjectLiteralExpression ? (right as ts.ObjectLiteralExpression).properties.length === 0 : aliasesExports(walk, right))
    );
  }
  return isExports(walk, value);
}

/** `module.exports = value`: term of the value. */
export function exportWhole(walk: Walk, node: ts.BinaryExpression): number {
  const offset = node.left.end - "exports".length;
  const forwarded = exportForwarded(walk, node.right, "=", offset);
  if (forwarded !== undefined) return forwarded;
  const value = node.right;
  const index = declare(walk, node, "module.exports", offset, "variable");
  const fact = declarationAt(walk, index);
  fact.exported = true;
  walk.declarationOf.set(value, index);
  fact.term = owned(walk, index, () => walk.expression(value, 0));
  let local = index;
  if (value.kind === K.Identifier) local = walk.scope.value((value as ts.Identifier).text)?.declaration ?? index;
  walk.facts.exports.push({
    kind: "local",
    name: "=",
    declaration: local >= 0 ? local : index,
    term: fact.term,
    typeOnly: false,
    line: offset,
    column: 0,
  });
  return fact.term;
}

/** `exports.name = value`: term of the value. */
export function exportMember(walk: Walk, node: ts.BinaryExpression, { name, offset }: MemberAccess): number {
  const forwarded = exportForwarded(walk, node.right, name, offset);
  if (forwarded !== undefined) return forwarded;
  const isFunction = node.right.kind === K.FunctionExpression || node.right.kind === K.ArrowFunction;
  const index = declare(walk, node, name, offset, isFunction ? "function" : "variable");
  walk.declarationOf.set(node.right, index);
  const fact = declarationAt(walk, index);
  fact.exported = true;
  if (isFunction) walk.receiver = walk.writer.leaf(Op.exports, 0);
  fact.term = owned(walk, index, () => walk.expression(node.right, 0));
  if (!walk.exportMembers.has(name)) walk.exportMembers.set(name, index);
  walk.facts.exports.push({ kind: "local", name, declaration: index, term: fact.term, typeOnly: false, line: offset, column: 0 });
  return fact.term;
}

/** `exports.orders = require("./orders")`, and the same with a constant between them, forward what the other module is. */
function exportForwarded(walk: Walk, value: ts.Expression, name: string, offset: number): number | undefined {
  const specifier = requiredSpecifier(walk, value);
  if (specifier !== undefined) {
    const index = addImport(walk, specifier, "require", false);
    walk.facts.exports.push({ kind: "from", name, import: index, imported: "=", typeOnly: false, line: offset, column: 0 });
    return walk.writer.leaf(Op.module, index);
  }
  if (value.kind !== K.Identifier) return undefined;
  const meaning = walk.scope.value((value as ts.Identifier).text);
  const binding = meaning === undefined || meaning.binding < 0 ? undefined : walk.facts.bindings[meaning.binding];
  if (binding === undefined) return undefined;
  walk.facts.exports.push({ kind: "from", name, import: binding.import, imported: binding.name, typeOnly: false, line: offset, column: 0 });
  return walk.expression(value, 0);
}
