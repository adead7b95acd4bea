import assert from "node:assert/strict";
import { createBreaker, type Settle } from "../../../src/generate/runtime/breaker.ts";

const settings = { failures: 3, windowMs: 1000, openMs: 100 };

function makeBreaker(): { enter: () => Settle | undefined; fail: (times: number) => void; pass: (ms: number) => void; states: string[] } {
  let time = 0;
  const states: string[] = [];
  const breaker = createBreaker(
    settings,
    () => time,
    (state) => states.push(state),
  );
  const fail = (times: number): void => {
    for (let count = 0; count < times; count++) breaker.enter()?.("failure");
  };
  return { enter: () => breaker.enter(), fail, pass: (ms) => (time += ms), states };
}

describe("breaker", () => {
  it("opens after the failures that it is set to, and lets nothing through", () => {
    const { enter, fail, states } = makeBreaker();
    fail(2);
    assert.ok(enter() !== undefined);
    fail(1);
    assert.equal(enter(), undefined);
    assert.deepEqual(states, ["open"]);
  });

  it("stays closed while most calls succeed, and forgets failures of long ago", () => {
    const { enter, fail, pass, states } = makeBreaker();
    for (let count = 0; count < 10; count++) enter()?.("success");
    fail(5);
    assert.deepEqual(states, []);
    pass(5000);
    fail(2);
    pass(5000);
    fail(2);
    assert.deepEqual(states, []);
  });

  it("tries with one call, closes when that succeeds", () => {
    const { enter, fail, pass, states } = makeBreaker();
    fail(3);
    pass(100);
    const settle = enter();
    assert.equal(enter(), undefined, "only one call tries");
    settle?.("success");
    assert.ok(enter() !== undefined);
    assert.deepEqual(states, ["open", "half-open", "closed"]);
  });

  it("waits twice as long after each try that fails, and is not held up by a try that was given up", () => {
    const { enter, fail, pass } = makeBreaker();
    fail(3);
    pass(100);
    enter()?.("failure");
    pass(150);
    assert.equal(enter(), undefined);
    pass(50);
    enter()?.("ignored");
    assert.ok(enter() !== undefined, "the next call may try at once");
  });
});
