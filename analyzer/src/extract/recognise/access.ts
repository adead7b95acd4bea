/** What the recognisers of table access share. */
import type { AccessFact, Orm } from "../../model/facts.ts";
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import { at } from "./routing.ts";
import { bare, dotted, initialValue, isAccess, isCall, isCapitalised, isFunction, isIdentifier, isString, isThis, method } from "./syntax.ts";

export type Call = ts.CallExpression | ts.NewExpression;
export type Access = AccessFact["access"];

/** What is read or written: a table by its name, an entity by its name in this file, or whatever a term evaluates to. */
export type Subject = { table: string } | { entity: string } | { receiver: number };

export function addAccess(node: Call, orm: Orm, access: Access, operation: string, subject: Subject, context: FileContext, tentative = false): void {
  context.facts.accesses.push({
    orm,
    access,
    operation,
    ...subject,
    ...(tentative ? { tentative } : {}),
    owner: context.owner,
    ...at(node, context),
  });
}

/** An access is found twice where a query's inner call names the table and an outer one says that it writes: the first then becomes the second. */
export function rewriteAccess(inner: Call, access: Access, operation: string, context: FileContext): boolean {
  const where = at(inner, context);
  const accesses = context.facts.accesses;
  for (let index = accesses.length - 1; index >= 0 && index >= accesses.length - 40; index--) {
    const fact = accesses[index];
    if (fact === undefined || fact.line !== where.line || fact.column !== where.column) continue;
    if (fact.access === access) return true;
    fact.access = access;
    fact.operation = operation;
    return true;
  }
  return false;
}

/** Name of an entity in this file's scope: `Order`, `schema.orders`, `Order` of `Order.name`; a literal is the name under which it is registered. */
export function entityName(expression: ts.Expression | undefined): string | undefined {
  if (expression === undefined) return undefined;
  const inner = bare(expression);
  if (isString(inner)) return inner.text;
  if (isIdentifier(inner)) return isCapitalised(inner.text) ? inner.text : undefined;
  if (isAccess(inner)) return inner.name.text === "name" ? entityName(inner.expression) : isCapitalised(inner.name.text) ? dotted(inner) : undefined;
  return undefined;
}

/** Does the value come from nowhere else than a parameter, a property or a name of this file? Then its name is all that tells. */
export function simpleName(expression: ts.Expression): string {
  const inner = bare(expression);
  if (isIdentifier(inner)) return inner.text;
  return isAccess(inner) ? inner.name.text : "";
}

/** Name of the class around the current node, if there is one. */
export const className = (context: FileContext): string => context.classNode?.name?.text ?? "";

/** The last function among a call's arguments. */
export const callback = (node: Call): ts.ArrowFunction | ts.FunctionExpression | undefined => node.arguments?.map(bare).findLast(isFunction);

/** The call that made a value: the expression itself, or what its name was initialised with. */
export function origin(expression: ts.Expression, context: FileContext): ts.Expression {
  let at = bare(expression);
  for (let step = 0; step < 5; step++) {
    if (!isIdentifier(at) && !(isAccess(at) && isThis(at.expression))) return at;
    const initializer = initialValue(at, context);
    if (initializer === undefined) return at;
    const next = bare(initializer);
    if (next === at) return at;
    at = next;
  }
  return at;
}

/** Calls below `node` in source order, functions included. Only for the few calls that are known to be of interest. */
export function callsIn(node: ts.Node): ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const visit = (child: ts.Node): void => {
    if (isCall(child)) found.push(child);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

/** The first link of a chain that has one of `names`, looking inwards from `node`'s receiver. */
export function innerCall(node: ts.Expression, names: ReadonlySet<string>): ts.CallExpression | undefined {
  let at = bare(node);
  for (;;) {
    if (isCall(at)) {
      if (names.has(method(at))) return at;
      const inner = bare(at.expression);
      if (!isAccess(inner)) return undefined;
      at = bare(inner.expression);
    } else if (isAccess(at)) at = bare(at.expression);
    else return undefined;
  }
}
