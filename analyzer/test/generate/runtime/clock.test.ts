import assert from "node:assert/strict";
import { after, afterAbout } from "../../../src/generate/runtime/clock.ts";

describe("clock", () => {
  it("calls back in order of time, and not when cancelled", async () => {
    const called: string[] = [];
    await new Promise<void>((resolve) => {
      afterAbout(60, () => called.push("late"));
      afterAbout(5, () => called.push("early"));
      const cancel = afterAbout(5, () => called.push("cancelled"));
      const cancelOther = after(5, () => called.push("cancelled"));
      cancel();
      cancelOther();
      after(30, () => called.push("between"));
      // Ours keep no process alive, this one does.
      setTimeout(resolve, 150);
    });
    assert.deepEqual(called, ["early", "between", "late"]);
  });

  it("goes on when a test replaces the timers", async () => {
    const real = globalThis.setTimeout;
    const kept = real(() => {}, 5000);
    try {
      globalThis.setTimeout = (() => assert.fail("a replaced timer was used")) as unknown as typeof setTimeout;
      await new Promise<void>((resolve) => void after(1, resolve));
    } finally {
      globalThis.setTimeout = real;
      clearTimeout(kept);
    }
  });
});
