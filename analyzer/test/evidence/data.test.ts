import assert from "node:assert/strict";
import fc from "fast-check";
import { explainData, findDataEvidence, type DataEvidence } from "../../src/evidence/data.ts";
import { orderOfPaths } from "../../src/evidence/dependencies.ts";
import { countUses } from "../../src/evidence/uses.ts";
import { weightBetween } from "../../src/evidence/weightedPairs.ts";
import type { SymbolGraph } from "../../src/model/graph.ts";
import { redact } from "../../src/partition/redact.ts";
import { linkShop } from "../link/linkShop.ts";
import { makeGraph, reorder, type ShopSketch } from "../makeGraph.ts";

interface Found {
  evidence: DataEvidence;
  weight(a: string, b: string): number;
  row(path: string): number;
}

function findIn(graph: SymbolGraph, paths: readonly string[] = graph.modules.map(({ path }) => path), leftOut: readonly string[] = []): Found {
  const order = orderOfPaths(paths);
  const members = Uint8Array.from(order, (module) => (leftOut.includes(paths[module]!) ? 0 : 1));
  const evidence = findDataEvidence({ graph, order, uses: countUses(graph, order), members });
  const row = (path: string) => order.findIndex((module) => paths[module] === path);
  return { evidence, row, weight: (a, b) => rounded(weightBetween(evidence.pairs, row(a), row(b))) };
}

const rounded = (weight: number) => Math.round(weight * 1e6) / 1e6;

const shop: ShopSketch = {
  "cart.ts": { writes: ["carts"] },
  "checkout.ts": { writes: ["carts"] },
  "dashboard.ts": { reads: ["carts"] },
  "report.ts": { reads: ["carts"] },
  "catalog.ts": { writes: ["products"] },
};

/** Layers in folders, areas by name: what a route touches has to tell. */
const layered = {
  "models/order.ts": `import { Entity } from "typeorm"; @Entity("orders") export class Order { id = 0; }`,
  "models/product.ts": `import { Entity } from "typeorm"; @Entity("products") export class Product { id = 0; }`,
  "stores/orders.ts": `
    import { DataSource, Repository } from "typeorm"; import { Order } from "../models/order";
    export class OrderStore { constructor(private rows: Repository<Order>) {} place(order: Order) { return this.rows.save(order); } all() { return this.rows.find(); } }`,
  "stores/products.ts": `
    import { Repository } from "typeorm"; import { Product } from "../models/product";
    export class ProductStore { constructor(private rows: Repository<Product>) {} all() { return this.rows.find(); } }`,
  "format/receipt.ts": `export function receipt(rows: unknown) { return String(rows); }`,
  "format/shelf.ts": `export function shelf(rows: unknown) { return String(rows); }`,
  "routes/all.ts": `
    import express from "express";
    import { OrderStore } from "../stores/orders"; import { ProductStore } from "../stores/products";
    import { receipt } from "../format/receipt"; import { shelf } from "../format/shelf";
    declare const orders: OrderStore; declare const products: ProductStore;
    export const router = express.Router();
    router.get("/orders", async (req, res) => {
      res.send(receipt(await orders.all()));
    });
    router.get("/products", async (req, res) => {
      res.send(shelf(await products.all()));
    });`,
};

describe("data evidence", () => {
  it("weighs two that write a table over one that writes and one that reads, and these over two that read", () => {
    const { weight } = findIn(makeGraph(shop));
    assert.deepEqual(
      [weight("cart.ts", "checkout.ts"), weight("cart.ts", "report.ts"), weight("dashboard.ts", "report.ts"), weight("cart.ts", "catalog.ts")],
      [0.7, 0.5, 0.2, 0],
    );
  });

  it("binds most what writes in transactions", () => {
    const graph = makeGraph(shop);
    for (const name of ["cart.ts", "checkout.ts"]) {
      const { facts } = graph.modules.find(({ path }) => path === name)!;
      facts.transactions.push({ orm: "typeorm", owner: -1, line: 1, column: 1, endLine: 9 });
    }
    assert.equal(findIn(graph).weight("cart.ts", "checkout.ts"), 1);
  });

  it("tells which tables two modules share, how each accesses them, and for how much of the weight", () => {
    const { evidence, row, weight } = findIn(makeGraph(shop));
    const told = explainData(evidence, row("cart.ts"), row("report.ts"));
    assert.deepEqual(
      told.map((each) => ({ ...each, weight: rounded(each.weight) })),
      [{ table: 0, kinds: ["write", "read"], shares: [1, 1], weight: weight("cart.ts", "report.ts") }],
    );
  });

  it("leaves tables that everybody touches little to say", () => {
    const audited = Object.fromEntries(
      Object.entries(shop).map(([path, sketch]) => [path, { ...sketch, writes: [...(sketch.writes ?? []), "audit"] }]),
    );
    const { weight } = findIn(makeGraph(audited));
    assert.ok(weight("cart.ts", "checkout.ts") > 2 * weight("cart.ts", "catalog.ts"));
  });

  it("follows routes through the layers to the tables, and gives what they pass on the way its area", () => {
    const { weight } = findIn(linkShop(layered).graph);
    assert.ok(weight("models/order.ts", "stores/orders.ts") > 0.4);
    assert.ok(weight("format/receipt.ts", "stores/orders.ts") > 0.1);
    assert.equal(weight("format/receipt.ts", "stores/products.ts"), 0);
    assert.equal(weight("format/shelf.ts", "stores/orders.ts"), 0);
  });

  it("says the same where names and paths are withheld", () => {
    const { graph } = linkShop(layered);
    const paths = graph.modules.map(({ path }) => path);
    assert.deepEqual(findIn(redact(graph, "names"), paths).evidence.pairs, findIn(graph).evidence.pairs);
  });

  it("has nothing to say without tables, and of modules that are not to be divided", () => {
    assert.equal(findIn(makeGraph({ "cart.ts": { call: ["order.ts"] }, "order.ts": {} })).evidence.pairs.to.length, 0);
    const { weight } = findIn(makeGraph(shop), undefined, ["checkout.ts"]);
    assert.deepEqual([weight("cart.ts", "checkout.ts"), weight("cart.ts", "report.ts")], [0, 0.5]);
  });

  const modules = ["billing.ts", "cart.ts", "invoice.ts", "order.ts", "stock.ts"];
  const tables = ["bills", "carts", "orders"];
  const access = fc.tuple(fc.constantFrom(...modules), fc.constantFrom(...tables), fc.constantFrom("reads" as const, "writes" as const));
  const anyShop = fc.array(access, { maxLength: 25 }).map((accesses): ShopSketch =>
    Object.fromEntries(
      modules.map((path) => {
        const of = (kind: "reads" | "writes") => accesses.filter((each) => each[0] === path && each[2] === kind).map((each) => each[1]);
        return [path, { reads: of("reads"), writes: of("writes"), routes: [`GET /${path}`], call: modules.filter((other) => other < path) }];
      }),
    ),
  );

  it("is symmetric, between 0 and 1, and the same however the modules are ordered", () => {
    fc.assert(
      fc.property(anyShop, fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), (sketch, moved) => {
        const graph = makeGraph(sketch);
        const { pairs } = findIn(graph).evidence;
        assert.deepEqual(findIn(reorder(graph, moved)).evidence.pairs, pairs);
        for (let i = 0; i < pairs.size; i++) {
          for (let k = pairs.start[i]!; k < pairs.start[i + 1]!; k++) {
            assert.ok(pairs.weight[k]! > 0 && pairs.weight[k]! <= 1 + 1e-8);
            assert.ok(Math.abs(pairs.weight[k]! - weightBetween(pairs, pairs.to[k]!, i)) < 1e-12);
          }
        }
      }),
    );
  });
});
