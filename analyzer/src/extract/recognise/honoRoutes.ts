/** Hono: `app.get("/orders", list)`, chains, `app.route("/orders", orders)`, `basePath`, `on`, `openapi(createRoute({ method, path }), handler)`. */
import type { FileContext } from "../recogniser.ts";
import type { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import { isFrontend, mentions } from "./packages.ts";
import type { ServerShape } from "./routing.ts";
import { at, handlerOf, httpMethods, isHandler, isPath, joinPath, paths, serverOf, signatureOf } from "./routing.ts";
import { bare, callee, field, initialValue, isCall, isFunction, isIdentifier, isNew, method, objectArgument, receiver } from "./syntax.ts";

const hono: ServerShape = {
  framework: "hono",
  family: "hono",
  creators: new Set(["Hono", "OpenAPIHono", "default"]),
  types: new Set(["Hono", "OpenAPIHono", "HonoBase"]),
  chained: new Set([...httpMethods.keys(), "use", "on", "route", "basePath", "mount", "openapi", "onError", "notFound", "createApp"]),
};

const methods = new Set([...httpMethods.keys(), "on", "route", "mount", "openapi"]);

export const honoRoutes: NamedRecogniser = {
  names: methods,
  applies: (context) => !isFrontend(context) || mentions(context, "hono"),
  call(node, context) {
    const name = method(node);
    if (!methods.has(name) || node.arguments === undefined || node.arguments.length === 0) return;
    const app = receiver(node);
    const certainty = serverOf(app, hono, context);
    if (certainty === undefined) return;
    const last = node.arguments.at(-1);
    if (certainty === "likely" && (mentions(context, "test") || !(mentions(context, "hono") || signatureOf(last) === "hono"))) return;
    if (name === "route" || name === "mount") mount(node, app, node.arguments, context);
    else if (name === "on") on(node, app, node.arguments, context);
    else if (name === "openapi") openapi(node, app, node.arguments, context);
    else route(node, app, name, node.arguments, context);
  },
};

type Call = ts.CallExpression | ts.NewExpression;

function add(node: Call, app: ts.Expression, verb: string, path: string, handler: ts.Expression | undefined, context: FileContext): void {
  context.facts.routes.push({
    framework: "hono",
    method: verb,
    path: joinPath(basePath(app, context), path),
    ...handlerOf(handler, context),
    owner: context.owner,
    ...at(node, context),
  });
}

function route(node: Call, app: ts.Expression, name: string, args: readonly ts.Expression[], context: FileContext): void {
  const first = args[0];
  const last = args.at(-1);
  if (first === undefined || !isHandler(last)) return;
  const hasPath = args.length > 1 && isPath(first, context);
  // `app.get("/orders", list).post(create)`: a link without a path keeps the one before it.
  if (!hasPath && !isFunction(bare(first)) && args.length < 2) return;
  for (const text of hasPath ? paths(first, context) : [pathBefore(app, context)])
    add(node, app, httpMethods.get(name) ?? "ALL", text, last, context);
}

function pathBefore(app: ts.Expression, context: FileContext): string {
  let at = bare(app);
  while (isCall(at) && method(at) !== "") {
    const first = at.arguments[0];
    if (first !== undefined && httpMethods.has(method(at)) && isPath(first, context)) return paths(first, context)[0] ?? "/";
    at = receiver(at);
  }
  return "/";
}

/** `on("GET", "/orders", list)`, `on(["PUT", "DELETE"], ["/orders", "/carts"], change)` */
function on(node: Call, app: ts.Expression, args: readonly ts.Expression[], context: FileContext): void {
  const [verbs, path] = args;
  if (verbs === undefined || path === undefined || args.length < 3) return;
  for (const verb of paths(verbs, context)) for (const text of paths(path, context)) add(node, app, verb.toUpperCase(), text, args.at(-1), context);
}

function openapi(node: Call, app: ts.Expression, args: readonly ts.Expression[], context: FileContext): void {
  const [definition, handler] = args;
  if (definition === undefined) return;
  const inner = bare(definition);
  const created = isIdentifier(inner) ? initialValue(inner, context) : inner;
  const call = created === undefined ? undefined : bare(created);
  const options = call !== undefined && isCall(call) && callee(call) === "createRoute" ? objectArgument(call) : undefined;
  const path = field(options, "path");
  const verb = field(options, "method");
  const text = path === undefined ? "*" : (paths(path, context)[0] ?? "*");
  add(node, app, verb === undefined ? "ALL" : (context.constant(verb)?.toUpperCase() ?? "ALL"), text.replace(/\{(\w+)\}/g, ":$1"), handler, context);
}

function mount(node: Call, app: ts.Expression, args: readonly ts.Expression[], context: FileContext): void {
  const [path, sub] = args;
  if (path === undefined || sub === undefined || !isPath(path, context)) return;
  for (const text of paths(path, context)) add(node, app, "USE", text, sub, context);
}

/** `new Hono().basePath("/api")`, also of the app that a name stands for. */
function basePath(app: ts.Expression, context: FileContext): string {
  let at = bare(app);
  for (let step = 0; step < 100; step++) {
    if (isCall(at)) {
      const name = method(at);
      if (name === "") return "";
      if (name === "basePath") return joinPath(basePath(receiver(at), context), paths(at.arguments[0], context)[0] ?? "*");
      at = receiver(at);
    } else if (isNew(at)) return "";
    else {
      const created = initialValue(at, context);
      if (created === undefined || bare(created) === at) return "";
      at = bare(created);
    }
  }
  return "";
}
