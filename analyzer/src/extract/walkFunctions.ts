/** Functions of every form: parameters, contextual types, returned values. */
import { FunctionFlag, Op, ParameterFlag } from "../model/terms.ts";
import { bindPattern } from "./bindPatterns.ts";
import { decoratorExpression } from "./decorators.ts";
import { writtenInJsDoc } from "./jsDoc.ts";
import { Scope } from "./scope.ts";
import { ts } from "./typescript.ts";
import type { Walk } from "./walk.ts";
import { declareTypeParameters, functionFlags, parameterFlags, typeTerm, writtenReturn } from "./walkTypes.ts";

const K = ts.SyntaxKind;

/**
 * Walks a function and returns its term. `context` is the term of the type that the surroundings expect here (0: none): parameters without a
 * written type take theirs from it. The function's own references belong to the walk's current owner.
 */
export function functionLike(walk: Walk, node: ts.FunctionLikeDeclaration, context: number, declaration: number): number {
  const outer = { scope: walk.scope, self: walk.self, returns: walk.returns, returnContext: walk.returnContext, depth: walk.functionDepth };
  walk.scope = new Scope(outer.scope, true);
  walk.functionDepth++;
  if (node.kind === K.FunctionDeclaration || node.kind === K.FunctionExpression) {
    walk.self = walk.receiver !== 0 || !walk.isJavaScript || declaration < 0 ? walk.receiver : walk.writer.leaf(Op.self, declaration);
  }
  walk.receiver = 0;
  try {
    const flags = functionFlags(node);
    const jsDoc = walk.isJavaScript ? writtenInJsDoc(walk, node, walk.documented.get(node)) : undefined;
    const typeParameters = declareTypeParameters(walk, node.typeParameters);
    const parameters = bindParameters(walk, node, context, jsDoc);
    const { returned: inTypeScript, predicateParameter, predicate } = writtenReturn(walk, node);
    const written = inTypeScript || (jsDoc?.returned ?? 0);
    const term = walk.writer.write(
      Op.function,
      flags,
      declaration,
      node.pos,
      written,
      0,
      predicateParameter,
      predicate,
      typeParameters.length,
      ...typeParameters,
      parameters.length / 3,
      ...parameters,
    );
    if (node.body === undefined) return term;

    const expected = written !== 0 ? written : context === 0 ? 0 : walk.writer.leaf(Op.expectedReturn, context);
    walk.returnContext = (flags & FunctionFlag.async) !== 0 ? walk.writer.over(Op.awaited, expected) : expected;
    const returns: number[] = [];
    walk.returns = returns;
    if (node.body.kind === K.Block) walk.statements((node.body as ts.Block).statements);
    else {
      const value = walk.expression(node.body as ts.Expression, walk.returnContext);
      if (value !== 0) returns.push(value);
    }
    if (written === 0 && returns.length > 0) walk.writer.code[term + 5] = walk.writer.list(Op.union, [...new Set(returns)]);
    return term;
  } finally {
    walk.scope = outer.scope;
    walk.self = outer.self;
    walk.returns = outer.returns;
    walk.returnContext = outer.returnContext;
    walk.functionDepth = outer.depth;
  }
}

function bindParameters(
  walk: Walk,
  node: ts.FunctionLikeDeclaration,
  context: number,
  jsDoc: { parameters: ReadonlyMap<string, number>; positions: readonly number[] } | undefined,
): number[] {
  const parameters: number[] = [];
  let position = 0;
  let receiver = -1;
  for (const parameter of node.parameters) {
    for (const modifier of parameter.modifiers ?? [])
      if (modifier.kind === K.Decorator) decoratorExpression(walk, (modifier as ts.Decorator).expression);
    const name = parameter.name.kind === K.Identifier ? (parameter.name as ts.Identifier).text : "";
    const written =
      parameter.type !== undefined ? typeTerm(walk, parameter.type) : ((name === "" ? jsDoc?.positions[position] : jsDoc?.parameters.get(name)) ?? 0);
    if (name === "this") {
      walk.self = written;
      receiver = written;
      continue;
    }
    let term = written;
    if (term === 0 && parameter.type === undefined && context !== 0)
      term = walk.writer.write(Op.contextParameter, context, position + (node.parameters.length > 3 ? node.parameters.length << 8 : 0));
    if (parameter.initializer !== undefined) {
      const fallback = walk.expression(parameter.initializer, term);
      if (term === 0) term = fallback;
    }
    bindPattern(walk, parameter.name, term, parameter);
    parameters.push(walk.writer.intern(name), term, parameterFlags(parameter));
    position++;
  }
  if (receiver >= 0) parameters.push(walk.writer.intern("this"), receiver, ParameterFlag.receiver);
  return parameters;
}
