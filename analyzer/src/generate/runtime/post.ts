import * as http from "http";
import * as https from "https";
import { after } from "./clock.ts";
import type { Origin } from "./link.ts";

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export type PostFailureKind = "unreachable" | "broken" | "timeout" | "aborted" | "too-large";

/** The exchange ended without an answer. */
export class PostFailure extends Error {
  readonly kind: PostFailureKind;
  /** Whether the other side may have received the request. */
  readonly sent: boolean;
  readonly reason: unknown;

  constructor(kind: PostFailureKind, sent: boolean, reason: unknown) {
    super(`${kind}: ${String(reason)}`);
    this.kind = kind;
    this.sent = sent;
    this.reason = reason;
  }
}

interface Posting {
  readonly path: string;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body: string;
  readonly timeoutMs: number;
  readonly maxAnswer: number;
  readonly signal?: AbortSignal | undefined;
}

/** One POST with one answer, ended by the deadline whatever happens. @throws PostFailure */
export function post(origin: Origin, { path, headers, body, timeoutMs, maxAnswer, signal }: Posting): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let sent = false;
    let ended = false;
    const { hostname, port, agent } = origin;
    const request = (origin.secure ? https : http).request({
      method: "POST",
      hostname,
      port,
      agent,
      path: origin.basePath + path,
      headers: { ...headers, "content-type": "application/json", "content-length": Buffer.byteLength(body) },
    });
    const end = (): boolean => {
      if (ended) return false;
      ended = true;
      cancel();
      signal?.removeEventListener("abort", abort);
      return true;
    };
    const fail = (kind: PostFailureKind, reason: unknown): void => {
      if (!end()) return;
      request.destroy();
      reject(new PostFailure(kind, sent, reason));
    };
    const abort = (): void => fail("aborted", "the caller gave up");
    const cancel = after(timeoutMs, () => fail("timeout", `no answer within ${Math.round(timeoutMs)} ms`));
    signal?.addEventListener("abort", abort);

    request.on("socket", (socket) => {
      if (socket.connecting) socket.once("connect", () => (sent = true));
      else sent = true;
    });
    // Also after the end: destroying a request makes it emit an error, which nobody else would hear.
    request.on("error", (error) => fail(sent ? "broken" : "unreachable", error));
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxAnswer) fail("too-large", `the answer has more than ${maxAnswer} bytes`);
        else chunks.push(chunk);
      });
      response.on("error", (error) => fail("broken", error));
      response.on("aborted", () => fail("broken", "the connection was closed in the middle of the answer"));
      response.on("end", () => {
        if (end()) resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString("utf8") });
      });
    });
    if (signal?.aborted === true) abort();
    else request.end(body);
  });
}
