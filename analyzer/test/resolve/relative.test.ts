import assert from "node:assert/strict";
import { openShop } from "./fixtureShop.ts";
import type { Shop } from "./fixtureShop.ts";

describe("relative imports", () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop("relative");
  });

  const cases: [what: string, from: string, specifier: string, expected: string][] = [
    ["finds a file without its extension", "src/orders/index.ts", "./order", "src/orders/order.ts"],
    ["finds the source behind the extension of its output", "src/orders/index.ts", "./order.js", "src/orders/order.ts"],
    ["takes a written TypeScript extension", "src/orders/index.ts", "./order.ts", "src/orders/order.ts"],
    ["takes the other TypeScript extension when the written one is wrong", "src/orders/index.ts", "./order.tsx", "src/orders/order.ts"],
    ["does not take a dot in a name for an extension", "src/orders/index.ts", "./order.service", "src/orders/order.service.ts"],
    ["finds the source behind .jsx", "src/catalog.ts", "./views/Badge.jsx", "src/views/Badge.tsx"],
    ["finds the source behind .mjs", "src/catalog.ts", "./catalog/price.mjs", "src/catalog/price.mts"],
    ["finds the source behind .cjs", "src/catalog.ts", "./catalog/rate.cjs", "src/catalog/rate.cts"],
    ["prefers TypeScript from TypeScript", "src/orders/index.ts", "./invoice.js", "src/orders/invoice.ts"],
    ["prefers JavaScript from JavaScript", "src/orders/legacy.js", "./invoice", "src/orders/invoice.js"],
    ["prefers the implementation to its declarations", "src/orders/index.ts", "./legacy", "src/orders/legacy.js"],
    ["takes declarations when there is nothing else", "src/orders/index.ts", "./tax", "src/orders/tax.d.ts"],
    ["takes declarations by name", "src/orders/index.ts", "./legacy.d", "src/orders/legacy.d.ts"],
    ["prefers a file to a folder", "src/orders/index.ts", "../catalog", "src/catalog.ts"],
    ["takes the folder when a slash asks for it", "src/orders/index.ts", "../catalog/", "src/catalog/index.ts"],
    ["finds the index of its own folder", "src/orders/order.ts", ".", "src/orders/index.ts"],
    ["finds the index of its own folder with a slash", "src/orders/order.ts", "./", "src/orders/index.ts"],
    ["finds the index of another folder", "src/catalog.ts", "./orders", "src/orders/index.ts"],
    ["finds the index behind its extension", "src/catalog.ts", "./orders/index.js", "src/orders/index.ts"],
    ["reads the package.json of a folder before its index", "src/catalog.ts", "./billing", "src/billing/lib/start.js"],
    ["finds the source of a folder's unbuilt main", "src/catalog.ts", "./stock", "src/stock/src/stock.ts"],
    ["takes a folder that is called like a file", "src/catalog.ts", "./views/panel.tsx", "src/views/panel.tsx/index.ts"],
    ["finds a Vue component by its name", "src/catalog.ts", "./views/Cart.vue", "src/views/Cart.vue"],
    ["finds a Vue component without its extension", "src/catalog.ts", "./views/Cart", "src/views/Cart.vue"],
    ["finds a Svelte component", "src/catalog.ts", "./views/Shelf.svelte", "src/views/Shelf.svelte"],
    ["finds the native variant when there is no plain file", "src/catalog.ts", "./views/Till", "src/views/Till.native.tsx"],
    ["knows JSON as an asset", "src/catalog.ts", "./catalog/labels.json", "asset src/catalog/labels.json"],
    ["knows a style sheet as an asset", "src/catalog.ts", "./catalog/shelf.css", "asset src/catalog/shelf.css"],
    ["prefers a style sheet in TypeScript", "src/catalog.ts", "./catalog/theme.css", "src/catalog/theme.css.ts"],
    ["knows an asset that a build will make", "src/catalog.ts", "./catalog/sprite.svg", "asset ?"],
    ["leaves out a bundler's query", "src/catalog.ts", "./orders/order?worker", "src/orders/order.ts"],
    ["leaves out a bundler's loaders", "src/catalog.ts", "!!raw-loader!./orders/order.ts", "src/orders/order.ts"],
    ["normalises detours", "src/orders/order.ts", "./../orders/../catalog/price.mjs", "src/catalog/price.mts"],
    ["notes a different case", "src/catalog.ts", "./Orders/Order", "src/orders/order.ts (case-mismatch)"],
    ["names what lies outside the root", "src/catalog.ts", "../../neighbour/stock", "external ../neighbour/stock"],
    ["says when there is nothing", "src/catalog.ts", "./orders/coupon", "unresolved"],
    ["does not take a folder without index", "src/catalog.ts", "./views", "unresolved"],
  ];
  for (const [what, from, specifier, expected] of cases) {
    it(`${what}: ${specifier}`, () => assert.equal(shop.resolve(from, specifier), expected));
  }

  it("takes a reference path as relative", () =>
    assert.equal(shop.resolve("src/orders/order.ts", "tax.d.ts", "reference-path"), "src/orders/tax.d.ts"));
  it("finds the package of a module", () => {
    const named = (path: string): string | undefined => shop.resolver.packageOf(shop.files.paths.indexOf(path));
    assert.equal(named("src/orders/order.ts"), "corner-shop");
    assert.equal(named("src/billing/lib/start.js"), "billing-folder");
    assert.equal(named("src/stock/src/stock.ts"), "corner-shop");
  });
});
