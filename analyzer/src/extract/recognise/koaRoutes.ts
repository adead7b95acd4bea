/** Koa: `router.get("orders.list", "/orders", auth(), list)`, routers with a prefix, `router.use("/orders", orders.routes())`, `mount("/orders", app)`. */
import type { FileContext } from "../recogniser.ts";
import type { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import { isFrontend, mentions } from "./packages.ts";
import type { ServerShape } from "./routing.ts";
import { at, handlerOf, httpMethods, isHandler, isPath, joinPath, paths, serverOf, signatureOf } from "./routing.ts";
import {
  bare,
  callee,
  field,
  importOf,
  initialValue,
  isAccess,
  isArray,
  isCall,
  isNew,
  isString,
  method,
  objectArgument,
  receiver,
} from "./syntax.ts";

const koaRouter: ServerShape = {
  framework: "koa",
  family: "koa",
  creators: new Set(["default", "=", "*", "Router", "Koa"]),
  types: new Set(["Router", "KoaRouter", "Koa", "Application"]),
  chained: new Set([...httpMethods.keys(), "use", "register", "prefix", "param"]),
};

const methods = new Set([...httpMethods.keys(), "use", "register", "prefix"]);

export const koaRoutes: NamedRecogniser = {
  names: [...methods, "mount"],
  applies: (context) => !isFrontend(context),
  call(node, context) {
    const name = method(node);
    if (name === "") {
      if (callee(node) === "mount" && isCall(node)) mountApp(node, context);
      return;
    }
    if (!methods.has(name) || node.arguments === undefined || node.arguments.length === 0) return;
    const router = receiver(node);
    const certainty = serverOf(router, koaRouter, context);
    if (certainty === undefined) return;
    if (certainty === "likely" && (mentions(context, "test") || !(mentions(context, "koa") || signatureOf(node.arguments.at(-1)) === "koa"))) return;
    if (name === "use") use(node, router, node.arguments, context);
    else if (name === "register") register(node, router, node.arguments, context);
    else if (name === "prefix") applyPrefix(router, node.arguments, context);
    else route(node, router, name, node.arguments, context);
  },
};

function route(
  node: ts.CallExpression | ts.NewExpression,
  router: ts.Expression,
  name: string,
  args: readonly ts.Expression[],
  context: FileContext,
): void {
  const [first, second] = args;
  const last = args.at(-1);
  if (first === undefined || last === undefined || args.length < 2 || !isHandler(last) || !isPath(first, context)) return;
  // With two strings in a row the first one is the route's name.
  const path = second !== undefined && args.length > 2 && isString(bare(first)) && isPath(second, context) ? second : first;
  for (const text of paths(path, context)) {
    context.facts.routes.push({
      framework: "koa",
      method: httpMethods.get(name) ?? "ALL",
      path: joinPath(prefixOf(router, context), text),
      ...handlerOf(last, context),
      owner: context.owner,
      ...at(node, context),
    });
  }
}

/** `register(path, ["GET", "POST"], handler)` */
function register(node: ts.CallExpression | ts.NewExpression, router: ts.Expression, args: readonly ts.Expression[], context: FileContext): void {
  const [path, verbs, handler] = args;
  const list = verbs === undefined ? undefined : bare(verbs);
  if (path === undefined || list === undefined || !isArray(list) || handler === undefined) return;
  for (const verb of list.elements) {
    const known = httpMethods.get(context.constant(verb)?.toLowerCase() ?? "");
    if (known === undefined) continue;
    for (const text of paths(path, context)) {
      context.facts.routes.push({
        framework: "koa",
        method: known,
        path: joinPath(prefixOf(router, context), text),
        ...handlerOf(handler, context),
        owner: context.owner,
        ...at(node, context),
      });
    }
  }
}

/** Only routers are routes; other middleware is not. `orders.routes()` stands for `orders`. */
function use(node: ts.CallExpression | ts.NewExpression, router: ts.Expression, args: readonly ts.Expression[], context: FileContext): void {
  const first = args[0];
  const hasPath = first !== undefined && args.length > 1 && isPath(first, context);
  const mounted = args.map(bare).find((argument) => isCall(argument) && (method(argument) === "routes" || method(argument) === "middleware"));
  if (mounted === undefined || !isCall(mounted) || !isAccess(mounted.expression)) return;
  for (const text of hasPath ? paths(first, context) : ["/"]) {
    const { handler, term } = handlerOf(mounted.expression.expression, context);
    context.facts.routes.push({
      framework: "koa",
      method: "USE",
      path: joinPath(prefixOf(router, context), text),
      handler,
      term,
      owner: context.owner,
      ...at(node, context),
    });
  }
}

/** `app.use(mount("/admin", admin))` of koa-mount. */
function mountApp(node: ts.CallExpression, context: FileContext): void {
  const [path, app] = node.arguments;
  if (path === undefined || app === undefined || importOf(node.expression, context)?.specifier !== "koa-mount") return;
  for (const text of paths(path, context))
    context.facts.routes.push({
      framework: "koa",
      method: "USE",
      path: text,
      ...handlerOf(app, context),
      owner: context.owner,
      ...at(node, context),
    });
}

/** Prefixes given by `router.prefix("/orders")`, by file and router. */
const laterPrefixes = new WeakMap<ts.SourceFile, Map<ts.Expression, string>>();

function applyPrefix(router: ts.Expression, args: readonly ts.Expression[], context: FileContext): void {
  const created = initialValue(router, context);
  if (created === undefined) return;
  let prefixes = laterPrefixes.get(context.sourceFile);
  if (prefixes === undefined) laterPrefixes.set(context.sourceFile, (prefixes = new Map()));
  prefixes.set(created, paths(args[0], context)[0] ?? "*");
}

function prefixOf(router: ts.Expression, context: FileContext): string {
  let inner = bare(router);
  while (isCall(inner) && method(inner) !== "") inner = receiver(inner);
  const created = isCall(inner) || isNew(inner) ? inner : initialValue(inner, context);
  if (created === undefined) return "";
  const later = laterPrefixes.get(context.sourceFile)?.get(created);
  if (later !== undefined) return later;
  const call = bare(created);
  const prefix = isCall(call) || isNew(call) ? field(objectArgument(call), "prefix") : undefined;
  return prefix === undefined ? "" : (paths(prefix, context)[0] ?? "*");
}
