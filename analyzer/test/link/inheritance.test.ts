import assert from "node:assert/strict";
import { linkShop } from "./linkShop.ts";

describe("inheritance", () => {
  const base = "export class Entity<T> { id = ''; peer: T; save(): this { return this; } static of() {} }\n";

  it("leads to the class that declares a member, and knows its arguments", () => {
    const shop = linkShop({
      "checkout.ts": `import { Order } from "./order";\nconst order = new Order();\norder.id;\norder.save().total();\norder.peer.lines();\nOrder.of();\n`,
      "cart.ts": "export class Cart { lines() {} }\n",
      "entity.ts": base,
      "order.ts": `import { Cart } from "./cart";\nimport { Entity } from "./entity";\nexport class Order extends Entity<Cart> { total() { super.save(); } }\n`,
    });
    assert.deepEqual(shop.from("checkout.ts", "call"), [
      "entity.ts#Entity.save",
      "order.ts#Order.total",
      "cart.ts#Cart.lines",
      "entity.ts#Entity.of",
    ]);
    assert.deepEqual(shop.from("checkout.ts", "property"), ["entity.ts#Entity.id", "entity.ts#Entity.peer"]);
    assert.deepEqual(shop.from("order.ts", "call"), ["entity.ts#Entity.save"]);
  });

  it("goes through interfaces, classes made by functions, and calls of super", () => {
    const shop = linkShop({
      "checkout.ts": `import { Special } from "./special";\nexport function f(one: Special) { one.total(); }\n`,
      "mixin.ts": "export function tagged<T extends new (...args: any[]) => object>(base: T) { return class extends base { tag() {} }; }\n",
      "order.ts": `import { tagged } from "./mixin";\nclass Plain { constructor(readonly lines: string[]) {} total() {} }\nexport class Order extends tagged(Plain) { mark() { this.tag(); } }\n`,
      "priced.ts": "export interface Priced { total(): void }\n",
      "special.ts": `import { Priced } from "./priced";\nexport interface Special extends Priced {}\n`,
    });
    assert.deepEqual(shop.from("checkout.ts", "call"), ["priced.ts#Priced.total"]);
    assert.deepEqual(shop.from("order.ts", "call"), ["mixin.ts#tagged", "mixin.ts#tagged.(class).tag"]);
  });
});
