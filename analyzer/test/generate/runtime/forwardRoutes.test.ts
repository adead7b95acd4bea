import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { forwardRoutes } from "../../../src/generate/runtime/forwardRoutes.ts";
import { closeLinks } from "../../../src/generate/runtime/link.ts";
import { configureService } from "../../../src/generate/runtime/settings.ts";
import { useSwitch } from "../../../src/generate/runtime/switch.ts";

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Listening on an address, not on a pipe.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

describe("forwarding all routes of a service", () => {
  const servers: Server[] = [];
  afterEach(() => {
    useSwitch(undefined);
    closeLinks();
    for (const server of servers.splice(0)) server.close();
  });

  it("hands over what the service owns, and leaves what others answer first", async () => {
    const service = createServer((request, response) => response.end(`service ${request.method} ${request.url}`));
    servers.push(service);
    configureService("orders-forward-test", { url: await listen(service) });
    useSwitch((name) => (name === "orders-forward-test" ? "remote" : undefined));
    const shop = express();
    shop.use(
      forwardRoutes({
        service: "orders-forward-test",
        routes: ["GET /orders", "GET /orders/:id", "POST /orders"],
        except: ["GET /orders/export"],
      }),
    );
    shop.use(express.json());
    shop.use((request, response) => void response.send(`monolith ${request.method} ${request.originalUrl}`));
    const monolith = createServer(shop);
    servers.push(monolith);
    const url = await listen(monolith);
    const ask = async (method: string, path: string, body?: string): Promise<string> =>
      (await fetch(url + path, { method, ...(body === undefined ? {} : { body, headers: { "content-type": "application/json" } }) })).text();
    assert.equal(await ask("GET", "/orders?page=2"), "service GET /orders?page=2");
    assert.equal(await ask("GET", "/orders/7/"), "service GET /orders/7/");
    assert.equal(await ask("POST", "/orders", "{}"), "service POST /orders");
    assert.equal(await ask("GET", "/orders/export"), "monolith GET /orders/export");
    assert.equal(await ask("DELETE", "/orders/7"), "monolith DELETE /orders/7");
    assert.equal(await ask("GET", "/invoices"), "monolith GET /invoices");
  });

  it("of a retired service, forwards whatever the switch says, and answers 502 or 404 where the service does not", async () => {
    const service = createServer((request, response) => {
      if (request.url === "/orders/7") return response.end("service");
      return response.writeHead(404, { "x-ficus-unmatched": "1" }).end();
    });
    servers.push(service);
    configureService("orders-retired-test", { url: await listen(service), fallback: "local" });
    configureService("billing-retired-test", { url: "http://127.0.0.1:1", fallback: "local", retries: 0 });
    const shop = express();
    shop.use(forwardRoutes({ service: "orders-retired-test", remoteOnly: true, routes: ["GET /orders/:id"] }));
    shop.use(forwardRoutes({ service: "billing-retired-test", remoteOnly: true, routes: ["GET /invoices"] }));
    shop.use((_request, response) => void response.status(404).send("nothing here"));
    const monolith = createServer(shop);
    servers.push(monolith);
    const url = await listen(monolith);
    const ask = async (path: string): Promise<string> => {
      const answer = await fetch(url + path);
      return `${answer.status} ${await answer.text()}`;
    };
    assert.equal(await ask("/orders/7"), "200 service");
    assert.equal(await ask("/orders/8"), "404 nothing here");
    assert.match(await ask("/invoices"), /^50[23] .*billing-retired-test/);
  });
});
