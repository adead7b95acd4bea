import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { orderOfPaths } from "../../src/evidence/dependencies.ts";
import { explainRuntime, findRuntimeEvidence } from "../../src/evidence/runtime.ts";
import { weightBetween } from "../../src/evidence/weightedPairs.ts";
import { readTraces } from "../../src/io/traces.ts";
import type { SymbolGraph } from "../../src/model/graph.ts";
import type { SpanRecord } from "../../src/model/traces.ts";
import { linkShop } from "../link/linkShop.ts";
import { makeGraph, reorder } from "../makeGraph.ts";

const fixture = join(import.meta.dirname, "../../fixtures/evidence/traces");

const shop = linkShop({
  "src/orders/routes.ts": `import express from "express"; export const router = express.Router(); router.post("/orders", (req, res) => res.end());`,
  "src/orders/service.ts": `export class OrderService { place() {} }`,
  "src/billing/charge.ts": `export function charge() {}`,
  "src/catalog/routes.ts": `import express from "express"; export const router = express.Router(); router.get("/products/:id", (req, res) => res.end());`,
  "src/catalog/service.ts": `export class CatalogService { find() {} }`,
  "src/stock/service.ts": `export class StockService { find() {} }`,
}).graph;

function findIn(spans: readonly SpanRecord[], graph: SymbolGraph = shop, leftOut: readonly string[] = []) {
  const order = orderOfPaths(graph.modules.map(({ path }) => path));
  const members = Uint8Array.from(order, (module) => (leftOut.includes(graph.modules[module]!.path) ? 0 : 1));
  const evidence = findRuntimeEvidence({ graph, order, members }, spans);
  const row = (path: string) => order.findIndex((module) => graph.modules[module]!.path === path);
  return { evidence, row, weight: (a: string, b: string) => Math.round(weightBetween(evidence.pairs, row(a), row(b)) * 1e4) / 1e4 };
}

const span = (trace: string, id: string, parent: string, file: string): SpanRecord => ({
  trace,
  span: id,
  parent,
  name: "",
  file,
  function: "",
  method: "",
  route: "",
});

describe("runtime evidence", () => {
  it("places spans by route, function and file, and counts those that nothing answers to", async () => {
    const { spans, problems } = await readTraces(fixture);
    assert.deepEqual(problems, []);
    const { evidence, row } = findIn(spans);
    assert.deepEqual([evidence.spans, evidence.placed], [6, 5]);
    const told = (a: string, b: string) => explainRuntime(evidence, row(a), row(b));
    assert.deepEqual(told("src/orders/routes.ts", "src/orders/service.ts"), { calls: [1, 0], together: 1, traces: [1, 1] });
    assert.deepEqual(told("src/billing/charge.ts", "src/orders/service.ts"), { calls: [0, 1], together: 1, traces: [1, 1] });
    assert.deepEqual(told("src/catalog/routes.ts", "src/catalog/service.ts"), { calls: [1, 0], together: 1, traces: [1, 1] });
    assert.equal(told("src/catalog/service.ts", "src/orders/service.ts"), undefined);
  });

  it("weighs calls between two as a share of the calls of both, and being in the same requests", () => {
    const spans = [
      span("t1", "a", "", "/app/src/orders/service.ts"),
      span("t1", "b", "a", "/app/src/billing/charge.ts"),
      span("t1", "c", "a", "/app/src/billing/charge.ts"),
      span("t2", "a", "", "/app/src/orders/service.ts"),
      span("t2", "b", "a", "/app/src/catalog/service.ts"),
    ];
    const { weight } = findIn(spans);
    assert.equal(weight("src/orders/service.ts", "src/billing/charge.ts"), Math.round((0.7 * ((2 * 2) / (3 + 2)) + 0.3 / 2) * 1e4) / 1e4);
    assert.equal(weight("src/billing/charge.ts", "src/catalog/service.ts"), 0);
  });

  it("passes through spans that are placed nowhere or in modules that are not to be divided", () => {
    const spans = [
      span("t1", "a", "", "/app/src/orders/service.ts"),
      span("t1", "b", "a", ""),
      span("t1", "c", "b", "/app/src/stock/service.ts"),
      span("t1", "d", "c", "/app/src/billing/charge.ts"),
    ];
    const { evidence, row, weight } = findIn(spans, shop, ["src/stock/service.ts"]);
    assert.deepEqual(explainRuntime(evidence, row("src/orders/service.ts"), row("src/billing/charge.ts"))?.calls, [1, 0]);
    assert.equal(weight("src/orders/service.ts", "src/stock/service.ts"), 0);
  });

  it("does not guess between two that answer", () => {
    const { evidence } = findIn([
      { ...span("t1", "a", "", "/app/service.js"), function: "find" },
      span("t1", "b", "a", "C:\\shop\\dist\\orders\\service.js"),
    ]);
    assert.equal(evidence.placed, 1);
  });

  it("is absent without spans, and survives parents in a circle", () => {
    assert.equal(findIn([]).evidence.pairs.to.length, 0);
    const circle = [span("t1", "a", "b", ""), span("t1", "b", "a", ""), span("t1", "c", "a", "src/orders/service.ts")];
    assert.equal(findIn(circle).evidence.pairs.to.length, 0);
  });

  const paths = ["billing.ts", "cart.ts", "catalog.ts", "order.ts"];
  const small = makeGraph(Object.fromEntries(paths.map((path) => [path, {}])));
  const anySpans = fc.array(fc.tuple(fc.constantFrom("t1", "t2", "t3"), fc.nat(9), fc.nat(9), fc.constantFrom(...paths, "elsewhere.ts")), {
    maxLength: 30,
  });

  it("is symmetric, between 0 and 1, and the same however spans and modules are ordered", () => {
    fc.assert(
      fc.property(anySpans, fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (drawn, moved) => {
        const unique = new Map(drawn.map(([trace, id, parent, file]) => [`${trace} ${id}`, span(trace, `${id}`, `${parent}`, file)]));
        const spans = [...unique.values()];
        const { pairs } = findIn(spans, small).evidence;
        assert.deepEqual(findIn(spans.toReversed(), reorder(small, moved)).evidence.pairs, pairs);
        for (let i = 0; i < pairs.size; i++) {
          for (let k = pairs.start[i]!; k < pairs.start[i + 1]!; k++) {
            assert.ok(pairs.weight[k]! > 0 && pairs.weight[k]! <= 1);
            assert.equal(pairs.weight[k], weightBetween(pairs, pairs.to[k]!, i));
          }
        }
      }),
    );
  });
});
