import assert from "node:assert/strict";
import fc from "fast-check";
import { createResolver } from "../../src/link/resolve/resolver.ts";
import { linkReferences } from "../../src/link/linkReferences.ts";
import { ReferenceTableWriter } from "../../src/link/referenceTable.ts";
import { createEngine } from "../../src/link/types/createEngine.ts";
import { createWorld } from "../../src/link/world.ts";
import type { ImportTarget } from "../../src/link/world.ts";
import type { Module, SymbolGraph } from "../../src/model/graph.ts";
import { graphOf, modulesOf, referencesFrom, standardFacts } from "./linkShop.ts";

/** A shop with circles of every kind: imports, barrels, inferred results, classes, aliases. */
const sources = {
  "barrel.ts": `export * from "./orders";\nexport * from "./carts";\n`,
  "carts.ts": `import { Orders, next } from "./barrel";\nexport class Carts { orders = new Orders(); pay() { return this.orders.open(); } }\nexport function step() { return next(); }\n`,
  "checkout.ts": `import { Carts, Orders, next, step } from "./barrel";\nimport { all } from "./list.js";\nnew Carts().pay().pay().orders.open();\nnext().pay();\nstep().pay();\nall.first.pay();\nfor (const each of new Orders().list()) each.pay();\n`,
  "list.js": `const { Carts } = require("./barrel");\nexports.all = { first: new Carts() };\nexports.more = () => exports.all.first.pay();\n`,
  "orders.ts": `import { Carts, step } from "./barrel";\nexport class Orders { carts: Carts; open() { return this.carts; } list() { return [this.open(), step()]; } }\nexport function next() { return step() ?? new Orders().open(); }\nexport type Deep<T> = T extends (infer U)[] ? Deep<U> : T;\nexport const deep = (value: Deep<Carts[][]>) => value.pay();\n`,
};
const paths = Object.keys(sources).sort();

const linesOf = (graph: SymbolGraph): string[] => paths.flatMap((path) => referencesFrom(graph, path).map((line) => `${path} ${line}`));

describe("linking", () => {
  const modules = modulesOf(sources);
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const expected = linesOf(graphOf(modules));

  it("finds calls through all circles", () => {
    assert.ok(expected.filter((line) => line.startsWith("checkout.ts call carts.ts#Carts.pay")).length >= 5, expected.join("\n"));
  });

  it("does not depend on the order of files", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(paths, { minLength: paths.length }), (order) => {
        assert.deepEqual(linesOf(graphOf(order.map((path) => byPath.get(path)!))), expected);
      }),
    );
  });

  it("does not depend on the order of questions", () => {
    const ordered = paths.map((path) => byPath.get(path)!);
    fc.assert(
      fc.property(fc.shuffledSubarray([...paths.keys()], { minLength: paths.length }), (asked) => {
        assert.deepEqual(linesOf(askedInOrder(ordered, asked)), expected);
      }),
    );
  });
});

function askedInOrder(modules: readonly Module[], asked: readonly number[]): SymbolGraph {
  const names = modules.map((module) => module.path);
  const resolver = createResolver({ paths: names, config: { packages: [], workspaces: [], typescript: [], warnings: [] } });
  const targets = modules.map((module, from) =>
    module.facts.imports.map(({ specifier, kind }): ImportTarget => {
      const found = resolver.resolve(from, specifier, kind);
      return found.kind === "module" ? { module: found.index } : undefined;
    }),
  );
  const facts = modules.map((module) => module.facts);
  const engine = createEngine(createWorld(facts, standardFacts(modules), targets));
  const writer = new ReferenceTableWriter();
  for (const file of asked) linkReferences(engine, file, writer);
  return { modules: [...modules], edges: [], references: writer.table(), tables: [], accesses: [], routes: [], events: [], jobs: [] };
}
