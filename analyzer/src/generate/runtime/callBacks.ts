/**
 * Lets services call the monolith back: for events whose listeners run there, and for operations that it keeps. The monolith opens a port of its own for
 * this when it first calls a service, and tells where it is in `x-ficus-callback`, with every call; tests that start it on a free port need nothing more.
 * Where the two are not on one machine, `FICUS_CALLBACK_HOST`, `FICUS_CALLBACK_PORT` and `FICUS_CALLBACK_URL` say where to listen and under which address
 * services reach it.
 */
import * as http from "http";
import { configureService, settingsOf } from "./settings.ts";
import type { OperationsServer, ServedOperation } from "./serve.ts";
import { createOperationsServer, isToken } from "./serve.ts";

export const callBackHeader = "x-ficus-callback";

/** The name by which services know who calls them. */
export const monolith = "monolith";

type Environment = { readonly [name: string]: string | undefined };

const served: ServedOperation[] = [];
let address: string | undefined;
let opening: Promise<string | undefined> | undefined;

/** The monolith's side: what services may call. */
export function serveCallBacks(operations: readonly ServedOperation[]): void {
  served.push(...operations);
}

/**
 * Where services can call this process back: text once the port is open, a promise while it is being opened, `undefined` where nothing is served. A port
 * that cannot be opened is told once; calls go on without it.
 */
export function callBackAddress(environment: Environment = process.env): string | undefined | Promise<string | undefined> {
  if (address !== undefined || served.length === 0) return address;
  opening ??= open(environment).then(
    (url) => (address = url),
    (error: unknown) => {
      process.emitWarning(`ficus: services cannot call back: ${String(error)}`);
      return undefined;
    },
  );
  return opening;
}

async function open(environment: Environment): Promise<string> {
  const operations = createOperationsServer({ service: monolith, operations: served, token: environment["FICUS_TOKEN"] });
  const server = http.createServer((request, response) => answer(operations, request, response));
  // It keeps no process alive that has nothing else to do.
  server.unref();
  const host = environment["FICUS_CALLBACK_HOST"] ?? "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(Number(environment["FICUS_CALLBACK_PORT"] ?? 0), host, resolve);
  });
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return environment["FICUS_CALLBACK_URL"] ?? `http://${host}:${port}`;
}

function answer(operations: OperationsServer, request: http.IncomingMessage, response: http.ServerResponse): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > operations.maxBody) request.destroy();
    else chunks.push(chunk);
  });
  request.on("error", () => response.destroy());
  request.on("end", () => {
    const name = /^\/ficus\/operations\/([^/?]+)$/.exec(request.url ?? "")?.[1] ?? "";
    const body = Buffer.concat(chunks).toString("utf8");
    void operations.handle({ name: decode(name), headers: request.headers, body }).then(({ status, headers, body: text }) => {
      response.writeHead(status, headers).end(text);
    });
  });
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return "";
  }
}

/**
 * The service's side: remembers where its caller can be called back. Only callers that know the token are believed: data is sent there. `undefined` believes
 * nobody, `false` everybody.
 */
export function rememberCaller(headers: Headers, token: string | false | undefined): void {
  const url = headers[callBackHeader];
  if (typeof url !== "string" || url === settingsOf(monolith).url || !/^https?:\/\/\S+$/.test(url)) return;
  if (token === false || (token !== undefined && isToken(headers["x-ficus-token"], Buffer.from(token)))) configureService(monolith, { url });
}

type Headers = { readonly [name: string]: string | readonly string[] | undefined };

/** Whether somebody is known who can be called back. */
export function canCallBack(): boolean {
  return settingsOf(monolith).url !== undefined;
}
