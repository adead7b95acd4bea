/** What loads another module in a call: require, import(), mocks. */
import { Op } from "../model/terms.ts";
import { addImport, addImportText, bind } from "./bindImports.ts";
import { ts } from "./typescript.ts";
import { startOf } from "./walk.ts";
import type { Walk } from "./walk.ts";

const K = ts.SyntaxKind;

/** Term of the call if it loads a module; undefined for every other call. */
export function commonJsCall(walk: Walk, node: ts.CallExpression): number | undefined {
  const callee = node.expression;
  if (callee.kind === K.ImportKeyword) return dynamicImport(walk, node);
  if (callee.kind === K.Identifier) {
    const name = (callee as ts.Identifier).text;
    if (name === "require" && walk.scope.value(name) === undefined) return requireCall(walk, node, "require");
    if (isCreatedRequire(walk, name)) return requireCall(walk, node, "create-require");
    return undefined;
  }
  if (callee.kind === K.PropertyAccessExpression) mockCall(walk, node, callee as ts.PropertyAccessExpression);
  return undefined;
}

function dynamicImport(walk: Walk, node: ts.CallExpression): number {
  const [argument, ...others] = node.arguments;
  if (argument === undefined) return 0;
  for (const other of others) walk.expression(other, 0);
  const index = importOf(walk, argument, "dynamic");
  if (index === undefined) {
    walk.expression(argument, 0);
    return 0;
  }
  return walk.writer.reference(Op.globalType, walk.writer.intern("Promise"), [walk.writer.leaf(Op.module, index)]);
}

function requireCall(walk: Walk, node: ts.CallExpression, kind: "require" | "create-require"): number {
  const [argument, ...others] = node.arguments;
  if (argument === undefined) return 0;
  const index = importOf(walk, argument, kind);
  if (index === undefined) walk.expression(argument, 0);
  // `require(["cart"], (cart) => …)`, as loaders of browsers have it.
  for (const other of others) walk.expression(other, 0);
  return index === undefined ? 0 : walk.writer.leaf(Op.module, index);
}

/** A literal specifier, or a template or concatenation that is literal in part (`./plugins/${name}.js` → `./plugins/*.js`). */
function importOf(walk: Walk, argument: ts.Expression, kind: "dynamic" | "require" | "create-require"): number | undefined {
  if (argument.kind === K.StringLiteral || argument.kind === K.NoSubstitutionTemplateLiteral)
    return addImport(walk, argument as ts.StringLiteral, kind, false);
  const pattern = partlyLiteral(argument);
  if (pattern === undefined || !/^\.{1,2}\/|^[@\w]/.test(pattern) || pattern.startsWith("*")) return undefined;
  const index = addImportText(walk, pattern, startOf(walk, argument), kind, false, true);
  walk.expression(argument, 0);
  return index;
}

function partlyLiteral(node: ts.Node): string | undefined {
  if (node.kind === K.StringLiteral || node.kind === K.NoSubstitutionTemplateLiteral) return (node as ts.StringLiteral).text;
  if (node.kind === K.TemplateExpression) {
    const template = node as ts.TemplateExpression;
    return template.head.text + template.templateSpans.map((span) => `*${span.literal.text}`).join("");
  }
  if (node.kind === K.BinaryExpression && (node as ts.BinaryExpression).operatorToken.kind === K.PlusToken) {
    const left = partlyLiteral((node as ts.BinaryExpression).left);
    const right = partlyLiteral((node as ts.BinaryExpression).right);
    return left === undefined && right === undefined ? undefined : `${left ?? "*"}${right ?? "*"}`;
  }
  return undefined;
}

/** `const load = createRequire(import.meta.url)` */
function isCreatedRequire(walk: Walk, name: string): boolean {
  const node = walk.scope.value(name)?.node;
  if (node?.kind !== K.VariableDeclaration) return false;
  const value = (node as ts.VariableDeclaration).initializer;
  if (value?.kind !== K.CallExpression) return false;
  const callee = (value as ts.CallExpression).expression;
  if (callee.kind === K.Identifier) return (callee as ts.Identifier).text === "createRequire";
  return callee.kind === K.PropertyAccessExpression && (callee as ts.PropertyAccessExpression).name.text === "createRequire";
}

const mockMethods = new Set([
  "mock",
  "doMock",
  "unmock",
  "dontMock",
  "importActual",
  "importMock",
  "requireActual",
  "requireMock",
  "setMock",
  "hoisted",
]);

function mockCall(walk: Walk, node: ts.CallExpression, callee: ts.PropertyAccessExpression): void {
  const argument = node.arguments[0];
  if (argument?.kind !== K.StringLiteral || callee.expression.kind !== K.Identifier || !mockMethods.has(callee.name.text)) return;
  const runner = (callee.expression as ts.Identifier).text;
  if (runner === "jest" || runner === "vi") addImport(walk, argument as ts.StringLiteral, "mock", false);
}

/** The specifier of `require("x")`; undefined for every other expression. */
export function requiredSpecifier(walk: Walk, node: ts.Expression): ts.StringLiteral | undefined {
  if (node.kind !== K.CallExpression) return undefined;
  const { expression: callee, arguments: args } = node as ts.CallExpression;
  if (callee.kind !== K.Identifier || (callee as ts.Identifier).text !== "require" || args[0]?.kind !== K.StringLiteral) return undefined;
  return walk.scope.value("require") === undefined ? (args[0] as ts.StringLiteral) : undefined;
}

/** Names that `const … = require("x")` brings in; true if the declaration was one. */
export function bindRequire(walk: Walk, node: ts.VariableDeclaration): boolean {
  let value = node.initializer;
  let member: string | undefined;
  if (value?.kind === K.PropertyAccessExpression) {
    member = (value as ts.PropertyAccessExpression).name.text;
    value = (value as ts.PropertyAccessExpression).expression;
  }
  if (value?.kind !== K.CallExpression) return false;
  const call = value as ts.CallExpression;
  const argument = call.arguments[0];
  if (call.expression.kind !== K.Identifier || argument?.kind !== K.StringLiteral) return false;
  const callee = (call.expression as ts.Identifier).text;
  const kind =
    callee === "require" && walk.scope.value(callee) === undefined ? "require" : isCreatedRequire(walk, callee) ? "create-require" : undefined;
  if (kind === undefined) return false;
  const pattern = node.name;
  if (pattern.kind === K.ObjectBindingPattern) {
    const elements = (pattern as ts.ObjectBindingPattern).elements;
    const simple = elements.every(
      (element) =>
        element.dotDotDotToken === undefined && element.name.kind === K.Identifier && element.propertyName?.kind !== K.ComputedPropertyName,
    );
    if (!simple || member !== undefined) return false;
    const index = addImport(walk, argument as ts.StringLiteral, kind, false);
    for (const element of elements) {
      const local = (element.name as ts.Identifier).text;
      const imported = element.propertyName === undefined ? local : (element.propertyName as ts.Identifier).text;
      bind(walk, local, index, imported, false, element);
    }
    return true;
  }
  if (pattern.kind !== K.Identifier) return false;
  const index = addImport(walk, argument as ts.StringLiteral, kind, false);
  bind(walk, (pattern as ts.Identifier).text, index, member ?? "=", false, node);
  return true;
}
