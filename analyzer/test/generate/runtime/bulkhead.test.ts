import assert from "node:assert/strict";
import { createBulkhead, type Admission } from "../../../src/generate/runtime/bulkhead.ts";

function release(admission: Admission): void {
  assert.equal(admission.kind, "admitted");
  if (admission.kind === "admitted") admission.release();
}

describe("bulkhead", () => {
  it("admits at once while there is room, then lets wait, then refuses", async () => {
    const bulkhead = createBulkhead(1, 1);
    const first = await bulkhead.enter(1000);
    const second = bulkhead.enter(1000);
    assert.deepEqual(await bulkhead.enter(1000), { kind: "full" });
    release(first);
    release(first); // Twice is as good as once: it must not make room for two.
    release(await second);
    assert.deepEqual([bulkhead.inFlight, bulkhead.waiting], [0, 0]);
  });

  it("lets nobody wait longer than allowed, or than wanted", async () => {
    const bulkhead = createBulkhead(1, 5);
    const first = await bulkhead.enter(1000);
    const controller = new AbortController();
    const aborted = bulkhead.enter(1000, controller.signal);
    assert.deepEqual(await bulkhead.enter(5), { kind: "late" });
    controller.abort();
    assert.deepEqual(await aborted, { kind: "aborted" });
    assert.equal(bulkhead.waiting, 0);
    release(first);
  });
});
