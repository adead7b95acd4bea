import assert from "node:assert/strict";
import { moveSwitch, switchText } from "../../src/boundaries/moveSwitch.ts";
import { parseBoundaries } from "../../src/boundaries/parse.ts";
import { mustBeRemote, retireService } from "../../src/boundaries/retireService.ts";
import type { Boundaries } from "../../src/model/boundaries.ts";

function read(text: string): Boundaries {
  const parsed = parseBoundaries(text);
  if (parsed.kind === "broken") assert.fail(parsed.problems[0]?.message);
  return parsed.boundaries;
}

const shop = (extraction: object): string =>
  JSON.stringify(
    {
      version: 1,
      services: {
        billing: { name: "Billing" },
        orders: { name: "Orders", members: ["src/orders/place.ts", "src/orders/lib/**"], extraction },
      },
      modules: { "src/invoice.ts": "billing", "src/order.ts": "orders", "src/orderRow.ts": "orders" },
    },
    null,
    2,
  );

describe("retiring a service in the boundaries file", () => {
  it("asks that everything of it is remote, and names what is not", () => {
    const refused = (extraction: object, why: RegExp): void =>
      assert.throws(() => mustBeRemote(read(shop(extraction)), "orders"), { name: "FicusError", message: why });
    refused({ state: "extracted" }, /orders is local in ficus\.boundaries\.json.*ficus route orders remote first, or use --force/);
    refused({ state: "canary", mode: "canary=50" }, /orders is canary=50/);
    refused(
      { state: "canary", mode: "remote", operations: { place: "local" }, routes: { "GET /orders": "shadow" } },
      /orders\.place is local, orders:GET \/orders is shadow\./,
    );
    refused({ state: "retired" }, /retired already/);
    assert.doesNotThrow(() => mustBeRemote(read(shop({ state: "remote", mode: "remote" })), "orders"));
    assert.throws(() => mustBeRemote(read(shop({ state: "planned" })), "billing"), { name: "FicusError", reason: "not-remote" });
    assert.throws(() => mustBeRemote(read(shop({ state: "planned" })), "stock"), { name: "FicusError", reason: "bad-edit" });
  });

  it("follows the modules, keeps decisions, and ends the switch", () => {
    const before = shop({ state: "remote", mode: "remote", decisions: { "transaction-local": "accepted" } });
    const moved = new Map(
      ["order.ts", "orders/place.ts", "orders/lib/total.ts"].map((path): [string, string] => [`src/${path}`, `services/orders/src/${path}`]),
    );
    const text = retireService(before, read(before), "orders", moved);
    const { services, modules } = read(text);
    assert.deepEqual(services["orders"]?.extraction, { state: "retired", decisions: { "transaction-local": "accepted" } });
    assert.deepEqual(services["orders"]?.members, ["services/orders/src/orders/place.ts", "src/orders/lib/**"]);
    assert.deepEqual(modules, {
      "services/orders/src/order.ts": "orders",
      "services/orders/src/orders/lib/total.ts": "orders",
      "src/invoice.ts": "billing",
      "src/orderRow.ts": "orders",
    });
    assert.equal(switchText(read(text)), "");
    assert.throws(() => moveSwitch(text, read(text), { service: "orders" }, "local"), { name: "FicusError", reason: "bad-edit", message: /retired/ });
  });
});
