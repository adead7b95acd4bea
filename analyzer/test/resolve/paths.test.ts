import assert from "node:assert/strict";
import { openShop } from "./fixtureShop.ts";
import type { Shop } from "./fixtureShop.ts";

describe("tsconfig paths", () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop("paths");
  });

  const cases: [what: string, from: string, specifier: string, expected: string][] = [
    ["are relative to the file that writes them", "src/main.ts", "@/orders/order", "src/orders/order.ts"],
    ["prefer the longest prefix and its first target", "src/main.ts", "@/orders/refund", "src/orders/v2/refund.ts"],
    ["fall back to the next target", "src/main.ts", "@/orders/order.js", "src/orders/order.ts"],
    ["know keys without a star", "src/main.ts", "~shared", "shared/index.ts"],
    ["know a star at the start", "src/main.ts", "cart.page", "src/pages/cart.ts"],
    ["are replaced as a whole by a later extends", "src/main.ts", "@base/index", "external @base/index"],
    ["lead to assets", "src/main.ts", "@/styles/shop.css", "asset src/styles/shop.css"],
    ["note a different case", "src/main.ts", "@/Orders/Order", "src/orders/order.ts (case-mismatch)"],
    ["claim a name that no package can have", "src/main.ts", "@/orders/coupon", "unresolved"],
    ["yield to a package that the manifest asks for", "src/main.ts", "@shop/money", "external @shop/money"],
    ["claim a name that the manifest does not ask for", "src/main.ts", "@shop/stamps", "unresolved"],
    ["can be replaced by a nearer file", "legacy/src/till.ts", "receipt", "legacy/src/vendor/receipt.ts"],
    ["fall through from a star for everything", "legacy/src/till.ts", "express/lib/router", "external express"],
    ["of a star do not hide built-in modules", "legacy/src/till.ts", "fs", "external node:fs"],
    ["are read from jsconfig.json", "admin/app/start.js", "admin/users", "admin/app/users.js"],
    ["know ${configDir}", "portable/kiosk/main.ts", "#app/screen", "portable/kiosk/app/screen.ts"],
  ];
  for (const [what, from, specifier, expected] of cases) {
    it(`${what}: ${specifier}`, () => assert.equal(shop.resolve(from, specifier), expected));
  }

  it("let rootDirs overlay each other", () => assert.equal(shop.resolve("src/views/list.ts", "./template"), "generated/views/template.ts"));
  it("let typeRoots answer type references", () =>
    assert.equal(shop.resolve("portable/kiosk/main.ts", "printer", "reference-types"), "portable/kiosk/types/printer/index.d.ts"));
  it("of baseUrl do not hide a built-in module", () => assert.equal(shop.resolve("legacy/src/till.ts", "util"), "external node:util"));
  it("can be named for all files", async () => {
    const named = await openShop("paths", { tsconfig: "legacy/tsconfig.json" });
    assert.equal(named.resolve("src/main.ts", "receipt"), "legacy/src/vendor/receipt.ts");
  });
});

describe("project references", () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop("references");
  });

  const cases: [what: string, from: string, specifier: string, expected: string][] = [
    ["give sources their own configuration", "src/areas/stock.ts", "@area/cart", "src/areas/cart.ts"],
    ["give tests theirs", "src/areas/cart.spec.ts", "@area/cart", "test/doubles/cart.ts"],
    ["let a file borrow an alias of its neighbours", "src/areas/stock.ts", "@double/cart", "test/doubles/cart.ts"],
    ["try the neighbours when the own alias leads nowhere", "src/areas/cart.spec.ts", "@area/stock", "src/areas/stock.ts"],
    ["yield to a nearer configuration", "counter/main.ts", "@area/cart", "counter/areas/cart.ts"],
    ["leave a file that only another configuration names to it", "tools/seed.ts", "@area/cart", "tools/areas/cart.ts"],
    ["leave a file that none covers to the nearest", "test/run.ts", "@area/stock", "src/areas/stock.ts"],
  ];
  for (const [what, from, specifier, expected] of cases) {
    it(`${what}: ${specifier} from ${from}`, () => assert.equal(shop.resolve(from, specifier), expected));
  }
});

describe("a root below its configuration", () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop("paths/src");
  });

  const cases: [what: string, from: string, specifier: string, expected: string][] = [
    ["has the aliases of the configuration above", "main.ts", "@/orders/refund", "orders/v2/refund.ts"],
    ["has relative imports", "orders/order.ts", "../main", "main.ts"],
    ["names assets from the root", "main.ts", "@/styles/shop.css", "asset styles/shop.css"],
    ["takes an alias that leads out for a package", "main.ts", "~shared", "external ~shared"],
    ["names what lies outside as seen from the root", "main.ts", "../shared/index", "external ../shared/index"],
    ["knows what the package above asks for", "main.ts", "@shop/money", "external @shop/money"],
    ["can be named from the folder above", "main.ts", "mail-order/src/orders/order", "orders/order.ts"],
  ];
  for (const [what, from, specifier, expected] of cases) it(`${what}: ${specifier}`, () => assert.equal(shop.resolve(from, specifier), expected));

  it("has unknown parts", () => assert.deepEqual(shop.pattern("main.ts", "@/orders/v2/*"), ["orders/v2/refund.ts"]));
  it("belongs to the package above", () => assert.equal(shop.resolver.packageOf(0), "mail-order"));
});
