import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { bridgeEvents, receiveEvents } from "../../../src/generate/runtime/bridge.ts";
import { callBackAddress, callBackHeader, canCallBack, rememberCaller, serveCallBacks } from "../../../src/generate/runtime/callBacks.ts";
import { createCodec } from "../../../src/generate/runtime/codec.ts";
import { useReports, type Report } from "../../../src/generate/runtime/hooks.ts";
import { closeLinks } from "../../../src/generate/runtime/link.ts";
import { createOperationsServer } from "../../../src/generate/runtime/serve.ts";
import { configureService, refreshSettings } from "../../../src/generate/runtime/settings.ts";

/** A bus that knows who has heard what, and that others may call as a method. */
class Bus {
  readonly #emitter = new EventEmitter();
  readonly heard: unknown[][] = [];
  publish(name: string, ...payload: unknown[]): void {
    this.heard.push([name, ...payload]);
    this.#emitter.emit(name, ...payload);
  }
  on(name: string, listener: (...payload: unknown[]) => void): void {
    this.#emitter.on(name, listener);
  }
}

const codec = createCodec();
const service = "bridge-test";
const token = "secret";

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !condition(); turn++) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(condition(), "did not happen within two seconds");
}

describe("events that cross", () => {
  let server: Server | undefined;
  const monolith = new Bus();
  const extracted = new Bus();
  let remote = false;
  const reports: Report[] = [];
  const tokenBefore = process.env["FICUS_TOKEN"];

  before(async () => {
    process.env["FICUS_TOKEN"] = token;
    refreshSettings();
    const operations = createOperationsServer({
      service,
      token,
      operations: [...receiveEvents({ service, bus: extracted, name: "bus.publish", method: "publish", codec })],
    });
    server = createServer((request, response) => {
      rememberCaller(request.headers, token);
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const name = decodeURIComponent((request.url ?? "").split("/").pop() ?? "");
        void operations
          .handle({ name, headers: request.headers, body: Buffer.concat(chunks).toString() })
          .then((answer) => response.writeHead(answer.status, answer.headers).end(answer.body));
      });
    });
    await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
    // Listening on an address, not on a pipe.
    configureService(service, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    bridgeEvents({ to: service, bus: monolith, name: "bus.publish", method: "publish", events: ["order.placed"], codec, active: () => remote });
    bridgeEvents({ to: "monolith", bus: extracted, name: "bus.publish", method: "publish", events: ["parcel.sent"], codec, active: canCallBack });
    serveCallBacks([...receiveEvents({ service: "monolith", bus: monolith, name: "bus.publish", method: "publish", codec })]);
    useReports((report) => reports.push(report));
  });

  after(() => {
    useReports(undefined);
    closeLinks();
    server?.close();
    if (tokenBefore === undefined) delete process.env["FICUS_TOKEN"];
    else process.env["FICUS_TOKEN"] = tokenBefore;
    refreshSettings();
  });

  it("stay here while the service runs here", async () => {
    monolith.publish("order.placed", { id: 1 });
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.deepEqual(monolith.heard, [["order.placed", { id: 1 }]]);
    assert.deepEqual(extracted.heard, []);
  });

  it("arrive once on the other side, with what JSON would lose, and are not sent back", async () => {
    remote = true;
    const placedAt = new Date(0);
    monolith.publish("order.placed", { id: 2n, placedAt });
    monolith.publish("order.seen", { id: 2n });
    await until(() => extracted.heard.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.deepEqual(extracted.heard, [["order.placed", { id: 2n, placedAt }]]);
    assert.equal(monolith.heard.length, 3);
  });

  it("come back from listeners on the other side, to the address that came with the call", async () => {
    extracted.on("order.placed", () => extracted.publish("parcel.sent", "FF-1"));
    monolith.publish("order.placed", { id: 3n });
    await until(() => monolith.heard.some(([name]) => name === "parcel.sent"));
    assert.deepEqual(monolith.heard.at(-1), ["parcel.sent", "FF-1"]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(extracted.heard.filter(([name]) => name === "parcel.sent").length, 1);
  });

  it("are reported when they are lost, and the publisher does not feel it", async () => {
    monolith.publish("order.placed", () => "a function cannot cross");
    await until(() => reports.some((report) => report.kind === "event-lost"));
    assert.equal(monolith.heard.at(-1)?.[0], "order.placed");
  });

  it("are sent back to callers alone who know the token", async () => {
    const url = await callBackAddress();
    rememberCaller({ [callBackHeader]: "http://127.0.0.1:1", "x-ficus-token": "guess" }, token);
    rememberCaller({ [callBackHeader]: "http://127.0.0.1:1" }, undefined);
    rememberCaller({ [callBackHeader]: "javascript:alert(1)", "x-ficus-token": token }, token);
    extracted.publish("parcel.sent", "FF-2");
    await until(() => monolith.heard.some(([, payload]) => payload === "FF-2"));
    assert.ok(url?.startsWith("http://127.0.0.1:"));
  });
});
