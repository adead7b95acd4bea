/**
 * Routes registered by one object: `server.route({ method, url, handler })` (Fastify), `this.route({ method: "get", path: "", handler: this.list })`
 * (code bases that wrap Express with their own controllers).
 */
import type { NamedRecogniser } from "./dispatch.ts";
import { bare, field, isArray, isIdentifier, isObject, isString, method, receiver } from "./syntax.ts";
import { fastifyServer } from "./fastifyRoutes.ts";
import { isFrontend } from "./packages.ts";
import { at, handlerOf, httpMethods, paths, serverOf } from "./routing.ts";
import type { ts } from "../typescript.ts";

const registrars = new Set(["route", "addRoute", "registerRoute"]);

export const configRoutes: NamedRecogniser = {
  names: registrars,
  applies: (context) => !isFrontend(context),
  call(node, context) {
    if (!registrars.has(method(node)) || node.arguments?.length !== 1) return;
    const options = node.arguments[0] === undefined ? undefined : bare(node.arguments[0]);
    if (options === undefined || !isObject(options)) return;
    const handler = field(options, "handler") ?? inlineMethod(options);
    const path = field(options, "url") ?? field(options, "path");
    const methods = methodsOf(field(options, "method"));
    if (handler === undefined || path === undefined || methods.length === 0) return;
    // A wrapper that passes its own parameters on registers nothing by itself.
    if (isIdentifier(bare(path)) && isIdentifier(bare(handler)) && context.constant(path) === undefined) return;
    const framework = serverOf(receiver(node), fastifyServer, context) !== undefined && field(options, "url") !== undefined ? "fastify" : "express";
    for (const name of methods) {
      for (const text of paths(path, context)) {
        context.facts.routes.push({
          framework,
          method: name,
          path: text,
          ...handlerOf(handler, context),
          owner: context.owner,
          ...at(node, context),
        });
      }
    }
  },
};

/** `{ handler(request) { … } }` */
const inlineMethod = (options: ts.ObjectLiteralExpression): ts.Expression | undefined =>
  options.properties.some((property) => property.name !== undefined && "text" in property.name && property.name.text === "handler")
    ? options
    : undefined;

function methodsOf(expression: ts.Expression | undefined): string[] {
  if (expression === undefined) return [];
  const inner = bare(expression);
  if (isArray(inner)) return inner.elements.flatMap(methodsOf);
  const known = isString(inner) ? httpMethods.get(inner.text.toLowerCase()) : undefined;
  return known === undefined ? [] : [known];
}
