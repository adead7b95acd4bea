/** Module-level state that changes after loading. */
import { ts } from "./typescript.ts";
import type { Walk } from "./walk.ts";

const K = ts.SyntaxKind;
const mutators = new Set([
  "set",
  "add",
  "delete",
  "clear",
  "push",
  "pop",
  "shift",
  "unshift",
  "splice",
  "sort",
  "reverse",
  "fill",
  "copyWithin",
  "append",
  "insert",
  "enqueue",
]);

/**
 * Notes a mutation if `target` (what is assigned, incremented or called on) is rooted in a module-level variable and this happens in a function:
 * at load time it would be initialisation.
 */
export function noteMutation(walk: Walk, target: ts.Expression, node: ts.Node): void {
  if (walk.functionDepth === 0) return;
  if (node.kind === K.CallExpression) {
    const callee = (node as ts.CallExpression).expression as ts.PropertyAccessExpression;
    if (!mutators.has(callee.name.text)) return;
  }
  let root: ts.Expression = target;
  let depth = 0;
  while (root.kind === K.PropertyAccessExpression || root.kind === K.ElementAccessExpression || root.kind === K.NonNullExpression) {
    root = (root as ts.PropertyAccessExpression).expression;
    depth++;
  }
  if (root.kind !== K.Identifier) return;
  const meaning = walk.scope.value((root as ts.Identifier).text);
  if (meaning === undefined || meaning.declaration < 0) return;
  const declaration = walk.facts.declarations[meaning.declaration];
  if (declaration === undefined || declaration.parent !== -1 || declaration.kind !== "variable") return;
  if (node.kind === K.CallExpression && depth === 0 && !holdsCollection(meaning.node)) return;
  const known = walk.mutations.get(meaning.declaration);
  const offset = root.end - (root as ts.Identifier).text.length;
  if (known === undefined) walk.mutations.set(meaning.declaration, [offset]);
  else known.push(offset);
}

/** `cart.add(item)` changes module state if `cart` is a collection made here, not if it is some object with a method of that name. */
function holdsCollection(node: ts.Node | undefined): boolean {
  if (node?.kind !== K.VariableDeclaration) return false;
  let value = (node as ts.VariableDeclaration).initializer;
  while (value?.kind === K.AsExpression || value?.kind === K.SatisfiesExpression) value = (value as ts.AsExpression).expression;
  if (value?.kind === K.ArrayLiteralExpression) return true;
  if (value?.kind !== K.NewExpression) return false;
  const name = (value as ts.NewExpression).expression;
  return name.kind === K.Identifier && /^(Weak)?(Map|Set)$|^Array$|Cache$/.test((name as ts.Identifier).text);
}
