import assert from "node:assert/strict";
import { membershipOf, type Membership } from "../../src/boundaries/membership.ts";
import { Boundaries, type BoundariesInput } from "../../src/model/boundaries.ts";

const shop = [
  "src/app/[id]/page.tsx",
  "src/billing/invoice.ts",
  "src/billing/tax.ts",
  "src/catalog/product.ts",
  "src/orders/legacy/import.ts",
  "src/orders/order.ts",
  "src/utils/money.ts",
];

const orders = (members: string[]) => ({ orders: { name: "Orders", members } });

function read(file: Omit<BoundariesInput, "version">): Membership {
  return membershipOf(Boundaries.parse({ version: 1, ...file }), shop);
}

function ownersOf(file: Omit<BoundariesInput, "version">): Record<string, string> {
  const { service, role } = read(file);
  return Object.fromEntries(shop.flatMap((path, i) => ((service[i] ?? role[i]) === null ? [] : [[path, (service[i] ?? role[i])!]])));
}

describe("membership of modules", () => {
  it("takes paths, folders and globs, and leaves out what is behind an exclamation mark, wherever it stands", () => {
    const all = { "src/orders/legacy/import.ts": "orders", "src/orders/order.ts": "orders" };
    assert.deepEqual(ownersOf({ services: orders(["src/orders"]) }), all);
    assert.deepEqual(ownersOf({ services: orders(["src/orders/"]) }), all);
    assert.deepEqual(ownersOf({ services: orders(["./src/orders/**"]) }), all);
    assert.deepEqual(ownersOf({ services: orders(["src/orders/**/*.ts", "!src/orders/legacy"]) }), { "src/orders/order.ts": "orders" });
    assert.deepEqual(ownersOf({ services: orders(["!src/orders/legacy/import.ts", "src/orders"]) }), { "src/orders/order.ts": "orders" });
    assert.deepEqual(ownersOf({ services: orders(["src/{orders,catalog}/*.ts"]) }), {
      "src/catalog/product.ts": "orders",
      "src/orders/order.ts": "orders",
    });
  });

  it("takes a path for a path also where it looks like a glob", () => {
    assert.deepEqual(ownersOf({ services: orders(["src/app/[id]/page.tsx"]) }), { "src/app/[id]/page.tsx": "orders" });
  });

  it("puts modules before lists, and a path before folders and globs", () => {
    const services = {
      orders: { name: "Orders", members: ["src/orders", "src/utils/money.ts"] },
      billing: { name: "Billing", members: ["src/billing/**", "src/orders/order.ts"] },
    };
    assert.deepEqual(ownersOf({ services, shared: ["src/utils"], modules: { "src/billing/tax.ts": "shared" } }), {
      "src/billing/invoice.ts": "billing",
      "src/billing/tax.ts": "shared",
      "src/orders/legacy/import.ts": "orders",
      "src/orders/order.ts": "billing",
      "src/utils/money.ts": "orders",
    });
  });

  it("gives a module that two parts claim to neither, and names both places", () => {
    const services = { orders: { name: "Orders", members: ["src/**"] }, billing: { name: "Billing", members: ["src/orders", "src/billing"] } };
    const { service, problems } = read({ services });
    assert.deepEqual(service, ["orders", null, null, "orders", null, null, "orders"]);
    assert.deepEqual(problems.at(-1), {
      reason: "claimed-twice",
      path: "src/orders/order.ts",
      claims: [
        { owner: "orders", at: ["services", "orders", "members", 0] },
        { owner: "billing", at: ["services", "billing", "members", 0] },
      ],
    });
    assert.equal(problems.length, 4);
  });

  it("finds two lists that name the same path, unless modules decides", () => {
    const services = {
      orders: { name: "Orders", members: ["src/orders/order.ts", "src/orders"] },
      billing: { name: "Billing", members: ["src/orders/order.ts"] },
    };
    const { problems, service } = read({ services });
    assert.deepEqual(
      problems.map(({ reason }) => reason),
      ["claimed-twice"],
    );
    assert.equal(service[5], null);
    assert.equal(service[4], "orders");
    const decided = read({ services, modules: { "src/orders/order.ts": "billing" } });
    assert.deepEqual(decided.problems, []);
    assert.equal(decided.service[5], "billing");
  });

  it("reports what means no module, and pins and links of modules that are not there", () => {
    const { problems } = read({
      services: orders(["src/orders", "src/returns/**", "!src/orders/none.ts"]),
      modules: { "src/gone.ts": "orders" },
      pins: { "src/gone.ts": "orders" },
      cannotLink: [["src/orders/order.ts", "src/lost.ts"]],
    });
    assert.deepEqual(
      problems.map((problem) => [problem.reason, "at" in problem ? problem.at.join("/") : ""]),
      [
        ["matches-nothing", "modules/src/gone.ts"],
        ["matches-nothing", "services/orders/members/1"],
        ["matches-nothing", "services/orders/members/2"],
        ["no-such-module", "pins/src/gone.ts"],
        ["no-such-module", "cannotLink/0/1"],
      ],
    );
  });
});
