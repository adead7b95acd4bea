import assert from "node:assert/strict";
import { linkShop } from "./linkShop.ts";

const order = "export class Order { id = ''; total() { return 1; } }\n";
const calls = (text: string, more: Record<string, string> = {}): string[] =>
  linkShop({ "checkout.ts": `import { Order } from "./order";\n${text}\n`, "order.ts": order, ...more })
    .from("checkout.ts", "call")
    .filter((target) => !target.startsWith("checkout.ts"));

describe("generics", () => {
  it("take written arguments", () => {
    assert.deepEqual(calls("class Store<T> { all: T[] = []; }\nnew Store<Order>().all[0].total();"), ["order.ts#Order.total"]);
  });

  it("are inferred from arguments, and from those before a callback", () => {
    assert.deepEqual(calls("function give<T>(value: T): T { return value; }\ngive(new Order()).total();"), ["order.ts#Order.total"]);
    assert.deepEqual(calls("function each<T>(list: T[], run: (item: T) => void) {}\neach([new Order()], (item) => item.total());"), [
      "order.ts#Order.total",
    ]);
  });

  it("are inferred from functions that need no context", () => {
    assert.deepEqual(calls("function use<T>(make: () => T, run: (made: T) => void) {}\nuse(() => new Order(), (made) => made.total());"), [
      "order.ts#Order.total",
    ]);
  });

  it("are inferred through aliases of constructors", () => {
    assert.deepEqual(calls("type Kind<T> = new () => T;\nfunction make<T>(kind: Kind<T>): T { return new kind(); }\nmake(Order).total();"), [
      "order.ts#Order.total",
    ]);
  });

  it("are inferred from members where nothing says implements", () => {
    const text =
      "interface Plan<T> { make(): T; run(made: T): void }\nfunction follow<T>(plan: Plan<T>): T { return plan.make(); }\nfollow({ make: () => new Order(), run() {} }).total();";
    assert.deepEqual(calls(text), ["order.ts#Order.total"]);
  });

  it("are inferred from the class that a static method is called on", () => {
    const base = "export class Entity { static find<T extends Entity>(this: new () => T): T { return new this(); } }\n";
    const shop = linkShop({
      "checkout.ts": `import { Order } from "./order";\nOrder.find().total();\n`,
      "entity.ts": base,
      "order.ts": `import { Entity } from "./entity";\nexport class Order extends Entity { total() {} }\n`,
    });
    assert.deepEqual(shop.from("checkout.ts", "call"), ["entity.ts#Entity.find", "order.ts#Order.total"]);
  });

  it("choose the member that a literal key names", () => {
    const text =
      "interface Stores { orders: Order; carts: { total(): void } }\nfunction store<K extends keyof Stores>(name: K): Stores[K] { return null!; }\nstore('orders').total();";
    assert.deepEqual(calls(text), ["order.ts#Order.total"]);
  });

  it("survive methods that return this", () => {
    assert.deepEqual(
      calls("interface Chain<T> { also(): this; last(): T }\ndeclare const chain: Chain<Order>;\nchain.also().also().last().total();"),
      ["order.ts#Order.total"],
    );
  });

  it("fall back to the constraint, then to nothing", () => {
    assert.deepEqual(calls("function f<T extends Order, U>(one: T, other: U) { one.total(); other.total(); }"), ["order.ts#Order.total"]);
  });

  it("end where an alias names itself", () => {
    assert.deepEqual(calls("type Deep<T> = T extends (infer U)[] ? Deep<U> : T;\ndeclare const one: Deep<Order[][]>;\none.total();"), [
      "order.ts#Order.total",
    ]);
    assert.deepEqual(calls("type Never<T> = Never<T[]>;\ndeclare const one: Never<Order>;\none.total();"), []);
  });
});
