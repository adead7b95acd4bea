/** The forwarder for Fastify, as a route's `onRequest` hook: before bodies are parsed, behind the global hooks. */
import type { ServerResponse } from "http";
import { forward } from "./forward.ts";
import type { ForwardedRoute } from "./forwardedRoute.ts";
import type { ForwardableRequest } from "./requestBody.ts";

interface FastifyRequestLike {
  readonly raw: ForwardableRequest;
}

interface FastifyReplyLike {
  readonly raw: ServerResponse;
  getHeaders(): { readonly [name: string]: number | string | string[] | undefined };
  hijack(): unknown;
}

/** `app.get("/orders/:id", { onRequest: forwardFastify({...}) }, handler)` */
export function forwardFastify(route: ForwardedRoute): (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<void> {
  const forwarder = forward(route);
  return (request, reply) =>
    new Promise((resolve, reject) => {
      const response = reply.raw;
      const writeHead = response.writeHead;
      const leaveFastify = (): void => {
        response.writeHead = writeHead;
        reply.hijack();
        resolve();
      };
      // Only when the answer begins is it known that the local handler does not run; plugins' headers are not on the raw response yet.
      response.writeHead = function begin(this: ServerResponse, ...args: unknown[]): ServerResponse {
        for (const [name, value] of Object.entries(reply.getHeaders())) {
          if (value !== undefined && !response.hasHeader(name)) response.setHeader(name, value);
        }
        leaveFastify();
        // Overloaded: passed on as it came.
        return (writeHead as (...given: unknown[]) => ServerResponse).apply(this, args);
      } as typeof writeHead;
      response.once("close", leaveFastify);
      forwarder(request.raw, response, (error) => {
        response.writeHead = writeHead;
        response.off("close", leaveFastify);
        if (error === undefined) resolve();
        else reject(error);
      });
    });
}
