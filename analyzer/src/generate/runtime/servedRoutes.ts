/** The service's side of the HTTP seam: records what the monolith forwarded, and says which routes it does not know. */
import type { IncomingMessage, ServerResponse } from "http";
import { beginCrossing } from "./crossing.ts";
import { readRoute } from "./headerPairs.ts";
import { currentObserver } from "./observer.ts";

/** The service's first middleware. Requests that come from elsewhere pass as they are. */
export function recordServed(service: string): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
  return (request, response, next) => {
    const { "x-ficus-crossing": id, "x-ficus-route": named } = request.headers;
    const observer = currentObserver();
    const route = typeof named === "string" ? readRoute(named) : undefined;
    if (observer === undefined || typeof id !== "string" || route === undefined) return next();
    const end = beginCrossing({ id, service, route, side: "server", mode: "remote", remote: true });
    response.once("close", () => end(response.writableFinished ? "value" : "failed", { status: response.statusCode }));
    const fault = observer.fault?.(service, route);
    if (fault === undefined) return next();
    response.statusCode = fault === "error" ? 500 : 204;
    response.end(fault === "error" ? `${service}: ${route} was broken on purpose` : undefined);
  };
}

/** The service's last handler: the monolith's own handlers then answer instead. */
export function answerUnmatched(_request: IncomingMessage, response: ServerResponse): void {
  response.statusCode = 404;
  response.setHeader("x-ficus-unmatched", "1");
  response.end();
}
