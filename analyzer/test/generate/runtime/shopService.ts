/** A service with operations, on a free port of this machine, as extraction generates it. */
import type { AddressInfo } from "node:net";
import fastify from "fastify";
import { fastifyOperations } from "../../../src/generate/runtime/fastifyOperations.ts";
import type { Operation } from "../../../src/generate/runtime/operation.ts";
import { createOperationsServer, type ServedOperation, type ServeOptions } from "../../../src/generate/runtime/serve.ts";
import { shopCodec } from "./shopValues.ts";

export const token = "shop-secret";

export function operation(name: string, more: Partial<Operation> = {}): Operation {
  return { service: "ordering", name, codec: shopCodec, ...more };
}

export function served(name: string, run: ServedOperation["run"]): ServedOperation {
  return { operation: operation(name), run };
}

export interface Running {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export async function startService(operations: readonly ServedOperation[], more: Partial<ServeOptions> = {}, port = 0): Promise<Running> {
  const app = fastify({ forceCloseConnections: true });
  await fastifyOperations(app, createOperationsServer({ service: "ordering", operations, token, ...more }));
  await app.listen({ host: "127.0.0.1", port });
  // Listening on TCP, it has a port.
  const address = app.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${address.port}`, stop: () => app.close() };
}
