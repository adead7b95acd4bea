import assert from "node:assert/strict";
import { createShop } from "../io/temporaryShop.ts";
import type { TemporaryShop } from "../io/temporaryShop.ts";
import { analyzeShop, shopFiles, told } from "./shops.ts";

describe("a shop whose configuration is odd", () => {
  let shop: TemporaryShop;
  beforeEach(
    () =>
      void (shop = createShop({ ...shopFiles, "src/user.ts": 'import { Line } from "@shop/orders/line";\nexport const line = new Line("tea");\n' })),
  );
  afterEach(() => shop.remove());

  const paths = '"paths": { "@shop/*": ["./src/*"] }';
  const edge = "src/user.ts -> src/orders/line.ts";

  it("needs none", async () => {
    const { edges, warnings, analysis } = await analyzeShop(shop.root);
    assert.ok(edges.includes("src/orders/order.ts -> src/orders/line.ts"));
    assert.ok(edges.includes("src/user.ts -> @shop/orders/line"));
    assert.deepEqual(warnings, []);
    assert.equal(analysis.modules.length, 5);
  });

  const cases: [string, Record<string, string>, string[]][] = [
    ["comments, trailing commas and a byte-order mark", { "tsconfig.json": `\uFEFF// ours\n{ "compilerOptions": { /* here */ ${paths}, }, }\n` }, []],
    [
      "a base that is not there",
      { "tsconfig.json": `{ "extends": "./gone.json", "compilerOptions": { ${paths} } }` },
      ["broken-config tsconfig.json"],
    ],
    ["a base that is not installed", { "tsconfig.json": `{ "extends": "@tsconfig/node24/tsconfig.json", "compilerOptions": { ${paths} } }` }, []],
    [
      "a circle of bases",
      { "tsconfig.json": '{ "extends": "./base.json" }', "base.json": `{ "extends": ["./tsconfig.json"], "compilerOptions": { ${paths} } }` },
      ["config-cycle base.json"],
    ],
    ["itself as its base", { "tsconfig.json": `{ "extends": "./tsconfig.json", "compilerOptions": { ${paths} } }` }, ["config-cycle tsconfig.json"]],
    ["JSON that ends too early", { "tsconfig.json": `{ "compilerOptions": { ${paths} }, "include": [` }, ["broken-config tsconfig.json:1"]],
    [
      "JSON of another shape",
      { "tsconfig.json": `{ "compilerOptions": { ${paths} }, "include": 7, "references": "x", "files": [null] }`, "package.json": "[]" },
      [],
    ],
    [
      "itself as a member of its workspaces",
      { "tsconfig.json": `{ "compilerOptions": { ${paths} } }`, "package.json": '{ "workspaces": [".", "./", "!."] }' },
      [],
    ],
    [
      "references that go round",
      {
        "tsconfig.json": `{ "references": [{ "path": "." }, { "path": "./src" }], "compilerOptions": { ${paths} } }`,
        "src/tsconfig.json": `{ "extends": "../tsconfig.json", "references": [{ "path": ".." }] }`,
      },
      [],
    ],
  ];
  for (const [what, files, expected] of cases) {
    it(`may have ${what}`, async () => {
      shop.write(files);
      const { edges, warnings } = await analyzeShop(shop.root);
      assert.ok(edges.includes(edge), edges.join("\n"));
      assert.deepEqual(told(warnings), expected);
    });
  }

  it("is heard of when it says nothing at all, and the shop is analysed without", async () => {
    shop.write({ "tsconfig.json": "<xml/>", "package.json": "\0\0\0", "pnpm-workspace.yaml": "packages: [" });
    const { edges, warnings } = await analyzeShop(shop.root);
    assert.ok(edges.includes("src/orders/order.ts -> src/orders/line.ts"));
    assert.deepEqual([...new Set(warnings.map(({ path }) => path))].sort(), ["package.json", "pnpm-workspace.yaml", "tsconfig.json"]);
    assert.ok(warnings.every(({ reason, line }) => reason === "broken-config" && line === 1));
  });
});
