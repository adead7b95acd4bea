/** The adapters for frameworks that are not installed here, on contexts made as theirs are: over plain `http`. */
import assert from "node:assert/strict";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { forwardHono } from "../../../src/generate/runtime/forwardHono.ts";
import { forwardKoa } from "../../../src/generate/runtime/forwardKoa.ts";
import { closeLinks } from "../../../src/generate/runtime/link.ts";
import { configureService, refreshSettings } from "../../../src/generate/runtime/settings.ts";
import { refreshSwitch } from "../../../src/generate/runtime/switch.ts";
import { rawRequest, type RawAnswer } from "./rawRequest.ts";

/** Answers with what it was asked, as both processes do. */
function answerAs(where: string): http.RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.headers["if-none-match"] === '"7"') return void response.writeHead(304, { ETag: '"7"' }).end();
      response.writeHead(200, "Fine", { "Content-Type": "application/json", "Set-Cookie": ["a=1", "b=2"], "X-Where": where });
      response.end(JSON.stringify({ where, url: request.url, body: Buffer.concat(chunks).toString("utf8") }));
    });
  };
}

describe("forwarders of Koa and Hono", () => {
  const servers: http.Server[] = [];
  async function listen(handler: http.RequestListener): Promise<string> {
    const server = http.createServer(handler);
    servers.push(server);
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const route = { service: "ordering", route: "GET /orders/:id" };
  const koa = forwardKoa(route);
  const hono = forwardHono<Response>(route);
  const local = answerAs("monolith");

  const onKoa: http.RequestListener = (req, res) => {
    const originalUrl = req.url ?? "/";
    const context = { req, res, originalUrl, request: {}, respond: undefined as boolean | undefined };
    const next = async (): Promise<void> => {
      assert.equal(context.respond, undefined, "Koa answers again");
      local(req, res);
    };
    koa(context, next).catch((error: unknown) => void res.writeHead(500).end(String(error)));
  };

  const onHono: http.RequestListener = (incoming, response) => {
    const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
    const raw = new Request(`http://shop.example${incoming.url}`, {
      method: incoming.method ?? "GET",
      headers: Object.entries(incoming.headers).filter(([name]) => name !== "connection") as [string, string][],
      // Node's own types of web streams differ from those of its globals in name only.
      ...(hasBody ? { body: Readable.toWeb(incoming) as unknown as ReadableStream, duplex: "half" } : {}),
    });
    const context = { req: { raw, arrayBuffer: () => raw.arrayBuffer() }, env: { incoming } };
    hono(context, async () => local(incoming, response))
      .then(async (answer) => {
        if (answer === undefined) return;
        response.statusMessage = answer.statusText;
        response.writeHead(answer.status, [...answer.headers].flat());
        response.end(Buffer.from(await answer.arrayBuffer()));
      })
      .catch((error: unknown) => void response.writeHead(500).end(String(error)));
  };

  beforeEach(async () => configureService("ordering", { url: await listen(answerAs("service")), timeoutMs: 2000 }));
  afterEach(() => {
    closeLinks();
    refreshSettings(true);
    refreshSwitch();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  for (const [name, handler] of Object.entries({ koa: onKoa, hono: onHono })) {
    it(`${name}: answers as the local handlers do, from the other process`, async () => {
      const monolith = await listen(handler);
      const requests: [string[], string?][] = [
        [["GET /orders/7?q=%20 HTTP/1.1"]],
        [["GET /orders/7 HTTP/1.1", 'If-None-Match: "7"']],
        [["HEAD /orders/7 HTTP/1.1"]],
        [["POST /orders/7 HTTP/1.1", "Content-Length: 5"], "photo"],
      ];
      const plain = (answer: RawAnswer): RawAnswer => ({
        status: answer.status,
        headers: answer.headers.map((header) => header.toLowerCase().replace(/^x-where.*/, "x-where")).sort(),
        body: answer.body.replace(/"where":"\w+"/, ""),
      });
      for (const [head, body] of requests) {
        refreshSwitch({ FICUS_SWITCH: "" });
        const here = await rawRequest(monolith, head, body);
        refreshSwitch({ FICUS_SWITCH: "ordering=remote" });
        const there = await rawRequest(monolith, head, body);
        assert.deepEqual(plain(there), plain(here), head[0]);
        if (head.length === 1 && head[0]?.startsWith("GET") === true) {
          assert.match(here.body, /"where":"monolith"/);
          assert.match(there.body, /"where":"service"/);
        }
      }
    });

    it(`${name}: answers 502 while the service is away, or locally where that is configured`, async () => {
      const monolith = await listen(handler);
      configureService("ordering", { url: "http://127.0.0.1:1" });
      refreshSwitch({ FICUS_SWITCH: "ordering=remote" });
      assert.match((await rawRequest(monolith, ["GET /orders/7 HTTP/1.1"])).status, / 502 /);
      configureService("ordering", { fallback: "local" });
      assert.match((await rawRequest(monolith, ["GET /orders/7 HTTP/1.1"])).body, /"where":"monolith"/);
    });
  }
});
