import assert from "node:assert/strict";
import fc from "fast-check";
import { structuralPairs } from "../../src/evidence/structural.ts";
import { countUses } from "../../src/evidence/uses.ts";
import { undirected, type WeightedPairs } from "../../src/evidence/weightedPairs.ts";
import { makeGraph, type ShopSketch } from "../makeGraph.ts";

function weightsOf(shop: ShopSketch, group: (path: string) => number = () => 0, both = false): Record<string, number> {
  const graph = makeGraph(shop);
  const order = Int32Array.from(graph.modules.keys());
  const directed = structuralPairs(
    countUses(graph, order),
    Int32Array.from(graph.modules, ({ path }) => group(path)),
  );
  return listed(
    both ? undirected(directed) : directed,
    graph.modules.map(({ path }) => path.replace(/\.ts$/, "")),
  );
}

function listed({ size, start, to, weight }: WeightedPairs, names: readonly string[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (let i = 0; i < size; i++)
    for (let k = start[i]!; k < start[i + 1]!; k++) found[`${names[i]} ${names[to[k]!]}`] = Math.round(weight[k]! * 1000) / 1000;
  return found;
}

const shop: ShopSketch = {
  "checkout.ts": { call: ["order.ts *3"], type: ["order.ts"] },
  "invoice.ts": { new: ["order.ts"], type: ["money.ts"] },
  "order.test.ts": { call: ["order.ts *100"] },
  "order.ts": { extends: ["model.ts"], property: ["money.ts"] },
  "money.ts": {},
  "model.ts": {},
};

describe("structural evidence", () => {
  it("weighs a use by the share of all uses, times the strength of its kind", () => {
    const weights = weightsOf(shop, (path) => (path.includes(".test.") ? 1 : 0));
    assert.deepEqual(weights, {
      "checkout order": 0.62, // (3 × 1 + 1 × 0.1) of 5 uses
      "invoice order": 0.2,
      "invoice money": 0.05,
      "order money": 0.25,
      "order model": 0.8,
      "order.test order": 1, // of the uses by tests
    });
  });

  it("leaves out modules without a group, and their uses", () => {
    const weights = weightsOf(shop, (path) => (path === "checkout.ts" || path.includes(".test.") ? -1 : 0));
    assert.deepEqual(weights, { "invoice order": 1, "invoice money": 0.05, "order money": 0.25, "order model": 0.8 });
  });

  it("adds up both directions of a pair for the undirected graph", () => {
    const weights = weightsOf(
      { "cart.ts": { call: ["price.ts"] }, "price.ts": { type: ["cart.ts"] }, "tax.ts": { call: ["price.ts"] } },
      () => 0,
      true,
    );
    assert.deepEqual(weights, { "cart price": 0.6, "price cart": 0.6, "price tax": 0.5, "tax price": 0.5 });
  });

  it("never gives a module more than 1 from all its users together", () => {
    const kinds = ["call", "new", "extends", "type", "value", "property", "jsx", "import"] as const;
    const paths = ["cart.ts", "order.ts", "price.ts", "stock.ts", "tax.ts"];
    const sketch = fc.array(fc.tuple(fc.constantFrom(...paths), fc.constantFrom(...paths), fc.constantFrom(...kinds)), { maxLength: 60 });
    fc.assert(
      fc.property(sketch, (uses) => {
        const graph = makeGraph(
          Object.fromEntries(
            paths.map((path) => [
              path,
              Object.fromEntries(kinds.map((kind) => [kind, uses.filter((u) => u[0] === path && u[2] === kind).map((u) => u[1])])),
            ]),
          ),
        );
        const { to, weight } = structuralPairs(countUses(graph, Int32Array.from(paths.keys())), new Int32Array(paths.length));
        for (const module of paths.keys()) {
          const sum = weight.reduce((all, each, k) => (to[k] === module ? all + each : all), 0);
          assert.ok(sum >= 0 && sum <= 1 + 1e-9, `weights to ${paths[module]} sum to ${sum}`);
        }
      }),
    );
  });
});
