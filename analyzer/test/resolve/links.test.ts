import assert from "node:assert/strict";
import { createResolver } from "../../src/link/resolve/resolver.ts";
import { inWords } from "./fixtureShop.ts";

describe("imports through symbolic links", () => {
  const paths = ["apps/web/main.ts", "packages/core/index.ts", "packages/core/src/money.ts"];
  const links = [
    { path: "apps/web/core", target: "packages/core" },
    { path: "apps/web/money.ts", target: "packages/core/src/money.ts" },
  ];
  const resolver = createResolver({
    paths,
    links,
    others: new Map([["packages/core", ["rates.json"]]]),
    config: { packages: [], workspaces: [], typescript: [], warnings: [] },
  });
  const cases: [specifier: string, expected: string][] = [
    ["./core", "packages/core/index.ts"],
    ["./core/src/money", "packages/core/src/money.ts"],
    ["./core/rates.json", "asset packages/core/rates.json"],
    ["./corner", "unresolved"],
  ];
  for (const [specifier, expected] of cases)
    it(`mean the files behind them: ${specifier}`, () => assert.equal(inWords(resolver.resolve(0, specifier, "import"), paths), expected));
  it("mean the file behind a linked file", () =>
    assert.equal(inWords(resolver.resolve(0, "./money.ts", "import"), paths), "packages/core/src/money.ts"));
  it("mean the file behind a linked file without its extension", () =>
    assert.equal(inWords(resolver.resolve(0, "./money.js", "import"), paths), "packages/core/src/money.ts"));
});
