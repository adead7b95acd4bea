import assert from "node:assert/strict";
import { analyzeGraph } from "../../src/analyze.ts";
import type { Blind } from "../../src/partition/redact.ts";
import { layeredShop } from "../layeredShop.ts";
import { makeGraph, type ShopSketch } from "../makeGraph.ts";

function rolesOf(shop: ShopSketch, blind?: Blind): Record<string, string> {
  return Object.fromEntries(analyzeGraph(makeGraph(shop), { root: "shop", blind }).modules.map(({ path, role }) => [path, role]));
}

const withRole = (roles: Record<string, string>, role: string) => Object.keys(roles).filter((path) => roles[path] === role);

describe("roles", () => {
  it("set apart what carries, wires and tests a layered shop, and leave its areas", () => {
    const roles = rolesOf(layeredShop());
    assert.deepEqual(withRole(roles, "composition-root"), ["src/app.ts", "src/main.ts"]);
    assert.deepEqual(withRole(roles, "platform"), ["jest.config.ts", "src/db.ts", "src/middleware/errorHandler.ts", "src/utils/logger.ts"]);
    assert.deepEqual(withRole(roles, "shared"), ["src/entities/index.ts", "src/errors.ts", "src/utils/money.ts"]);
    assert.deepEqual(withRole(roles, "test"), ["test/order.test.ts"]);
    assert.equal(withRole(roles, "domain").length, 25);
  });

  it("come from structure and content where paths are withheld", () => {
    const { "jest.config.ts": configuration, ...open } = rolesOf(layeredShop());
    const { "jest.config.ts": unknown, ...blind } = rolesOf(layeredShop(), "paths");
    assert.equal(configuration, "platform");
    assert.equal(unknown, "domain");
    assert.deepEqual(blind, open);
  });

  it("tell tests by the conventions of paths and by what they call", () => {
    const roles = rolesOf({
      "src/orders/__tests__/order.ts": {},
      "src/orders/order.spec.ts": {},
      "src/orders/order.stories.tsx": {},
      "src/orders/checks.ts": { packages: ["vitest"] },
      "src/orders/examples.ts": { globals: ["expect"] },
      "e2e/checkout.ts": {},
      "cypress/support/commands.ts": {},
      "src/setupTests.ts": {},
      "src/orders/fake-order-store.ts": {},
      "src/mocks-of-partners/mock-server.service.ts": {},
      "src/orders/contest.ts": {},
      "src/orders/testimonial.ts": { packages: ["express"] },
      "src/latest/order.ts": {},
    });
    assert.deepEqual(withRole(roles, "domain"), [
      "src/latest/order.ts",
      "src/mocks-of-partners/mock-server.service.ts",
      "src/orders/contest.ts",
      "src/orders/testimonial.ts",
    ]);
    assert.equal(withRole(roles, "test").length, 9);
  });

  it("tell generated code by its header and by well-known names, and migrations apart from it", () => {
    const roles = rolesOf({
      "src/orders/client.ts": { generated: true },
      "src/orders/order.pb.ts": {},
      "src/orders/types.generated.ts": {},
      "src/__generated__/schema.ts": {},
      "vendor/chart.min.js": {},
      "src/migrations/1700000000000-orders.ts": { generated: false, writes: ["orders"] },
      "src/orders/generator.ts": {},
    });
    assert.equal(withRole(roles, "generated").length, 5);
    assert.equal(roles["src/migrations/1700000000000-orders.ts"], "platform");
    assert.equal(roles["src/orders/generator.ts"], "domain");
  });

  it("keep an entity that everybody uses in its area, and so a service with a wide use of tables", () => {
    const shop = layeredShop();
    for (const area of ["order", "payment", "product", "shipment"]) {
      shop[`src/services/${area}Service.ts`] = {
        ...shop[`src/services/${area}Service.ts`],
        value: ["src/entities/customer.ts"],
        call: [...(shop[`src/services/${area}Service.ts`]?.call ?? []), "src/repositories/customerRepository.ts"],
      };
    }
    const roles = rolesOf(shop);
    assert.equal(roles["src/entities/customer.ts"], "domain");
    assert.equal(roles["src/repositories/customerRepository.ts"], "domain");
  });

  it("take a helper for shared only when it needs no area itself", () => {
    const shop = layeredShop();
    const helper = (call: string[]): ShopSketch => ({ ...shop, "src/utils/money.ts": { exports: ["addMoney"], call } });
    assert.equal(rolesOf(helper([]))["src/utils/money.ts"], "shared");
    assert.equal(rolesOf(helper(["src/repositories/productRepository.ts"]))["src/utils/money.ts"], "domain");
  });

  it("tell platform from shared code by state and by packages that reach out of the process", () => {
    const shop = layeredShop();
    assert.equal(
      rolesOf({ ...shop, "src/utils/money.ts": { exports: ["addMoney"], packages: ["lodash", "node:crypto"] } })["src/utils/money.ts"],
      "shared",
    );
    assert.equal(rolesOf({ ...shop, "src/utils/money.ts": { exports: ["addMoney"], typePackages: ["express"] } })["src/utils/money.ts"], "shared");
    assert.equal(rolesOf({ ...shop, "src/utils/money.ts": { exports: ["addMoney"], packages: ["axios"] } })["src/utils/money.ts"], "platform");
    assert.equal(rolesOf({ ...shop, "src/utils/money.ts": { exports: ["addMoney"], state: true } })["src/utils/money.ts"], "platform");
  });

  it("do not take a controller of several areas for a composition root", () => {
    const shop = layeredShop();
    const areas = ["order", "payment", "product", "customer", "shipment"];
    shop["src/controllers/dashboardController.ts"] = { routes: ["GET /dashboard"], call: areas.map((area) => `src/services/${area}Service.ts`) };
    assert.equal(rolesOf(shop)["src/controllers/dashboardController.ts"], "domain");
  });
});
