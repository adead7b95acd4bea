import assert from "node:assert/strict";
import { listDependencies } from "../../src/evidence/dependencies.ts";
import { countUses } from "../../src/evidence/uses.ts";
import { makeGraph } from "../makeGraph.ts";

describe("dependencies", () => {
  it("are sorted by path, whatever the order of the rows, and name every kind", () => {
    const graph = makeGraph({
      "billing/invoice.ts": { call: ["orders/order.ts"], type: ["catalog/price.ts", "orders/order.ts"] },
      "catalog/price.ts": {},
      "orders/order.ts": { edges: { require: ["catalog/price.ts"] } },
    });
    const order = Int32Array.of(2, 0, 1);
    const paths = Array.from(order, (module) => graph.modules[module]!.path);
    assert.deepEqual(listDependencies(countUses(graph, order), paths, new Int32Array(3)), [
      { from: "billing/invoice.ts", to: "catalog/price.ts", kinds: ["import", "type"], weight: 0.05 },
      { from: "billing/invoice.ts", to: "orders/order.ts", kinds: ["import", "call", "type"], weight: 0.55 },
      { from: "orders/order.ts", to: "catalog/price.ts", kinds: ["require"], weight: 0.05 },
    ]);
  });
});
