/**
 * The HTTP seam: a middleware for one route that lets the service answer it when the switch says so. For Express, Connect, Nest on Express, and plain
 * `http`. Mount it before the local handler, which stays mounted: `router.get("/orders/:id", forward({...}))`.
 */
import type { ServerResponse } from "http";
import { nextCrossingId } from "./crossing.ts";
import type { Exchange, Incoming } from "./exchange.ts";
import { exchange } from "./exchange.ts";
import type { ForwardedRoute, Forwarder, Next } from "./forwardedRoute.ts";
import { beginRoute, outgoingOf } from "./forwardedRoute.ts";
import { grouped } from "./headerPairs.ts";
import { report } from "./hooks.ts";
import type { Crossing } from "./observer.ts";
import { currentObserver } from "./observer.ts";
import { RemoteError, RemoteUnavailable } from "./remoteError.ts";
import type { ForwardableRequest } from "./requestBody.ts";
import { bodyOf } from "./requestBody.ts";
import { settingsOf } from "./settings.ts";
import { shadowRoute } from "./shadowRoute.ts";
import { drawsRemote, modeOf } from "./switch.ts";

export function forward(route: ForwardedRoute): Forwarder {
  const name = `${route.service}:${route.route}`;
  return (request, response, next) => {
    try {
      if (route.remoteOnly === true) return runRemote(route, request, response, next, "remote");
      const mode = modeOf(route.service, name);
      if (mode.kind === "local" && currentObserver() === undefined) next();
      else if (mode.kind === "local") runLocal(route, response, next, { mode: "local" });
      else if (request.headers.upgrade !== undefined) runLocal(route, response, next, { mode: mode.kind, keptLocal: "an upgrade of the connection" });
      else if (mode.kind === "shadow" && isRead(request))
        shadowRoute(route, outgoingOf(route, request, nextCrossingId(), bodyOf(request)), response, next);
      else if (mode.kind === "shadow") runLocal(route, response, next, { mode: "shadow", keptLocal: "only reads are shadowed" });
      else if (mode.kind === "canary" && !drawsRemote(mode.percent, name, route.canaryKey?.(request)))
        runLocal(route, response, next, { mode: "canary" });
      else runRemote(route, request, response, next, mode.kind);
    } catch (error) {
      next(error);
    }
  };
}

function isRead({ method, headers }: ForwardableRequest): boolean {
  return (method === "GET" || method === "HEAD") && headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) === 0;
}

/** The local handler answers; only an observer hears of it. */
function runLocal(route: ForwardedRoute, response: ServerResponse, next: Next, what: Pick<Crossing, "mode" | "keptLocal">): void {
  const end = beginRoute(route, nextCrossingId(), { ...what, remote: false });
  response.once("close", () => end(response.writableFinished ? "value" : "failed", { status: response.statusCode }));
  next();
}

function runRemote(route: ForwardedRoute, request: ForwardableRequest, response: ServerResponse, next: Next, mode: "canary" | "remote"): void {
  const end = beginRoute(route, nextCrossingId(), { mode, remote: true });
  const body = bodyOf(request);
  const fail = (error: RemoteError): void => {
    const untouched = body.kind !== "stream" || !error.sent;
    if (route.remoteOnly !== true && mayAnswerLocally(route.service, request, error) && untouched) {
      report({ kind: "fallback", id: end.id, service: route.service, name: route.route, error });
      end("fallback", { error });
      return next();
    }
    end("failed", { error, status: error.statusCode });
    if (response.headersSent || response.destroyed) response.destroy();
    else if (route.onFailure === undefined) answerFailure(error, response);
    else route.onFailure(error, request, response, next);
  };
  if (body.kind === "lost") {
    return fail(
      new RemoteUnavailable({ service: route.service, name: route.route, detail: `${body.why}: mount the forwarder before it`, sent: true }),
    );
  }
  let going: Exchange | undefined = exchange(outgoingOf(route, request, end.id, body));
  response.once("close", () => {
    if (!response.writableFinished) going?.abort();
  });
  const receive = (incoming: Incoming): void => {
    // The local handler can only answer what it can still read.
    if (incoming.unmatched && body.kind !== "stream") {
      going = undefined;
      incoming.stream.resume();
      end("unmatched");
      return next();
    }
    end("value", { status: incoming.status });
    writeHeaders(response, incoming);
    incoming.stream.on("error", () => response.destroy());
    incoming.stream.on("aborted", () => response.destroy());
    incoming.stream.pipe(response);
  };
  going.answer.then(receive).catch((error: unknown) => {
    if (error instanceof RemoteError) return fail(error);
    going?.abort();
    next(error);
  });
}

function mayAnswerLocally(service: string, { method }: ForwardableRequest, error: RemoteError): boolean {
  if (settingsOf(service).fallback !== "local" || error.reason === "aborted") return false;
  return !error.sent || method === "GET" || method === "HEAD" || method === "OPTIONS";
}

/** The service ran the same global middleware: what it says wins over what the monolith's has set, except that cookies add up. */
export function writeHeaders(response: ServerResponse, { status, message, rawHeaders }: Pick<Incoming, "status" | "message" | "rawHeaders">): void {
  for (const [key, { name, values }] of grouped(rawHeaders)) {
    const before = key === "set-cookie" ? response.getHeader(key) : undefined;
    const kept = (Array.isArray(before) ? before : before === undefined ? [] : [String(before)]).filter((cookie) => !values.includes(cookie));
    const all = [...kept, ...values];
    response.setHeader(name, all.length === 1 ? (all[0] ?? "") : all);
  }
  response.statusCode = status;
  response.statusMessage = message;
}

/** Says which service and why, nothing of addresses. */
function answerFailure({ statusCode, reason, service }: RemoteError, response: ServerResponse): void {
  response.statusCode = statusCode;
  response.setHeader("content-type", "application/json; charset=utf-8");
  response.end(JSON.stringify({ error: { code: "FICUS_REMOTE", reason, service } }));
}
