import assert from "node:assert/strict";
import fc from "fast-check";
import { moveSwitch, parseTarget, switchText } from "../../src/boundaries/moveSwitch.ts";
import { parseBoundaries } from "../../src/boundaries/parse.ts";
import type { Boundaries } from "../../src/model/boundaries.ts";
import { parseSwitch } from "../../src/generate/runtime/switch.ts";
import { FicusError } from "../../src/errors.ts";

const start = `{
  // Agreed in spring.
  "version": 1,
  "services": {
    "billing": { "name": "Billing" },
    "orders": { "name": "Orders", "extraction": { "state": "verified" } }
  },
  "modules": {}
}
`;

function read(text: string): Boundaries {
  const parsed = parseBoundaries(text);
  assert.ok(parsed.kind !== "broken", text);
  return parsed.boundaries;
}

const move = (text: string, target: string, mode: string): string => moveSwitch(text, read(text), parseTarget(target), mode);

describe("moving the switch", () => {
  it("names services, operations and routes", () => {
    assert.deepEqual(parseTarget("orders"), { service: "orders" });
    assert.deepEqual(parseTarget("orders.Orders.place"), { service: "orders", part: { kind: "operation", name: "Orders.place" } });
    assert.deepEqual(parseTarget("orders:GET /orders/:id"), { service: "orders", part: { kind: "route", name: "GET /orders/:id" } });
    assert.throws(() => parseTarget(""), FicusError);
    assert.throws(() => parseTarget(".place"), FicusError);
  });

  it("keeps the ledger: state, the service's mode, exceptions to it", () => {
    let text = move(start, "orders.place", "canary=10");
    assert.deepEqual(read(text).services["orders"]!.extraction, { state: "canary", operations: { place: "canary=10" } });
    text = move(text, "orders:GET /orders", "remote");
    assert.equal(switchText(read(text)), "orders.place=canary=10,orders:GET /orders=remote");
    text = move(text, "orders", "remote");
    assert.deepEqual(read(text).services["orders"]!.extraction, { state: "remote", mode: "remote" });
    text = move(text, "orders.place", "local");
    assert.deepEqual(read(text).services["orders"]!.extraction, { state: "canary", mode: "remote", operations: { place: "local" } });
    text = move(text, "orders", "local");
    assert.equal(switchText(read(text)), "");
    assert.ok(text.includes("// Agreed in spring."));
  });

  it("writes what the runtime reads, whatever was moved, and comes back to where it was", () => {
    const targets = fc.constantFrom("orders", "orders.place", "orders.cancel", "orders:GET /orders/:id", "billing", "billing.charge");
    const modes = fc.constantFrom("local", "shadow", "canary=25", "remote");
    fc.assert(
      fc.property(fc.array(fc.tuple(targets, modes), { maxLength: 12 }), (moves) => {
        let text = start;
        for (const [target, mode] of moves) text = move(text, target, mode);
        const modeOf = parseSwitch(switchText(read(text)));
        const last = new Map<string, string>();
        for (const [target, mode] of moves) {
          // The whole service's word ends what was said of its parts.
          if (!/[.:]/.test(target)) for (const key of last.keys()) if (key.startsWith(`${target}.`) || key.startsWith(`${target}:`)) last.delete(key);
          last.set(target, mode);
        }
        for (const [target, mode] of last) {
          const service = target.split(/[.:]/)[0]!;
          const said = modeOf.get(target) ?? modeOf.get(service) ?? { kind: "local" };
          assert.equal(said.kind === "canary" ? `canary=${said.percent}` : said.kind, mode, `${target} in ${switchText(read(text))}`);
        }
        for (const service of ["orders", "billing"]) text = move(text, service, "local");
        assert.equal(switchText(read(text)), "");
      }),
      { numRuns: 60 },
    );
  });

  it("knows only services of the file", () => {
    assert.throws(() => move(start, "stock", "remote"), { name: "FicusError", reason: "bad-edit" });
  });
});
