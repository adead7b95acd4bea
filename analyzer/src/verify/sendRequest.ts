/** One request as it is written, and the whole answer: no redirects followed, nothing decompressed, headers as they came. */
import { request as send } from "node:http";
import { loopback } from "./freePort.ts";
import type { EdgeRequest } from "./edgeRequests.ts";

export interface Answer {
  /** 0 when there was none. */
  status: number;
  /** Lower-case names, sorted; equal names joined. */
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Why there is no answer. */
  failure?: string;
}

export async function sendRequest(port: number, request: EdgeRequest, limit: number, signal: AbortSignal): Promise<Answer> {
  const first = await sendOnce(port, request, limit, signal);
  if (request.conditional !== true) return first;
  const { etag, "last-modified": modified } = first.headers;
  const validators = {
    ...(etag === undefined ? {} : { "if-none-match": etag }),
    ...(modified === undefined ? {} : { "if-modified-since": modified }),
  };
  return sendOnce(port, { ...request, headers: { ...request.headers, ...validators } }, limit, signal);
}

function sendOnce(port: number, { method, path, headers, body, chunked }: EdgeRequest, limit: number, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve) => {
    let answered = false;
    const fail = (failure: string): void => resolve({ status: 0, headers: {}, body: "", failure });
    const length = body === undefined || chunked === true ? {} : { "content-length": String(body.length) };
    const client = send(
      {
        host: loopback,
        port,
        method,
        path,
        headers: { ...headers, ...length },
        agent: false,
        signal: AbortSignal.any([signal, AbortSignal.timeout(limit)]),
      },
      (response) => {
        answered = true;
        const pieces: Buffer[] = [];
        const finish = (): void =>
          resolve({ status: response.statusCode ?? 0, headers: joined(response.rawHeaders), body: Buffer.concat(pieces).toString("latin1") });
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("end", finish);
        response.on("error", () => fail("broken off"));
      },
    );
    // An answer before the body was sent ends the connection: the answer counts.
    client.on("error", (error) => {
      if (!answered)
        fail(
          error.name === "TimeoutError" || error.name === "AbortError" ? "no answer in time" : "code" in error ? String(error.code) : error.message,
        );
    });
    if (body !== undefined && chunked === true) {
      const half = Math.ceil(body.length / 2);
      client.write(body.subarray(0, half));
      client.end(body.subarray(half));
    } else client.end(body);
  });
}

function joined(raw: readonly string[]): Record<string, string> {
  const found = new Map<string, string[]>();
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? "").toLowerCase();
    found.set(name, [...(found.get(name) ?? []), raw[index + 1] ?? ""]);
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, values]) => [name, values.join(", ")]));
}
