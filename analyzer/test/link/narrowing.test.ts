import assert from "node:assert/strict";
import { linkShop } from "./linkShop.ts";

describe("narrowing", () => {
  const calls = (text: string): string[] =>
    linkShop({
      "checkout.ts": `import { Order, Refund, isOrder } from "./order";\n${text}\n`,
      "order.ts":
        "export class Order { total() {} }\nexport class Refund { amount() {} }\nexport function isOrder(value: unknown): value is Order { return true; }\n",
    })
      .from("checkout.ts", "call")
      .filter((target) => !target.endsWith("isOrder"));
  const cases: [what: string, text: string][] = [
    ["by instanceof", "export function f(value: unknown) { if (value instanceof Order) value.total(); }"],
    ["by instanceof before leaving", "export function f(value: unknown) { if (!(value instanceof Order)) return; value.total(); }"],
    ["by a predicate", "export function f(value: unknown) { return isOrder(value) && value.total(); }"],
    ["of a list by a predicate", "export function f(values: unknown[]) { values.filter(isOrder).forEach((each) => each.total()); }"],
    ["by asserting", "export function f(value: unknown) { (value as Order).total(); }"],
  ];
  for (const [what, text] of cases) it(what, () => assert.deepEqual(calls(text), ["order.ts#Order.total"]));

  it("leaves both members of a union", () => {
    assert.deepEqual(calls("export function f(value: Order | Refund) { 'total' in value ? value.total() : value.amount(); }"), [
      "order.ts#Order.total",
      "order.ts#Refund.amount",
    ]);
  });
});
