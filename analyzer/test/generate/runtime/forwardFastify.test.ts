import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import fastify, { type FastifyInstance } from "fastify";
import { forwardFastify } from "../../../src/generate/runtime/forwardFastify.ts";
import { closeLinks } from "../../../src/generate/runtime/link.ts";
import { configureService, refreshSettings } from "../../../src/generate/runtime/settings.ts";
import { refreshSwitch } from "../../../src/generate/runtime/switch.ts";
import { rawRequest, type RawAnswer } from "./rawRequest.ts";

/** The same routes in both processes; in the monolith with forwarders before them. */
function addRoutes(app: FastifyInstance, where: string, isMonolith: boolean): void {
  const hook = (route: string): object => (isMonolith ? { onRequest: forwardFastify({ service: "ordering", route }) } : {});
  app.addHook("onRequest", async (_request, reply) => void reply.header("x-frame-options", "DENY").header("x-process", where));
  app.get("/orders/:id", hook("GET /orders/:id"), async (request, reply) => {
    if (request.headers["if-none-match"] === '"7"') return reply.code(304).send();
    return reply.header("etag", '"7"').send({ params: request.params, query: request.query });
  });
  app.post("/orders", hook("POST /orders"), async (request, reply) => reply.code(201).send({ body: request.body }));
}

describe("forwardFastify", () => {
  const apps: FastifyInstance[] = [];
  const finished: number[] = [];
  let monolith: string;

  before(async () => {
    const urls: string[] = [];
    for (const where of ["service", "monolith"]) {
      const app = fastify({ forceCloseConnections: true });
      addRoutes(app, where, where === "monolith");
      if (where === "monolith") app.addHook("onResponse", async (_request, reply) => void finished.push(reply.raw.statusCode));
      await app.listen({ host: "127.0.0.1", port: 0 });
      urls.push(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`);
      apps.push(app);
    }
    configureService("ordering", { url: urls[0], timeoutMs: 500 });
    monolith = urls[1] ?? "";
  });
  after(async () => {
    refreshSwitch();
    closeLinks();
    refreshSettings(true);
    await Promise.all(apps.map((app) => app.close()));
  });

  const ask = async (mode: string, head: readonly string[], body?: string): Promise<RawAnswer & { readonly where: string | undefined }> => {
    refreshSwitch({ FICUS_SWITCH: `ordering=${mode}` });
    const answer = await rawRequest(monolith, head, body);
    const where = answer.headers.find((header) => /^x-process/i.test(header))?.split(": ")[1];
    return { ...answer, headers: answer.headers.filter((header) => !/^x-process/i.test(header)), where };
  };

  it("answers as the local handlers do, with the headers of plugins, from the other process", async () => {
    const requests: [string[], string?][] = [
      [["GET /orders/7?q=1 HTTP/1.1"]],
      [["GET /orders/7 HTTP/1.1", 'If-None-Match: "7"']],
      [["HEAD /orders/7 HTTP/1.1"]],
      [["POST /orders HTTP/1.1", "Content-Type: application/json", "Content-Length: 13"], '{"sku":"mug"}'],
      [["POST /orders HTTP/1.1", "Content-Type: application/json", "Content-Length: 1"], "{"],
      [["GET /nothing HTTP/1.1"]],
    ];
    for (const [head, body] of requests) {
      const { where: here, ...local } = await ask("local", head, body);
      const { where: there, ...remote } = await ask("remote", head, body);
      assert.deepEqual(remote, local, head[0]);
      assert.deepEqual([here, there], ["monolith", head[0]?.includes("nothing") === true ? "monolith" : "service"]);
    }
    assert.equal(finished.length, requests.length * 2, "onResponse hooks run");
  });

  it("answers 502 while the service is away", async () => {
    configureService("ordering", { url: "http://127.0.0.1:1" });
    assert.match((await ask("remote", ["GET /orders/7 HTTP/1.1"])).status, / 502 /);
  });
});
