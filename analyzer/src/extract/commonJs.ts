/** What CommonJS and dynamic loading say in calls and assignments: require, import(), module.exports, mocks, members added later. */
import { Op } from "../model/terms.ts";
import { addImport, addImportText, bind } from "./bindImports.ts";
import { ts } from "./typescript.ts";
import { declarationAt, declare, owned, startOf } from "./walk.ts";
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
  const argument = node.arguments[0];
  if (argument === undefined) return 0;
  const index = importOf(walk, argument, "dynamic");
  if (index === undefined) {
    walk.expression(argument, 0);
    return 0;
  }
  return walk.writer.reference(Op.globalType, walk.writer.intern("Promise"), [walk.writer.leaf(Op.module, index)]);
}

function requireCall(walk: Walk, node: ts.CallExpression, kind: "require" | "create-require"): number {
  const argument = node.arguments[0];
  if (argument === undefined) return 0;
  const index = importOf(walk, argument, kind);
  if (index === undefined) walk.expression(argument, 0);
  return index === undefined ? 0 : walk.writer.leaf(Op.module, index);
}

/** A literal specifier, or a template or concatenation that is literal in part (`./plugins/${name}.js` → `./plugins/*.js`). */
function importOf(walk: Walk, argument: ts.Expression, kind: "dynamic" | "require" | "create-require"): number | undefined {
  if (argument.kind === K.StringLiteral || argument.kind === K.NoSubstitutionTemplateLiteral) return addImport(walk, argument as ts.StringLiteral, kind, false);
  const pattern = partlyLiteral(argument);
  if (pattern === undefined || !/^\.{1,2}\/|^[@\w]/.test(pattern) || pattern.startsWith("*")) return undefined;
  const index = addImportText(walk, pattern, startOf(walk, argument), kind, false, true);
  walk.expression(argument, 0);
  return index;
}

function partlyLiteral(node: ts.Expression): string | undefined {
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

const mockMethods = new Set(["mock", "doMock", "unmock", "dontMock", "importActual", "importMock", "requireActual", "requireMock", "setMock", "hoisted"]);

function mockCall(walk: Walk, node: ts.CallExpression, callee: ts.PropertyAccessExpression): void {
  const argument = node.arguments[0];
  if (argument?.kind !== K.StringLiteral || callee.expression.kind !== K.Identifier || !mockMethods.has(callee.name.text)) return;
  const runner = (callee.expression as ts.Identifier).text;
  if (runner === "jest" || runner === "vi") addImport(walk, argument as ts.StringLiteral, "mock", false);
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
  const kind = callee === "require" && walk.scope.value(callee) === undefined ? "require" : isCreatedRequire(walk, callee) ? "create-require" : undefined;
  if (kind === undefined) return false;
  const pattern = node.name;
  if (pattern.kind === K.ObjectBindingPattern) {
    const elements = (pattern as ts.ObjectBindingPattern).elements;
    const simple = elements.every((element) => element.dotDotDotToken === undefined && element.name.kind === K.Identifier && element.propertyName?.kind !== K.ComputedPropertyName);
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

/** `module.exports = …`, `exports.create = …`, `Orders.create = …`: term of the assigned value; undefined for plain assignments. */
export function commonJsAssignment(walk: Walk, node: ts.BinaryExpression): number | undefined {
  const left = node.left;
  if (left.kind !== K.PropertyAccessExpression) return undefined;
  const access = left as ts.PropertyAccessExpression;
  const target = access.expression;
  const name = access.name.text;
  if (walk.isJavaScript || !walk.facts.isModule) {
    if (isModuleExports(walk, access)) return exportWhole(walk, node);
    if (isExports(walk, target)) return exportMember(walk, node, name, access);
  }
  if (target.kind === K.Identifier) {
    const meaning = walk.scope.value((target as ts.Identifier).text);
    const owner = meaning?.declaration ?? -1;
    if (owner >= 0 && walk.functionDepth === 0) return addMember(walk, node, owner, name, access, true);
    return undefined;
  }
  if (!walk.isJavaScript) return undefined;
  if (target.kind === K.PropertyAccessExpression && (target as ts.PropertyAccessExpression).name.text === "prototype") {
    const root = (target as ts.PropertyAccessExpression).expression;
    const owner = root.kind === K.Identifier ? (walk.scope.value((root as ts.Identifier).text)?.declaration ?? -1) : -1;
    return owner >= 0 ? addMember(walk, node, owner, name, access, false) : undefined;
  }
  if (target.kind === K.ThisKeyword && walk.self !== 0 && walk.writer.code[walk.self] === Op.self) {
    const owner = walk.writer.code[walk.self + 1] ?? -1;
    const known = walk.facts.declarations.some((declaration) => declaration.parent === owner && declaration.name === name);
    return known ? undefined : addMember(walk, node, owner, name, access, false);
  }
  return undefined;
}

function isModuleExports(walk: Walk, access: ts.PropertyAccessExpression): boolean {
  return (
    access.name.text === "exports" && access.expression.kind === K.Identifier && (access.expression as ts.Identifier).text === "module" &&
    walk.scope.value("module") === undefined
  );
}

export function isExports(walk: Walk, node: ts.Expression): boolean {
  if (node.kind === K.PropertyAccessExpression) return isModuleExports(walk, node as ts.PropertyAccessExpression);
  if (node.kind !== K.Identifier) return false;
  const name = (node as ts.Identifier).text;
  if (walk.exportsAliases.has(name)) return walk.scope.value(name) === walk.moduleScope.own(name);
  return name === "exports" && walk.scope.value(name) === undefined;
}

/** `exports.orders = require("./orders")` forwards what the other module is. */
function exportRequired(walk: Walk, value: ts.Expression, name: string, offset: number): number | undefined {
  if (value.kind !== K.CallExpression) return undefined;
  const { expression: callee, arguments: args } = value as ts.CallExpression;
  const isRequire = callee.kind === K.Identifier && (callee as ts.Identifier).text === "require" && walk.scope.value("require") === undefined;
  if (!isRequire || args[0]?.kind !== K.StringLiteral) return undefined;
  const index = addImport(walk, args[0] as ts.StringLiteral, "require", false);
  walk.facts.exports.push({ kind: "from", name, import: index, imported: "=", typeOnly: false, line: offset, column: 0 });
  return walk.writer.leaf(Op.module, index);
}

function exportWhole(walk: Walk, node: ts.BinaryExpression): number {
  const offset = node.left.end - "exports".length;
  const required = exportRequired(walk, node.right, "=", offset);
  if (required !== undefined) return required;
  const value = node.right;
  const index = declare(walk, node, "module.exports", offset, "variable");
  const fact = declarationAt(walk, index);
  fact.exported = true;
  fact.term = owned(walk, index, () => walk.expression(value, 0));
  let local = index;
  if (value.kind === K.Identifier) local = walk.scope.value((value as ts.Identifier).text)?.declaration ?? index;
  walk.facts.exports.push({ kind: "local", name: "=", declaration: local >= 0 ? local : index, term: fact.term, typeOnly: false, line: offset, column: 0 });
  return fact.term;
}

function exportMember(walk: Walk, node: ts.BinaryExpression, name: string, access: ts.PropertyAccessExpression): number {
  const offset = access.name.end - name.length;
  const required = exportRequired(walk, node.right, name, offset);
  if (required !== undefined) return required;
  const isFunction = node.right.kind === K.FunctionExpression || node.right.kind === K.ArrowFunction;
  const index = declare(walk, node, name, offset, isFunction ? "function" : "variable");
  walk.declarationOf.set(node.right, index);
  const fact = declarationAt(walk, index);
  fact.exported = true;
  fact.term = owned(walk, index, () => walk.expression(node.right, 0));
  walk.facts.exports.push({ kind: "local", name, declaration: index, term: fact.term, typeOnly: false, line: offset, column: 0 });
  return fact.term;
}

function addMember(walk: Walk, node: ts.BinaryExpression, owner: number, name: string, access: ts.PropertyAccessExpression, isStatic: boolean): number | undefined {
  const known = walk.facts.declarations.some((declaration) => declaration.parent === owner && declaration.name === name);
  if (known) return undefined;
  walk.expression(access.expression, 0);
  const isFunction = node.right.kind === K.FunctionExpression || node.right.kind === K.ArrowFunction;
  const before = walk.owner;
  walk.owner = owner;
  const index = declare(walk, node, name, access.name.end - name.length, isFunction ? "method" : "property");
  walk.owner = before;
  walk.declarationOf.set(node.right, index);
  const fact = declarationAt(walk, index);
  if (isStatic) fact.static = true;
  fact.term = owned(walk, index, () => walk.expression(node.right, 0));
  return fact.term;
}
