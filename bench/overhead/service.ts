/** The measured process: `bare` is a Fastify route with the handler and nothing else, `operations` serves it as a generated service does. */
import type { AddressInfo } from "node:net";
import fastify from "fastify";
import { fastifyOperations } from "../../analyzer/src/generate/runtime/fastifyOperations.ts";
import { createOperationsServer } from "../../analyzer/src/generate/runtime/serve.ts";
import { priceBasket, token, total, type Basket } from "./shop.ts";

const app = fastify();
if (process.argv[2] === "bare") {
  app.post<{ Body: { args: [Basket] } }>("/ficus/operations/total", (request, reply) => reply.send({ value: priceBasket(request.body.args[0]) }));
} else {
  // The benchmark sends baskets and nothing else.
  const operations = [{ operation: total, run: async ([basket]: readonly unknown[]) => priceBasket(basket as Basket) }];
  await fastifyOperations(app, createOperationsServer({ service: "ordering", operations, token }));
}
await app.listen({ host: "127.0.0.1", port: 0 });
process.send?.((app.server.address() as AddressInfo).port);
// Asked before and after a load: microseconds of processor time so far.
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.on("disconnect", () => process.exit(0));
