import assert from "node:assert/strict";
import { currentObserver, observe, registerObserver } from "../../../src/generate/runtime/observer.ts";

describe("observer", () => {
  afterEach(() => registerObserver(undefined));

  it("is found under a registered symbol, as a preload sets it", () => {
    assert.equal(currentObserver(), undefined);
    const observer = { crossing() {} };
    Object.assign(globalThis, { [Symbol.for("ficus.observer")]: observer });
    assert.equal(currentObserver(), observer);
  });

  it("never lets what an observer throws reach the program", async () => {
    const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
    observe(() => {
      throw new Error("broken preload");
    });
    assert.match((await warned).message, /broken preload/);
  });
});
