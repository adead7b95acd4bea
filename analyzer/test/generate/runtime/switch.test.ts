import assert from "node:assert/strict";
import {
  drawsRemote,
  modeOf,
  parseSwitch,
  pinLocal,
  refreshSwitch,
  SwitchError,
  unpin,
  useCanaryKey,
  useSwitch,
} from "../../../src/generate/runtime/switch.ts";

const setting = "ordering=remote, ordering.placeOrder=local,ordering:GET /orders/:id=shadow\nbilling=canary=12.5";

describe("switch", () => {
  afterEach(() => {
    useSwitch(undefined);
    useCanaryKey(undefined);
    refreshSwitch();
    unpin("ordering");
  });

  it("reads modes of services, operations and routes; the narrower name wins; nothing said is local", () => {
    refreshSwitch({ FICUS_SWITCH: setting });
    assert.deepEqual(modeOf("ordering", "ordering.cancelOrder"), { kind: "remote" });
    assert.deepEqual(modeOf("ordering", "ordering.placeOrder"), { kind: "local" });
    assert.deepEqual(modeOf("ordering", "ordering:GET /orders/:id"), { kind: "shadow" });
    assert.deepEqual(modeOf("billing", "billing.invoice"), { kind: "canary", percent: 12.5 });
    assert.deepEqual(modeOf("catalog", "catalog.find"), { kind: "local" });
  });

  it("names the part that is malformed", () => {
    const wrong: [string, string][] = [
      ["ordering=remote,billing", "billing"],
      ["ordering=remoet", "ordering=remoet"],
      ["ordering=canary=101", "ordering=canary=101"],
      ["ordering=canary=ten", "ordering=canary=ten"],
      ["=remote", "=remote"],
      ["ordering=local,ordering=remote", "ordering=remote"],
    ];
    for (const [text, part] of wrong) {
      assert.throws(
        () => parseSwitch(text),
        (error) => error instanceof SwitchError && error.part === part && error.message.includes(JSON.stringify(part)),
        text,
      );
    }
    assert.deepEqual(parseSwitch(" , \n"), new Map());
  });

  it("reads the environment once, and again when asked", () => {
    const before = process.env["FICUS_SWITCH"];
    try {
      process.env["FICUS_SWITCH"] = "ordering=remote";
      refreshSwitch();
      process.env["FICUS_SWITCH"] = "ordering=local";
      assert.equal(modeOf("ordering", "ordering.placeOrder").kind, "remote");
      refreshSwitch();
      assert.equal(modeOf("ordering", "ordering.placeOrder").kind, "local");
    } finally {
      if (before === undefined) delete process.env["FICUS_SWITCH"];
      else process.env["FICUS_SWITCH"] = before;
    }
  });

  it("asks a flag system first, for the operation, then for the service, and goes back to the environment", () => {
    refreshSwitch({ FICUS_SWITCH: "billing=remote" });
    const asked: string[] = [];
    useSwitch((name) => {
      asked.push(name);
      return name === "ordering" ? "canary=5" : undefined;
    });
    assert.deepEqual(modeOf("ordering", "ordering.placeOrder"), { kind: "canary", percent: 5 });
    assert.deepEqual(modeOf("billing", "billing.invoice"), { kind: "remote" });
    assert.deepEqual(asked, ["ordering.placeOrder", "ordering", "billing.invoice", "billing"]);
  });

  it("does not fail calls because a flag fails or is misspelt", () => {
    refreshSwitch({ FICUS_SWITCH: "ordering=shadow" });
    useSwitch(() => "remoet");
    assert.equal(modeOf("ordering", "ordering.placeOrder").kind, "shadow");
    useSwitch(() => {
      throw new Error("flag service is down");
    });
    assert.equal(modeOf("ordering", "ordering.placeOrder").kind, "shadow");
  });

  it("stays local in the service's own process, whatever it inherits", () => {
    refreshSwitch({ FICUS_SWITCH: "ordering=remote,billing=remote" });
    useSwitch(() => "remote");
    pinLocal("ordering");
    assert.equal(modeOf("ordering", "ordering.placeOrder").kind, "local");
    assert.equal(modeOf("billing", "billing.invoice").kind, "remote");
  });

  it("draws a canary's share, sticks to a key, and keeps whom it has when the share grows", () => {
    const customers = Array.from({ length: 4000 }, (_, index) => `customer-${index}`);
    const taken = (percent: number): Set<string> => new Set(customers.filter((key) => drawsRemote(percent, "ordering.placeOrder", key)));
    const [ten, thirty] = [taken(10), taken(30)];
    assert.ok(Math.abs(ten.size - 400) < 100, `${ten.size} of 4000`);
    assert.deepEqual(ten, taken(10));
    for (const key of ten) assert.ok(thirty.has(key));
    assert.equal(taken(0).size, 0);
    assert.equal(taken(100).size, 4000);
    useCanaryKey(() => [...ten][0]);
    assert.equal(drawsRemote(10, "ordering.placeOrder"), true);
    useCanaryKey(undefined);
    const random = customers.filter(() => drawsRemote(50, "ordering.placeOrder")).length;
    assert.ok(Math.abs(random - 2000) < 300, `${random} of 4000`);
  });
});
