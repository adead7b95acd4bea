import assert from "node:assert/strict";
import { linkShop } from "./linkShop.ts";

describe("types made of types keep the declarations of members", () => {
  const properties = (type: string): string[] =>
    linkShop({
      "checkout.ts": `import { Order, make } from "./order";\nexport function f(value: ${type}) { return value.lines; }\n`,
      "order.ts":
        "export interface Order { lines: string[]; peer: { lines: string[] } }\nexport function make(order: Order): Order { return order; }\n",
    }).from("checkout.ts", "property");
  for (const type of [
    "Partial<Order>",
    "Pick<Order, 'lines'>",
    "Omit<Order, 'peer'>",
    "Readonly<Required<Order>>",
    "{ [K in keyof Order]?: Order[K] }",
    "Order & { more: string }",
    "Awaited<Promise<Order>>",
    "ReturnType<typeof make>",
    "Parameters<typeof make>[0]",
    "NonNullable<Order | null>",
  ]) {
    it(type, () => assert.deepEqual(properties(type), ["order.ts#Order.lines"]));
  }

  it("and lead on into members of members", () => {
    assert.deepEqual(properties("Order['peer']"), ["order.ts#Order.peer.lines"]);
  });
});
