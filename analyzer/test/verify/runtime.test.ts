/** Verification and the generated runtime understand each other. */
import assert from "node:assert/strict";
import { makeShop, subject, verifyShop } from "./makeShop.ts";
import { onRuntime } from "./onRuntime.ts";

describe("verify: the generated runtime", function () {
  this.timeout(60_000);

  it("is seen at both ends, broken on purpose, audited, shadowed, and compared at the edges", async () => {
    const shop = makeShop(undefined, onRuntime);
    try {
      const verdict = await verifyShop(shop);
      assert.equal(verdict.state, "proven", JSON.stringify(verdict, undefined, 1));
      assert.deepEqual(
        verdict.subjects.map(({ name, served }) => [name, served]),
        [
          ["GET /orders/:id/total", 1],
          ["OrderService.place", 1],
          ["OrderService.total", 2],
          ["POST /orders", 1],
        ],
      );
      assert.match(verdict.steps.find(({ name }) => name === "shadow")?.detail ?? "", /^[23] answers compared, 0 differ$/);
      assert.deepEqual([verdict.tests.total, verdict.tests.crossing, verdict.tests.passingWithoutService], [4, 3, 1]);
      assert.ok((subject(verdict, "GET /orders/:id/total").overhead?.remoteMedian ?? 0) > 0);
    } finally {
      shop.clear();
    }
  });

  it("falls back as configured when the service ends in the middle: green tests, no hang, and nothing proven", async () => {
    const shop = makeShop(undefined, () => ({
      ...onRuntime(),
      "services/ordering/main.js": `
        import "./pin.js";
        import { OrderService } from "../../src/ordering/orders.js";
        import { serve } from "./serve.js";
        class Dying extends OrderService {
          total() { process.exit(3); }
        }
        serve({ orders: new Dying() });`,
    }));
    try {
      const verdict = await verifyShop(shop, {
        stages: [],
        test: ["mocha", "test/billing.test.js"],
        env: { FICUS_FALLBACK_ORDERING: "local", NODE_OPTIONS: "--unhandled-rejections=strict" },
      });
      assert.deepEqual(verdict.tests.differences, []);
      assert.deepEqual(
        verdict.reasons.map(({ kind, state }) => [kind, state]),
        [["broke-off", "failed"]],
      );
      const total = subject(verdict, "OrderService.total");
      assert.equal(total.served, 0);
      assert.match(total.reasons[0]?.message ?? "", /2 calls were not answered by the service/);
    } finally {
      shop.clear();
    }
  });
});
