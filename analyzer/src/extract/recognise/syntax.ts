/** Questions about syntax that recognisers share. The tree has no parents: everything here looks down. */
import { ts } from "../typescript.ts";
import type { FileContext, ImportedName } from "../recogniser.ts";

const K = ts.SyntaxKind;

/** Without parentheses, `await`, `as T`, `satisfies T`, `<T>` and `!`. */
export function bare(expression: ts.Expression): ts.Expression {
  let inner = expression;
  for (;;) {
    switch (inner.kind) {
      case K.ParenthesizedExpression:
      case K.AwaitExpression:
      case K.AsExpression:
      case K.SatisfiesExpression:
      case K.TypeAssertionExpression:
      case K.NonNullExpression:
        // All of these wrap one expression under the same name.
        inner = (inner as ts.ParenthesizedExpression).expression;
        break;
      default:
        return inner;
    }
  }
}

export const isIdentifier = (node: ts.Node): node is ts.Identifier => node.kind === K.Identifier;
export const isAccess = (node: ts.Node): node is ts.PropertyAccessExpression => node.kind === K.PropertyAccessExpression;
export const isCall = (node: ts.Node): node is ts.CallExpression => node.kind === K.CallExpression;
export const isNew = (node: ts.Node): node is ts.NewExpression => node.kind === K.NewExpression;
export const isObject = (node: ts.Node): node is ts.ObjectLiteralExpression => node.kind === K.ObjectLiteralExpression;
export const isArray = (node: ts.Node): node is ts.ArrayLiteralExpression => node.kind === K.ArrayLiteralExpression;
export const isThis = (node: ts.Node): boolean => node.kind === K.ThisKeyword;
export const isString = (node: ts.Node): node is ts.StringLiteralLike =>
  node.kind === K.StringLiteral || node.kind === K.NoSubstitutionTemplateLiteral;
export const isStringish = (node: ts.Node): boolean => isString(node) || node.kind === K.TemplateExpression;
export const isFunction = (node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression =>
  node.kind === K.ArrowFunction || node.kind === K.FunctionExpression;

/** `m` of `x.m(…)` and of `new x.m(…)`; `""` where the callee is anything else. Called at every call of every file: no allocation. */
export function method(node: ts.CallExpression | ts.NewExpression): string {
  const callee = node.expression;
  // Only names that begin with two underscores differ from their escaped text, and none of ours does.
  return callee.kind === K.PropertyAccessExpression ? ((callee as ts.PropertyAccessExpression).name.escapedText as string) : "";
}

/** `f` of `f(…)` and `new f(…)`; `""` otherwise. */
export function callee(node: ts.CallExpression | ts.NewExpression): string {
  return node.expression.kind === K.Identifier ? ((node.expression as ts.Identifier).escapedText as string) : "";
}

/** Last name of `f`, `a.f`. */
export function lastName(expression: ts.Expression): string {
  const inner = bare(expression);
  return isIdentifier(inner) ? inner.text : isAccess(inner) ? inner.name.text : "";
}

/** `x` of `x.m(…)`. Only to be asked where `method` gave a name. */
export const receiver = (node: ts.CallExpression | ts.NewExpression): ts.Expression =>
  bare((node.expression as ts.PropertyAccessExpression).expression);

/** The links of a call chain from the outermost call inwards (`a().b().c()`: c, b, a), and what it starts at. */
export function chain(expression: ts.Expression): { calls: ts.CallExpression[]; start: ts.Expression } {
  const calls: ts.CallExpression[] = [];
  let at = bare(expression);
  for (;;) {
    if (isCall(at)) {
      calls.push(at);
      const inner = bare(at.expression);
      if (!isAccess(inner)) return { calls, start: inner };
      at = bare(inner.expression);
    } else if (isAccess(at) && hasCall(at)) at = bare(at.expression);
    else return { calls, start: at };
  }
}

/** Does a call stand somewhere in the receiver (`a().b`)? */
function hasCall(expression: ts.Expression): boolean {
  let at = bare(expression);
  while (isAccess(at)) at = bare(at.expression);
  return isCall(at);
}

/** Leftmost name of `a.b.c().d`, or `this`. */
export function rootName(expression: ts.Expression): string {
  let at = bare(expression);
  for (;;) {
    if (isIdentifier(at)) return at.text;
    if (isThis(at)) return "this";
    if (isAccess(at) || isCall(at) || isNew(at) || at.kind === K.ElementAccessExpression) at = bare((at as ts.PropertyAccessExpression).expression);
    else return "";
  }
}

/** Value of a property of an object literal, methods and shorthands included. */
export function field(object: ts.Expression | undefined, name: string): ts.Expression | undefined {
  if (object === undefined || !isObject(object)) return undefined;
  for (const property of object.properties) {
    if (property.name === undefined || nameText(property.name) !== name) continue;
    if (property.kind === K.PropertyAssignment) return (property as ts.PropertyAssignment).initializer;
    if (property.kind === K.ShorthandPropertyAssignment) return (property as ts.ShorthandPropertyAssignment).name;
  }
  return undefined;
}

/** The first argument that is an object literal. */
export const objectArgument = (node: ts.CallExpression | ts.NewExpression): ts.ObjectLiteralExpression | undefined =>
  node.arguments?.map(bare).find(isObject);

export function nameText(name: ts.PropertyName | ts.BindingName | ts.ModuleExportName | undefined): string {
  if (name === undefined) return "";
  return name.kind === K.Identifier || name.kind === K.StringLiteral || name.kind === K.PrivateIdentifier ? (name as ts.Identifier).text : "";
}

/** Source of an expression as one short line. */
export function written(node: ts.Node, context: FileContext): string {
  const text = context.sourceFile.text.slice(node.pos, node.end).replace(leadingTrivia, "").replace(/\s+/g, " ");
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

const leadingTrivia = /^(?:\s+|\/\*[\s\S]*?\*\/|\/\/[^\n]*\n)+/;

/** `a.b.c` as written, if the expression is nothing but names. */
export function dotted(expression: ts.Expression): string | undefined {
  const inner = bare(expression);
  if (isIdentifier(inner)) return inner.text;
  if (isThis(inner)) return "this";
  if (!isAccess(inner)) return undefined;
  const left = dotted(inner.expression);
  return left === undefined ? undefined : `${left}.${inner.name.text}`;
}

/** What a name or `namespace.name` was imported as. */
export function importOf(expression: ts.Expression, context: FileContext): ImportedName | undefined {
  const inner = bare(expression);
  if (isIdentifier(inner)) return context.imported(inner.text);
  if (isAccess(inner) && isIdentifier(inner.expression)) {
    const owner = context.imported(inner.expression.text);
    return owner === undefined || !namespaceNames.has(owner.name) ? undefined : { specifier: owner.specifier, name: inner.name.text };
  }
  const required = requireSpecifier(inner);
  if (required !== undefined) return { specifier: required, name: "=" };
  if (isAccess(inner)) {
    const owner = requireSpecifier(bare(inner.expression));
    return owner === undefined ? undefined : { specifier: owner, name: inner.name.text };
  }
  return undefined;
}

const namespaceNames = new Set(["*", "=", "default"]);

/** `require("x")` → x. */
export function requireSpecifier(expression: ts.Expression): string | undefined {
  if (!isCall(expression) || callee(expression) !== "require") return undefined;
  const argument = expression.arguments[0];
  return argument !== undefined && isString(argument) ? argument.text : undefined;
}

/** Names of the written type: `Promise<orm.Repository<Order> | null>` → Repository, and its arguments. */
export interface WrittenType {
  name: string;
  qualifier: string;
  arguments: readonly ts.TypeNode[];
}

const transparentTypes = new Set(["Promise", "Readonly", "Required", "NonNullable"]);

export function typeNames(type: ts.TypeNode | undefined): WrittenType | undefined {
  if (type === undefined) return undefined;
  if (type.kind === K.TypeReference) {
    const reference = type as ts.TypeReferenceNode;
    const name = reference.typeName;
    const args = reference.typeArguments ?? [];
    if (name.kind === K.QualifiedName) {
      const qualified = name as ts.QualifiedName;
      return {
        name: qualified.right.text,
        qualifier: qualified.left.kind === K.Identifier ? (qualified.left as ts.Identifier).text : "",
        arguments: args,
      };
    }
    const text = (name as ts.Identifier).text;
    if (transparentTypes.has(text) && args.length === 1) return typeNames(args[0]);
    return { name: text, qualifier: "", arguments: args };
  }
  if (type.kind === K.ParenthesizedType) return typeNames((type as ts.ParenthesizedTypeNode).type);
  if (type.kind === K.UnionType || type.kind === K.IntersectionType) {
    for (const member of (type as ts.UnionTypeNode).types) {
      const found = typeNames(member);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The import that a written type's name (or its qualifier) comes from. */
export function typeImport(type: WrittenType | undefined, context: FileContext): ImportedName | undefined {
  if (type === undefined) return undefined;
  if (type.qualifier === "") return context.imported(type.name);
  const owner = context.imported(type.qualifier);
  return owner === undefined ? undefined : { specifier: owner.specifier, name: type.name };
}

/** Name of a type argument that is a plain reference: `Repository<Order>` → Order. */
export const argumentName = (type: WrittenType | undefined, index = 0): string | undefined => typeNames(type?.arguments[index])?.name;

export interface Decoration {
  name: string;
  node: ts.Decorator;
  callee: ts.Expression;
  arguments: readonly ts.Expression[];
}

/** Decorators of a class, member or parameter, called or not. */
export function decorations(node: { readonly modifiers?: readonly ts.ModifierLike[] | undefined }): Decoration[] {
  if (node.modifiers === undefined) return [];
  const found: Decoration[] = [];
  for (const modifier of node.modifiers) {
    if (modifier.kind !== K.Decorator) continue;
    const decorator = modifier as ts.Decorator;
    const called = isCall(decorator.expression);
    const name = called ? (decorator.expression as ts.CallExpression).expression : decorator.expression;
    found.push({
      name: lastName(name),
      node: decorator,
      callee: name,
      arguments: called ? (decorator.expression as ts.CallExpression).arguments : [],
    });
  }
  return found;
}

/** Is a class member's or parameter's node able to carry decorators? */
export const decorated = (node: ts.Node): Decoration[] => decorations(node as { modifiers?: readonly ts.ModifierLike[] });

/** What a class extends: `Repository` of `extends orm.Repository<Order>`, and the type arguments. */
export function heritage(node: ts.ClassLikeDeclaration | undefined): { expression: ts.Expression; arguments: readonly ts.TypeNode[] } | undefined {
  for (const clause of node?.heritageClauses ?? []) {
    if (clause.token !== K.ExtendsKeyword) continue;
    const type = clause.types[0];
    if (type !== undefined) return { expression: type.expression, arguments: type.typeArguments ?? [] };
  }
  return undefined;
}

/** What `() => Order`, `(type) => Order`, `Order` and `"Order"` name. */
export function namedByThunk(expression: ts.Expression | undefined, context: FileContext): string | undefined {
  if (expression === undefined) return undefined;
  const inner = bare(expression);
  if (inner.kind === K.ArrowFunction) {
    const body = (inner as ts.ArrowFunction).body;
    return body.kind === K.Block ? undefined : namedByThunk(body as ts.Expression, context);
  }
  if (isArray(inner)) return namedByThunk(inner.elements[0], context);
  return isString(inner) ? inner.text : lastName(inner) || context.constant(inner);
}

export const isCapitalised = (name: string): boolean => name.charCodeAt(0) >= 65 && name.charCodeAt(0) <= 90;
export const isRelative = (specifier: string): boolean => specifier.charCodeAt(0) === 46;

/** What a name of this file was given: its initializer, or what the constructor assigns to `this.name`. */
export function initialValue(expression: ts.Expression, context: FileContext): ts.Expression | undefined {
  const given = context.initializer(expression);
  if (given !== undefined) return given;
  const inner = bare(expression);
  if (context.classNode === undefined || !isAccess(inner) || !isThis(inner.expression)) return undefined;
  return assignments(context.classNode).get(inner.name.text);
}

const assigned = new WeakMap<ts.ClassLikeDeclaration, ReadonlyMap<string, ts.Expression>>();

/** `this.name = value` among the constructor's statements; parameters are left out, their written type tells more. */
function assignments(node: ts.ClassLikeDeclaration): ReadonlyMap<string, ts.Expression> {
  const known = assigned.get(node);
  if (known !== undefined) return known;
  const found = new Map<string, ts.Expression>();
  for (const member of node.members) {
    if (member.kind !== K.Constructor) continue;
    for (const statement of (member as ts.ConstructorDeclaration).body?.statements ?? []) {
      if (statement.kind !== K.ExpressionStatement) continue;
      const value = (statement as ts.ExpressionStatement).expression;
      if (value.kind !== K.BinaryExpression) continue;
      const { left, operatorToken, right } = value as ts.BinaryExpression;
      if (operatorToken.kind !== K.EqualsToken || !isAccess(left) || !isThis(left.expression) || isIdentifier(bare(right))) continue;
      found.set(left.name.text, right);
    }
  }
  assigned.set(node, found);
  return found;
}

/** A constant's text, members of constant objects of this file included (`const tables = { orders: "orders" }`). */
export function literal(expression: ts.Expression, context: FileContext): string | undefined {
  const text = context.constant(expression);
  if (text !== undefined) return text;
  const inner = bare(expression);
  if (!isAccess(inner)) return undefined;
  const object = initialValue(inner.expression, context);
  const value = object === undefined ? undefined : field(bare(object), inner.name.text);
  return value === undefined ? undefined : context.constant(value);
}
