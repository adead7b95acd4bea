import assert from "node:assert/strict";
import fc from "fast-check";
import { explainHistory, findHistoryEvidence } from "../../src/evidence/history.ts";
import { orderOfPaths } from "../../src/evidence/dependencies.ts";
import { weightBetween } from "../../src/evidence/weightedPairs.ts";
import type { CommitRecord } from "../../src/model/history.ts";
import type { SymbolGraph } from "../../src/model/graph.ts";
import { redact } from "../../src/partition/redact.ts";
import { makeGraph, reorder } from "../makeGraph.ts";

const paths = ["cart.ts", "catalog.ts", "invoice.ts", "order.ts", "tax.ts"];
const shop = makeGraph(Object.fromEntries(paths.map((path) => [path, {}])));

function findIn(commits: readonly CommitRecord[], graph: SymbolGraph = shop) {
  const order = orderOfPaths(graph.modules.map(({ path }) => path));
  const evidence = findHistoryEvidence({ graph, order, members: new Uint8Array(paths.length).fill(1) }, { commits: [...commits] });
  const row = (path: string) => paths.indexOf(path);
  return { evidence, row, weight: (a: string, b: string) => Math.round(weightBetween(evidence.pairs, row(a), row(b)) * 1e6) / 1e6 };
}

const commit = (files: string, changed = files.split(" ").length, author = "ada"): CommitRecord => ({ author, changed, files: files.split(" ") });
/** Enough of them that the history counts. */
const filler = Array.from({ length: 100 }, (_, k) => commit("README.md", 1, k % 2 === 0 ? "ada" : "grace"));

describe("history evidence", () => {
  it("weighs common commits by their size, as a share of all commits of either", () => {
    const { weight } = findIn([
      commit("order.ts cart.ts"),
      commit("order.ts cart.ts tax.ts"),
      commit("order.ts tax.ts invoice.ts"),
      commit("cart.ts"),
      ...filler,
    ]);
    assert.equal(weight("order.ts", "cart.ts"), (1 + 0.5) / 4);
    assert.equal(weight("order.ts", "tax.ts"), Math.round(((0.5 + 0.5) / 3) * 1e6) / 1e6);
  });

  it("counts the files of a commit that are no modules, and those outside", () => {
    const { weight } = findIn([commit("order.ts cart.ts README.md", 11), commit("order.ts cart.ts", 11), ...filler]);
    assert.equal(weight("order.ts", "cart.ts"), 0.1);
  });

  it("takes a single commit for chance, and one of more than 30 files for housekeeping", () => {
    const { weight } = findIn([commit("order.ts cart.ts"), commit("tax.ts invoice.ts", 31), commit("tax.ts invoice.ts", 31), ...filler]);
    assert.deepEqual([weight("order.ts", "cart.ts"), weight("tax.ts", "invoice.ts")], [0, 0]);
  });

  it("tells how often two were changed together, of how many times each", () => {
    const { evidence, row } = findIn([commit("order.ts cart.ts"), commit("order.ts cart.ts"), commit("order.ts"), ...filler]);
    assert.deepEqual(explainHistory(evidence, row("cart.ts"), row("order.ts")), { together: 2, commits: [2, 3] });
    assert.equal(explainHistory(evidence, row("cart.ts"), row("tax.ts")), undefined);
  });

  it("is absent for a short history, for one author, and where paths are withheld", () => {
    const together = [commit("order.ts cart.ts"), commit("order.ts cart.ts")];
    const alone = [...together, ...filler].map((each) => ({ ...each, author: "ada" }));
    const size = (commits: readonly CommitRecord[], graph?: SymbolGraph) => findIn(commits, graph).evidence.pairs.to.length;
    assert.deepEqual([size([...together, ...filler.slice(0, 97)]), size(alone), size([...together, ...filler], redact(shop, "paths"))], [0, 0, 0]);
    assert.equal(size([...together, ...filler.slice(0, 98)]), 2);
  });

  const anyCommits = fc.array(
    fc.record({
      author: fc.constantFrom("ada", "grace"),
      files: fc.uniqueArray(fc.constantFrom(...paths, "README.md"), { minLength: 1 }),
      others: fc.nat(40),
    }),
    { maxLength: 30 },
  );

  it("is symmetric, between 0 and 1, and the same however commits and modules are ordered", () => {
    fc.assert(
      fc.property(anyCommits, fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), (drawn, moved) => {
        const commits = drawn.map(({ author, files, others }) => ({ author, files, changed: files.length + others }));
        const { pairs } = findIn([...commits, ...filler]).evidence;
        assert.deepEqual(findIn([...filler, ...commits.toReversed()], reorder(shop, moved)).evidence.pairs, pairs);
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
