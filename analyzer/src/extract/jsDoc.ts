/** Types that JavaScript writes in JSDoc: parameters, results, variables, and names for types. */
import { FunctionFlag, Op } from "../model/terms.ts";
import { addImport, bind } from "./bindImports.ts";
import { ts } from "./typescript.ts";
import { declarationAt, declare, nameOffset, owned } from "./walk.ts";
import type { Walk } from "./walk.ts";

const K = ts.SyntaxKind;

interface WithJsDoc {
  jsDoc?: ts.JSDoc[];
}

function tagsOf(node: ts.Node): ts.JSDocTag[] {
  // The parser attaches comments to `jsDoc`, which the public type of nodes does not list.
  const comments = (node as WithJsDoc).jsDoc;
  return comments?.flatMap((comment) => [...(comment.tags ?? [])]) ?? [];
}

function typeOf(walk: Walk, expression: ts.JSDocTypeExpression | ts.JSDocTypeLiteral | undefined): number {
  if (expression === undefined) return 0;
  return walk.type(expression.kind === K.JSDocTypeExpression ? (expression as ts.JSDocTypeExpression).type : (expression as ts.JSDocTypeLiteral));
}

/** Term of a type that only JSDoc can write; 0 for all others. */
export function jsDocType(walk: Walk, node: ts.Node): number {
  switch (node.kind) {
    case K.JSDocNullableType:
    case K.JSDocNonNullableType:
    case K.JSDocOptionalType:
      return walk.type((node as ts.JSDocOptionalType).type);
    case K.JSDocVariadicType:
      return walk.writer.leaf(Op.array, walk.type((node as ts.JSDocVariadicType).type));
    case K.JSDocTypeExpression:
      return walk.type((node as ts.JSDocTypeExpression).type);
    case K.JSDocTypeLiteral:
      return membersInJsDoc(walk, node as ts.JSDocTypeLiteral);
    default:
      return 0;
  }
}

/** `@typedef {Object} Order` with its `@property`s, `@param {Object} order` with its `@param {number} order.total`s. */
function membersInJsDoc(walk: Walk, node: ts.JSDocTypeLiteral): number {
  const slots = (node.jsDocPropertyTags ?? []).flatMap((tag) => {
    const { name } = tag as ts.JSDocPropertyTag;
    const last = name.kind === K.Identifier ? name : name.right;
    const declares = walk.functionDepth === 0;
    const declaration = declares ? declare(walk, tag, last.text, nameOffset(last), "property") : -1;
    const term = owned(walk, declares ? declaration : walk.owner, () => typeOf(walk, (tag as ts.JSDocPropertyTag).typeExpression));
    if (declares) declarationAt(walk, declaration).term = term;
    return [walk.writer.intern(last.text), term, declaration];
  });
  const members = walk.writer.write(Op.object, slots.length / 3, ...slots);
  return node.isArrayType ? walk.writer.leaf(Op.array, members) : members;
}

/** Notes that the comment before `host` is about the function in `value`: `const f = () => …`, `exports.f = function …`. */
export function documentedFunction(walk: Walk, host: ts.Node, value: ts.Expression | undefined): void {
  if ((host as WithJsDoc).jsDoc === undefined) return;
  let node = value;
  while (node?.kind === K.BinaryExpression) node = (node as ts.BinaryExpression).right;
  if (node?.kind === K.ArrowFunction || node?.kind === K.FunctionExpression) walk.documented.set(node, host);
}

/** Written types of a function, from its own comment or that of the statement which gives it a name (`host`). */
export function writtenInJsDoc(
  walk: Walk,
  node: ts.Node,
  host: ts.Node | undefined,
): { parameters: Map<string, number>; positions: number[]; returned: number } | undefined {
  const own = tagsOf(node);
  const tags = own.length > 0 || host === undefined ? own : tagsOf(host);
  if (tags.length === 0) return undefined;
  const parameters = new Map<string, number>();
  const positions: number[] = [];
  let returned = 0;
  for (const tag of tags) {
    if (tag.kind === K.JSDocParameterTag) {
      const { name, typeExpression } = tag as ts.JSDocParameterTag;
      const term = typeOf(walk, typeExpression);
      positions.push(term);
      if (name.kind === K.Identifier) parameters.set((name as ts.Identifier).text, term);
    } else if (tag.kind === K.JSDocReturnTag) returned = typeOf(walk, (tag as ts.JSDocReturnTag).typeExpression);
  }
  return { parameters, positions, returned };
}

/** `@type` on a variable statement, property or assignment. */
export function typeInJsDoc(walk: Walk, node: ts.Node): number {
  for (const tag of tagsOf(node)) if (tag.kind === K.JSDocTypeTag) return typeOf(walk, (tag as ts.JSDocTypeTag).typeExpression);
  return 0;
}

/**
 * Declares the types that comments before `nodes` name: `@typedef`, `@callback`, `@import`. What they are is said when the returned function is called, for
 * they may name each other and what the code declares. A module exports them all.
 */
export function declareInJsDoc(walk: Walk, nodes: readonly ts.Node[]): () => void {
  const pending: (() => void)[] = [];
  for (const node of nodes) {
    for (const tag of tagsOf(node)) {
      if (tag.kind === K.JSDocImportTag) bindImportTag(walk, tag as ts.JSDocImportTag);
      else if (tag.kind === K.JSDocTypedefTag || tag.kind === K.JSDocCallbackTag) {
        const named = tag as ts.JSDocTypedefTag | ts.JSDocCallbackTag;
        const index = declareTypedef(walk, named);
        pending.push(() => {
          const term = owned(walk, index < 0 ? walk.owner : index, () => typedefTerm(walk, named));
          if (index >= 0) declarationAt(walk, index).term = term;
        });
      }
    }
  }
  return () => {
    for (const close of pending) close();
  };
}

function declareTypedef(walk: Walk, tag: ts.JSDocTypedefTag | ts.JSDocCallbackTag): number {
  const { name } = tag;
  if (name === undefined) return -1;
  const index = declare(walk, tag, name.text, nameOffset(name), "type");
  walk.scope.declare(name.text, { type: { op: Op.declaredType, operand: index }, binding: -1, declaration: index, node: tag });
  if (walk.scope === walk.moduleScope) {
    const fact = declarationAt(walk, index);
    fact.exported = true;
    walk.facts.exports.push({ kind: "local", name: name.text, declaration: index, term: 0, typeOnly: true, line: fact.line, column: 0 });
  }
  return index;
}

function typedefTerm(walk: Walk, tag: ts.JSDocTypedefTag | ts.JSDocCallbackTag): number {
  if (tag.kind === K.JSDocTypedefTag) return typeOf(walk, (tag as ts.JSDocTypedefTag).typeExpression);
  const { parameters, type } = (tag as ts.JSDocCallbackTag).typeExpression;
  const written = parameters.flatMap((parameter) => {
    const { name, typeExpression } = parameter as ts.JSDocParameterTag;
    return [walk.writer.intern(name.kind === K.Identifier ? (name as ts.Identifier).text : ""), typeOf(walk, typeExpression), 0];
  });
  const returned = typeOf(walk, (type as ts.JSDocReturnTag | undefined)?.typeExpression);
  return walk.writer.write(Op.function, FunctionFlag.type, -1, tag.pos, returned, 0, -1, 0, 0, written.length / 3, ...written);
}

/** `@import { Order } from "./order"` */
function bindImportTag(walk: Walk, tag: ts.JSDocImportTag): void {
  if (tag.moduleSpecifier.kind !== K.StringLiteral) return;
  const index = addImport(walk, tag.moduleSpecifier as ts.StringLiteral, "jsdoc", true);
  const clause = tag.importClause;
  if (clause?.name !== undefined) bind(walk, clause.name.text, index, "default", true, tag);
  const names = clause?.namedBindings;
  if (names?.kind === K.NamespaceImport) bind(walk, (names as ts.NamespaceImport).name.text, index, "*", true, tag);
  else
    for (const element of (names as ts.NamedImports | undefined)?.elements ?? [])
      bind(walk, element.name.text, index, element.propertyName?.text ?? element.name.text, true, tag);
}
