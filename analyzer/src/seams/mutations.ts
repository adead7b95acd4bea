/** Where a function writes into its arguments, itself or through what it hands them to. Over a wire the caller would not see it. */
import type { Place } from "../model/shapes.ts";
import { uniquePlaces } from "./graphIndex.ts";
import type { SyntaxAt } from "./syntaxAt.ts";
import type { TypeProgram } from "./typeProgram.ts";
import { ts } from "./typescript.ts";

const mutators = new Set([
  "push",
  "pop",
  "shift",
  "unshift",
  "splice",
  "sort",
  "reverse",
  "fill",
  "copyWithin",
  "set",
  "add",
  "delete",
  "clear",
  "append",
  "write",
  "setDate",
  "setHours",
  "setTime",
  "setMinutes",
  "setFullYear",
  "setMonth",
]);
const deepest = 2;

export interface Mutations {
  /** Places by position of the parameter. */
  ofParameters(declared: ts.Node): ReadonlyMap<number, Place[]>;
}

export function openMutations(program: TypeProgram, syntax: SyntaxAt): Mutations {
  const { checker } = program;
  const known = new Map<ts.Node, ReadonlyMap<number, Place[]>>();

  const ofFunction = (node: ts.SignatureDeclaration, depth: number): ReadonlyMap<number, Place[]> => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const found = new Map<number, Place[]>();
    known.set(node, found);
    const body = "body" in node ? node.body : undefined;
    if (body === undefined || body === null) return found;
    // Which parameter a local name is a part of.
    const origin = new Map<ts.Symbol, number>();
    // Lists that are the function's own, of parts that are the argument's: `order.lines.filter(…)`.
    const fresh = new Set<ts.Symbol>();
    const bind = (name: ts.BindingName, position: number, isFresh = false): void => {
      if (ts.isIdentifier(name)) {
        const symbol = checker.getSymbolAtLocation(name);
        if (symbol === undefined) return;
        origin.set(symbol, position);
        if (isFresh) fresh.add(symbol);
      } else for (const element of name.elements) if (ts.isBindingElement(element)) bind(element.name, position);
    };
    const isFreshList = (expression: ts.Expression): boolean => {
      const symbol = ts.isIdentifier(expression) ? checker.getSymbolAtLocation(expression) : undefined;
      return (symbol !== undefined && fresh.has(symbol)) || (ts.isCallExpression(expression) && makesList(expression));
    };
    for (const [position, parameter] of node.parameters.entries()) bind(parameter.name, position);

    const originOf = (expression: ts.Expression): number | undefined => {
      const root = rootOf(expression);
      if (root === undefined) return undefined;
      const symbol = checker.getSymbolAtLocation(root);
      return symbol === undefined ? undefined : origin.get(symbol);
    };
    const say = (position: number | undefined, at: ts.Node): void => {
      if (position === undefined) return;
      const places = found.get(position);
      if (places === undefined) found.set(position, [syntax.place(at)]);
      else places.push(syntax.place(at));
    };

    const visit = (at: ts.Node): void => {
      if (ts.isVariableDeclaration(at) && at.initializer !== undefined) aliased(at.name, at.initializer);
      else if (ts.isForOfStatement(at) && ts.isVariableDeclarationList(at.initializer)) {
        const name = at.initializer.declarations[0]?.name;
        if (name !== undefined) aliased(name, at.expression);
      } else if (ts.isBinaryExpression(at) && isAssignment(at.operatorToken.kind)) {
        if (isPart(at.left) && !isFreshList(at.left.expression)) say(originOf(at.left), at.left);
      } else if ((ts.isPostfixUnaryExpression(at) || ts.isPrefixUnaryExpression(at)) && isStep(at.operator)) {
        if (isPart(at.operand)) say(originOf(at.operand), at.operand);
      } else if (ts.isDeleteExpression(at)) say(originOf(at.expression), at.expression);
      else if (ts.isCallExpression(at)) called(at);
      ts.forEachChild(at, visit);
    };
    /** Objects that a name shares with an argument; copies of text and numbers share nothing. */
    const aliased = (name: ts.BindingName, value: ts.Expression): void => {
      const position = sharedOrigin(value);
      if (position !== undefined && !isPrimitive(checker.getTypeAtLocation(value))) bind(name, position, isFreshList(value));
    };
    const sharedOrigin = (value: ts.Expression): number | undefined => {
      const inner = ts.isAwaitExpression(value) || ts.isParenthesizedExpression(value) || ts.isNonNullExpression(value) ? value.expression : value;
      if (ts.isIdentifier(inner) || ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) return originOf(inner);
      // `quote.lines.find(…)` answers with a part; `filter` and `map` with a new list of the same parts.
      if (ts.isCallExpression(inner) && ts.isPropertyAccessExpression(inner.expression) && sharing.has(inner.expression.name.text))
        return originOf(inner.expression.expression);
      return undefined;
    };
    const called = (call: ts.CallExpression): void => {
      const { expression } = call;
      if (ts.isPropertyAccessExpression(expression)) {
        const position = sharedOrigin(expression.expression);
        if (position !== undefined) {
          const callee = calleeOf(call);
          const own = isFreshList(expression.expression);
          if (!own && (callee === undefined ? mutators.has(expression.name.text) && isLanguages(call) : writesThis(callee))) say(position, call);
          const callback = call.arguments[0];
          // What a callback over the parts of an argument does to them.
          if (callback !== undefined && ts.isFunctionLike(callback) && ts.isArrowFunction(callback)) {
            const parameter = callback.parameters[expression.name.text === "reduce" ? 1 : 0];
            if (parameter !== undefined && iterating.has(expression.name.text)) bind(parameter.name, position);
          }
        }
      }
      if (ts.isPropertyAccessExpression(expression) && expression.name.text === "assign" && expression.expression.getText() === "Object") {
        const [target] = call.arguments;
        if (target !== undefined) say(sharedOrigin(target), call);
        return;
      }
      if (depth >= deepest) return;
      const callee = calleeOf(call);
      if (callee === undefined || callee === node) return;
      const inner = ofFunction(callee, depth + 1);
      for (const [position, argument] of call.arguments.entries()) {
        const own = sharedOrigin(argument);
        const places = inner.get(position);
        if (own === undefined || places === undefined) continue;
        const known = found.get(own);
        if (known === undefined) found.set(own, [...places]);
        else known.push(...places);
      }
    };
    ts.forEachChild(body, visit);
    if (ts.isExpression(body)) visit(body);
    for (const [position, places] of found) found.set(position, uniquePlaces(places));
    return found;
  };

  const calleeOf = (call: ts.CallExpression): ts.SignatureDeclaration | undefined => {
    const declaration = checker.getResolvedSignature(call)?.getDeclaration();
    return declaration !== undefined && program.moduleOf(declaration.getSourceFile()) >= 0 ? (declaration as ts.SignatureDeclaration) : undefined;
  };
  const isLanguages = (call: ts.CallExpression): boolean => {
    const declaration = checker.getResolvedSignature(call)?.getDeclaration();
    return declaration === undefined || ["typescript", "node"].includes(program.packageOf(declaration.getSourceFile()));
  };
  const writing = new Map<ts.Node, boolean>();
  const writesThis = (node: ts.SignatureDeclaration): boolean => {
    const before = writing.get(node);
    if (before !== undefined) return before;
    let writes = false;
    const visit = (at: ts.Node): void => {
      if (writes) return;
      if (ts.isBinaryExpression(at) && isAssignment(at.operatorToken.kind) && isPart(at.left) && rootIsThis(at.left)) writes = true;
      else if ((ts.isPostfixUnaryExpression(at) || ts.isPrefixUnaryExpression(at)) && isStep(at.operator) && rootIsThis(at.operand)) writes = true;
      else if (
        ts.isCallExpression(at) &&
        ts.isPropertyAccessExpression(at.expression) &&
        mutators.has(at.expression.name.text) &&
        rootIsThis(at.expression.expression) &&
        isLanguages(at)
      )
        writes = true;
      else ts.forEachChild(at, visit);
    };
    if ("body" in node && node.body !== undefined && node.body !== null) ts.forEachChild(node.body, visit);
    writing.set(node, writes);
    return writes;
  };
  return {
    ofParameters(declared) {
      const inner =
        ts.isVariableDeclaration(declared) || ts.isPropertyDeclaration(declared) || ts.isPropertyAssignment(declared)
          ? declared.initializer
          : declared;
      return inner !== undefined && ts.isFunctionLike(inner) ? ofFunction(inner, 0) : new Map<number, Place[]>();
    },
  };
}

const newLists = new Set(["filter", "slice", "values", "entries", "toSorted", "concat"]);
const sharing = new Set([...newLists, "find", "at", "get", "sort", "pop", "shift"]);
const makesList = (call: ts.CallExpression): boolean => ts.isPropertyAccessExpression(call.expression) && newLists.has(call.expression.name.text);
const iterating = new Set(["forEach", "map", "filter", "find", "some", "every", "flatMap", "reduce"]);

const isAssignment = (kind: ts.SyntaxKind): boolean => kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
const isStep = (operator: ts.SyntaxKind): boolean => operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
const isPart = (node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression =>
  ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);

function rootOf(expression: ts.Node): ts.Identifier | undefined {
  let at = expression;
  while (
    ts.isPropertyAccessExpression(at) ||
    ts.isElementAccessExpression(at) ||
    ts.isNonNullExpression(at) ||
    ts.isParenthesizedExpression(at) ||
    ts.isAsExpression(at)
  )
    at = at.expression;
  return ts.isIdentifier(at) ? at : undefined;
}

function rootIsThis(expression: ts.Node): boolean {
  let at = expression;
  while (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at) || ts.isNonNullExpression(at)) at = at.expression;
  return at.kind === ts.SyntaxKind.ThisKeyword;
}

function isPrimitive(type: ts.Type): boolean {
  const primitive =
    ts.TypeFlags.StringLike |
    ts.TypeFlags.NumberLike |
    ts.TypeFlags.BooleanLike |
    ts.TypeFlags.BigIntLike |
    ts.TypeFlags.Undefined |
    ts.TypeFlags.Null |
    ts.TypeFlags.Void;
  return (type.isUnion() ? type.types : [type]).every((part) => (part.flags & primitive) !== 0);
}
