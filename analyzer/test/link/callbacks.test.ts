import assert from "node:assert/strict";
import { linkShop } from "./linkShop.ts";

describe("callbacks", () => {
  it("take their parameters from what they are given to, at any depth", () => {
    const shop = linkShop({
      "bus.ts": `import { Order } from "./order";\nexport interface Options { onPaid(order: Order): void; nested: { done?: (order: Order) => void } }\nexport function listen(options: Options) {}\n`,
      "checkout.ts": `import { listen } from "./bus";\nlisten({ onPaid(order) { order.total(); }, nested: { done: (order) => order.total() } });\n`,
      "order.ts": "export class Order { total() {} }\n",
    });
    assert.deepEqual(shop.from("checkout.ts", "call"), ["bus.ts#listen", "order.ts#Order.total", "order.ts#Order.total"]);
  });

  it("with four parameters are no handlers of three", () => {
    const shop = linkShop({
      "app.ts": `import { Order } from "./order";\nexport type Handler = (order: Order, next: () => void, more: string) => void;\nexport declare function use(handler: Handler): void;\n`,
      "checkout.ts": `import { use } from "./app";\nuse((order, next, more) => order.total());\nuse((error, order, next, more) => error.total());\n`,
      "order.ts": "export class Order { total() {} }\n",
    });
    assert.deepEqual(shop.from("checkout.ts", "call"), ["app.ts#use", "order.ts#Order.total", "app.ts#use"]);
  });

  it("are called as what holds them, not as the type that they have", () => {
    const shop = linkShop({
      "checkout.ts": `import { Config } from "./config";\nexport function start(config: Config, { log }: Config) { config.log("a").warn(); log("b"); }\n`,
      "config.ts": `import { LogProvider } from "./logger";\nexport interface Config { log: LogProvider }\n`,
      "logger.ts": "export interface Logger { warn(): void }\nexport type LogProvider = (name: string) => Logger;\n",
    });
    assert.deepEqual(shop.from("checkout.ts", "call"), ["config.ts#Config.log", "logger.ts#Logger.warn", "config.ts#Config.log"]);
  });

  it("see themselves, and locals that are declared after them", () => {
    const shop = linkShop({
      "checkout.ts": `import { Order } from "./order";\nexport function page() {\n  const pay = () => { order.total(); again(1); };\n  const again = (n: number): number => (n > 9 ? n : again(n + 1));\n  const order = new Order();\n  return pay;\n}\n`,
      "order.ts": "export class Order { total() {} }\n",
    });
    assert.deepEqual(shop.from("checkout.ts", "call"), ["order.ts#Order.total", "checkout.ts", "checkout.ts"]);
  });
});
