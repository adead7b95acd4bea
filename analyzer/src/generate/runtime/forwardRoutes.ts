/** All routes of a service in one middleware, for the place in an application before anything has read a body. */
import { forward } from "./forward.ts";
import type { Forwarder } from "./forwardedRoute.ts";
import { routePattern } from "./routePattern.ts";

export interface ForwardedRoutes {
  readonly service: string;
  /** Always forwarded: the service is retired from the monolith. */
  readonly remoteOnly?: boolean | undefined;
  /** `GET /orders/:id`, whole paths, in the order in which the application tries them. */
  readonly routes: readonly string[];
  /** Routes of others that are tried before and match some of the same requests: these stay. */
  readonly except?: readonly string[] | undefined;
}

export function forwardRoutes({ service, routes, except = [], remoteOnly }: ForwardedRoutes): Forwarder {
  const others = except.map(parse);
  const table = routes.map((route) => ({ ...parse(route), handle: forward({ service, route, remoteOnly }) }));
  return (request, response, next) => {
    const path = pathOf(request.originalUrl ?? request.url ?? "/");
    const method = request.method ?? "GET";
    const found = table.find((route) => matches(route, method, path));
    if (found === undefined || others.some((route) => matches(route, method, path))) next();
    else found.handle(request, response, next);
  };
}

interface Pattern {
  readonly method: string;
  readonly expression: RegExp;
}

function parse(route: string): Pattern {
  const space = route.indexOf(" ");
  return { method: route.slice(0, space), expression: routePattern(route.slice(space + 1)) };
}

/** A route for GET answers HEAD as well. */
function matches({ method, expression }: Pattern, asked: string, path: string): boolean {
  return (method === "ALL" || method === asked || (method === "GET" && asked === "HEAD")) && expression.test(path);
}

function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}
