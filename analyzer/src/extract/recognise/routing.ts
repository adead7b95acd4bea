/** What the web recognisers share: paths, handlers, and which values are servers or routers. */
import type { RouteFact } from "../../model/facts.ts";
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import type { Family } from "./packages.ts";
import { isOfFamily, mentions } from "./packages.ts";
import {
  bare,
  dotted,
  importOf,
  initialValue,
  isAccess,
  isArray,
  isCall,
  isFunction,
  isIdentifier,
  isNew,
  isObject,
  isRelative,
  isStringish,
  isThis,
  lastName,
  method,
  rootName,
  typeImport,
  typeNames,
  written,
} from "./syntax.ts";

const K = ts.SyntaxKind;

export type Framework = RouteFact["framework"];

export const httpMethods: ReadonlyMap<string, string> = new Map([
  ["get", "GET"],
  ["post", "POST"],
  ["put", "PUT"],
  ["patch", "PATCH"],
  ["delete", "DELETE"],
  ["del", "DELETE"],
  ["head", "HEAD"],
  ["options", "OPTIONS"],
  ["all", "ALL"],
]);

/** How a framework's servers and routers come into a file. */
export interface ServerShape {
  readonly framework: Framework;
  readonly family: Family;
  /** Names of what creates one: `Router`, `Hono`; `default` and `=` for the package's own value. */
  readonly creators: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  /** Methods that return the object itself, so that calls can be chained. */
  readonly chained: ReadonlySet<string>;
}

/** "sure": by its creation or its written type. "likely": only by its name. */
export type Certainty = "sure" | "likely" | undefined;

const likelyName = /^(app|router|server|fastify|routes?|instance)$|Router$/;

/** Is the value of `expression` a server or router of this framework? */
export function serverOf(expression: ts.Expression, shape: ServerShape, context: FileContext, depth = 0): Certainty {
  const inner = bare(expression);
  if (depth > 60) return undefined;
  if (isCall(inner) || isNew(inner)) {
    if (isCreation(inner, shape, context)) return "sure";
    const name = method(inner);
    return name !== "" && shape.chained.has(name)
      ? serverOf((inner.expression as ts.PropertyAccessExpression).expression, shape, context, depth + 1)
      : undefined;
  }
  const name = isIdentifier(inner) ? inner.text : isAccess(inner) && isThis(inner.expression) ? inner.name.text : "";
  if (name === "") return undefined;
  const type = typeNames(context.writtenType(inner));
  if (type !== undefined) return typedAs(type.name, typeImport(type, context)?.specifier, shape, context) ? "sure" : undefined;
  const initializer = initialValue(inner, context);
  if (initializer !== undefined) {
    const found = bare(initializer) === inner ? undefined : serverOf(initializer, shape, context, depth + 10);
    if (found !== undefined) return found;
    // A value that something else made is known not to be a router; a `require` or a destructured name tells nothing.
    if (importOf(initializer, context) === undefined && isCall(bare(initializer))) return undefined;
  }
  if (!likelyName.test(name)) return undefined;
  const imported = isIdentifier(inner) ? context.imported(name) : undefined;
  return imported === undefined || isRelative(imported.specifier) ? "likely" : undefined;
}

function isCreation(node: ts.CallExpression | ts.NewExpression, shape: ServerShape, context: FileContext): boolean {
  const imported = importOf(node.expression, context);
  if (imported === undefined || !shape.creators.has(imported.name)) return false;
  return isOfFamily(imported.specifier, shape.family);
}

function typedAs(name: string, specifier: string | undefined, shape: ServerShape, context: FileContext): boolean {
  if (!shape.types.has(name)) return false;
  // A type that is imported from elsewhere in the project is taken by its name where only this framework has that name, or is in use here.
  return specifier !== undefined && !isRelative(specifier)
    ? isOfFamily(specifier, shape.family)
    : name.toLowerCase().includes(shape.family) || mentions(context, shape.family);
}

/** Each path that an argument names; `*` where it is not literal. */
export function paths(expression: ts.Expression | undefined, context: FileContext): string[] {
  if (expression === undefined) return [""];
  const inner = bare(expression);
  if (isArray(inner)) return inner.elements.flatMap((element) => paths(element, context));
  if (inner.kind === K.RegularExpressionLiteral) return [written(inner, context)];
  return [context.constant(inner) ?? "*"];
}

/** Could this argument be a path (and not a handler)? */
export function isPath(expression: ts.Expression, context: FileContext): boolean {
  const inner = bare(expression);
  if (isStringish(inner) || inner.kind === K.RegularExpressionLiteral || inner.kind === K.BinaryExpression) return true;
  if (isArray(inner)) return inner.elements.length > 0 && inner.elements.every((element) => isPath(element, context));
  return (isIdentifier(inner) || isAccess(inner)) && context.constant(inner) !== undefined;
}

/** Joins a prefix and a path with exactly one slash between them; neither is changed otherwise. */
export function joinPath(prefix: string, path: string): string {
  if (prefix === "" || prefix === "/") return path;
  if (path === "" || path === "/") return prefix;
  return `${prefix.replace(/\/$/, "")}/${path.replace(/^\//, "")}`;
}

export interface Handler {
  handler: string;
  term: number;
}

const inline: Handler = { handler: "<inline>", term: 0 };
const wrapperName = /async|wrap|catch|handle|try|safe|promis|adapt|express|callback|^(h|ah|use|run|exec)$/i;

/** Could this argument be a handler? Literals and settings are none. */
export function isHandler(expression: ts.Expression | undefined): boolean {
  if (expression === undefined) return false;
  const inner = bare(expression);
  return (
    isFunction(inner) ||
    isIdentifier(inner) ||
    isAccess(inner) ||
    isCall(inner) ||
    isNew(inner) ||
    (isArray(inner) && inner.elements.length > 0 && inner.elements.every(isHandler))
  );
}

/** The function that serves: `create` of `asyncHandler(orders.create)`, the last of a list, without `.bind(this)`. */
export function handlerOf(expression: ts.Expression | undefined, context: FileContext, depth = 0): Handler {
  if (expression === undefined) return inline;
  const inner = bare(expression);
  if (isFunction(inner) || isObject(inner) || depth > 8) return inline;
  if (isArray(inner)) return handlerOf(inner.elements.at(-1), context, depth + 1);
  if (isCall(inner)) {
    if (method(inner) === "bind") return handlerOf((inner.expression as ts.PropertyAccessExpression).expression, context, depth + 1);
    const wrapped = wrappedHandler(inner);
    return wrapped === undefined
      ? { handler: written(inner.expression, context), term: context.term(inner.expression) }
      : handlerOf(wrapped, context, depth + 1);
  }
  return { handler: dotted(inner) ?? written(inner, context), term: context.term(inner) };
}

const settingName = /^(config|options?|opts|logger|log|services?|stores?|db|deps|dependencies|context|schema|settings|env)$/i;

/** The handler in `wrap(handler)`; undefined where the call makes one of something else: `createHandler(orders)`, `authenticate(provider)`. */
function wrappedHandler(node: ts.CallExpression): ts.Expression | undefined {
  const last = node.arguments.map(bare).findLast(isHandler);
  if (last === undefined || settingName.test(lastName(last)) || settingName.test(rootName(last))) return undefined;
  if (isFunction(last) || isArray(last)) return last;
  const name = lastName(node.expression);
  return isIdentifier(last) && !wrapperName.test(name) ? undefined : last;
}

/** Position of the name that is called, so that each link of a chain has its own. */
export function at(node: ts.CallExpression | ts.NewExpression, context: FileContext): { line: number; column: number } {
  return context.position(node.kind === K.CallExpression && isAccess(node.expression) ? node.expression.name : node);
}

/** Framework of a handler by its parameters, for files that import none: (ctx), (request, reply), (c), (req, res). */
export function signatureOf(handler: ts.Expression | undefined): Framework {
  const inner = handler === undefined ? undefined : bare(handler);
  if (inner === undefined || !isFunction(inner)) return "express";
  const [first, second] = inner.parameters.map((parameter) => (parameter.name.kind === K.Identifier ? (parameter.name as ts.Identifier).text : ""));
  if (first === "ctx" || first === "context") return "koa";
  if (first === "c") return "hono";
  return second === "reply" || second === "rep" ? "fastify" : "express";
}

/** Does a fact stand inside `node`? Positions are compared in whatever unit the context gives. */
export function isInside(fact: { line: number; column: number }, node: ts.Node, context: FileContext): boolean {
  const start = context.position(node);
  return (fact.line > start.line || (fact.line === start.line && fact.column >= start.column)) && fact.line <= context.endLine(node);
}
