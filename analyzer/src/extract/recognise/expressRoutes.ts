/** Express: `app.get("/orders", list)`, `router.route("/orders").get(list).post(create)`, `app.use("/orders", ordersRouter)`. */
import type { FileContext } from "../recogniser.ts";
import type { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import { isFrontend, mentions } from "./packages.ts";
import type { Certainty, ServerShape } from "./routing.ts";
import { at, handlerOf, httpMethods, isHandler, isPath, paths, serverOf, signatureOf } from "./routing.ts";
import {
  bare,
  callee,
  heritage,
  importOf,
  isAccess,
  isCall,
  isFunction,
  isNew,
  isRelative,
  isThis,
  lastName,
  method,
  receiver,
  requireSpecifier,
  rootName,
  written,
} from "./syntax.ts";

const shape: ServerShape = {
  framework: "express",
  family: "express",
  creators: new Set(["default", "=", "*", "Router", "express"]),
  types: new Set(["Express", "Application", "Router", "IRouter", "ExpressApp"]),
  chained: new Set([...httpMethods.keys(), "use", "set", "param", "enable", "disable"]),
};

const methods = new Set([...httpMethods.keys(), "use"]);
const controllerName = /(Controller|Router|Routes)$/;

export const expressRoutes: NamedRecogniser = {
  names: [...methods, "route"],
  suffixes: ["Route"],
  applies: (context) => !isFrontend(context),
  call(node, context) {
    const name = method(node) || callee(node);
    if (name.endsWith("Route") || name === "route") registered(node, context);
    if (!methods.has(name) || node.arguments === undefined || callee(node) !== "") return;
    if (name === "use") mount(node, node.arguments, context);
    else route(node, name, node.arguments, context);
  },
};

function route(node: ts.CallExpression | ts.NewExpression, name: string, args: readonly ts.Expression[], context: FileContext): void {
  const last = args.at(-1);
  if (last === undefined) return;
  const target = receiver(node);
  if (isThis(target)) {
    // Own controllers put the handler behind the path: `this.get("/orders", this.list, permission)`.
    if (args[0] !== undefined && isHandler(args[1]) && args[1] !== undefined && isOwnController(target, args[0], context))
      add(node, name, args[0], args[1], context);
    return;
  }
  if (!isHandler(last)) return;
  const routed = routeOf(target);
  if (routed !== undefined) {
    if (isExpress(routed.server, routed.path, last, context)) add(node, name, routed.path, last, context);
    return;
  }
  // With one argument `app.get` reads a setting.
  const first = args[0];
  if (first === undefined || args.length < 2) return;
  if (isExpress(target, first, last, context)) add(node, name, first, last, context);
}

/** `server` and `path` of `server.route(path)` and of what is chained to it. */
function routeOf(expression: ts.Expression): { server: ts.Expression; path: ts.Expression } | undefined {
  let at = expression;
  while (isCall(at)) {
    const name = method(at);
    const path = at.arguments[0];
    if (name === "route" && path !== undefined && at.arguments.length === 1) return { server: receiver(at), path };
    if (!httpMethods.has(name)) return undefined;
    at = receiver(at);
  }
  return undefined;
}

function isExpress(server: ts.Expression, path: ts.Expression, handler: ts.Expression, context: FileContext): boolean {
  const certainty = serverOf(server, shape, context);
  return certainty === "sure" || (certainty === "likely" && rootName(server) !== "fastify" && isLikely(path, handler, context));
}

/** An `app` or `router` of unknown origin: only with a literal path, a handler, and no other framework at work in the file. */
function isLikely(path: ts.Expression, handler: ts.Expression, context: FileContext): boolean {
  if (mentions(context, "koa") || mentions(context, "fastify") || mentions(context, "hono") || mentions(context, "test")) return false;
  const literal = isPath(path, context) ? paths(path, context)[0] : undefined;
  if (literal === undefined || (!literal.startsWith("/") && literal !== "*")) return false;
  return signatureOf(handler) === "express";
}

/** Controllers with a base class of the project's own, whose `get`, `post` … register routes. */
function isOwnController(target: ts.Expression, path: ts.Expression, context: FileContext): boolean {
  if (!isThis(target)) return false;
  const base = heritage(context.classNode);
  if (base === undefined || !controllerName.test(lastName(base.expression))) return false;
  const literal = isPath(path, context) ? paths(path, context)[0] : undefined;
  return literal !== undefined && (literal === "" || literal.startsWith("/"));
}

function add(node: ts.CallExpression | ts.NewExpression, name: string, path: ts.Expression, handler: ts.Expression, context: FileContext): void {
  const method = httpMethods.get(name) ?? "ALL";
  for (const text of paths(path, context)) {
    context.facts.routes.push({
      framework: "express",
      method,
      path: text,
      ...handlerOf(handler, context),
      owner: context.owner,
      ...at(node, context),
    });
  }
}

/** A helper of the project that is given the router: `setupRoute(router, "get", "/orders", [authenticate], orders.list)`. */
function registered(node: ts.CallExpression | ts.NewExpression, context: FileContext): void {
  const args = node.arguments ?? [];
  const last = args.at(-1);
  const [router, second, third] = args;
  if (router === undefined || second === undefined || last === undefined || args.length < 3 || !isHandler(last) || isCall(bare(router))) return;
  const verb = httpMethods.get(context.constant(second)?.toLowerCase() ?? "");
  const path = verb === undefined ? second : third;
  if (
    path === undefined ||
    !isPath(path, context) ||
    paths(path, context)[0]?.startsWith("/") !== true ||
    serverOf(router, shape, context) === undefined
  )
    return;
  for (const text of paths(path, context)) {
    context.facts.routes.push({
      framework: "express",
      method: verb ?? "GET",
      path: text,
      ...handlerOf(last, context),
      owner: context.owner,
      ...at(node, context),
    });
  }
}

/** `use("/orders", auth, ordersRouter)`. Without a path only what may be a router of the project counts: middleware is no route. */
function mount(node: ts.CallExpression | ts.NewExpression, args: readonly ts.Expression[], context: FileContext): void {
  const first = args[0];
  const last = args.at(-1);
  if (first === undefined || last === undefined || !isHandler(last)) return;
  const target = receiver(node);
  const hasPath = args.length > 1 && isPath(first, context);
  const certainty: Certainty = isThis(target) && hasPath && isOwnController(target, first, context) ? "sure" : serverOf(target, shape, context);
  if (certainty === undefined || (certainty === "likely" && !(hasPath && isLikely(first, last, context)) && !isRouterName(last))) return;
  if (certainty === "likely" && !hasPath && (mentions(context, "koa") || mentions(context, "fastify") || mentions(context, "hono"))) return;
  // `use(path, router)` in a wrapper only passes its parameters on.
  const isVariable = !hasPath && args.length > 1 && /path|prefix|url|^route$/i.test(lastName(first));
  if (isVariable && !isAccess(bare(first))) return;
  const mounted = hasPath || isVariable ? args.slice(1) : args;
  const router = mounted.findLast((argument) => isMountable(bare(argument), hasPath || isVariable, context));
  if (router === undefined) return;
  for (const text of hasPath || isVariable ? paths(first, context) : ["/"]) {
    context.facts.routes.push({
      framework: "express",
      method: "USE",
      path: text,
      ...mountedRouter(router, context),
      owner: context.owner,
      ...at(node, context),
    });
  }
}

const routerName = /rout|controller|[a-z]Api$/i;
const middlewareName =
  /(middleware|limit(er)?|logger|auth(enticate|orize)?|guard|parser|static|session|csrf|helmet|cors|compression|validat\w*|check\w*|require\w*|ensure\w*)$/i;
const isRouterName = (expression: ts.Expression): boolean => routerName.test(lastName(expression));

function isMountable(expression: ts.Expression, hasPath: boolean, context: FileContext): boolean {
  if (isFunction(expression)) return false;
  const required = requireSpecifier(isCall(expression) && isCall(expression.expression) ? expression.expression : expression);
  if (required !== undefined) return isRelative(required) && (hasPath || routerName.test(required));
  if (serverOf(expression, shape, context) === "sure") return true;
  const named = isCall(expression) || isNew(expression) ? expression.expression : expression;
  const imported = importOf(named, context) ?? (isAccess(named) ? importOf(rootOf(named), context) : undefined);
  // A package's own middleware (`express.static`, `cors`) serves no route of the project.
  if (imported !== undefined && !isRelative(imported.specifier) && !isProjectAlias(imported.specifier)) return false;
  const name = lastName(named);
  return routerName.test(name) || (hasPath && !middlewareName.test(name));
}

const rootOf = (expression: ts.Expression): ts.Expression => {
  let at = expression;
  while (isAccess(at) || isCall(at) || isNew(at)) at = bare(at.expression);
  return at;
};

/** Specifiers as tsconfig paths have them: `@/routes`, `~/routes`, `src/routes`. */
const isProjectAlias = (specifier: string): boolean =>
  /^(@\/|~|#|src\/|@[^/]*(app|api|server|lib|modules?|routes)\b)/.test(specifier) || specifier.includes("/rout");

function mountedRouter(expression: ts.Expression, context: FileContext): { handler: string; term: number } {
  const inner = bare(expression);
  // `ordersRouter(dependencies)`: what is mounted is the call's result, not its argument.
  if (isCall(inner) && !(method(inner) === "bind")) return { handler: handlerName(inner, context), term: context.term(inner) };
  return handlerOf(inner, context);
}

const handlerName = (node: ts.CallExpression, context: FileContext): string =>
  requireSpecifier(node) !== undefined
    ? written(node, context)
    : `${requireSpecifier(node.expression) === undefined ? handlerOf(node.expression, context).handler : written(node.expression, context)}()`;
