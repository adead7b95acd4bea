/** The forwarder for Hono, on web requests and responses; on Node's server it takes the raw headers from beneath them. */
import type { IncomingMessage } from "http";
import { Readable } from "stream";
import { nextCrossingId } from "./crossing.ts";
import { exchange } from "./exchange.ts";
import type { Incoming, Outgoing } from "./exchange.ts";
import type { ForwardedRoute } from "./forwardedRoute.ts";
import { beginRoute } from "./forwardedRoute.ts";
import { eachPair } from "./headerPairs.ts";
import { report } from "./hooks.ts";
import type { Crossing } from "./observer.ts";
import { currentObserver } from "./observer.ts";
import { RemoteError } from "./remoteError.ts";
import { settingsOf } from "./settings.ts";
import { drawsRemote, modeOf } from "./switch.ts";

interface HonoContextLike {
  readonly req: {
    readonly raw: {
      readonly url: string;
      readonly method: string;
      readonly body: unknown;
      readonly bodyUsed: boolean;
      readonly headers: { forEach(visit: (value: string, name: string) => void): void };
      readonly signal: AbortSignal;
    };
    arrayBuffer(): Promise<ArrayBuffer>;
  };
  readonly env: unknown;
}

/** A web response, which older type declarations do not know. */
type WebResponse = object;
interface ResponseConstructor {
  new (body: unknown, init: { status: number; statusText?: string; headers: [string, string][] }): WebResponse;
}

type Options = Pick<ForwardedRoute, "service" | "route"> & { readonly canaryKey?: ((context: HonoContextLike) => string | undefined) | undefined };

/** `app.get("/orders/:id", forwardHono({...}), handler)`. In shadow the local handler answers alone. */
export function forwardHono<Answer = WebResponse>(
  route: Options,
): (context: HonoContextLike, next: () => Promise<void>) => Promise<Answer | undefined> {
  const { service, canaryKey } = route;
  const named: ForwardedRoute = { service, route: route.route };
  return async (context, next) => {
    const mode = modeOf(service, `${service}:${route.route}`);
    const stays = (what: Pick<Crossing, "mode" | "keptLocal">): Promise<undefined> => runLocal(named, next, what);
    if (mode.kind === "local") return stays({ mode: "local" });
    if (mode.kind === "shadow") return stays({ mode: "shadow", keptLocal: "routes of Hono are not shadowed" });
    if (mode.kind === "canary" && !drawsRemote(mode.percent, `${service}:${route.route}`, canaryKey?.(context))) return stays({ mode: "canary" });
    const end = beginRoute(named, nextCrossingId(), { mode: mode.kind, remote: true });
    try {
      const outgoing = await outgoingOf(named, context, end.id);
      const going = exchange(outgoing);
      context.req.raw.signal.addEventListener("abort", going.abort);
      const incoming = await going.answer;
      if (incoming.unmatched && outgoing.body.kind === "none") {
        incoming.stream.resume();
        end("unmatched");
        await next();
        return undefined;
      }
      end("value", { status: incoming.status });
      // Hono's own type of a response is the global one.
      return respond(incoming, context.req.raw.method) as Answer;
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      if (settingsOf(service).fallback === "local" && error.reason !== "aborted" && /^(GET|HEAD|OPTIONS)$/.test(context.req.raw.method)) {
        report({ kind: "fallback", id: end.id, service, name: route.route, error });
        end("fallback", { error });
        await next();
        return undefined;
      }
      end("failed", { error, status: error.statusCode });
      const body = JSON.stringify({ error: { code: error.code, reason: error.reason, service } });
      return new (responseClass())(body, { status: error.statusCode, headers: [["content-type", "application/json; charset=utf-8"]] }) as Answer;
    }
  };
}

async function runLocal(route: ForwardedRoute, next: () => Promise<void>, what: Pick<Crossing, "mode" | "keptLocal">): Promise<undefined> {
  if (currentObserver() === undefined) {
    await next();
    return undefined;
  }
  const end = beginRoute(route, nextCrossingId(), { ...what, remote: false });
  try {
    await next();
    end("value");
  } catch (error) {
    end("thrown", { error });
    throw error;
  }
  return undefined;
}

async function outgoingOf({ service, route }: ForwardedRoute, context: HonoContextLike, id: string): Promise<Outgoing> {
  const { raw } = context.req;
  const { incoming } = (context.env ?? {}) as { readonly incoming?: IncomingMessage };
  const rawHeaders: string[] = [];
  if (incoming === undefined) raw.headers.forEach((value, name) => rawHeaders.push(name, value));
  else rawHeaders.push(...incoming.rawHeaders);
  const url = new URL(raw.url);
  const client = { address: incoming?.socket.remoteAddress, secure: url.protocol === "https:" };
  const common = { service, route, id, method: raw.method, target: incoming?.url ?? url.pathname + url.search, rawHeaders, client };
  if (raw.body === null || raw.body === undefined) return { ...common, body: { kind: "none" } };
  // Hono keeps what a validator has read; only what nobody has read is streamed.
  if (raw.bodyUsed) return { ...common, body: { kind: "bytes", bytes: Buffer.from(await context.req.arrayBuffer()) } };
  return { ...common, body: { kind: "stream" }, stream: fromWeb(raw.body) };
}

function fromWeb(body: unknown): Readable {
  // Declared for web streams of one library or the other, which are the same at run time.
  return (Readable as unknown as { fromWeb(stream: unknown): Readable }).fromWeb(body);
}

function respond({ status, message, rawHeaders, stream }: Incoming, method: string): WebResponse {
  const headers: [string, string][] = [];
  eachPair(rawHeaders, (name, value) => headers.push([name, value]));
  const isEmpty = method === "HEAD" || status === 204 || status === 205 || status === 304;
  if (isEmpty) stream.resume();
  const body: unknown = isEmpty ? null : (Readable as unknown as { toWeb(stream: Readable): unknown }).toWeb(stream);
  return new (responseClass())(body, { status, statusText: message, headers });
}

function responseClass(): ResponseConstructor {
  return (globalThis as unknown as { readonly Response: ResponseConstructor }).Response;
}
