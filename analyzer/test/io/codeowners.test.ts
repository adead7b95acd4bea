import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { matchOwners, parseCodeowners, readCodeowners } from "../../src/io/codeowners.ts";
import { createShop, type TemporaryShop } from "./temporaryShop.ts";

const ownersIn = (text: string, path: string) => matchOwners(parseCodeowners(text))(path).join(" ");

describe("CODEOWNERS", () => {
  const shops: TemporaryShop[] = [];
  afterEach(() => {
    for (const shop of shops.splice(0)) shop.remove();
  });
  const shopOf = (files: Record<string, string>) => {
    const shop = createShop(files);
    shops.push(shop);
    mkdirSync(join(shop.root, ".git"));
    return shop;
  };

  it("lets the last line that matches decide, also one that names nobody", () => {
    const text = "* @Shop/everybody\n/src/orders/ @shop/orders ada@shop.example # the heart\n/src/orders/generated/\n";
    assert.equal(ownersIn(text, "src/cart.ts"), "@shop/everybody");
    assert.equal(ownersIn(text, "src/orders/place.ts"), "@shop/orders ada@shop.example");
    assert.equal(ownersIn(text, "src/orders/generated/types.ts"), "");
  });

  it("reads patterns as GitHub does", () => {
    const cases: [pattern: string, path: string, matches: boolean][] = [
      ["*", "src/deep/cart.ts", true],
      ["*.ts", "src/deep/cart.ts", true],
      ["*.ts", "src/deep/cart.tsx", false],
      ["/src/*.ts", "src/cart.ts", true],
      ["/src/*.ts", "src/deep/cart.ts", false],
      ["docs/*", "docs/start.ts", true],
      ["docs/*", "docs/deep/start.ts", false],
      ["docs/*", "src/docs/start.ts", false],
      ["orders/", "src/orders/place.ts", true],
      ["orders/", "src/orders.ts", false],
      ["/orders/", "src/orders/place.ts", false],
      ["/src/orders", "src/orders/deep/place.ts", true],
      ["src/orders", "shop/src/orders/place.ts", false],
      ["**/returns", "src/orders/returns/label.ts", true],
      ["/src/**/label.ts", "src/orders/returns/label.ts", true],
      ["/src/**/label.ts", "src/label.ts", true],
      ["/src/pa?t.ts", "src/part.ts", true],
      ["/src/[abc].ts", "src/a.ts", false],
      ["/src/[abc].ts", "src/[abc].ts", true],
      ["/src/{a,b}.ts", "src/a.ts", false],
      ["/src/my\\ cart.ts", "src/my cart.ts", true],
      ["!src/cart.ts", "src/cart.ts", false],
      ["/.github/", ".github/workflow.ts", true],
    ];
    for (const [pattern, path, matches] of cases) assert.equal(ownersIn(`${pattern} @ada`, path), matches ? "@ada" : "", `${pattern} for ${path}`);
  });

  it("gives lines of a section without owners those of the section", () => {
    const text = "[Orders][2] @shop/orders\n/src/orders/\n^[Docs]\n/docs/ @grace\n";
    assert.deepEqual([ownersIn(text, "src/orders/place.ts"), ownersIn(text, "docs/a.ts")], ["@shop/orders", "@grace"]);
  });

  it("skips comments, blank lines and words that name nobody", () => {
    assert.equal(ownersIn("# * @nobody\n\n  \n/src/ ada @ada, @grace\r\n", "src/cart.ts"), "@grace");
  });

  it("is looked for above the folder, up to the repository, in the order of its places", () => {
    const shop = shopOf({
      "docs/CODEOWNERS": "* @docs",
      CODEOWNERS: "* @root",
      ".github/CODEOWNERS": "/packages/orders/src/ @orders\n",
      "packages/orders/src/a.ts": "",
    });
    assert.deepEqual(readCodeowners(join(shop.root, "packages/orders"))?.ownersOf("src/a.ts"), ["@orders"]);
    assert.equal(readCodeowners(shop.root)?.file, join(shop.root, ".github/CODEOWNERS"));
  });

  it("is not there where there is none, and a link is not followed", () => {
    const shop = shopOf({ "src/a.ts": "", "elsewhere.txt": "* @ada" });
    symlinkSync(join(shop.root, "elsewhere.txt"), join(shop.root, "CODEOWNERS"));
    assert.equal(readCodeowners(shop.root), undefined);
  });

  it("is done in time with patterns that mean harm", () => {
    const text = `${"*a".repeat(12)}b @ada\n/${"**/".repeat(6)}x @ada\n${"*a".repeat(40)}b @ada`;
    const start = performance.now();
    assert.equal(ownersIn(text, `src/${"a".repeat(120)}`), "");
    assert.ok(performance.now() - start < 2000, `${performance.now() - start} ms`);
  });
});
