import assert from "node:assert/strict";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import express, { type Express, type RequestHandler, type Router } from "express";
import { forward } from "../../../src/generate/runtime/forward.ts";
import { targetOf } from "../../../src/generate/runtime/forwardedRoute.ts";
import { usePropagation, useReports, type Report } from "../../../src/generate/runtime/hooks.ts";
import { closeLinks } from "../../../src/generate/runtime/link.ts";
import { registerObserver, type Crossing, type ShadowReport } from "../../../src/generate/runtime/observer.ts";
import { answerUnmatched, recordServed } from "../../../src/generate/runtime/servedRoutes.ts";
import { configureService, refreshSettings } from "../../../src/generate/runtime/settings.ts";
import { modeOf, refreshSwitch } from "../../../src/generate/runtime/switch.ts";
import { rawRequest } from "./rawRequest.ts";

const routes = [
  "GET /orders",
  "GET /orders/:id",
  "POST /orders",
  "PUT /orders/:id",
  "DELETE /orders/:id",
  "GET /orders/:id/invoice",
  "GET /orders/:id/events",
  "GET /orders/:id/moved",
  "POST /orders/:id/photo",
  "GET /orders/:id/secret",
];

/** The handlers of the shop's orders, which both processes mount. `where` shows only where a test asks who answered. */
function ordersRouter(
  where: string,
  parsers: readonly RequestHandler[] = [express.json({ limit: 1000 }), express.urlencoded({ extended: true })],
): Router {
  const router = express.Router();
  router.get("/", (request, response) => void response.json({ url: request.originalUrl, base: request.baseUrl, query: request.query }));
  router.get("/:id", (request, response) => {
    if (request.query["who"] !== undefined) return void response.json({ where });
    response.append("Set-Cookie", "a=1; Path=/").append("Set-Cookie", "b=2").set("Cache-Control", "private, max-age=5");
    response.json({ id: request.params.id, agent: request.get("X-Agent") });
  });
  router.post(
    "/",
    ...parsers,
    (request, response) => void response.status(201).json({ body: request.body ?? null, type: request.get("content-type") }),
  );
  router.put("/:id", ...parsers, (request, response) => void response.json({ body: request.body ?? null }));
  router.delete("/:id", (_request, response) => void response.status(204).end());
  router.get("/:id/invoice", (_request, response) => {
    const bytes = gzipSync("invoice");
    response.set({ "Content-Type": "application/pdf", "Content-Encoding": "gzip", "Content-Length": String(bytes.length) }).end(bytes);
  });
  router.get("/:id/moved", (_request, response) => response.redirect(301, "/orders/7"));
  router.post("/:id/photo", (request, response) => {
    let size = 0;
    request.on("data", (chunk: Buffer) => (size += chunk.length));
    request.on("end", () => response.json({ size }));
  });
  return router;
}

type Mount = (app: Express, forwarders: Router, local: Router) => void;

const mountBefore: Mount = (app, forwarders, local) => app.use("/orders", forwarders).use("/orders", local);

describe("forward", () => {
  const servers: http.Server[] = [];
  let service: string;
  let monolith: string;
  const crossings: Crossing[] = [];
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);

  async function listen(handler: http.RequestListener): Promise<string> {
    const server = http.createServer(handler);
    servers.push(server);
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const startService = (router: Router = ordersRouter("service")): Promise<string> => {
    const app = express().set("env", "test").use(recordServed("ordering")).use("/orders", router).use(answerUnmatched);
    return listen(app);
  };
  function startMonolith(mount: Mount = mountBefore, parsers?: readonly RequestHandler[]): Promise<string> {
    const app = express().set("env", "test");
    const forwarders = express.Router();
    for (const route of routes) {
      const [method = "", path = ""] = route.split(" ");
      const register = { GET: "get", POST: "post", PUT: "put", DELETE: "delete" } as const;
      // The table above names only these four.
      forwarders[register[method as keyof typeof register]](path.slice("/orders".length) || "/", forward({ service: "ordering", route }));
    }
    mount(app, forwarders, ordersRouter("monolith", parsers));
    return listen(app);
  }
  const switchTo = (mode: string): void => refreshSwitch({ FICUS_SWITCH: `ordering=${mode}` });
  const both = async (head: readonly string[], body?: string | Buffer): Promise<void> => {
    switchTo("local");
    const local = await rawRequest(monolith, head, body);
    switchTo("remote");
    assert.deepEqual(await rawRequest(monolith, head, body), local, head.join(" | "));
    assert.match(local.status, /^HTTP\/1\.1 \d{3}/);
  };
  const get = async (path: string): Promise<unknown> => JSON.parse((await rawRequest(monolith, [`GET ${path} HTTP/1.1`])).body);

  beforeEach(async () => {
    process.on("unhandledRejection", note);
    registerObserver({ crossing: (crossing) => crossings.push(crossing) });
    service = await startService();
    monolith = await startMonolith();
    configureService("ordering", { url: service, token: "shop-secret", timeoutMs: 1000 });
  });

  afterEach(async () => {
    registerObserver(undefined);
    usePropagation(undefined);
    useReports(undefined);
    closeLinks();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
    refreshSettings(true);
    refreshSwitch();
    crossings.length = 0;
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", note);
    assert.deepEqual(unhandled.splice(0), []);
  });

  it("sends a route to the service when the switch says so, and not otherwise", async () => {
    switchTo("local");
    assert.deepEqual(await get("/orders/7?who"), { where: "monolith" });
    switchTo("remote");
    assert.deepEqual(await get("/orders/7?who"), { where: "service" });
    refreshSwitch({ FICUS_SWITCH: "ordering:GET /orders/:id=remote" });
    assert.deepEqual(await get("/orders/7?who"), { where: "service" });
    // Either side may hear of the end first.
    const sides = (side: Crossing["side"]): Crossing[] => crossings.filter((crossing) => crossing.side === side);
    assert.deepEqual(
      sides("client").map(({ route, mode, remote, outcome, status }) => [route, mode, remote, outcome, status]),
      [
        ["GET /orders/:id", "local", false, "value", 200],
        ["GET /orders/:id", "remote", true, "value", 200],
        ["GET /orders/:id", "remote", true, "value", 200],
      ],
    );
    const remote = sides("client").filter((crossing) => crossing.remote);
    assert.deepEqual(
      sides("server").map(({ id, route, status }) => [id, route, status]),
      remote.map(({ id, route, status }) => [id, route, status]),
    );
  });

  it("answers edge requests as the local handlers do, to the byte", async () => {
    const { headers } = await rawRequest(monolith, ["GET /orders/7 HTTP/1.1"]);
    const etag = headers.find((header) => header.startsWith("ETag:"));
    assert.ok(etag !== undefined);
    const conditional = `If-None-Match: ${etag.slice("ETag: ".length)}`;
    await both(["GET /orders/7 HTTP/1.1"]);
    await both(["GET /orders/7 HTTP/1.1", conditional]);
    assert.match((await rawRequest(monolith, ["GET /orders/7 HTTP/1.1", conditional])).status, / 304 /);
    await both(["HEAD /orders/7 HTTP/1.1"]);
    await both(["OPTIONS /orders/7 HTTP/1.1"]);
    for (const path of [
      "/orders",
      "/orders/",
      "/orders?q=1",
      "/orders/?q=1",
      "/orders/7/",
      "//orders/7",
      "/ORDERS/7",
      "/orders/%zz",
      "/orders/a%2Fb",
      "/orders/7?x=%20&y[]=1",
    ]) {
      await both([`GET ${path} HTTP/1.1`]);
    }
    await both(["GET /orders/7/unknown HTTP/1.1"]);
    await both(["PATCH /orders/7 HTTP/1.1", "Content-Length: 0"]);
    await both(["DELETE /orders/7 HTTP/1.1"]);
    await both(["DELETE /orders/7 HTTP/1.1", "Content-Length: 2", "Content-Type: text/plain"], "hi");
    await both(["GET /orders/7/invoice HTTP/1.1", "Accept-Encoding: gzip"]);
    await both(["GET /orders/7/moved HTTP/1.1"]);
    await both(["GET /orders/7 HTTP/1.1", "X-Agent: caf\u00e9", "x-agent: 2"]);
  });

  it("would be caught by these comparisons if it used fetch: 304 is lost, encodings too", async () => {
    const overFetch: RequestHandler = (request, response, next) => {
      if (modeOf("ordering", "ordering").kind === "local") return next();
      const headers = new Headers(Object.entries(request.headers).filter(([name]) => name !== "connection") as [string, string][]);
      fetch(`${service}${request.originalUrl}`, { headers })
        .then(async (answer) => {
          for (const [name, value] of answer.headers) if (!/^(connection|keep-alive)$/.test(name)) response.setHeader(name, value);
          response.status(answer.status).end(Buffer.from(await answer.arrayBuffer()));
        })
        .catch(next);
    };
    const { headers } = await rawRequest(monolith, ["GET /orders/7 HTTP/1.1"]);
    const etag = headers.find((header) => header.startsWith("ETag:"))?.slice("ETag: ".length);
    monolith = await listen(express().set("env", "test").use(overFetch).use("/orders", ordersRouter("monolith")));
    await assert.rejects(both(["GET /orders/7 HTTP/1.1", `If-None-Match: ${etag}`]), /304/);
    await assert.rejects(both(["GET /orders/7/invoice HTTP/1.1", "Accept-Encoding: gzip"]), assert.AssertionError);
  });

  it("lets a service answer before the upload has ended, and stream for longer than the timeout", async () => {
    const url = await listen((request, response) => {
      response.writeHead(413).write("too ");
      request.resume();
      setTimeout(() => response.end("long"), 400);
    });
    configureService("ordering", { url, timeoutMs: 200 });
    switchTo("remote");
    const answer = await rawRequest(monolith, ["POST /orders/7/photo HTTP/1.1", "Content-Length: 100000"], Buffer.alloc(100_000));
    assert.deepEqual([answer.status, answer.body], ["HTTP/1.1 413 Payload Too Large", "too long"]);
  });

  it("names routes in any script", async () => {
    const route = "GET /commandes/:numéro/日";
    const app = express()
      .set("env", "test")
      .get(encodeURI("/commandes/:n/日"), forward({ service: "ordering", route }));
    monolith = await listen(app);
    switchTo("remote");
    assert.match((await rawRequest(monolith, [`GET ${encodeURI("/commandes/7/日")} HTTP/1.1`])).status, / 404 /);
    const sides = crossings.map((crossing) => `${crossing.side} ${crossing.route}`);
    assert.deepEqual(sides.sort(), [`client ${route}`, `server ${route}`]);
  });

  it("sends bodies on, whole, chunked, empty, broken, too long, after 100-continue", async () => {
    const json = "Content-Type: application/json";
    await both(["POST /orders HTTP/1.1", json, "Content-Length: 11"], '{"sku":"m"}');
    await both(["POST /orders HTTP/1.1", json, "Content-Length: 11", "Expect: 100-continue"], '{"sku":"m"}');
    await both(["POST /orders HTTP/1.1", json, "Transfer-Encoding: chunked"], '5\r\n{"sku\r\n6\r\n":"m"}\r\n0\r\n\r\n');
    await both(["POST /orders HTTP/1.1", json, "Content-Length: 0"]);
    await both(["POST /orders HTTP/1.1", "Content-Type: text/plain", "Content-Length: 2"], "hi");
    await both(["POST /orders HTTP/1.1", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 16"], "a[b]=1&a[c]=%26+x");
    await both(["DELETE /orders/7 HTTP/1.1", "Transfer-Encoding: chunked"], "2\r\nhi\r\n0\r\n\r\n");
    const photo = Buffer.alloc(3_000_000, 7);
    await both(["POST /orders/7/photo HTTP/1.1", `Content-Length: ${photo.length}`], photo);
    switchTo("remote");
    // Error pages show stacks, whose lines differ.
    assert.match((await rawRequest(monolith, ["POST /orders HTTP/1.1", json, "Content-Length: 1"], "{")).status, / 400 /);
    const long = `{"sku":"${"x".repeat(2000)}"}`;
    assert.match((await rawRequest(monolith, ["POST /orders HTTP/1.1", json, `Content-Length: ${long.length}`], long)).status, / 413 /);
  });

  it("writes bodies again that were parsed before it", async () => {
    const text = express.text({ type: "text/*" });
    const raw = express.raw({ type: "application/octet-stream" });
    const all = [express.json(), express.urlencoded({ extended: true }), text, raw];
    const inner = [express.json(), express.urlencoded({ extended: true }), text, raw];
    configureService("ordering", { url: await startService(ordersRouter("service", inner)) });
    monolith = await startMonolith(
      (app, forwarders, local) =>
        app
          .use(...all)
          .use("/orders", forwarders)
          .use("/orders", local),
      [],
    );
    const bodies: [string, string | Buffer][] = [
      ["application/json", '{"lines":[{"sku":"mug","count":2}],"note":"é"}'],
      ["application/vnd.shop+json; charset=utf-8", "[]"],
      ["application/x-www-form-urlencoded", "a[b][0]=1&a[b][1]=2&c=%26%3D+x&d=1&d=2&e[]=one&f[0][g]=1"],
      ["text/plain; charset=latin1", Buffer.from("caf\u00e9", "latin1")],
      ["application/octet-stream", Buffer.from([0, 255, 10, 13])],
    ];
    for (const [type, body] of bodies) {
      const length = Buffer.byteLength(body);
      switchTo("local");
      const head = ["POST /orders HTTP/1.1", `Content-Type: ${type}`, `Content-Length: ${length}`];
      const local: unknown = JSON.parse((await rawRequest(monolith, head, body)).body);
      switchTo("remote");
      const remote: unknown = JSON.parse((await rawRequest(monolith, head, body)).body);
      assert.deepEqual(Reflect.get(remote as object, "body"), Reflect.get(local as object, "body"), type);
    }
    const zipped = gzipSync('{"sku":"mug"}');
    const answer = await rawRequest(
      monolith,
      ["POST /orders HTTP/1.1", "Content-Type: application/json", "Content-Encoding: gzip", `Content-Length: ${zipped.length}`],
      zipped,
    );
    assert.match(answer.body, /"sku":"mug"/);
  });

  it("says so when a body was read and nothing of it is left, instead of waiting for ever", async () => {
    const swallow: RequestHandler = (request, _response, next) => void request.resume().on("end", () => next());
    monolith = await startMonolith((app, forwarders, local) => app.use(swallow).use("/orders", forwarders).use("/orders", local));
    switchTo("remote");
    const { status, body } = await rawRequest(
      monolith,
      ["POST /orders HTTP/1.1", "Content-Type: multipart/form-data; boundary=x", "Content-Length: 2"],
      "--",
    );
    assert.match(status, / 502 /);
    assert.deepEqual(JSON.parse(body), { error: { code: "FICUS_REMOTE", reason: "unavailable", service: "ordering" } });
  });

  it("keeps raw headers both ways, says who the client is, and lets nobody speak in its name", async () => {
    let seen: string[] = [];
    const url = await listen((request, response) => {
      seen = request.rawHeaders;
      response.writeHead(200, "Fine", [
        "X-Case",
        "1",
        "Set-Cookie",
        "a=1",
        "Set-Cookie",
        "b=2",
        "Connection",
        "X-Hop",
        "X-Hop",
        "1",
        "x-ficus-outcome",
        "x",
      ]);
      response.end("ok");
    });
    configureService("ordering", { url });
    usePropagation((headers) => {
      headers["traceparent"] = "00-ours-01";
    });
    switchTo("remote");
    const answer = await rawRequest(monolith, [
      "GET /orders/7 HTTP/1.1",
      "X-MiXeD: 1",
      "X-Mixed: 2",
      "Keep-Alive: 5",
      "X-Ficus-Token: stolen",
      "X-Forwarded-For: 10.0.0.1",
      "traceparent: 00-theirs-01",
    ]);
    const sent = seen
      .flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${seen[index + 1]}`] : []))
      .filter((line) => !/^x-ficus-(crossing|callback)/.test(line));
    assert.deepEqual(sent, [
      "X-MiXeD: 1",
      "X-Mixed: 2",
      "Host: shop.example",
      "X-Forwarded-For: 10.0.0.1, 127.0.0.1",
      "X-Forwarded-Proto: http",
      "traceparent: 00-ours-01",
      "x-ficus-route: GET /orders/:id",
      "x-ficus-token: shop-secret",
      "Connection: keep-alive",
    ]);
    assert.equal(answer.status, "HTTP/1.1 200 Fine");
    assert.deepEqual(answer.headers, ["Set-Cookie: a=1", "Set-Cookie: b=2", "X-Case: 1", "X-Powered-By: Express"]);
  });

  it("lets the service's headers win over those of the monolith's middleware, and adds cookies up", async () => {
    const headers: RequestHandler = (_request, response, next) => {
      response.set({ "Cache-Control": "no-store", "X-Request-Id": "1" }).append("Set-Cookie", "session=s").append("Set-Cookie", "b=2");
      next();
    };
    monolith = await startMonolith((app, forwarders, local) => app.use(headers).use("/orders", forwarders).use("/orders", local));
    switchTo("remote");
    const answer = await rawRequest(monolith, ["GET /orders/7 HTTP/1.1"]);
    const found = answer.headers.filter((header) => /^(cache-control|set-cookie|x-request-id)/i.test(header));
    assert.deepEqual(found, [
      "Cache-Control: private, max-age=5",
      "Set-Cookie: a=1; Path=/",
      "Set-Cookie: b=2",
      "Set-Cookie: session=s",
      "X-Request-Id: 1",
    ]);
  });

  it("falls through to the local handler where the service does not know the route", async () => {
    configureService("ordering", { url: await listen(answerUnmatched) });
    switchTo("remote");
    assert.deepEqual(await get("/orders/7?who"), { where: "monolith" });
    assert.deepEqual(
      crossings.map(({ outcome }) => outcome),
      ["unmatched"],
    );
  });

  it("streams answers as they come, and tells the service when the client goes away", async () => {
    let closed: () => void = () => {};
    const gone = new Promise<void>((resolve) => (closed = resolve));
    const url = await listen((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: 1\n\n");
      response.on("close", closed);
    });
    configureService("ordering", { url, timeoutMs: 400 });
    switchTo("remote");
    await new Promise<void>((resolve, reject) => {
      const request = http.get(`${monolith}/orders/7/events`, (response) => {
        response.once("data", (chunk) => {
          assert.equal(String(chunk), "data: 1\n\n");
          // The timeout holds until the headers, not for what streams afterwards.
          setTimeout(() => {
            assert.equal(response.destroyed, false);
            request.destroy();
            resolve();
          }, 500);
        });
      });
      request.on("error", reject);
    });
    await gone;
  });

  it("tells the service when an uploading client goes away", async () => {
    let aborted: () => void = () => {};
    const gone = new Promise<void>((resolve) => (aborted = resolve));
    const url = await listen(
      (request) =>
        void request
          .on("data", () => {})
          .on("aborted", aborted)
          .on("error", () => {}),
    );
    configureService("ordering", { url });
    switchTo("remote");
    const socket = net.connect(Number(new URL(monolith).port), "127.0.0.1");
    socket.write("POST /orders/7/photo HTTP/1.1\r\nHost: shop\r\nContent-Length: 1000\r\n\r\nabc");
    setTimeout(() => socket.destroy(), 50);
    await gone;
  });

  it("breaks the answer off when the service goes away in the middle of it", async () => {
    const url = await listen((_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half");
      setTimeout(() => response.destroy(), 20);
    });
    configureService("ordering", { url });
    switchTo("remote");
    await assert.rejects(
      fetch(`${monolith}/orders/7`).then((response) => response.text()),
      TypeError,
    );
  });

  it("answers 502 and 504 when the service fails, and other routes stay alive", async () => {
    const silent = await listen(() => {});
    configureService("ordering", { url: silent, timeoutMs: 40, breaker: { failures: 2 } });
    switchTo("remote");
    const slow = await rawRequest(monolith, ["GET /orders/7 HTTP/1.1"]);
    assert.match(slow.status, / 504 /);
    assert.deepEqual(JSON.parse(slow.body), { error: { code: "FICUS_REMOTE", reason: "timeout", service: "ordering" } });
    configureService("ordering", { url: "http://127.0.0.1:1", timeoutMs: 3000 });
    assert.match((await rawRequest(monolith, ["GET /orders/7 HTTP/1.1"])).status, / 502 /);
    assert.match((await rawRequest(monolith, ["POST /orders HTTP/1.1", "Content-Length: 2"], "{}")).status, / 502 /);
    assert.match((await rawRequest(monolith, ["GET /orders/7 HTTP/1.1"])).status, / 503 /);
    refreshSwitch({ FICUS_SWITCH: "ordering=remote,ordering:GET /orders/:id=local" });
    assert.deepEqual(await get("/orders/7?who"), { where: "monolith" });
  });

  it("answers locally where that is configured and the service cannot have run it", async () => {
    configureService("ordering", { url: "http://127.0.0.1:1", fallback: "local", breaker: { failures: 1000 } });
    const reports: Report[] = [];
    useReports((report) => reports.push(report));
    switchTo("remote");
    assert.deepEqual(await get("/orders/7?who"), { where: "monolith" });
    const body = '{"sku":"m"}';
    const placed = await rawRequest(monolith, ["POST /orders HTTP/1.1", "Content-Type: application/json", `Content-Length: ${body.length}`], body);
    assert.match(placed.body, /"sku":"m"/);
    assert.deepEqual(
      reports.map(({ kind }) => kind),
      ["fallback", "fallback"],
    );
  });

  it("lets the monolith answer failures in its own form", async () => {
    const app = express();
    app.get("/orders/:id", forward({ service: "ordering", route: "GET /orders/:id", onFailure: (error, _request, _response, next) => next(error) }));
    app.use(((error, _request, response, _next) => {
      // Express hands on what the forwarder gave.
      const { statusCode, reason } = error as { statusCode: number; reason: string };
      response.status(statusCode).send(`shop: ${reason}`);
    }) satisfies express.ErrorRequestHandler);
    monolith = await listen(app);
    configureService("ordering", { url: "http://127.0.0.1:1" });
    switchTo("remote");
    assert.equal((await rawRequest(monolith, ["GET /orders/7 HTTP/1.1"])).body, "shop: unavailable");
  });

  it("compares in shadow what both answer, and answers from here", async () => {
    let reported: (report: ShadowReport) => void = () => {};
    const shadowed = (): Promise<ShadowReport> => new Promise((resolve) => (reported = resolve));
    registerObserver({ shadow: (report) => reported(report) });
    switchTo("shadow");
    let report = shadowed();
    assert.deepEqual(await get("/orders/7?who"), { where: "monolith" });
    assert.deepEqual((await report).differences, [{ path: "response.body.where", local: "monolith", remote: "service" }]);
    report = shadowed();
    await rawRequest(monolith, ["GET /orders/7 HTTP/1.1", "Accept-Encoding: gzip"]);
    assert.deepEqual((await report).differences, []);
    report = shadowed();
    await rawRequest(monolith, ["HEAD /orders/7 HTTP/1.1"]);
    assert.deepEqual((await report).differences, []);
    registerObserver({ crossing: (crossing) => crossings.push(crossing) });
    await rawRequest(monolith, ["DELETE /orders/7 HTTP/1.1"]);
    assert.equal(crossings[0]?.keptLocal, "only reads are shadowed");
  });

  it("breaks routes on purpose when an observer asks for it", async () => {
    registerObserver({ fault: (_service, name) => (name === "GET /orders/:id" ? "error" : "noop") });
    switchTo("remote");
    assert.match((await rawRequest(monolith, ["GET /orders/7 HTTP/1.1"])).status, / 500 /);
    assert.match((await rawRequest(monolith, ["GET /orders HTTP/1.1"])).status, / 204 /);
  });

  it("forwards what the client asked for, whatever was mounted where", () => {
    assert.equal(targetOf({ url: "/", baseUrl: "/orders", originalUrl: "/orders" }), "/orders");
    assert.equal(targetOf({ url: "/?q=1", baseUrl: "/orders", originalUrl: "/orders?q=1" }), "/orders?q=1");
    assert.equal(targetOf({ url: "/", baseUrl: "/orders", originalUrl: "/orders/" }), "/orders/");
    assert.equal(targetOf({ url: "/7", baseUrl: "/orders", originalUrl: "/orders/7" }), "/orders/7");
    assert.equal(targetOf({ url: "/7", baseUrl: "/orders", originalUrl: "/v1/orders/7" }), "/orders/7", "rewritten on its way");
    assert.equal(targetOf({ url: "/7", originalUrl: "/orders/7" }), "/orders/7");
    assert.equal(targetOf({ url: "//orders" }), "//orders");
  });
});
