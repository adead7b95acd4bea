import assert from "node:assert/strict";
import { applyEdits } from "../../src/generate/edits.ts";
import { rewireImports, type Facade } from "../../src/generate/rewire/rewireImports.ts";
import { specifierOf } from "../../src/generate/target.ts";
import { shopOf } from "./shop.ts";

function rewire(sources: Record<string, string>, names: readonly string[]): { texts: Record<string, string>; left: string[] } {
  const shop = shopOf({
    "src/stock.ts": `export interface Level { sku: string } export async function reserve(sku: string) {} export function free() {} export default class Stock {}`,
    "src/index.ts": `export * from "./stock.js"; export * from "./mail.js";`,
    "src/mail.ts": `export function send() {}`,
    ...sources,
  });
  const stock = shop.file("src/stock.ts");
  const facades = names.map((name): Facade => {
    const declaration = name === "default" ? stock.getClassOrThrow("Stock") : stock.getFunctionOrThrow(name);
    return { declaration, name: name === "default" ? "Stock" : name, module: "src/ficus/inventory/stock.ts" };
  });
  const files = Object.keys(sources).map(shop.file);
  const { edits, left } = rewireImports(files, facades, shop.pathOf, (from, to) => specifierOf(from, to, { extension: ".js" }));
  const texts = Object.fromEntries(
    Object.entries(sources).map(([path, text]) => [
      path,
      applyEdits(
        text,
        edits.filter((edit) => edit.path === path),
      ),
    ]),
  );
  return { texts, left: left.map(({ path, line, why }) => `${path}:${line} ${why}`) };
}

describe("rewiring imports", () => {
  it("moves the names that cross, through barrels too, and leaves types and neighbours", () => {
    const { texts, left } = rewire(
      {
        "src/orders.ts": `import { free, reserve, type Level } from "./stock.js";\nreserve("a"); free();`,
        "src/cart.ts": `import { reserve as hold, send } from './index.js'\nhold("a"); send();`,
        "src/report.ts": `import type { Level } from "./stock.js";\nexport const level: Level = { sku: "a" };`,
      },
      ["reserve"],
    );
    assert.deepEqual(texts, {
      "src/orders.ts": `import { free, type Level } from "./stock.js";\nimport { reserve } from "./ficus/inventory/stock.js";\nreserve("a"); free();`,
      "src/cart.ts": `import { send } from './index.js'\nimport { reserve as hold } from './ficus/inventory/stock.js'\nhold("a"); send();`,
      "src/report.ts": `import type { Level } from "./stock.js";\nexport const level: Level = { sku: "a" };`,
    });
    assert.deepEqual(left, []);
  });

  it("moves default imports and destructured requires", () => {
    const { texts } = rewire(
      {
        "src/a.ts": `import Stock, { free } from "./stock.js";\nnew Stock(); free();`,
        "src/b.cjs": `const { reserve, free: release } = require("./stock.js");\nreserve("a"); release();`,
      },
      ["reserve", "default"],
    );
    assert.equal(texts["src/a.ts"], `import { free } from "./stock.js";\nimport { Stock } from "./ficus/inventory/stock.js";\nnew Stock(); free();`);
    assert.equal(
      texts["src/b.cjs"],
      `const { free: release } = require("./stock.js");\nconst { reserve } = require("./ficus/inventory/stock.js");\nreserve("a"); release();`,
    );
  });

  it("names what no import statement can redirect", () => {
    const { left } = rewire(
      { "src/a.ts": `import * as stock from "./stock.js";\nstock.reserve("a");`, "src/b.ts": `export const load = () => import("./stock.js");` },
      ["reserve"],
    );
    assert.deepEqual(left, ["src/a.ts:1 namespace", "src/b.ts:1 dynamic"]);
  });
});

describe("edits", () => {
  it("refuses to let two generators change the same place", () => {
    const edits = [
      { path: "a.ts", start: 0, end: 4, text: "" },
      { path: "a.ts", start: 2, end: 6, text: "" },
    ];
    assert.throws(() => applyEdits("orders", edits), RangeError);
  });
});
