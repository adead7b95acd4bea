import assert from "node:assert/strict";
import { analyzeGraph } from "../../src/analyze.ts";
import { countUses } from "../../src/evidence/uses.ts";
import { affinityUnit } from "../../src/metrics/input.ts";
import { cohesion } from "../../src/metrics/cohesion.ts";
import { makeMetricsInput } from "../../src/metrics/metricsInput.ts";
import { modularity } from "../../src/metrics/modularity.ts";
import { createScore } from "../../src/metrics/score.ts";
import { linkShop } from "../link/linkShop.ts";
import { makeGraph, reorder, type ShopSketch } from "../makeGraph.ts";
import { pairsOf } from "../partition/pairsOf.ts";
import type { MetricsInput } from "../../src/metrics/input.ts";
import type { SymbolGraph } from "../../src/model/graph.ts";

const shop: ShopSketch = {
  "billing/invoice.ts": { call: ["orders/order.ts *3", "shared/money.ts *9"], type: ["orders/order.ts *7"], writes: ["invoices"], reads: ["orders"] },
  "orders/line.ts": { reads: ["orders"] },
  "orders/order.ts": { new: ["orders/line.ts *4"], call: ["billing/invoice.ts"], entity: "orders", writes: ["orders"], routes: ["POST /orders"] },
  "shared/money.ts": {},
};
const service = [1, 0, 0, -1];
const pairs = pairsOf(4, [
  [0, 2, 0.25],
  [1, 2, 0.5],
]);

function inputOf(graph: SymbolGraph, order: Int32Array): MetricsInput {
  return makeMetricsInput({ graph, order, uses: countUses(graph, order), members: Uint8Array.of(1, 1, 1, 0), pairs });
}

describe("metrics input", () => {
  const graph = makeGraph(shop);
  const input = inputOf(graph, Int32Array.from(graph.modules.keys()));

  it("has the calls, the tables and what services share of a shop", () => {
    const { system, services } = createScore(input, service).metrics();
    assert.deepEqual(
      services.map(({ callsIn, callsOut }) => [callsIn, callsOut]),
      [
        [3, 1],
        [1, 3],
      ],
    );
    assert.equal(system.crossingShare, 4 / 8);
    assert.equal(system.cyclicPairs, 1);
    assert.equal(system.writePurity, 1);
    // Orders are read by both services alike; nothing else is read.
    assert.equal(system.readPurity, 0);
    assert.equal(system.coverage, 1);
    assert.equal(system.coChangeLocality, null);
  });

  it("keeps evidence finer than anybody can tell", () => {
    const membership = Int32Array.from(service);
    const { system, services } = createScore(input, service).metrics();
    assert.ok(Math.abs(system.modularity - modularity(pairs, membership)) < affinityUnit);
    cohesion(pairs, membership, 2).forEach((value, s) => assert.ok(Math.abs(services[s]!.cohesion - value) < affinityUnit));
  });

  it("does not depend on the order of the modules", () => {
    const turned = reorder(graph, [2, 0, 3, 1]);
    // Where each module of the first graph is in the second.
    const again = inputOf(turned, Int32Array.of(1, 3, 0, 2));
    assert.deepEqual(createScore(again, service).metrics(), createScore(input, service).metrics());
  });

  it("takes each pair of a history once, and an empty one for none", () => {
    const order = Int32Array.from(graph.modules.keys());
    const history = pairsOf(4, [
      [0, 2, 0.375],
      [1, 2, 0.625],
    ]);
    const withHistory = makeMetricsInput({ graph, order, uses: countUses(graph, order), members: Uint8Array.of(1, 1, 1, 0), pairs, history });
    assert.equal(createScore(withHistory, service).metrics().system.coChangeLocality, 5 / 8);
    const without = makeMetricsInput({
      graph,
      order,
      uses: countUses(graph, order),
      members: Uint8Array.of(1, 1, 1, 0),
      pairs,
      history: pairsOf(4, []),
    });
    assert.equal(createScore(without, service).metrics().system.coChangeLocality, null);
  });

  it("hears of history from the analysis", () => {
    const beside = (order: Int32Array) => ({ history: pairsOf(order.length, [[0, 1, 0.5]]) });
    const localityOf = (options: { beside?: typeof beside }) => analyzeGraph(graph, { root: "shop", ...options }).metrics.coChangeLocality;
    assert.equal(localityOf({}), null);
    assert.equal(typeof localityOf({ beside }), "number");
  });

  it("survives being sent to a page", () => {
    assert.deepEqual(createScore(structuredClone(input), service).metrics(), createScore(input, service).metrics());
  });
});

describe("calls in loops", () => {
  const sources = {
    "orders/line.ts": "export function price(sku: string) { return sku.length; }\nexport class Discount { of(n: number) { return n; } }\n",
    "orders/order.ts": `
import { Discount, price } from "./line.ts";
export function total(skus: string[]) {
  const first = price(skus[0]!);
  for (const sku of list(price("all"))) price(sku);
  for (let i = 0; i < price("bound"); i++) { if (i) { price("inner"); } }
  while (price("condition") > 3) {}
  do { new Discount(); } while (price("again"));
  skus.map((sku) => price(sku)).concat(price("after"));
  skus.forEach(price);
  then(() => price("once"));
  for (const key in { a: 1 }) price(key);
  return first;
}
const list = (n: number) => ["a", String(n)];
const then = (work: () => number) => work();
`,
  };

  it("are those in bodies, conditions and callbacks, and not those that run once", () => {
    const { graph } = linkShop(sources);
    const order = Int32Array.from(graph.modules.keys());
    const input = makeMetricsInput({ graph, order, uses: countUses(graph, order), members: Uint8Array.of(1, 1), pairs: pairsOf(2, []) });
    // Of, inner, bound, condition, Discount, again, map, in.
    assert.equal(createScore(input, [0, 1]).metrics().system.crossingLoopCalls, 8);
    assert.equal(createScore(input, [0, 0]).metrics().system.crossingLoopCalls, 0);
  });
});
