/**
 * Routes and consumers that decorators declare: NestJS controllers, GraphQL resolvers and message patterns; inversify-express-utils,
 * routing-controllers and tsoa, which all stand on Express.
 */
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import { isFrontend, mentions } from "./packages.ts";
import type { Framework } from "./routing.ts";
import { joinPath, paths } from "./routing.ts";
import type { Decoration } from "./syntax.ts";
import { bare, decorated, decorations, field, importOf, isCall, isFunction, isObject, lastName, namedByThunk, nameText, written } from "./syntax.ts";

const verbs: ReadonlyMap<string, string> = new Map([
  ["get", "GET"],
  ["post", "POST"],
  ["put", "PUT"],
  ["patch", "PATCH"],
  ["delete", "DELETE"],
  ["head", "HEAD"],
  ["options", "OPTIONS"],
  ["all", "ALL"],
  ["sse", "GET"],
  ["search", "SEARCH"],
]);

const controllerNames = new Set(["Controller", "controller", "JsonController", "Route"]);
const messageNames = new Set(["MessagePattern", "EventPattern", "GrpcMethod", "GrpcStreamMethod", "GrpcStreamCall"]);
const graphqlNames: ReadonlyMap<string, string> = new Map([
  ["Query", "QUERY"],
  ["Mutation", "MUTATION"],
  ["Subscription", "SUBSCRIPTION"],
  ["ResolveField", "QUERY"],
  ["ResolveProperty", "QUERY"],
  ["FieldResolver", "QUERY"],
]);

export const decoratedRoutes: NamedRecogniser = {
  applies: (context) => mentions(context, "decorated-routes") && !(isFrontend(context) && !mentions(context, "nestjs")),
  class(node, context) {
    const own = decorations(node);
    const controller = own.find((decoration) => controllerNames.has(decoration.name) && frameworkOf(decoration, context) !== undefined);
    const resolver = own.find((decoration) => decoration.name === "Resolver");
    // Base classes of controllers and message handlers carry no decorator of their own.
    for (const member of node.members) {
      if (member.kind !== ts.SyntaxKind.MethodDeclaration && member.kind !== ts.SyntaxKind.PropertyDeclaration) continue;
      for (const decoration of decorated(member)) {
        if (controller !== undefined) httpRoute(node, controller, member, decoration, context);
        if (messageNames.has(decoration.name)) consumer(member, decoration, context);
        else if (graphqlNames.has(decoration.name)) graphqlField(node, resolver, member, decoration, context);
      }
    }
  },
};

/** The framework that a decorator belongs to, by the package that it comes from. */
function frameworkOf(decoration: Decoration, context: FileContext): Framework | undefined {
  const specifier = importOf(decoration.callee, context)?.specifier ?? "";
  if (specifier.startsWith("@nestjs/")) return "nestjs";
  if (/^(inversify-express-utils|@inversifyjs\/http-core|routing-controllers|tsoa|@tsoa\/runtime|@tsed\/|@midwayjs\/)/.test(specifier))
    return "express";
  return undefined;
}

function httpRoute(
  node: ts.ClassLikeDeclaration,
  controller: Decoration,
  member: ts.ClassElement,
  decoration: Decoration,
  context: FileContext,
): void {
  const framework = frameworkOf(decoration, context);
  if (framework === undefined) return;
  const imported = importOf(decoration.callee, context)?.name ?? decoration.name;
  const verb = verbs.get(imported.replace(/^http(?=[A-Z])/, "").toLowerCase());
  if (verb === undefined && !/^(httpMethod|RequestMapping)$/.test(imported)) return;
  const custom = verb === undefined ? customVerb(decoration, context) : undefined;
  const [pathArgument] = verb === undefined && imported === "httpMethod" ? decoration.arguments.slice(1) : decoration.arguments;
  for (const prefix of prefixes(controller, context)) {
    for (const path of pathArgument === undefined ? [""] : optionPaths(pathArgument, context)) {
      const joined = joinPath(prefix, path);
      context.facts.routes.push({
        framework,
        method: verb ?? custom ?? "ALL",
        path: joined.startsWith("/") ? joined : `/${joined}`,
        handler: `${nameText(node.name) || "<class>"}.${nameText(member.name)}`,
        term: 0,
        owner: context.declaration(member),
        ...context.position(decoration.node),
      });
    }
  }
}

/** `@httpMethod("get", "/orders")`, `@RequestMapping({ method: RequestMethod.GET })` */
function customVerb(decoration: Decoration, context: FileContext): string | undefined {
  const first = decoration.arguments[0];
  if (first === undefined) return undefined;
  const method = field(bare(first), "method");
  const name = method === undefined ? context.constant(first) : lastName(method);
  return name === undefined ? undefined : verbs.get(name.toLowerCase());
}

/** Prefixes of `@Controller("orders")`, `@Controller(["orders", "purchases"])`, `@Controller({ path: "orders", version: "1" })`. */
const prefixes = (controller: Decoration, context: FileContext): string[] => {
  const first = controller.arguments[0];
  return first === undefined ? [""] : optionPaths(first, context);
};

function optionPaths(expression: ts.Expression, context: FileContext): string[] {
  const inner = bare(expression);
  if (isObject(inner)) {
    const path = field(inner, "path");
    return path === undefined ? [""] : paths(path, context);
  }
  return paths(inner, context);
}

/** A broker's message starts work here without a request. */
function consumer(member: ts.ClassElement, decoration: Decoration, context: FileContext): void {
  if (frameworkOf(decoration, context) !== "nestjs") return;
  const pattern = patternOf(decoration, member, context);
  const where = { owner: context.declaration(member), ...context.position(decoration.node) };
  context.facts.jobs.push({ kind: "consumer", schedule: pattern, ...where });
  context.facts.events.push({ direction: "subscribe", event: pattern, channel: "nestjs", ...where });
}

function patternOf(decoration: Decoration, member: ts.ClassElement, context: FileContext): string {
  const [first, second] = decoration.arguments;
  if (decoration.name.startsWith("Grpc")) {
    const service = first === undefined ? "*" : (context.constant(first) ?? "*");
    return `${service}.${second === undefined ? nameText(member.name) : (context.constant(second) ?? "*")}`;
  }
  if (first === undefined) return "*";
  const inner = bare(first);
  if (!isObject(inner)) return context.constant(inner) ?? written(inner, context);
  // `{ cmd: "create" }`: the pattern is the object's value.
  const command = field(inner, "cmd");
  return command === undefined ? written(inner, context) : (context.constant(command) ?? written(inner, context));
}

function graphqlField(
  node: ts.ClassLikeDeclaration,
  resolver: Decoration | undefined,
  member: ts.ClassElement,
  decoration: Decoration,
  context: FileContext,
): void {
  const specifier = importOf(decoration.callee, context)?.specifier;
  // `Query` of @nestjs/common decorates parameters.
  if (specifier !== "@nestjs/graphql" && specifier !== "type-graphql") return;
  const method = graphqlNames.get(decoration.name);
  if (method === undefined) return;
  const name = fieldName(decoration, context) ?? nameText(member.name);
  const parent =
    decoration.name === "Query" || decoration.name === "Mutation" || decoration.name === "Subscription" ? undefined : resolvedType(resolver, context);
  context.facts.routes.push({
    framework: "nestjs",
    method,
    path: parent === undefined ? name : `${parent}.${name}`,
    handler: `${nameText(node.name) || "<class>"}.${nameText(member.name)}`,
    term: 0,
    owner: context.declaration(member),
    ...context.position(decoration.node),
  });
}

/** `@Query("orders")`, `@Query(() => [Order], { name: "orders" })` */
function fieldName(decoration: Decoration, context: FileContext): string | undefined {
  for (const argument of decoration.arguments) {
    const inner = bare(argument);
    if (isFunction(inner)) continue;
    const name = isObject(inner) ? field(inner, "name") : inner;
    const text = name === undefined || isCall(bare(name)) ? undefined : context.constant(name);
    if (text !== undefined) return text;
  }
  return undefined;
}

const resolvedType = (resolver: Decoration | undefined, context: FileContext): string | undefined => namedByThunk(resolver?.arguments[0], context);
