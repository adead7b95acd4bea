/**
 * One request of the HTTP seam to the service and its answer, streamed both ways. On `http`, not `fetch`, which answers 304 from itself, decompresses, and
 * joins headers.
 */
import * as http from "http";
import * as https from "https";
import type { Readable } from "stream";
import { callBackAddress, callBackHeader } from "./callBacks.ts";
import { after } from "./clock.ts";
import { endToEnd, writeRoute } from "./headerPairs.ts";
import { addPropagation } from "./hooks.ts";
import type { Link, Origin } from "./link.ts";
import { linkTo } from "./link.ts";
import type { RemoteError } from "./remoteError.ts";
import { CircuitOpen, RemoteAborted, RemoteTimeout, RemoteUnavailable } from "./remoteError.ts";
import type { RequestBody } from "./requestBody.ts";
import { environmentName } from "./settings.ts";

export interface Outgoing {
  readonly service: string;
  /** `GET /orders/:id` */
  readonly route: string;
  /** Travels in `x-ficus-crossing`. */
  readonly id: string;
  readonly method: string;
  /** Path and query as the client wrote them. */
  readonly target: string;
  readonly rawHeaders: readonly string[];
  readonly body: RequestBody;
  /** Of a body of kind `stream`; read only once the service is connected, so that it is untouched when it is not. */
  readonly stream?: Readable | undefined;
  /** Who the client is: address and protocol of its connection. */
  readonly client: { readonly address: string | undefined; readonly secure: boolean };
}

export interface Incoming {
  readonly status: number;
  readonly message: string;
  /** End to end. */
  readonly rawHeaders: string[];
  /** The service does not know the route. */
  readonly unmatched: boolean;
  readonly stream: http.IncomingMessage;
}

export interface Exchange {
  /** Rejects with a `RemoteError`, never later than the timeout after the request has been sent. */
  readonly answer: Promise<Incoming>;
  /** Ends it wherever it is; the answer's stream breaks off. */
  readonly abort: () => void;
}

/** An upload may take its time, but not stand still for longer than this. */
const uploadStallMs = 60_000;

export function exchange(outgoing: Outgoing): Exchange {
  let abort = (): void => {};
  let aborted = false;
  const answer = (async () => {
    const link = linkTo(outgoing.service);
    const callBack = callBackAddress();
    const url = typeof callBack === "object" ? await callBack : callBack;
    for (let attempt = 0; ; attempt++) {
      const { request, incoming } = open(link, outgoing, url);
      abort = () => request.destroy(new RemoteAborted(saying(outgoing, "the client went away", true)));
      if (aborted) abort();
      try {
        return await incoming;
      } catch (error) {
        // The service closed an idle connection just when it was used again.
        const isStale = request.reusedSocket && outgoing.body.kind === "none" && /^(GET|HEAD|OPTIONS)$/.test(outgoing.method);
        if (aborted || attempt > 0 || !isStale || !(error instanceof RemoteUnavailable)) throw error;
      }
    }
  })();
  return {
    answer,
    abort: () => {
      aborted = true;
      abort();
    },
  };
}

function saying({ service, route }: Outgoing, detail: string, sent: boolean, cause?: unknown): ConstructorParameters<typeof RemoteTimeout>[0] {
  return { service, name: route, detail, sent, cause };
}

function open(link: Link, outgoing: Outgoing, callBack: string | undefined): { request: http.ClientRequest; incoming: Promise<Incoming> } {
  const { origin, settings } = link;
  if (origin === undefined) {
    const variable = `FICUS_URL_${environmentName(outgoing.service)}`;
    throw new RemoteUnavailable(saying(outgoing, `nothing says where the service is: set ${variable}`, false), "not-configured");
  }
  const settle = link.breaker.enter();
  if (settle === undefined) throw new CircuitOpen(saying(outgoing, "the service failed too often of late; trying again shortly", false));
  let request: http.ClientRequest;
  try {
    request = start(origin, outgoing, settings.token, callBack);
  } catch (error) {
    // Headers that Node reads but does not write.
    settle("ignored");
    throw new RemoteUnavailable(saying(outgoing, `the request could not be made: ${String(error)}`, false, error));
  }
  const incoming = new Promise<Incoming>((resolve, reject) => {
    let sent = false;
    let isOver = false;
    let cancel = after(settings.timeoutMs, () => request.destroy(new RemoteTimeout(saying(outgoing, "could not connect in time", sent))));
    /** True once: errors may still come behind an answer, and the end of an upload too. */
    const end = (): boolean => {
      if (isOver) return false;
      cancel();
      return (isOver = true);
    };
    request.on("error", (error) => {
      if (!end()) return;
      const failure = isOurs(error) ? error : new RemoteUnavailable(saying(outgoing, error.message, sent, error));
      settle(failure.reason === "aborted" ? "ignored" : "failure");
      reject(failure);
    });
    request.on("finish", () => {
      if (isOver) return;
      cancel();
      const late = (): void => void request.destroy(new RemoteTimeout(saying(outgoing, `no answer within ${settings.timeoutMs} ms`, sent)));
      cancel = after(settings.timeoutMs, late);
    });
    request.setTimeout(uploadStallMs, () => {
      if (!request.writableFinished) request.destroy(new RemoteTimeout(saying(outgoing, "the upload stands still", sent)));
    });
    request.on("response", (response) => {
      if (!end()) return;
      request.setTimeout(0);
      settle("success");
      resolve({
        status: response.statusCode ?? 502,
        message: response.statusMessage ?? "",
        rawHeaders: endToEnd(response.rawHeaders),
        unmatched: response.headers["x-ficus-unmatched"] !== undefined,
        stream: response,
      });
    });
    request.on("socket", (socket) => {
      const connected = (): void => {
        sent = true;
        if (!isOver) cancel();
        sendBody(request, outgoing);
      };
      if (socket.connecting) socket.once(origin.secure ? "secureConnect" : "connect", connected);
      else connected();
    });
  });
  return { request, incoming };
}

function isOurs(error: Error): error is RemoteError {
  return error instanceof RemoteTimeout || error instanceof RemoteAborted;
}

function start(origin: Origin, outgoing: Outgoing, token: string | undefined, callBack: string | undefined): http.ClientRequest {
  const { hostname, port, agent, basePath } = origin;
  // An array keeps case, order and repetition; Node takes it flat, which older type declarations do not know.
  const headers = headersOf(outgoing, token, callBack) as unknown as http.OutgoingHttpHeaders;
  return (origin.secure ? https : http).request({ hostname, port, agent, method: outgoing.method, path: basePath + outgoing.target, headers });
}

function headersOf({ rawHeaders, body, id, route, client }: Outgoing, token: string | undefined, callBack: string | undefined): string[] {
  const added: { [name: string]: string } = {};
  addPropagation(added);
  const replaced = new Set(Object.keys(added).map((name) => name.toLowerCase()));
  if (body.kind === "bytes") for (const name of ["content-length", "content-encoding"]) replaced.add(name);
  if (body.kind === "bytes" && body.contentType !== undefined) replaced.add("content-type");
  const forwardedFor: string[] = [];
  const headers: string[] = [];
  const kept = endToEnd(rawHeaders, replaced);
  const has = (name: string): boolean => kept.some((each, index) => index % 2 === 0 && each.toLowerCase() === name);
  for (let index = 0; index + 1 < kept.length; index += 2) {
    if (kept[index]?.toLowerCase() === "x-forwarded-for") forwardedFor.push(kept[index + 1] ?? "");
    else headers.push(kept[index] ?? "", kept[index + 1] ?? "");
  }
  if (client.address !== undefined) forwardedFor.push(client.address);
  if (forwardedFor.length > 0) headers.push("X-Forwarded-For", forwardedFor.join(", "));
  if (!has("x-forwarded-proto")) headers.push("X-Forwarded-Proto", client.secure ? "https" : "http");
  for (const [name, value] of Object.entries(added)) headers.push(name, value);
  if (body.kind === "bytes") headers.push("Content-Length", String(body.bytes.length));
  if (body.kind === "bytes" && body.contentType !== undefined) headers.push("Content-Type", body.contentType);
  if (body.kind === "stream" && !has("content-length")) headers.push("Transfer-Encoding", "chunked");
  headers.push("x-ficus-crossing", id, "x-ficus-route", writeRoute(route));
  if (token !== undefined) headers.push("x-ficus-token", token);
  if (callBack !== undefined) headers.push(callBackHeader, callBack);
  return headers;
}

function sendBody(request: http.ClientRequest, { body, stream }: Outgoing): void {
  if (body.kind === "bytes") request.end(body.bytes);
  else if (body.kind !== "stream" || stream === undefined) request.end();
  else {
    stream.on("error", (error) => request.destroy(error));
    stream.pipe(request);
  }
}
