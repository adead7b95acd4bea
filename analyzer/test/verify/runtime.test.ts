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
});
