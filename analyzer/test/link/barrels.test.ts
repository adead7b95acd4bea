import assert from "node:assert/strict";
import { linkShop } from "./linkShop.ts";

const order = "export class Order { total() { return 1; } }\nexport const limit = 5;\n";

describe("names through barrels", () => {
  it("lead to the declaration behind renames, stars and defaults", () => {
    const shop = linkShop({
      "checkout.ts": `import Main, { Purchase, limit } from "./orders";\nnew Purchase().total();\nnew Main().total();\nlimit;\n`,
      "orders/index.ts": `export { Order as Purchase } from "./order";\nexport * from "./order";\nexport { Order as default } from "./order";\n`,
      "orders/order.ts": order,
    });
    assert.deepEqual(shop.from("checkout.ts"), [
      "new orders/order.ts#Order",
      "call orders/order.ts#Order.total",
      "new orders/order.ts#Order",
      "call orders/order.ts#Order.total",
      "value orders/order.ts#limit",
    ]);
  });

  it("end where barrels name each other in a circle", () => {
    const shop = linkShop({
      "a.ts": `export * from "./b";\n`,
      "b.ts": `export * from "./a";\nexport * from "./order";\n`,
      "checkout.ts": `import { Order, Missing } from "./a";\nnew Order();\nnew Missing();\n`,
      "order.ts": order,
    });
    assert.deepEqual(shop.from("checkout.ts"), ["new order.ts#Order"]);
  });

  it("keep namespaces apart from what is in them", () => {
    const shop = linkShop({
      "checkout.ts": `import { orders } from "./index";\nimport * as all from "./order";\norders.limit;\nnew all.Order();\n`,
      "index.ts": `export * as orders from "./order";\n`,
      "order.ts": order,
    });
    assert.deepEqual(shop.from("checkout.ts", "property"), ["order.ts#limit"]);
    assert.deepEqual(shop.from("checkout.ts", "new"), ["order.ts#Order"]);
  });
});
