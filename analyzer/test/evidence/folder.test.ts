import assert from "node:assert/strict";
import fc from "fast-check";
import { explainFolder, findFolderEvidence, type FolderEvidence, type FolderOptions } from "../../src/evidence/folder.ts";
import { orderOfPaths } from "../../src/evidence/dependencies.ts";
import { countUses } from "../../src/evidence/uses.ts";
import { weightBetween } from "../../src/evidence/weightedPairs.ts";
import { redact } from "../../src/partition/redact.ts";
import { makeGraph, reorder } from "../makeGraph.ts";

function findIn(paths: readonly string[], options?: FolderOptions) {
  const graph = makeGraph(Object.fromEntries(paths.map((path) => [path, {}])));
  const order = orderOfPaths(graph.modules.map(({ path }) => path));
  const evidence = findFolderEvidence({ graph, order, uses: countUses(graph, order), members: new Uint8Array(paths.length).fill(1) }, options);
  const row = (path: string) => order.findIndex((module) => graph.modules[module]!.path === path);
  return {
    graph,
    evidence,
    weight: (a: string, b: string) => weightBetween(evidence.pairs, row(a), row(b)),
    folder: (a: string, b: string) => explainFolder(evidence, row(a), row(b)),
  };
}

const shop = [
  "src/orders/dto/line.ts",
  "src/orders/services/place.ts",
  "src/orders/returns/label.ts",
  "src/billing/invoice.ts",
  "src/billing/tax.ts",
  "src/controllers/orders.ts",
  "src/controllers/catalog.ts",
];

describe("folder evidence", () => {
  it("looks through folders that name layers", () => {
    const { weight } = findIn(shop);
    assert.equal(weight("src/orders/dto/line.ts", "src/orders/services/place.ts"), 1);
    assert.equal(weight("src/billing/invoice.ts", "src/billing/tax.ts"), 1);
    assert.equal(weight("src/controllers/orders.ts", "src/controllers/catalog.ts"), 0);
  });

  it("weighs a common folder by its share of the deeper path", () => {
    const { weight, folder } = findIn(shop);
    assert.equal(weight("src/orders/dto/line.ts", "src/orders/returns/label.ts"), 0.5);
    assert.equal(folder("src/orders/dto/line.ts", "src/orders/returns/label.ts"), "/orders");
    assert.equal(folder("src/orders/dto/line.ts", "src/billing/tax.ts"), undefined);
  });

  it("takes a folder that holds most modules for the program, not for an area", () => {
    const { weight } = findIn(shop.map((path) => `shop/${path}`));
    assert.equal(weight("shop/src/orders/dto/line.ts", "shop/src/billing/tax.ts"), 0);
  });

  it("takes for layers what it is told", () => {
    const { weight } = findIn(shop, { isLayer: (segment) => segment === "src" || segment === "billing" });
    assert.equal(weight("src/billing/invoice.ts", "src/billing/tax.ts"), 0);
    assert.equal(weight("src/controllers/orders.ts", "src/controllers/catalog.ts"), 1);
  });

  it("has nothing to say where paths are withheld", () => {
    const { graph } = findIn(shop);
    const blind = redact(graph, "paths");
    const order = Int32Array.from(shop.keys());
    const found: FolderEvidence = findFolderEvidence({
      graph: blind,
      order,
      uses: countUses(blind, order),
      members: new Uint8Array(shop.length).fill(1),
    });
    assert.equal(found.pairs.to.length, 0);
  });

  it("keeps the pairs of a large folder few, and every module joined", () => {
    const paths = Array.from({ length: 400 }, (_, k) => `src/${["billing", "orders"][k % 2]}/part${k}.ts`);
    const { pairs } = findIn(paths, { isLayer: (segment) => segment === "src" }).evidence;
    for (let i = 0; i < pairs.size; i++) {
      const partners = pairs.start[i + 1]! - pairs.start[i]!;
      assert.ok(partners > 0 && partners <= 64, `${partners} partners`);
    }
  });

  const segment = fc.constantFrom("orders", "billing", "catalog", "returns", "services", "src");
  const anyPaths = fc.uniqueArray(
    fc.tuple(fc.array(segment, { maxLength: 4 }), fc.nat(20)).map(([folders, k]) => [...folders, `part${k}.ts`].join("/")),
    { minLength: 2, maxLength: 20 },
  );

  it("is symmetric, between 0 and 1, and the same however the modules are ordered", () => {
    fc.assert(
      fc.property(anyPaths, fc.infiniteStream(fc.nat(1000)), (paths, numbers) => {
        const { graph, evidence } = findIn(paths);
        const { pairs } = evidence;
        for (let i = 0; i < pairs.size; i++) {
          for (let k = pairs.start[i]!; k < pairs.start[i + 1]!; k++) {
            assert.ok(pairs.weight[k]! > 0 && pairs.weight[k]! <= 1);
            assert.equal(pairs.weight[k], weightBetween(pairs, pairs.to[k]!, i));
          }
        }
        const moved = graph.modules.map((_, module) => ({ module, at: numbers.next().value ?? 0 })).sort((a, b) => a.at - b.at);
        const shuffled = reorder(
          graph,
          moved.map(({ module }) => module),
        );
        const order = orderOfPaths(shuffled.modules.map(({ path }) => path));
        const members = new Uint8Array(order.length).fill(1);
        assert.deepEqual(findFolderEvidence({ graph: shuffled, order, uses: countUses(shuffled, order), members }).pairs, pairs);
      }),
    );
  });
});
