import assert from "node:assert/strict";
import { labelPaths, wordSequence } from "../../ground-truth/labels.ts";

const shop = { id: "shop", repo: "shops/shop", root: "." };

describe("labels of a monolith's files", () => {
  it("takes the first group of the pattern, without infrastructure, tests and labels of fewer than three files", () => {
    const paths = `orders/a.ts orders/b.ts orders/deep/c.ts orders/a.spec.ts orders/__tests__/d.ts billing/a.ts billing/b.ts
      common/a.ts common/b.ts common/c.ts`
      .split(/\s+/)
      .map((path) => `src/${path}`);
    const labels = labelPaths([...paths, "main.ts"], { ...shop, label: "^src/([^/]+)/" }, ["common"]);
    assert.deepEqual(Object.fromEntries(labels), { "src/orders/a.ts": "orders", "src/orders/b.ts": "orders", "src/orders/deep/c.ts": "orders" });
  });

  it("names a file after the longest entity in its base name, else in its folder's name", () => {
    const paths = `models/Order.ts models/OrderItem.ts models/Base.ts policies/orderItem.ts jobs/OrderItemsExpiredJob.ts jobs/ordersClosed.ts
      routes/orders/index.ts routes/base.ts emails/border.ts web/order.ts`.split(/\s+/);
    const labels = labelPaths(paths, { ...shop, entities: "^models/([A-Z][A-Za-z]*)\\.ts$", notEntities: ["Base"], over: "^(?!web)" }, []);
    assert.deepEqual(Object.fromEntries(labels), {
      "models/Order.ts": "order",
      "models/OrderItem.ts": "order item",
      "policies/orderItem.ts": "order item",
      "jobs/OrderItemsExpiredJob.ts": "order item",
      "jobs/ordersClosed.ts": "order",
      "routes/orders/index.ts": "order",
    });
  });

  it("splits names into singular words", () => {
    assert.equal(wordSequence("APIKeys"), "api key");
    assert.equal(wordSequence("stock-categories"), "stock category");
    assert.equal(wordSequence("addressStatus"), "address status");
  });
});
