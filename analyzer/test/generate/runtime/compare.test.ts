import assert from "node:assert/strict";
import fc from "fast-check";
import { absent, compare, generalise, learnNoise } from "../../../src/generate/runtime/compare.ts";
import { anyValue, Money } from "./shopValues.ts";

const paths = (left: unknown, right: unknown): string[] => compare(left, right, { root: "result" }).map(({ path }) => path);

describe("compare", () => {
  it("finds nothing between a value and its equal, and something between two that differ", () => {
    fc.assert(fc.property(anyValue, (value) => assert.deepEqual(compare(value, value), [])));
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.deepEqual(compare(value, structuredClone(value)), []);
        assert.notDeepEqual(compare({ value }, { value: [value] }), []);
      }),
    );
  });

  it("names the places where values differ", () => {
    const left = { items: [{ price: 1 }, { price: 2 }], at: new Date(0), note: undefined, tags: new Set(["a"]), stock: new Map([["mug", 1]]) };
    const right = { items: [{ price: 1 }, { price: 3 }], at: new Date(1), tags: new Set(["b"]), stock: new Map([["mug", 2]]) };
    assert.deepEqual(paths(left, right), ["result.items[1].price", "result.at", "result.note", "result.tags.values()[0]", 'result.stock.get("mug")']);
    assert.deepEqual(compare({ note: undefined }, {})[0], { path: "value.note", left: undefined, right: absent });
  });

  it("tells classes, bytes, numbers and errors apart", () => {
    assert.deepEqual(paths(new Money(1, "EUR"), { amount: 1, currency: "EUR" }), ["result"]);
    assert.deepEqual(paths(Buffer.from("a"), new Uint8Array([97])), ["result"]);
    assert.deepEqual(paths(Buffer.from("a"), Buffer.from("b")), ["result"]);
    assert.deepEqual(paths([0, Number.NaN], [-0, Number.NaN]), ["result[0]"]);
    assert.deepEqual(paths(/a/g, /a/), ["result"]);
    assert.deepEqual(paths(new URL("http://shop/a"), new URL("http://shop/b")), ["result"]);
    assert.deepEqual(paths(new Error("a"), new Error("b")), ["result.message"]);
    assert.deepEqual(paths(new Error("a", { cause: 1 }), new Error("a", { cause: 2 })), ["result.cause"]);
  });

  it("tells lengths once, not each missing element", () => {
    assert.deepEqual(paths([1, 2, 3], [1]), ["result.length"]);
    assert.deepEqual(paths(new Map([[1, 1]]), new Map()), ["result.size"]);
  });

  it("learns what varies by itself and looks no further there", () => {
    const order = (stamp: number, total: number): unknown => ({
      lines: [
        { id: stamp, total },
        { id: stamp + 1, total },
      ],
      stamp,
    });
    const noise = new Set(learnNoise(order(1, 5), order(7, 5), "result"));
    assert.deepEqual([...noise], ["result.lines[*].id", "result.stamp"]);
    assert.deepEqual(compare(order(1, 5), order(9, 5), { root: "result", noise }), []);
    assert.deepEqual(
      compare(order(1, 5), order(9, 6), { root: "result", noise }).map(({ path }) => generalise(path)),
      ["result.lines[*].total", "result.lines[*].total"],
    );
    assert.deepEqual(compare({ a: 1 }, {}, { root: "result", noise: new Set(["result.a"]) }), []);
  });

  it("ends on cycles and stops at its limit", () => {
    const cycle = (): object => {
      const order: { self?: object } = {};
      order.self = order;
      return order;
    };
    assert.deepEqual(compare(cycle(), cycle()), []);
    assert.equal(compare(new Array(100).fill(1), new Array(100).fill(2), { limit: 7 }).length, 7);
  });
});
