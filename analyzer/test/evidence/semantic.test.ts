import assert from "node:assert/strict";
import fc from "fast-check";
import { explainSemantic, findSemanticEvidence, type SemanticEvidence, type SemanticOptions } from "../../src/evidence/semantic.ts";
import { orderOfPaths } from "../../src/evidence/dependencies.ts";
import { countUses } from "../../src/evidence/uses.ts";
import { weightBetween } from "../../src/evidence/weightedPairs.ts";
import type { SymbolGraph } from "../../src/model/graph.ts";
import { redact } from "../../src/partition/redact.ts";
import { graphOf, modulesOf, type ShopSources } from "../link/linkShop.ts";

interface Found {
  evidence: SemanticEvidence;
  weight(a: string, b: string): number;
  row(path: string): number;
}

function findIn(
  graph: SymbolGraph,
  options?: SemanticOptions,
  paths = graph.modules.map(({ path }) => path),
  leftOut: readonly string[] = [],
): Found {
  const order = orderOfPaths(paths);
  const members = Uint8Array.from(order, (module) => (leftOut.includes(paths[module]!) ? 0 : 1));
  const evidence = findSemanticEvidence({ graph, order, uses: countUses(graph, order), members }, options);
  const row = (path: string) => order.findIndex((module) => paths[module] === path);
  return { evidence, row, weight: (a, b) => weightBetween(evidence.pairs, row(a), row(b)) };
}

/** Controllers, services and helpers of three areas; no file imports another. */
const shop: ShopSources = {
  "controllers/invoices.ts": "export class InvoiceController { showInvoice(dunningLetter: string) { return dunningLetter; } }",
  "services/invoices.ts": "export class InvoiceService { createInvoice(dunningLetters: string[]) { return dunningLetters; } }",
  "controllers/parcels.ts": "export class ParcelController { trackParcel(carrier: string) { return carrier; } }",
  "services/parcels.ts": "export class ParcelService { sendParcel(carrier: string) { return carrier; } }",
  "controllers/reviews.ts": "export class ReviewController { rateReview(stars: number) { return stars; } }",
  "services/reviews.ts": "export class ReviewService { averageReview(stars: number[]) { return stars; } }",
  "utils/helper.ts": "export function createHelper(value: string) { return value; }",
};
const graph = graphOf(modulesOf(shop));

describe("semantic evidence", () => {
  it("joins what speaks of the same things across layers, and not what has the same layer", () => {
    const { weight } = findIn(graph);
    assert.ok(weight("controllers/invoices.ts", "services/invoices.ts") > 0.5);
    assert.ok(weight("controllers/parcels.ts", "services/parcels.ts") > 0.5);
    assert.equal(weight("controllers/invoices.ts", "controllers/parcels.ts"), 0);
    assert.equal(weight("utils/helper.ts", "services/parcels.ts"), 0);
  });

  it("tells the words that two modules share, plurals folded, weighing as much as the pair together", () => {
    const { evidence, row, weight } = findIn(graph);
    const told = explainSemantic(evidence, row("controllers/invoices.ts"), row("services/invoices.ts"));
    assert.deepEqual(told.map(({ word }) => word).sort(), ["dunning", "invoice", "letter"]);
    const sum = told.reduce((all, each) => all + each.weight, 0);
    assert.ok(Math.abs(sum - weight("controllers/invoices.ts", "services/invoices.ts")) < 1e-4);
  });

  it("takes other words for those of layers when told so", () => {
    const tells = (word: string) => word === "controller" || word === "service";
    const { weight } = findIn(graph, { tells });
    // Six modules say two words, three each: more than a fifth, but two modules may always share a word.
    assert.equal(weight("controllers/invoices.ts", "services/invoices.ts"), 0);
  });

  it("leaves out modules that are not to be divided", () => {
    const { weight, evidence } = findIn(graph, undefined, undefined, ["services/invoices.ts"]);
    assert.equal(weight("controllers/invoices.ts", "services/invoices.ts"), 0);
    assert.ok(evidence.pairs.to.length > 0);
  });

  it("does without paths where they are withheld, and is absent where names are as well", () => {
    const paths = graph.modules.map(({ path }) => path);
    const withoutPaths = findIn(redact(graph, "paths"), undefined, paths);
    assert.ok(withoutPaths.weight("controllers/invoices.ts", "services/invoices.ts") > 0.2);
    assert.equal(findIn(redact(graph, "names"), undefined, paths).evidence.pairs.to.length, 0);
  });

  const areas = ["invoice", "parcel", "review", "voucher", "refund", "supplier"];
  const sentences = fc.array(fc.array(fc.constantFrom(...areas), { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 14 });

  it("is symmetric, from .2 to 1, and the same however the modules are ordered", () => {
    fc.assert(
      fc.property(sentences, fc.infiniteStream(fc.nat(1000)), (files, numbers) => {
        const modules = modulesOf(
          Object.fromEntries(files.map((words, k) => [`file${k}.ts`, words.map((word) => `export const ${word}${k} = 1;`).join("\n")])),
        );
        const { pairs } = findIn(graphOf(modules)).evidence;
        const moved = modules.map((module) => ({ module, at: numbers.next().value ?? 0 })).sort((a, b) => a.at - b.at);
        assert.deepEqual(findIn(graphOf(moved.map(({ module }) => module))).evidence.pairs, pairs);
        for (let i = 0; i < pairs.size; i++) {
          for (let k = pairs.start[i]!; k < pairs.start[i + 1]!; k++) {
            assert.ok(pairs.weight[k]! >= 0.2 && pairs.weight[k]! <= 1);
            assert.equal(pairs.weight[k], weightBetween(pairs, pairs.to[k]!, i));
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
