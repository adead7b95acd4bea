import assert from "node:assert/strict";
import { createCodec } from "../../../src/generate/runtime/codec.ts";
import { standIn } from "../../../src/generate/runtime/standIn.ts";

class Stock {
  #levels = new Map([["FIG", 3]]);
  calls: string[] = [];
  async level(sku: string): Promise<number> {
    this.calls.push(sku);
    return this.#levels.get(sku) ?? 0;
  }
  async both(a: string, b: string): Promise<number> {
    return (await this.level(a)) + (await this.level(b));
  }
  get size(): number {
    return this.#levels.size;
  }
  name = "stock";
}

const operation = { service: "stand-in-test", name: "stock.level", codec: createCodec(), reads: true };

describe("a stand-in for a shared instance", () => {
  it("is the instance to its users: private fields, getters, fields, instanceof, keys", async () => {
    const stock = new Stock();
    const facade = standIn(() => stock, { level: { operation } });
    assert.equal(await facade.level("FIG"), 3);
    assert.equal(await facade.both("FIG", "FERN"), 3);
    assert.equal(facade.size, 1);
    assert.equal(facade.name, "stock");
    assert.ok(facade instanceof Stock);
    assert.ok("level" in facade);
    facade.name = "shelf";
    assert.equal(stock.name, "shelf");
    assert.deepEqual(Object.keys(facade), Object.keys(stock));
    assert.equal(facade.level, facade.level);
  });

  it("waits for an instance that is made later, and lets a test double win", async () => {
    let stock: Stock | undefined;
    const facade = standIn(
      () => {
        if (stock === undefined) throw new ReferenceError("not made yet");
        return stock;
      },
      { level: { operation } },
    );
    stock = new Stock();
    stock.level = async () => 42;
    assert.equal(await facade.level("FIG"), 42);
  });
});
