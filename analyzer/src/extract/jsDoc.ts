/** Types that JavaScript writes in JSDoc: parameters, results, variables. */
import { ts } from "./typescript.ts";
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

function typeOf(walk: Walk, expression: ts.JSDocTypeExpression | undefined): number {
  if (expression === undefined) return 0;
  let type: ts.TypeNode = expression.type;
  while (type.kind === K.JSDocOptionalType || type.kind === K.JSDocNullableType || type.kind === K.JSDocNonNullableType || type.kind === K.JSDocVariadicType) {
    type = (type as ts.JSDocOptionalType).type;
  }
  return walk.type(type);
}

/** Written types of a function, from its own comment or the one on the statement that holds it. */
export function writtenInJsDoc(walk: Walk, node: ts.Node): { parameters: Map<string, number>; returned: number } | undefined {
  const tags = tagsOf(node);
  if (tags.length === 0) return undefined;
  const parameters = new Map<string, number>();
  let returned = 0;
  for (const tag of tags) {
    if (tag.kind === K.JSDocParameterTag) {
      const { name, typeExpression } = tag as ts.JSDocParameterTag;
      if (name.kind === K.Identifier) parameters.set((name as ts.Identifier).text, typeOf(walk, typeExpression));
    } else if (tag.kind === K.JSDocReturnTag) returned = typeOf(walk, (tag as ts.JSDocReturnTag).typeExpression);
    else if (tag.kind === K.JSDocTypeTag) typeOf(walk, (tag as ts.JSDocTypeTag).typeExpression);
  }
  return { parameters, returned };
}

/** `@type` on a variable statement or property. */
export function typeInJsDoc(walk: Walk, node: ts.Node): number {
  for (const tag of tagsOf(node)) if (tag.kind === K.JSDocTypeTag) return typeOf(walk, (tag as ts.JSDocTypeTag).typeExpression);
  return 0;
}

/** Imports that only comments mention: `@typedef {import("./order").Order} Order`, `@import { Order } from "./order"`. */
export function typedefsInJsDoc(node: ts.Node): ts.JSDocTag[] {
  return tagsOf(node).filter((tag) => tag.kind === K.JSDocTypedefTag || tag.kind === K.JSDocImportTag || tag.kind === K.JSDocCallbackTag);
}
