/** JSX: tags are uses of components, attributes take their types from the component's properties. */
import { Op } from "../model/terms.ts";
import { ts } from "./typescript.ts";
import { kindNumber, rowWidth } from "./walk.ts";
import type { Walk } from "./walk.ts";

const K = ts.SyntaxKind;

export function jsx(walk: Walk, node: ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment): number {
  if (node.kind === K.JsxSelfClosingElement) opening(walk, node as ts.JsxSelfClosingElement);
  else if (node.kind === K.JsxElement) {
    const component = opening(walk, (node as ts.JsxElement).openingElement);
    children(walk, (node as ts.JsxElement).children, component);
  } else children(walk, (node as ts.JsxFragment).children, 0);
  return 0;
}

function children(walk: Walk, nodes: readonly ts.JsxChild[], properties: number): void {
  for (const child of nodes) {
    if (child.kind === K.JsxText) continue;
    if (child.kind === K.JsxExpression) {
      const inner = (child as ts.JsxExpression).expression;
      if (inner !== undefined) walk.expression(inner, properties === 0 ? 0 : walk.writer.property(properties, "children"));
    } else jsx(walk, child as ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment);
  }
}

/** `<List<Order> …>` is a call with type arguments. */
function propertiesOf(walk: Walk, tag: number, types: readonly number[]): number {
  if (types.length === 0) return walk.writer.write(Op.contextParameter, tag, 0);
  const call = walk.writer.write(Op.call, tag, types.length, 0, ...types);
  return walk.writer.write(Op.expectedArgument, call, 0);
}

/** Returns the term of the component's properties. */
function opening(walk: Walk, node: ts.JsxOpeningLikeElement): number {
  const rows = walk.rows.length;
  const isIntrinsic = node.tagName.kind === K.Identifier && /^[a-z]/.test((node.tagName as ts.Identifier).text);
  // `a:b` names exist in XML only; everything else is an expression.
  const tag = isIntrinsic || node.tagName.kind === K.JsxNamespacedName ? 0 : walk.expression(node.tagName as ts.Expression, 0);
  if (walk.rows.length > rows) walk.rows[walk.rows.length - rowWidth] = kindNumber("jsx");
  const types = (node.typeArguments ?? []).map((argument) => walk.type(argument));
  const properties = tag === 0 ? 0 : propertiesOf(walk, tag, types);
  for (const attribute of node.attributes.properties) {
    if (attribute.kind === K.JsxSpreadAttribute) {
      walk.expression((attribute as ts.JsxSpreadAttribute).expression, 0);
      continue;
    }
    const initializer = (attribute as ts.JsxAttribute).initializer;
    if (initializer === undefined || initializer.kind === K.StringLiteral) continue;
    if (initializer.kind === K.JsxExpression) {
      const inner = (initializer as ts.JsxExpression).expression;
      const name = (attribute as ts.JsxAttribute).name;
      const expected = properties !== 0 && name.kind === K.Identifier ? walk.writer.property(properties, (name as ts.Identifier).text) : 0;
      if (inner !== undefined) walk.expression(inner, expected);
    } else jsx(walk, initializer as ts.JsxElement);
  }
  return properties;
}
