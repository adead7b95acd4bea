import assert from "node:assert/strict";
import { examineGraph } from "../../src/analyze.ts";
import { compareAnalyses, type Side } from "../../src/diff/compareAnalyses.ts";
import { matchServices } from "../../src/diff/matchServices.ts";
import { withBoundaries } from "../../src/diff/ownMembership.ts";
import { Boundaries, type BoundariesInput } from "../../src/model/boundaries.ts";
import type { ComparedAnalysis } from "../../src/model/difference.ts";
import { Difference } from "../../src/model/difference.ts";
import { diffMarkdown } from "../../src/report/diffMarkdown.ts";
import { diffText } from "../../src/report/diffText.ts";
import { plain } from "../../src/report/wording.ts";
import { matchGolden } from "../golden.ts";
import { makeGraph, type ShopSketch } from "../makeGraph.ts";

const shop: ShopSketch = {
  "src/billing/invoice.ts": { exports: ["invoice"] },
  "src/billing/vat.ts": { exports: ["vat"] },
  "src/orders/order.ts": { exports: ["order"], call: ["src/orders/line.ts *2", "src/billing/invoice.ts"] },
  "src/orders/line.ts": { exports: ["line"] },
  "src/orders/cart.ts": { exports: ["cart"], call: ["src/orders/line.ts"] },
};
const owned = { services: { billing: { name: "Billing", members: ["src/billing"] }, orders: { name: "Orders", members: ["src/orders"] } } };

function side(label: string, sketch: ShopSketch, boundaries: Omit<BoundariesInput, "version">, withGraph = true): Side {
  const graph = makeGraph(sketch);
  const analysis = withBoundaries(examineGraph(graph, { root: "shop" }), graph, Boundaries.parse({ version: 1, ...boundaries }));
  return { label, commit: null, boundaries: true, analysis, ...(withGraph ? { graph } : {}) };
}

const service = (id: string, ...modules: string[]): ComparedAnalysis["services"][number] => ({ id, name: id, modules });

describe("matching services", () => {
  it("goes by the modules that they share, whatever they are called", () => {
    const before = [service("orders", "a", "b", "c"), service("billing", "d", "e")];
    const after = [service("billing", "a", "b", "c", "f"), service("invoices", "d", "e")];
    assert.deepEqual(
      matchServices(before, after).map((each) => [each.before, each.after, each.common]),
      [
        ["orders", "billing", 3],
        ["billing", "invoices", 2],
      ],
    );
  });

  it("takes each service once: what was merged away is gone, what was split off is new", () => {
    const ends = (before: ComparedAnalysis["services"], after: ComparedAnalysis["services"]) =>
      matchServices(before, after).map((each) => [each.before, each.after]);
    const [whole, ...parts] = [service("shop", "a", "b", "c", "d", "e"), service("orders", "a", "b", "c"), service("billing", "d", "e")];
    assert.deepEqual(ends(parts, [whole]), [
      ["billing", null],
      ["orders", "shop"],
    ]);
    assert.deepEqual(ends([whole], parts), [
      [null, "billing"],
      ["shop", "orders"],
    ]);
  });

  it("does not take a service that kept one module of twenty for the same, unless it has the same name", () => {
    const before = [service("orders", ..."abcdefghij")];
    const other = [..."klmnopqrst"];
    assert.equal(matchServices(before, [service("stock", "a", ...other)]).length, 2);
    assert.equal(matchServices(before, [service("orders", "a", ...other)]).length, 1);
  });
});

describe("comparing analyses", () => {
  const before = side("main", shop, owned);

  it("finds nothing where nothing changed, and nothing moved where services were only renamed", () => {
    const renamed = { services: { invoicing: owned.services.billing, sales: owned.services.orders } };
    for (const boundaries of [owned, renamed]) {
      const { modules, crossings } = compareAnalyses(before, side("now", shop, boundaries));
      assert.deepEqual(
        [modules, crossings],
        [
          { added: [], removed: [], renamed: [], moved: [] },
          { new: [], gone: [] },
        ],
      );
    }
  });

  it("tells crossings that code made from those that moving made, with their lines", () => {
    const changed = { ...shop, "src/billing/vat.ts": { ...shop["src/billing/vat.ts"]!, call: ["src/orders/cart.ts"] } };
    const moved = { ...owned, modules: { "src/orders/line.ts": "billing" } };
    const found = compareAnalyses(before, side("now", changed, moved));
    assert.deepEqual(
      found.crossings.new.map(({ from, to, because, sites, references }) => [
        from,
        to,
        because,
        sites.map(({ kind, symbol }) => `${kind} ${symbol}`),
        references,
      ]),
      [
        ["src/billing/vat.ts", "src/orders/cart.ts", "dependency", ["call null"], 1],
        ["src/orders/cart.ts", "src/orders/line.ts", "membership", ["call null"], 1],
        ["src/orders/order.ts", "src/orders/line.ts", "membership", ["call null", "call null"], 2],
      ],
    );
    assert.ok(found.crossings.new.every(({ sites }) => sites.every(({ line }) => line >= 1)));
    assert.deepEqual(found.crossings.gone, []);
    assert.deepEqual(found.modules.moved, [{ path: "src/orders/line.ts", from: "orders", to: "billing", roleBefore: "domain", roleAfter: "domain" }]);
    assert.ok(found.metrics.after.crossingShare! > found.metrics.before.crossingShare!);

    const back = compareAnalyses(side("now", changed, moved), before);
    assert.deepEqual(
      back.crossings.gone.map(({ from, to }) => [from, to]),
      found.crossings.new.map(({ from, to }) => [from, to]),
    );
  });

  it("takes a renamed file for the file that it was", () => {
    const { "src/billing/vat.ts": vat, ...rest } = shop;
    const { modules, crossings } = compareAnalyses(before, side("now", { ...rest, "src/billing/tax/vat.ts": vat! }, owned));
    assert.deepEqual(modules, { added: [], removed: [], renamed: [{ from: "src/billing/vat.ts", to: "src/billing/tax/vat.ts" }], moved: [] });
    assert.deepEqual(crossings, { new: [], gone: [] });
  });

  it("knows no lines of a saved analysis, and takes one that lacks newer metrics", () => {
    const saved = side("saved.json", { ...shop, "src/billing/vat.ts": { exports: ["vat"], call: ["src/orders/cart.ts"] } }, owned, false);
    const { crossingShare } = saved.analysis.metrics;
    const found = compareAnalyses({ ...saved, analysis: { ...saved.analysis, metrics: { crossingShare } } }, side("now", shop, owned));
    assert.deepEqual(
      found.crossings.gone.map(({ from, sites }) => [from, sites]),
      [["src/billing/vat.ts", []]],
    );
    assert.doesNotMatch(diffText(found, { width: 80, paint: plain }), /TurboMQ|undefined|NaN/);
  });

  it("says it in text, in markdown and as its schema says", () => {
    const { "src/orders/cart.ts": cart, ...rest } = shop;
    const after: ShopSketch = {
      ...rest,
      "src/carts/cart.ts": cart!,
      "src/carts/<img src=x>|`@team`\u001b[2J.ts": { exports: ["odd"], call: ["src/orders/order.ts *3"] },
      "src/money.ts": { exports: ["money"] },
      "src/billing/vat.ts": { exports: ["vat"], call: ["src/orders/order.ts"] },
    };
    const split = { services: { ...owned.services, carts: { name: "Carts", members: ["src/carts"] } }, shared: ["src/money.ts"] };
    const found = compareAnalyses({ ...before, label: "v1.0", commit: "3f2a1b90c0ffee" }, side("now", after, split));
    assert.deepEqual(Difference.parse(JSON.parse(JSON.stringify(found))), found);
    assert.equal(found.metrics.after.coverage, 1, "shared modules miss no service");
    // How evidence is weighed is not what this is about.
    const metrics = { before: { crossingShare: 0.25, cyclicPairs: 0, balance: 0.97 }, after: { crossingShare: 0.75, cyclicPairs: 1, balance: 1 } };
    const shown = { ...found, metrics };
    matchGolden(new URL("shop.golden.txt", import.meta.url), diffText(shown, { width: 80, paint: plain }));
    matchGolden(new URL("shop.golden.md", import.meta.url), diffMarkdown(shown));
  });
});
