/** What forwarders of one route share, whatever framework they are for. */
import type { ServerResponse } from "http";
import type { CrossingEnd } from "./crossing.ts";
import { beginCrossing } from "./crossing.ts";
import type { Outgoing } from "./exchange.ts";
import type { Crossing } from "./observer.ts";
import type { RemoteError } from "./remoteError.ts";
import type { ForwardableRequest, RequestBody } from "./requestBody.ts";

export interface ForwardedRoute {
  readonly service: string;
  /** Method and pattern, as in the switch and in the service's records: `GET /orders/:id`. */
  readonly route: string;
  /** The service is retired from the monolith: no local handler is behind, whatever the switch says. */
  readonly remoteOnly?: boolean | undefined;
  /** Who a canary sticks to. */
  readonly canaryKey?: ((request: ForwardableRequest) => string | undefined) | undefined;
  /** Answers a failure of the wire in the monolith's own form. Default: 502, 503 or 504 with a small JSON document. */
  readonly onFailure?: ((error: RemoteError, request: ForwardableRequest, response: ServerResponse, next: Next) => void) | undefined;
}

export type Next = (error?: unknown) => void;
export type Forwarder = (request: ForwardableRequest, response: ServerResponse, next: Next) => void;

export function beginRoute(
  { service, route }: ForwardedRoute,
  id: string,
  what: Pick<Crossing, "mode" | "remote" | "keptLocal" | "background">,
): CrossingEnd {
  return beginCrossing({ id, service, route, side: "client", ...what });
}

export function outgoingOf({ service, route }: ForwardedRoute, request: ForwardableRequest, id: string, body: RequestBody): Outgoing {
  const { method = "GET", rawHeaders, socket } = request;
  const secure = (socket as { readonly encrypted?: boolean }).encrypted === true;
  return {
    service,
    route,
    id,
    method,
    target: targetOf(request),
    rawHeaders,
    body,
    stream: request,
    client: { address: socket.remoteAddress, secure },
  };
}

/** What the client asked for, less what middleware before has rewritten: mounting takes `baseUrl` off `url`, and makes `/` of nothing. */
export function targetOf({ url = "/", baseUrl, originalUrl }: Pick<ForwardableRequest, "url" | "baseUrl" | "originalUrl">): string {
  // Connect and Koa take the mount's path off and say nowhere what it was.
  if (baseUrl === undefined) return originalUrl ?? url;
  const hadNothingLeft = originalUrl !== undefined && originalUrl.startsWith(baseUrl) && url === `/${originalUrl.slice(baseUrl.length)}`;
  return hadNothingLeft ? originalUrl : baseUrl + url;
}
