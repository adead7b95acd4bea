import assert from "node:assert/strict";
import fc from "fast-check";
import { registerObserver, type Crossing } from "../../../src/generate/runtime/observer.ts";
import { createOperationsServer, type ServedEnd } from "../../../src/generate/runtime/serve.ts";
import { operation, served, startService, token, type Running } from "./shopService.ts";

interface Answer {
  readonly status: number;
  readonly outcome: string | null;
  readonly body: { readonly value?: unknown; readonly error?: unknown; readonly reason?: string; readonly path?: string; readonly message?: string };
}

describe("serve", () => {
  let service: Running;
  const ends: ServedEnd[] = [];
  let ran = 0;

  const ask = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}, name = "total"): Promise<Answer> => {
    const response = await fetch(`${service.url}/ficus/operations/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-ficus-token": token, ...headers },
      body,
    });
    return { status: response.status, outcome: response.headers.get("x-ficus-outcome"), body: JSON.parse(await response.text()) };
  };
  const rejects = async (answer: Promise<Answer>, status: number, reason: string): Promise<Answer> => {
    const before = ran;
    const { outcome, ...rest } = await answer;
    assert.deepEqual({ status: rest.status, outcome, reason: rest.body.reason }, { status, outcome: "rejected", reason }, JSON.stringify(rest.body));
    assert.equal(ran, before, "the operation ran");
    return { outcome, ...rest };
  };
  const alive = async (): Promise<void> => {
    assert.deepEqual((await ask('{"args":[2,3]}')).body, { value: 5 });
    assert.equal(Reflect.get({}, "admin"), undefined);
  };

  before(async () => {
    service = await startService(
      [
        served("total", (args) => {
          ran++;
          return args.reduce<number>((sum, each) => sum + Number(each), 0);
        }),
        served(
          "slow",
          (_args, { signal }) => new Promise((_resolve, reject) => void signal.addEventListener("abort", () => reject(new Error("stopped")))),
        ),
        { operation: operation("strict"), run: () => 1, check: ([sku]) => (typeof sku === "string" ? undefined : "args[0]: expected text") },
        served("leaky", () => ({ close: () => 1 })),
      ],
      { maxBody: 10_000, onEnd: (end) => ends.push(end) },
    );
  });
  after(() => service.stop());
  afterEach(async () => {
    registerObserver(undefined);
    await alive();
  });

  it("needs a token, unless told otherwise in so many words", () => {
    for (const none of [undefined, ""]) {
      assert.throws(() => createOperationsServer({ service: "ordering", operations: [], token: none }), /FICUS_TOKEN/);
    }
    createOperationsServer({ service: "ordering", operations: [], token: false });
  });

  it("rejects who has no token or another", async () => {
    for (const wrong of ["", "x", `${token}x`, token.toUpperCase()])
      await rejects(ask('{"args":[]}', { "x-ficus-token": wrong }), 401, "unauthorised");
  });

  it("rejects what is no call: unknown operations, other types, broken JSON, other shapes", async () => {
    await rejects(ask('{"args":[]}', {}, "nothing"), 404, "unknown-operation");
    await rejects(ask('{"args":[]}', {}, "__proto__"), 404, "unknown-operation");
    await rejects(ask('{"args":[]}', { "content-type": "text/plain" }), 415, "unsupported-media-type");
    for (const body of ["", "{", "null", "[]", "7", '"args"', "{}", '{"args":{}}', '{"args":{"~":"Set","v":[]}}', new Uint8Array([255, 254])]) {
      await rejects(ask(body), 400, "malformed");
    }
    assert.equal((await rejects(ask('{"args":[{"at":{"~":"Date","v":"x"}}]}'), 400, "malformed")).body.path, "args[0].at");
  });

  it("rejects bodies that are too large or too deep", async () => {
    await rejects(ask(JSON.stringify({ args: ["x".repeat(10_001)] })), 413, "too-large");
    await rejects(ask(`{"args":${"[".repeat(4000)}${"]".repeat(4000)}}`), 400, "too-deep");
    await rejects(ask('{"args":[{"~":"sparse","n":4294967295,"v":[]}]}'), 413, "too-large");
  });

  it("rejects bodies that pollute prototypes", async () => {
    const bodies = [
      '{"__proto__":{"admin":true},"args":[]}',
      '{"args":[{"__proto__":{"admin":true}}]}',
      '{"args":[[{"a":{"\\u005f_proto__":{"admin":true}}}]]}',
      '{"args":[{"constructor":{"prototype":{"admin":true}}}]}',
      '{"args":[{"~":"class","c":"Money","v":{"__proto__":{"admin":true}}}]}',
      '{"args":[{"~":"Map","v":[["a",{"__proto__":{"admin":true}}]]}]}',
    ];
    for (const body of bodies) await rejects(ask(body), 400, "forbidden-key");
  });

  it("rejects what the contract's schema does not admit, when it is strict", async () => {
    assert.match((await rejects(ask('{"args":[7]}', {}, "strict"), 422, "not-admitted")).body.message ?? "", /args\[0\]/);
    assert.equal((await ask('{"args":["mug"]}', {}, "strict")).status, 200);
  });

  it("honours the caller's deadline and tells the operation", async () => {
    await rejects(ask('{"args":[]}', { "x-ficus-deadline": "0" }), 504, "deadline");
    await rejects(ask('{"args":[]}', { "x-ficus-deadline": "soon" }), 400, "malformed");
    const begun = performance.now();
    await rejects(ask('{"args":[]}', { "x-ficus-deadline": "30" }, "slow"), 504, "deadline");
    assert.ok(performance.now() - begun < 1000);
  });

  it("tells what cannot be sent as an error of the operation", async () => {
    const { status, outcome, body } = await ask('{"args":[]}', {}, "leaky");
    assert.deepEqual([status, outcome], [500, "thrown"]);
    assert.match(JSON.stringify(body.error), /result\.close/);
  });

  it("logs every end", async () => {
    ends.length = 0;
    await ask('{"args":[1]}', { "x-ficus-crossing": "c-1" });
    await ask("{", { "x-ficus-crossing": "c-2" });
    assert.deepEqual(
      ends.map(({ operation, crossing, outcome, status }) => [operation, crossing, outcome, status]),
      [
        ["total", "c-1", "value", 200],
        ["total", "c-2", "rejected", 400],
      ],
    );
  });

  it("breaks operations on purpose when an observer asks for it, and reports what it served", async () => {
    const crossings: Crossing[] = [];
    const faults = new Map<string, "error" | "noop">([
      ["total", "noop"],
      ["strict", "error"],
    ]);
    registerObserver({ crossing: (crossing) => crossings.push(crossing), fault: (of, name) => (of === "ordering" ? faults.get(name) : undefined) });
    assert.deepEqual((await ask('{"args":[1]}', { "x-ficus-crossing": "c-3" })).body, { value: { "~": "undefined" } });
    assert.match(JSON.stringify((await ask('{"args":["a"]}', {}, "strict")).body.error), /broken on purpose/);
    assert.deepEqual(
      crossings.map(({ id, side, operation, outcome, pid }) => [id, side, operation, outcome, pid]),
      [
        ["c-3", "server", "total", "value", process.pid],
        ["", "server", "strict", "thrown", process.pid],
      ],
    );
  });

  it("survives whatever is sent to it", async function () {
    this.timeout(30_000);
    const tagged = fc.letrec<{ wire: unknown }>((tie) => ({
      wire: fc.oneof(
        { depthSize: "small" },
        fc.jsonValue(),
        fc.record(
          {
            "~": fc.constantFrom(
              "Date",
              "Map",
              "Set",
              "view",
              "Error",
              "class",
              "custom",
              "sparse",
              "RegExp",
              "null",
              "object",
              "bigint",
              "DOMException",
            ),
            v: tie("wire"),
            c: fc.constantFrom("Money", "Sku", "OutOfStock", "constructor", "__proto__"),
            n: fc.oneof(fc.constantFrom("Error", "Function"), fc.integer()),
            t: fc.constantFrom("Uint8Array", "Object"),
            f: tie("wire"),
            h: tie("wire"),
            m: fc.string(),
            ["__proto__"]: tie("wire"),
          },
          { requiredKeys: ["~"] },
        ),
      ),
    })).wire;
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.uint8Array().map((bytes) => new Uint8Array(bytes)),
      fc.array(tagged).map((args) => JSON.stringify({ args })),
      fc.tuple(fc.constant('{"args":['), fc.string()).map((parts) => parts.join("")),
    );
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom("total", "strict", "leaky", "%00", "..%2F.."), async (sent, name) => {
        const { status, outcome } = await ask(sent, {}, name);
        assert.ok(
          outcome === "value" ? status === 200 : outcome === "thrown" ? status === 500 : status >= 400 && status < 500,
          `${status} ${outcome}`,
        );
      }),
      { numRuns: 400 },
    );
  });
});
