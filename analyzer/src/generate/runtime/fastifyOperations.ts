/** Mounts the operations on Fastify 5: `POST /ficus/operations/<name>`. For the service's own package; the monolith's side needs no Fastify. */
import type { FastifyInstance } from "fastify";
import type { OperationsServer } from "./serve.ts";

/** In a context of its own: the service's other routes keep their parsers and error handler. */
export async function fastifyOperations(app: FastifyInstance, server: OperationsServer): Promise<void> {
  await app.register(async (scope) => {
    // The codec parses: Fastify's own parser would answer broken JSON in a form that callers do not know.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "string", bodyLimit: server.maxBody }, (_request, body, done) => done(null, body));
    // Answers through the reply: `handle` never rejects, and Fastify need not wait for one promise more.
    scope.post<{ Params: { name: string } }>("/ficus/operations/:name", (request, reply) => {
      const { headers } = request;
      // A request without body is not parsed.
      const body = typeof request.body === "string" ? request.body : "";
      void server.handle({ name: request.params.name, headers, body }).then((answer) => {
        reply.code(answer.status).headers(answer.headers).send(answer.body);
      });
    });
    scope.setErrorHandler<Error & { statusCode?: number; code?: string }>((error, _request, reply) => {
      const status = error.statusCode ?? 500;
      const reason = status === 413 ? "too-large" : "malformed";
      return reply.code(status).header("x-ficus-outcome", "rejected").send({ reason, message: error.message });
    });
  });
}
