/** Fastify: `fastify.get("/orders", options, list)`, `register(orders, { prefix })`; `route({ … })` is in configRoutes. */
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import { isFrontend, mentions } from "./packages.ts";
import type { ServerShape } from "./routing.ts";
import { at, handlerOf, httpMethods, isHandler, isInside, isPath, joinPath, paths, serverOf, signatureOf } from "./routing.ts";
import {
  bare,
  field,
  importOf,
  isCall,
  isFunction,
  isObject,
  isRelative,
  method,
  objectArgument,
  receiver,
  requireSpecifier,
  rootName,
  written,
} from "./syntax.ts";

export const fastifyServer: ServerShape = {
  framework: "fastify",
  family: "fastify",
  creators: new Set(["default", "=", "*", "fastify", "Fastify"]),
  types: new Set(["FastifyInstance", "FastifyPluginInstance", "FastifyTypedInstance"]),
  chained: new Set([...httpMethods.keys(), "route", "withTypeProvider", "after", "register", "decorate", "addHook"]),
};

const importKeyword = ts.SyntaxKind.ImportKeyword;
const methods = new Set([...httpMethods.keys(), "register"]);

export const fastifyRoutes: NamedRecogniser = {
  names: methods,
  applies: (context) => !isFrontend(context),
  call(node, context) {
    const name = method(node);
    if (!methods.has(name) || node.arguments === undefined) return;
    const first = node.arguments[0];
    if (first === undefined) return;
    if (name === "register") register(node, first, context);
    else route(node, name, first, node.arguments, context);
  },
};

function isFastify(server: ts.Expression, handler: ts.Expression | undefined, context: FileContext): boolean {
  const certainty = serverOf(server, fastifyServer, context);
  if (certainty !== "likely") return certainty === "sure";
  // Plugins in JavaScript name their parameter; nothing else says what it is.
  return !mentions(context, "test") && (rootName(server) === "fastify" || mentions(context, "fastify") || signatureOf(handler) === "fastify");
}

function route(
  node: ts.CallExpression | ts.NewExpression,
  name: string,
  path: ts.Expression,
  args: readonly ts.Expression[],
  context: FileContext,
): void {
  const last = args.at(-1);
  if (last === undefined || args.length < 2 || !isPath(path, context)) return;
  const options = objectArgument(node);
  const handler = isObject(bare(last))
    ? (field(options, "handler") ?? (hasMethod(options, "handler") ? options : undefined))
    : isHandler(last)
      ? last
      : undefined;
  if (handler === undefined || !isFastify(receiver(node), handler, context)) return;
  for (const text of paths(path, context)) {
    context.facts.routes.push({
      framework: "fastify",
      method: httpMethods.get(name) ?? "ALL",
      path: text,
      ...handlerOf(handler, context),
      owner: context.owner,
      ...at(node, context),
    });
  }
}

const hasMethod = (object: ts.ObjectLiteralExpression | undefined, name: string): boolean =>
  object?.properties.some((property) => property.name !== undefined && "text" in property.name && property.name.text === name) === true;

/** A plugin written in place gets its prefix; one of another file is a mount. Plugins of packages serve no route of the project. */
function register(node: ts.CallExpression | ts.NewExpression, plugin: ts.Expression, context: FileContext): void {
  if (!isFastify(receiver(node), undefined, context)) return;
  const prefixOption = field(node.arguments?.[1] === undefined ? undefined : bare(node.arguments[1]), "prefix");
  const prefix = prefixOption === undefined ? "" : (paths(prefixOption, context)[0] ?? "*");
  const inner = bare(plugin);
  if (isFunction(inner)) {
    if (prefix === "") return;
    for (const fact of context.facts.routes)
      if (fact.framework === "fastify" && isInside(fact, inner, context)) fact.path = joinPath(prefix, fact.path);
    return;
  }
  const specifier = importSpecifier(inner, context);
  if (specifier !== undefined && !isRelative(specifier) && prefix === "") return;
  context.facts.routes.push({
    framework: "fastify",
    method: "USE",
    path: prefix === "" ? "/" : prefix,
    ...(isCall(inner) ? { handler: written(inner, context), term: context.term(inner) } : handlerOf(inner, context)),
    owner: context.owner,
    ...at(node, context),
  });
}

/** Of an imported plugin, `require("./orders")` and `import("./orders")`. */
function importSpecifier(plugin: ts.Expression, context: FileContext): string | undefined {
  const required = requireSpecifier(plugin);
  if (required !== undefined) return required;
  if (isCall(plugin) && plugin.expression.kind === importKeyword)
    return plugin.arguments[0] === undefined ? undefined : context.constant(plugin.arguments[0]);
  return importOf(plugin, context)?.specifier;
}
