import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { createCodec } from "../../../src/generate/runtime/codec.ts";
import { lostFields } from "../../../src/generate/runtime/decode.ts";
import { WireError, type WireReason } from "../../../src/generate/runtime/wireError.ts";
import { anyError, anyValue, Money, OutOfStock, PaymentRefused, shopCodec, Sku } from "./shopValues.ts";

const codec = shopCodec;
const overJson = (wire: unknown): unknown => JSON.parse(JSON.stringify(wire));
const there = (value: unknown): unknown => codec.decode(overJson(codec.encode(value)));
const thrownThere = (error: unknown, stack?: string): unknown => codec.decodeThrown(overJson(codec.encodeThrown(error)), stack);

function refuses(action: () => unknown, reason: WireReason, path: string): void {
  assert.throws(action, (error) => {
    assert.ok(error instanceof WireError, String(error));
    assert.deepEqual({ reason: error.reason, path: error.path }, { reason, path });
    assert.ok(error.message.startsWith(`${path}: `));
    return true;
  });
}

describe("codec", () => {
  it("carries random values of every kind without loss", () => {
    fc.assert(
      fc.property(anyValue, (value) => assert.deepStrictEqual(there(value), value)),
      { numRuns: 1500 },
    );
  });

  it("carries random errors with class, message, fields, cause and parts", () => {
    fc.assert(
      fc.property(anyError, (error) => {
        const rebuilt = thrownThere(error);
        assert.deepStrictEqual(rebuilt, error);
        assert.equal(Object.getPrototypeOf(rebuilt), Object.getPrototypeOf(error));
      }),
      { numRuns: 500 },
    );
  });

  it("tells -0 from 0, holes from undefined, and keeps where a regular expression stood", () => {
    assert.ok(Object.is(there(-0), -0));
    const sparse = there([1, , undefined]); // oxlint-disable-line no-sparse-arrays
    assert.deepEqual(Object.keys(sparse as object), ["0", "2"]);
    const expression = /o/g;
    expression.test("orders");
    assert.equal((there(expression) as RegExp).lastIndex, 1);
  });

  it("gives plain JSON back as it is, without a copy", () => {
    const order = { id: 7, lines: [{ sku: "mug", count: 2, note: null }], paid: true };
    assert.equal(codec.encode(order), order);
    const wire = overJson(order);
    assert.equal(codec.decode(wire), wire);
  });

  it("copies only the way to what it tags, and never changes what it is given", () => {
    const order = { id: 7, lines: [{ sku: "mug" }], at: new Date(0) };
    const wire = codec.encode(order) as { lines: unknown; at: unknown };
    assert.equal(wire.lines, order.lines);
    assert.deepEqual(wire.at, { "~": "Date", v: 0 });
    assert.ok(order.at instanceof Date);
  });

  it("carries keys that look like its own tag", () => {
    const tricky = { "~": "Date", v: 0, inner: { "~": { "~": "undefined" } } };
    assert.deepStrictEqual(there(tricky), tricky);
    assert.deepStrictEqual(there(["~", { v: "~" }]), ["~", { v: "~" }]);
  });

  it("rebuilds instances without running their constructors", () => {
    const price = new Money(5, "EUR");
    const built = Money.built;
    const rebuilt = there({ price }) as { price: Money };
    assert.ok(rebuilt.price instanceof Money);
    assert.equal(String(rebuilt.price), "5 EUR");
    assert.equal(Money.built, built);
  });

  it("carries classes that fields do not describe in the form that they are registered with", () => {
    const rebuilt = there([new Sku("mug-1")]) as [Sku];
    assert.equal(rebuilt[0].code, "mug-1");
  });

  it("rebuilds errors of registered classes with the caller's frames and the message that was", () => {
    const rebuilt = thrownThere(new OutOfStock([{ sku: "mug", missing: 2 }]), "Error\n    at checkout (shop.ts:1:1)");
    assert.ok(rebuilt instanceof OutOfStock);
    assert.equal(rebuilt.message, "Out of stock: MUG");
    assert.deepEqual(rebuilt.shortages, [{ sku: "mug", missing: 2 }]);
    assert.equal(rebuilt.stack, "OutOfStock: Out of stock: MUG\n    at checkout (shop.ts:1:1)");
  });

  it("keeps the name and the built-in base of an error whose class it does not know, and says what was lost", () => {
    class CardExpired extends RangeError {
      override name = "CardExpired";
      readonly socket = { write() {} };
      readonly month = 3;
    }
    const rebuilt = thrownThere(new CardExpired("too old"));
    assert.ok(rebuilt instanceof RangeError);
    assert.equal(rebuilt.name, "CardExpired");
    assert.equal(Reflect.get(rebuilt, "month"), 3);
    assert.deepEqual(Reflect.get(rebuilt, lostFields), ["error.socket.write", "error instanceof CardExpired"]);
  });

  it("sends what was thrown whatever it is", () => {
    const itself = new PaymentRefused("no");
    itself.cause = itself;
    assert.ok(thrownThere(itself) instanceof PaymentRefused);
    assert.equal(thrownThere("out of luck"), "out of luck");
    assert.match(String(thrownThere({ retry: () => 1 })), /cannot be sent: error\.retry/);
    const aborted = thrownThere(AbortSignal.abort().reason);
    assert.ok(aborted instanceof DOMException && aborted.name === "AbortError");
  });

  it("knows values of another realm, as Jest's sandbox makes them", () => {
    const foreign: unknown = runInNewContext(
      "({ at: new Date(5), stock: new Map([['mug', 1]]), tags: new Set(['a']), list: [undefined], bytes: new Uint8Array([1, 2]), sku: /x/g })",
    );
    assert.deepStrictEqual(there(foreign), {
      at: new Date(5),
      stock: new Map([["mug", 1]]),
      tags: new Set(["a"]),
      list: [undefined],
      bytes: new Uint8Array([1, 2]),
      sku: /x/g,
    });
    assert.ok(thrownThere(runInNewContext("new TypeError('no')")) instanceof TypeError);
  });

  it("names the place of what cannot be sent", () => {
    const args = (value: unknown): (() => unknown) => {
      return () => codec.encode([{ items: [1, 2, 3, { price: value }] }], "args");
    };
    const path = "args[0].items[3].price";
    refuses(
      args(() => 1),
      "function",
      path,
    );
    refuses(args(Symbol("s")), "symbol", path);
    refuses(args({ [Symbol("hidden")]: 1 }), "symbol", path);
    refuses(args(Readable.from([])), "stream", path);
    refuses(args(Promise.resolve()), "promise", path);
    refuses(args(new (class Basket extends Sku {})("b")), "unregistered-class", path);
    refuses(args(new (class Prices extends Map {})()), "unregistered-class", path);
    refuses(args(new WeakMap()), "unregistered-class", path);
    refuses(args(JSON.parse('{"__proto__":1}')), "forbidden-key", path);
    refuses(() => codec.encode(new Map([["total", new Map([[1, () => 1]])]]), "result"), "function", 'result.get("total").values()[0]');
    refuses(() => codec.encode({ "two words": [Symbol("s")] }, "result"), "symbol", 'result["two words"][0]');
  });

  it("names a cycle, and is not led astray by one object in two places", () => {
    const order: { lines: { order?: unknown }[] } = { lines: [{}] };
    order.lines[0] = { order };
    refuses(() => codec.encode([order], "args"), "cycle", "args[0].lines[0].order");
    const mug = { sku: "mug" };
    assert.deepStrictEqual(there([mug, mug]), [mug, mug]);
  });

  it("limits depth and size on both sides", () => {
    const small = createCodec({ limits: { maxDepth: 10, maxNodes: 100 } });
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
    refuses(() => small.encode(nested(11)), "too-deep", `value${"[0]".repeat(10)}`);
    refuses(() => small.encode(new Array(101).fill(0)), "too-large", "value");
    refuses(() => small.decode(nested(50)), "too-deep", `value${"[0]".repeat(21)}`);
    refuses(() => small.decode(new Array(500).fill(0)), "too-large", "value");
    refuses(() => small.decode({ "~": "sparse", n: 4_000_000_000, v: [] }), "too-large", "value");
    const deepest = nested(200);
    assert.deepStrictEqual(there(deepest), deepest);
  });

  it("accepts no key that pollutes prototypes, at any depth", () => {
    for (const body of [
      '{"a":[{"__proto__":{"admin":true}}]}',
      '{"~":"Error","n":"Error","f":{"__proto__":{}}}',
      '{"~":"class","c":"Money","v":{"__proto__":{}}}',
    ]) {
      assert.throws(() => codec.decode(JSON.parse(body)), { reason: "forbidden-key" }, body);
    }
    refuses(() => codec.decode(JSON.parse('{"constructor":{"prototype":{"admin":true}}}')), "forbidden-key", "value");
    assert.deepEqual(codec.decode({ constructor: "Ferrari" }), { constructor: "Ferrari" });
    assert.equal(Reflect.get({}, "admin"), undefined);
  });

  it("refuses tagged values that it cannot have written", () => {
    const broken: unknown[] = [
      { "~": "nothing" },
      { "~": 7 },
      { "~": "Date", v: "today" },
      { "~": "Date", v: 1e20 },
      { "~": "bigint", v: "1n" },
      { "~": "bigint" },
      { "~": "number", v: "7" },
      { "~": "Map", v: [[1]] },
      { "~": "Map", v: {} },
      { "~": "view", t: "Uint32Array", v: "AAA=" },
      { "~": "view", t: "Function", v: "" },
      { "~": "URL", v: "nowhere" },
      { "~": "RegExp", v: "(", f: "" },
      { "~": "RegExp", v: "a", f: "zz" },
      { "~": "sparse", n: 2, v: [[5, 1]] },
      { "~": "sparse", n: -1, v: [] },
      { "~": "class", c: "Money", v: [] },
      { "~": "class", c: "Sku", v: {} },
      { "~": "custom", c: "Money", v: {} },
      { "~": "Error", n: "Function" },
      { "~": "Error", c: "Money" },
      { "~": "object", v: null },
    ];
    for (const wire of broken) assert.throws(() => codec.decode(wire), { name: "WireError", reason: "malformed" }, JSON.stringify(wire));
    refuses(() => codec.decode([{ "~": "class", c: "Basket", v: {} }], "args"), "unregistered-class", "args[0]");
  });

  it("survives any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        try {
          codec.decode(structuredClone(json));
        } catch (error) {
          assert.ok(error instanceof WireError);
        }
      }),
    );
  });
});
