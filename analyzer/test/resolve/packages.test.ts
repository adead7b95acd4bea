import assert from "node:assert/strict";
import type { ImportKind } from "../../src/model/facts.ts";
import { openShop } from "./fixtureShop.ts";
import type { Shop } from "./fixtureShop.ts";

describe("packages of the project", () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop("workspaces");
  });
  const web = "apps/web/src/main.ts";
  const mail = "packages/mail/src/mail.ts";

  const cases: [what: string, from: string, specifier: string, expected: string, kind?: ImportKind][] = [
    ["lead to their source through exports", web, "@market/orders", "packages/orders/src/index.ts"],
    ["lead to the same source from require", web, "@market/orders", "packages/orders/src/index.ts", "require"],
    ["skip what is no path in an array of targets", web, "@market/orders/events", "packages/orders/src/events.ts"],
    ["fill in patterns", web, "@market/orders/areas/refund", "packages/orders/src/areas/refund.ts"],
    ["fill in patterns for require", web, "@market/orders/areas/refund", "packages/orders/src/areas/refund.ts", "require"],
    ["respect null", web, "@market/orders/areas/internal/ledger", "unresolved"],
    ["allow paths beside the exports, as old resolution does", web, "@market/orders/src/hidden", "packages/orders/src/hidden.ts"],
    ["find the source of an output path", web, "@market/orders/dist/hidden.js", "packages/orders/src/hidden.ts"],
    ["know exported assets", web, "@market/orders/schema.json", "asset packages/orders/schema.json"],
    ["can be asked for under another name", web, "billing", "packages/billing/index.ts"],
    ["can be linked by folder", web, "till", "hardware/till/driver.js"],
    ["fall back to the index when main leads nowhere", mail, "@market/billing", "packages/billing/index.ts"],
    ["take paths from src", mail, "@market/billing/invoice", "packages/billing/src/invoice.ts"],
    ["drop the format from names of outputs", mail, "@market/log", "packages/log/source/logger.ts"],
    ["follow outDir and rootDir", mail, "@market/stock", "packages/stock/code/start.ts"],
    ["know typesVersions", mail, "@market/stock/levels", "packages/stock/types/levels.d.ts"],
    ["start with the module of their own name", web, "@market/mail", "packages/mail/src/mail.ts"],
    ["can import themselves", web, "@market/web/areas/cart", "apps/web/src/areas/cart.ts"],
    ["need no workspace to be found", mail, "gift-plugin", "plugins/gift/src/gift.ts"],
    ["do not stand for another major version of a published package", web, "lodash", "external lodash"],
    ["are external when the part is missing", mail, "@market/log/transports", "external @market/log"],
    ["answer type references with declarations", mail, "carrier", "packages/types-carrier/index.d.ts", "reference-types"],
    ["map their own imports to sources", web, "#areas/cart", "apps/web/src/areas/cart.ts"],
    ["import external packages under their own names", web, "#db", "external pg"],
    ["import packages of the project under their own names", web, "#log", "packages/log/source/logger.ts"],
    ["import assets under their own names", web, "#data.json", "asset apps/web/data/seed.json"],
    ["close imports with null", web, "#closed", "unresolved"],
    ["do not know every name with a hash", web, "#open", "unresolved"],
  ];
  for (const [what, from, specifier, expected, kind] of cases) {
    it(`${what}: ${specifier}`, () => assert.equal(shop.resolve(from, specifier, kind), expected));
  }

  it("are found through pnpm-workspace.yaml, without its exceptions", async () => {
    const chain = await openShop("pnpm");
    assert.equal(chain.resolve("main.ts", "@chain/north"), "stores/north/src/index.ts");
  });
  it("hold configurations that others extend", async () => {
    const chain = await openShop("pnpm");
    assert.equal(chain.resolve("main.ts", "@north/index"), "stores/north/src/index.ts");
  });
});

describe("external packages", () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop("aliases");
  });

  const cases: [what: string, specifier: string, expected: string][] = [
    ["go by their name", "react/jsx-runtime", "external react"],
    ["keep their scope", "@nestjs/common/decorators", "external @nestjs/common"],
    ["go by the name of what they declare", "@types/acme__orders", "external @acme/orders"],
    ["that Node brings along are spelled one way", "fs/promises", "external node:fs/promises"],
    ["that Node brings along keep their scheme", "node:test", "external node:test"],
    ["can carry a registry and a version", "npm:zod@4/v4", "external zod"],
    ["can be addresses", "https://esm.example/zod@4/index.js", "external https://esm.example"],
    ["can be made up by a bundler", "virtual:pages", "external virtual:pages"],
    ["can be made up by a bundler's plugin", "~icons/shop/cart", "external ~icons"],
    ["with a trailing slash are packages", "punycode/", "external node:punycode"],
    ["are not hidden by a folder of that name", "react", "external react"],
    ["are not data", "data:text/javascript,0", "asset ?"],
  ];
  for (const [what, specifier, expected] of cases) it(`${what}: ${specifier}`, () => assert.equal(shop.resolve("src/main.ts", specifier), expected));

  const aliases: [what: string, specifier: string, expected: string][] = [
    ["of module-alias", "@root/lib/money", "lib/money.ts"],
    ["of module-alias into outputs", "@lib/money", "lib/money.ts"],
    ["of jest with a star", "@doubles/stock", "src/doubles/stock.ts"],
    ["of jest without a star", "@clock", "src/clock.ts"],
    ["that only a bundler's code declares, as a guess", "@/areas/cart", "src/areas/cart.ts (guess)"],
    ["that name a folder of the package, as a guess", "src/areas/cart", "src/areas/cart.ts (guess)"],
    ["that lead nowhere", "@/areas/coupon", "unresolved"],
    ["of a development server", "/src/areas/cart.ts", "src/areas/cart.ts"],
  ];
  for (const [what, specifier, expected] of aliases)
    it(`yield to aliases ${what}: ${specifier}`, () => assert.equal(shop.resolve("src/main.ts", specifier), expected));
});

describe("specifiers with unknown parts", () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop("patterns");
  });

  const cases: [what: string, pattern: string, expected: string[]][] = [
    ["mean all modules of a folder", "./seasons/*", ["src/seasons/spring/index.ts", "src/seasons/summer.ts", "src/seasons/winter.ts"]],
    ["mean sources by the extension of the output", "./seasons/*.js", ["src/seasons/summer.ts", "src/seasons/winter.ts"]],
    ["can have the unknown part in the middle", "./areas/*/routes", ["src/areas/cart/routes.ts", "src/areas/orders/routes.ts"]],
    ["can reach deeper when nothing is near", "./areas/*/v2/routes", ["src/areas/orders/v2/routes.ts"]],
    ["can start with an alias", "@/seasons/s*", ["src/seasons/spring/index.ts", "src/seasons/summer.ts"]],
    ["can start with a package of the project", "@seasons/plugins/*", ["plugins/src/bow.ts", "plugins/src/wrap.ts"]],
    ["mean nothing when nothing is known", "*", []],
    ["are plain specifiers without one", "./seasons/winter", ["src/seasons/winter.ts"]],
    ["mean nothing outside the root", "../../*", []],
  ];
  for (const [what, pattern, expected] of cases) it(`${what}: ${pattern}`, () => assert.deepEqual(shop.pattern("src/load.ts", pattern), expected));
});
