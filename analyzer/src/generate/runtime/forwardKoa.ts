/** The forwarder for Koa. Headers that middleware has set before stay; what it sets after the answer has begun is ignored, as Koa does for any sent answer. */
import type { ServerResponse } from "http";
import { forward } from "./forward.ts";
import type { ForwardedRoute } from "./forwardedRoute.ts";
import type { ForwardableRequest } from "./requestBody.ts";

interface KoaContextLike {
  readonly req: ForwardableRequest;
  readonly res: ServerResponse;
  readonly originalUrl: string;
  readonly request: object;
  respond?: boolean | undefined;
}

/** `router.get("/orders/:id", forwardKoa({...}), handler)` */
export function forwardKoa(route: ForwardedRoute): (context: KoaContextLike, next: () => Promise<unknown>) => Promise<void> {
  const forwarder = forward(route);
  return async (context, next) => {
    const { body, rawBody } = context.request as { readonly body?: unknown; readonly rawBody?: unknown };
    // Where Koa keeps them apart, the forwarder looks on the request itself.
    const request: ForwardableRequest = Object.assign(context.req, { originalUrl: context.originalUrl, body, rawBody });
    const respond = context.respond;
    context.respond = false;
    const isLocal = await new Promise<boolean>((resolve, reject) => {
      context.res.once("close", () => resolve(false));
      forwarder(request, context.res, (error) => {
        context.respond = respond;
        if (error === undefined) resolve(true);
        else reject(error);
      });
    });
    if (isLocal) await next();
  };
}
