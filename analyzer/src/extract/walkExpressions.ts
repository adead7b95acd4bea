/** Expressions → terms and references. */
import { ObjectSlot, Op } from "../model/terms.ts";
import { testGlobals } from "../model/testGlobals.ts";
import { memberAssignment, membersByCall } from "./addedMembers.ts";
import { commonJsCall } from "./commonJs.ts";
import { inertGlobals, isGlobalObject, standardValues } from "./globals.ts";
import { noteCallback } from "./loops.ts";
import { isExports } from "./moduleExports.ts";
import { documentedFunction, typeInJsDoc } from "./jsDoc.ts";
import { narrowed, withNarrowing } from "./narrow.ts";
import { noteMutation } from "./state.ts";
import { ts } from "./typescript.ts";
import { declarationAt, declare, kindNumber, memberOffset, nameOffset, noteTerm, owned, refer, rowWidth, startOf } from "./walk.ts";
import type { Walk } from "./walk.ts";
import { jsx } from "./walkJsx.ts";
import { memberName, typeTerm } from "./walkTypes.ts";

const K = ts.SyntaxKind;
type Handler = (walk: Walk, node: never, context: number) => number;
const handlers: Handler[] = [];
const on = <N extends ts.Node>(kind: ts.SyntaxKind, handler: (walk: Walk, node: N, context: number) => number): void => {
  handlers[kind] = handler;
};

/** Term of an expression; notes all that it refers to. `context`: term of the type that is expected here, 0 for none. */
export function expression(walk: Walk, node: ts.Expression, context: number): number {
  const handler = handlers[node.kind];
  if (handler !== undefined) {
    // The table is filled by kind, so a handler gets the node type of its kind.
    return handler(walk, node as never, context);
  }
  ts.forEachChild(node, (child) => {
    if (ts.isExpression(child)) expression(walk, child, 0);
  });
  return 0;
}

/** A test framework's globals lead nowhere, but that they are used tells a test from code: once a file is enough. */
function rememberTestGlobal(walk: Walk, node: ts.Identifier): void {
  const before = walk.writer.code.length;
  const term = walk.writer.leaf(Op.global, walk.writer.intern(node.text));
  if (term === before) refer(walk, "value", term, nameOffset(node));
}

on<ts.Identifier>(K.Identifier, (walk, node) => {
  const name = node.text;
  const meaning = walk.scope.value(name);
  if (meaning?.value === undefined) {
    if (name === "undefined") return walk.writer.primitive("undefined");
    if (name === "exports" && walk.isJavaScript) return walk.writer.leaf(Op.exports, 0);
    if (inertGlobals.has(name)) {
      if (testGlobals.has(name)) rememberTestGlobal(walk, node);
      return 0;
    }
    const later = walk.scope.later(name, () => walk.writer.write(Op.assigned, 0));
    if (later !== 0) return later;
    const term = walk.writer.leaf(Op.global, walk.writer.intern(name));
    if (!standardValues.has(name)) refer(walk, "value", term, nameOffset(node));
    return term;
  }
  if (meaning.binding >= 0 || meaning.declaration >= 0) {
    walk.writer.intern(name);
    refer(walk, "value", meaning.value, nameOffset(node));
  }
  return meaning.value;
});

// `import.meta` is of a type that files may add to; in `new.target` nothing is named.
on<ts.MetaProperty>(K.MetaProperty, (walk, node) =>
  node.keywordToken === K.ImportKeyword ? walk.writer.reference(Op.globalType, walk.writer.intern("ImportMeta"), []) : 0,
);
on(K.ThisKeyword, (walk) => walk.self);
on(K.SuperKeyword, (walk) => walk.parent);
on<ts.StringLiteral>(K.StringLiteral, (walk, node) => {
  for (const recogniser of walk.recognisers.text) recogniser.text?.(node, walk.context);
  return walk.writer.primitive("string");
});
on<ts.NoSubstitutionTemplateLiteral>(K.NoSubstitutionTemplateLiteral, (walk, node) => {
  for (const recogniser of walk.recognisers.text) recogniser.text?.(node, walk.context);
  return walk.writer.primitive("string");
});
on(K.NumericLiteral, (walk) => walk.writer.primitive("number"));
on(K.BigIntLiteral, (walk) => walk.writer.primitive("bigint"));
on(K.TrueKeyword, (walk) => walk.writer.primitive("boolean"));
on(K.FalseKeyword, (walk) => walk.writer.primitive("boolean"));
on(K.NullKeyword, (walk) => walk.writer.primitive("null"));
on(K.RegularExpressionLiteral, (walk) => walk.writer.primitive("regexp"));
on<ts.TemplateExpression>(K.TemplateExpression, (walk, node) => {
  for (const span of node.templateSpans) expression(walk, span.expression, 0);
  for (const recogniser of walk.recognisers.text) recogniser.text?.(node, walk.context);
  return walk.writer.primitive("string");
});

on<ts.PropertyAccessExpression>(K.PropertyAccessExpression, (walk, node) => {
  if (walk.isJavaScript && isExports(walk, node)) return walk.writer.leaf(Op.exports, 0);
  if (isGlobalObject(walk, node.expression)) {
    // TypeScript knows of windows what is declared; in JavaScript, assignments to them are all there is.
    const isTyped = !walk.isJavaScript && (node.expression as ts.Identifier).text === "window";
    const term = isTyped
      ? walk.writer.property(walk.writer.reference(Op.globalType, walk.writer.intern("Window"), []), node.name.text)
      : walk.writer.leaf(Op.global, walk.writer.intern(node.name.text));
    refer(walk, "property", term, nameOffset(node.name));
    return term;
  }
  const object = expression(walk, node.expression, 0);
  const term = walk.writer.property(object, node.name.text);
  refer(walk, "property", term, nameOffset(node.name));
  noteTerm(node, term);
  return term;
});

on<ts.ElementAccessExpression>(K.ElementAccessExpression, (walk, node) => {
  const object = expression(walk, node.expression, 0);
  const key = node.argumentExpression;
  if (key.kind === K.StringLiteral || key.kind === K.NumericLiteral || key.kind === K.NoSubstitutionTemplateLiteral) {
    const text = (key as ts.StringLiteral).text;
    const term = walk.writer.property(object, text);
    if (key.kind !== K.NumericLiteral) refer(walk, "property", term, key.end - text.length - 2);
    return term;
  }
  const keyTerm = expression(walk, key, 0);
  return object === 0 ? 0 : walk.writer.write(Op.element, object, keyTerm);
});

const passThrough = (walk: Walk, node: { expression: ts.Expression }, context: number): number => expression(walk, node.expression, context);
on<ts.ParenthesizedExpression>(K.ParenthesizedExpression, (walk, node, context) => {
  // `/** @type {Order} */ (value)`
  const written = walk.isJavaScript ? typeInJsDoc(walk, node) : 0;
  const value = expression(walk, node.expression, written === 0 ? context : written);
  return written === 0 ? value : written;
});
on<ts.NonNullExpression>(K.NonNullExpression, passThrough);
on<ts.PartiallyEmittedExpression>(K.PartiallyEmittedExpression, passThrough);

const asserted = (walk: Walk, node: ts.AsExpression | ts.TypeAssertion): number => {
  const type = typeTerm(walk, node.type);
  const value = expression(walk, node.expression, type);
  const isConst =
    node.type.kind === K.TypeReference &&
    (node.type as ts.TypeReferenceNode).typeName.kind === K.Identifier &&
    ((node.type as ts.TypeReferenceNode).typeName as ts.Identifier).text === "const";
  return isConst ? value : type;
};
on<ts.AsExpression>(K.AsExpression, asserted);
on<ts.TypeAssertion>(K.TypeAssertionExpression, asserted);
on<ts.SatisfiesExpression>(K.SatisfiesExpression, (walk, node) => expression(walk, node.expression, typeTerm(walk, node.type)));
on<ts.ExpressionWithTypeArguments>(K.ExpressionWithTypeArguments, (walk, node) => {
  for (const argument of node.typeArguments ?? []) typeTerm(walk, argument);
  return expression(walk, node.expression, 0);
});

on<ts.AwaitExpression>(K.AwaitExpression, (walk, node, context) => walk.writer.over(Op.awaited, expression(walk, node.expression, context)));
on<ts.YieldExpression>(K.YieldExpression, (walk, node) => {
  if (node.expression !== undefined) expression(walk, node.expression, 0);
  return 0;
});
on<ts.SpreadElement>(K.SpreadElement, (walk, node) => walk.writer.over(Op.iterated, expression(walk, node.expression, 0)));
on<ts.TypeOfExpression>(K.TypeOfExpression, (walk, node) => (expression(walk, node.expression, 0), walk.writer.primitive("string")));
on<ts.VoidExpression>(K.VoidExpression, (walk, node) => (expression(walk, node.expression, 0), walk.writer.primitive("undefined")));
on<ts.DeleteExpression>(K.DeleteExpression, (walk, node) => {
  expression(walk, node.expression, 0);
  noteMutation(walk, node.expression, node);
  return walk.writer.primitive("boolean");
});
on<ts.PrefixUnaryExpression>(K.PrefixUnaryExpression, (walk, node) => {
  expression(walk, node.operand, 0);
  if (node.operator === K.ExclamationToken) return walk.writer.primitive("boolean");
  if (node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken) noteMutation(walk, node.operand, node);
  return walk.writer.primitive("number");
});
on<ts.PostfixUnaryExpression>(K.PostfixUnaryExpression, (walk, node) => {
  expression(walk, node.operand, 0);
  noteMutation(walk, node.operand, node);
  return walk.writer.primitive("number");
});

on<ts.ConditionalExpression>(K.ConditionalExpression, (walk, node, context) => {
  expression(walk, node.condition, 0);
  const then = withNarrowing(walk, narrowed(walk, node.condition, true), () => expression(walk, node.whenTrue, context));
  const otherwise = withNarrowing(walk, narrowed(walk, node.condition, false), () => expression(walk, node.whenFalse, context));
  return eitherTerm(walk, then, otherwise);
});

function eitherTerm(walk: Walk, left: number, right: number): number {
  if (left === right || right === 0) return left;
  return left === 0 ? right : walk.writer.write(Op.union, 2, left, right);
}

const comparisons = new Set<ts.SyntaxKind>([
  K.EqualsEqualsToken,
  K.EqualsEqualsEqualsToken,
  K.ExclamationEqualsToken,
  K.ExclamationEqualsEqualsToken,
  K.LessThanToken,
  K.LessThanEqualsToken,
  K.GreaterThanToken,
  K.GreaterThanEqualsToken,
  K.InKeyword,
  K.InstanceOfKeyword,
]);

on<ts.BinaryExpression>(K.BinaryExpression, (walk, node, context) => {
  const operator = node.operatorToken.kind;
  if (operator >= K.FirstAssignment && operator <= K.LastAssignment) return assignment(walk, node, operator);
  switch (operator) {
    case K.AmpersandAmpersandToken: {
      expression(walk, node.left, 0);
      return withNarrowing(walk, narrowed(walk, node.left, true), () => expression(walk, node.right, context));
    }
    case K.BarBarToken: {
      const left = expression(walk, node.left, context);
      return eitherTerm(
        walk,
        left,
        withNarrowing(walk, narrowed(walk, node.left, false), () => expression(walk, node.right, context === 0 ? left : context)),
      );
    }
    case K.QuestionQuestionToken: {
      const left = expression(walk, node.left, context);
      return eitherTerm(walk, left, expression(walk, node.right, context === 0 ? left : context));
    }
    case K.CommaToken:
      expression(walk, node.left, 0);
      return expression(walk, node.right, context);
    default: {
      const left = expression(walk, node.left, 0);
      expression(walk, node.right, 0);
      if (comparisons.has(operator)) return walk.writer.primitive("boolean");
      return operator === K.PlusToken && left === walk.writer.primitive("string") ? left : walk.writer.primitive("number");
    }
  }
});

function assignment(walk: Walk, node: ts.BinaryExpression, operator: ts.SyntaxKind): number {
  if (operator === K.EqualsToken) {
    const special = memberAssignment(walk, node);
    if (special !== undefined) return special;
  }
  const left = expression(walk, node.left, 0);
  const right = expression(walk, node.right, left);
  noteMutation(walk, node.left, node);
  if (node.left.kind === K.Identifier && right !== 0) {
    const meaning = walk.scope.value((node.left as ts.Identifier).text);
    if (meaning !== undefined) walk.assignments.get(meaning)?.terms.push(right);
  }
  return right;
}

on<ts.ArrayLiteralExpression>(K.ArrayLiteralExpression, (walk, node, context) => {
  const item = context === 0 ? 0 : walk.writer.leaf(Op.iterated, context);
  const terms = node.elements.map((element) => expression(walk, element, needsContext(element) ? item : 0));
  if (terms.length > 16)
    return walk.writer.leaf(
      Op.array,
      walk.writer.list(
        Op.union,
        [...new Set(terms.slice(0, 16))].filter((term) => term !== 0),
      ),
    );
  return walk.writer.list(Op.tuple, terms);
});

/** A name-like string that is given to a constant or a property keeps its text: tables, events and routes are named so. */
export function constantTerm(walk: Walk, node: ts.Expression, context: number): number {
  if (node.kind !== K.StringLiteral) return expression(walk, node, context);
  const { text } = node as ts.StringLiteral;
  const type = expression(walk, node, context);
  return text.length <= 64 && /^[\w.$-]+$/.test(text) ? walk.writer.literal(text) : type;
}

/** Only these take anything from their context. */
function needsContext(node: ts.Expression): boolean {
  switch (node.kind) {
    case K.ArrowFunction:
    case K.FunctionExpression:
    case K.ObjectLiteralExpression:
    case K.ArrayLiteralExpression:
    case K.ParenthesizedExpression:
    case K.ConditionalExpression:
      return true;
    case K.BinaryExpression: {
      const operator = (node as ts.BinaryExpression).operatorToken.kind;
      return operator === K.BarBarToken || operator === K.QuestionQuestionToken || operator === K.AmpersandAmpersandToken;
    }
    default:
      return false;
  }
}

on<ts.ObjectLiteralExpression>(K.ObjectLiteralExpression, (walk, node, context) => {
  const count = node.properties.length;
  const term = walk.writer.code.length;
  const self = walk.literalSelf === 0 ? term : walk.literalSelf;
  walk.literalSelf = 0;
  walk.writer.code.push(Op.object, count);
  for (let slot = 0; slot < count; slot++) walk.writer.code.push(ObjectSlot.index, 0, -1);
  for (let position = 0; position < count; position++) {
    const slot = objectMember(walk, node.properties[position]!, context, self);
    const at = term + 2 + position * 3;
    walk.writer.code[at] = slot.name;
    walk.writer.code[at + 1] = slot.term;
    walk.writer.code[at + 2] = slot.declaration;
  }
  return term;
});

interface MemberSlot {
  name: number;
  term: number;
  declaration: number;
}

/** @param self term of `this` in methods */
function objectMember(walk: Walk, property: ts.ObjectLiteralElementLike, context: number, self: number): MemberSlot {
  switch (property.kind) {
    case K.SpreadAssignment:
      return { name: ObjectSlot.spread, term: expression(walk, (property as ts.SpreadAssignment).expression, context), declaration: -1 };
    case K.ShorthandPropertyAssignment: {
      const shorthand = property as ts.ShorthandPropertyAssignment;
      if (shorthand.objectAssignmentInitializer !== undefined) expression(walk, shorthand.objectAssignmentInitializer, 0);
      const declaration = walk.scope.value(shorthand.name.text)?.declaration ?? -1;
      return { name: walk.writer.intern(shorthand.name.text), term: expression(walk, shorthand.name, 0), declaration };
    }
    case K.PropertyAssignment: {
      const assigned = property as ts.PropertyAssignment;
      const name = memberName(assigned.name);
      if (assigned.name.kind === K.ComputedPropertyName) expression(walk, assigned.name.expression, 0);
      const value = assigned.initializer;
      const isFunction = value.kind === K.ArrowFunction || value.kind === K.FunctionExpression;
      const expected = context !== 0 && name !== undefined && needsContext(value) ? walk.writer.property(context, name) : 0;
      const declares = name !== undefined && !walk.inDecorator && (isFunction || walk.functionDepth === 0);
      if (value.kind === K.FunctionExpression) walk.receiver = self;
      if (walk.isJavaScript && isFunction) documentedFunction(walk, property, value);
      if (!declares)
        return { name: name === undefined ? ObjectSlot.index : walk.writer.intern(name), term: constantTerm(walk, value, expected), declaration: -1 };
      const declaration = declare(walk, property, name, memberOffset(walk, assigned.name), isFunction ? "method" : "property");
      const term = owned(walk, declaration, () => constantTerm(walk, value, expected));
      declarationAt(walk, declaration).term = term;
      return { name: walk.writer.intern(name), term, declaration };
    }
    case K.MethodDeclaration:
    case K.GetAccessor:
    case K.SetAccessor: {
      const method = property as ts.MethodDeclaration | ts.AccessorDeclaration;
      const name = memberName(method.name);
      if (method.name.kind === K.ComputedPropertyName) expression(walk, method.name.expression, 0);
      const kind = property.kind === K.MethodDeclaration ? "method" : property.kind === K.GetAccessor ? "getter" : "setter";
      const declaration = walk.inDecorator ? -1 : declare(walk, property, name ?? "[computed]", memberOffset(walk, method.name), kind);
      const expected = context !== 0 && name !== undefined ? walk.writer.property(context, name) : 0;
      const outer = walk.self;
      walk.self = self;
      const term = owned(walk, declaration < 0 ? walk.owner : declaration, () => walk.functionLike(method, expected, declaration));
      walk.self = outer;
      if (declaration >= 0) declarationAt(walk, declaration).term = term;
      return { name: name === undefined ? ObjectSlot.index : walk.writer.intern(name), term, declaration };
    }
    default:
      return { name: ObjectSlot.index, term: 0, declaration: -1 };
  }
}

const inPlace = (walk: Walk, node: ts.ArrowFunction | ts.FunctionExpression, context: number): number => {
  if (node.name !== undefined) {
    const outer = walk.scope;
    if (walk.scope.own(node.name.text) === undefined) outer.declare(node.name.text, { value: 0, binding: -1, declaration: -1, node });
  }
  return walk.functionLike(node, context, walk.declarationOf.get(node) ?? -1);
};
on<ts.ArrowFunction>(K.ArrowFunction, inPlace);
on<ts.FunctionExpression>(K.FunctionExpression, inPlace);
on<ts.ClassExpression>(K.ClassExpression, (walk, node) => {
  const index = declare(walk, node, node.name?.text ?? "(class)", node.name === undefined ? startOf(walk, node) : nameOffset(node.name), "class");
  walk.classLike(node, index);
  const term = walk.writer.leaf(Op.declared, index);
  declarationAt(walk, index).term = term;
  return term;
});

/** Where a callee's last name starts, or the callee itself where it has none. */
function calleeOffset(walk: Walk, node: ts.Expression): number {
  switch (node.kind) {
    case K.Identifier:
      return nameOffset(node as ts.Identifier);
    case K.PropertyAccessExpression:
      return nameOffset((node as ts.PropertyAccessExpression).name);
    case K.ElementAccessExpression: {
      const key = (node as ts.ElementAccessExpression).argumentExpression;
      return key.kind === K.StringLiteral ? key.end - (key as ts.StringLiteral).text.length - 2 : node.getStart(walk.sourceFile);
    }
    default:
      return node.getStart(walk.sourceFile);
  }
}

/** Turns the reference to `callee`, just noted, into a call of it; calls of unnamed things get a row of their own. */
function referCall(walk: Walk, callee: ts.Expression, term: number, kind: "call" | "new"): void {
  if (term === 0) return;
  let inner = callee;
  while (inner.kind === K.ParenthesizedExpression || inner.kind === K.NonNullExpression) inner = (inner as ts.NonNullExpression).expression;
  const offset = calleeOffset(walk, inner);
  const last = walk.rows.length - rowWidth;
  if (last >= 0 && walk.rows[last + 1] === term && walk.rows[last + 3] === offset) {
    walk.rows[last] = kindNumber(kind);
    return;
  }
  refer(walk, kind, term, offset);
}

on<ts.CallExpression>(K.CallExpression, (walk, node) => {
  const special = commonJsCall(walk, node);
  if (special !== undefined) return special;
  const callee = expression(walk, node.expression, 0);
  referCall(walk, node.expression, callee, "call");
  noteCallback(walk, node);
  const term = callTerm(walk, Op.call, callee, node.typeArguments, node.arguments);
  noteTerm(node, term);
  if (walk.isJavaScript) membersByCall(walk, node, term);
  for (const recogniser of walk.recognisers.call) recogniser.call?.(node, walk.context);
  if (node.expression.kind === K.PropertyAccessExpression) noteMutation(walk, (node.expression as ts.PropertyAccessExpression).expression, node);
  return term;
});

on<ts.NewExpression>(K.NewExpression, (walk, node) => {
  const callee = expression(walk, node.expression, 0);
  referCall(walk, node.expression, callee, "new");
  const term = callTerm(walk, Op.construct, callee, node.typeArguments, node.arguments);
  noteTerm(node, term);
  for (const recogniser of walk.recognisers.call) recogniser.call?.(node, walk.context);
  return term;
});

on<ts.JsxElement>(K.JsxElement, jsx);
on<ts.JsxSelfClosingElement>(K.JsxSelfClosingElement, jsx);
on<ts.JsxFragment>(K.JsxFragment, jsx);

on<ts.TaggedTemplateExpression>(K.TaggedTemplateExpression, (walk, node) => {
  const callee = expression(walk, node.tag, 0);
  referCall(walk, node.tag, callee, "call");
  const spans = node.template.kind === K.TemplateExpression ? (node.template as ts.TemplateExpression).templateSpans : [];
  for (const span of spans) expression(walk, span.expression, 0);
  for (const recogniser of walk.recognisers.template) recogniser.template?.(node, walk.context);
  return callee === 0 ? 0 : walk.writer.write(Op.call, callee, 0, 0);
});

function callTerm(
  walk: Walk,
  op: typeof Op.call | typeof Op.construct,
  callee: number,
  typeArguments: readonly ts.TypeNode[] | undefined,
  args: readonly ts.Expression[] | undefined,
): number {
  const types = typeArguments?.map((type) => typeTerm(walk, type)) ?? [];
  if (callee === 0) {
    for (const argument of args ?? []) expression(walk, argument, 0);
    return 0;
  }
  const count = args?.length ?? 0;
  const term = walk.writer.write(op, callee, types.length, count, ...types);
  const first = walk.writer.code.length;
  for (let slot = 0; slot < count; slot++) walk.writer.code.push(0);
  for (let position = 0; position < count; position++) {
    const argument = args![position]!;
    const expected = needsContext(argument) ? walk.writer.write(Op.expectedArgument, term, position) : 0;
    walk.writer.code[first + position] = constantTerm(walk, argument, expected);
  }
  return term;
}
