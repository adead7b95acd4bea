import assert from "node:assert/strict";
import type { SymbolGraph } from "../../src/model/graph.ts";
import { suggestSplits } from "../../src/partition/suggestSplits.ts";
import { linkShop } from "../link/linkShop.ts";

const users = (area: string, names: readonly string[], count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `${area}${i}.ts`,
      `import { ${names.join(", ")} } from "./helpers";\nexport const ${area}${i} = () => [${names.map((name) => `${name}()`).join(", ")}];`,
    ]),
  );

const usersOf = ({ modules, edges }: SymbolGraph): Int32Array =>
  Int32Array.from(modules, (_, module) => new Set(edges.filter(({ to }) => to === module).map(({ from }) => from)).size);

describe("splits of modules that hold parts of several services", () => {
  const shop = {
    "helpers.ts": `
      export function orderTotal() { return rounded(1); }
      export function orderLines() { return []; }
      export function invoiceNumber() { return rounded(2); }
      export function invoiceDate() { return today(); }
      export function rounded(value: number) { return Math.round(value); }
      export function today() { return 0; }
    `,
    ...users("order", ["orderTotal", "orderLines", "rounded"], 6),
    ...users("invoice", ["invoiceNumber", "invoiceDate", "rounded", "today"], 6),
    "shop.ts": Array.from(
      { length: 6 },
      (_, i) => `import { order${i} } from "./order${i}"; import { invoice${i} } from "./invoice${i}"; order${i}(); invoice${i}();`,
    ).join("\n"),
  };

  it("give each symbol to the service that uses it, and leave what all need", () => {
    const { graph } = linkShop(shop);
    const at = (path: string): number => graph.modules.findIndex((module) => module.path === path);
    const serviceOf = Int32Array.from(graph.modules, ({ path }) => (path.startsWith("order") ? 0 : path.startsWith("invoice") ? 1 : -1));
    const [split, ...others] = suggestSplits(graph, serviceOf, usersOf(graph));
    const names = (symbols: readonly number[]): string[] =>
      symbols.map((symbol) => graph.modules[at("helpers.ts")]!.facts.declarations[symbol]!.name);
    assert.equal(others.length, 0);
    assert.equal(split?.module, at("helpers.ts"));
    assert.deepEqual(
      split.parts.map(({ service, symbols }) => [service, names(symbols)]),
      [
        [0, ["orderTotal", "orderLines"]],
        [1, ["invoiceNumber", "invoiceDate", "today"]],
      ],
    );
    assert.deepEqual(names(split.rest), ["rounded"]);
  });

  it("are not suggested where one service uses it all", () => {
    const { graph } = linkShop(shop);
    assert.deepEqual(suggestSplits(graph, new Int32Array(graph.modules.length), usersOf(graph)), []);
  });
});
