import assert from "node:assert/strict";
import { linkShop } from "./linkShop.ts";

const shop = (text: string): string[] =>
  linkShop({
    "checkout.ts": `import { makeServices, Services } from "./services";\n${text}\n`,
    "orders.ts": "export class Orders { create() {} }\n",
    "services.ts": `import { Orders } from "./orders";\nexport interface Services { orders: Orders; nested: { list: Orders[] } }\nexport async function makeServices(): Promise<Services> { return null!; }\n`,
  })
    .from("checkout.ts", "call")
    .filter((target) => target.startsWith("orders.ts"));

describe("destructuring", () => {
  const cases: [what: string, text: string][] = [
    ["names members", "async function f() { const { orders } = await makeServices(); orders.create(); }"],
    ["renames them", "async function f() { const { orders: shop } = await makeServices(); shop.create(); }"],
    ["reaches into them", "async function f() { const { nested: { list: [first] } } = await makeServices(); first.create(); }"],
    ["of parameters", "function f({ orders }: Services) { orders.create(); }"],
    ["of parameters of callbacks", "makeServices().then(({ orders }) => orders.create());"],
    ["leaves a rest", "function f({ nested, ...rest }: Services) { rest.orders.create(); }"],
    [
      "of hooks' pairs",
      "function useOrders() { return [null! as Services['orders'], () => {}] as const; }\nfunction f() { const [orders] = useOrders(); orders.create(); }",
    ],
  ];
  for (const [what, text] of cases) it(what, () => assert.deepEqual(shop(text), ["orders.ts#Orders.create"]));

  it("points at the member that it names", () => {
    const linked = linkShop({
      "checkout.ts": `import { Cart } from "./cart";\nexport function f({ lines }: Cart) {}\n`,
      "cart.ts": "export interface Cart { lines: string[] }\n",
    });
    assert.deepEqual(linked.from("checkout.ts", "property"), ["cart.ts#Cart.lines"]);
  });
});
