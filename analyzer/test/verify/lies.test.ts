/** Each way in which green tests prove nothing, as a shop of its own. */
import assert from "node:assert/strict";
import { subject, verdictOf } from "./makeShop.ts";

describe("verify", () => {
  it("proves the operations of a service that answers as the monolith does", async () => {
    const verdict = await verdictOf(undefined, { stages: ["break"] });
    const place = subject(verdict, "OrderService.place");
    assert.deepEqual([place.state, place.served, place.broken], ["proven", 1, { error: "noticed", noop: "noticed" }], JSON.stringify(place.reasons));
    assert.equal(subject(verdict, "OrderService.total").state, "proven");
    assert.deepEqual(verdict.tests.redirected, ["test/billing.test.js"]);
  });
});
