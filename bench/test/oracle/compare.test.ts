import assert from "node:assert/strict";
import path from "node:path";
import { askChecker, openRepository } from "../../oracle/askChecker.ts";
import { askCruiser } from "../../oracle/askCruiser.ts";
import { compareCalls } from "../../oracle/compareCalls.ts";
import { compareEdges } from "../../oracle/compareEdges.ts";
import { comparePairs } from "../../oracle/comparePairs.ts";
import type { FicusGraph } from "../../oracle/ficusGraph.ts";

const shop = path.join(import.meta.dirname, "../../fixtures/oracle/shop");
const repository = openRepository(shop);
const checker = askChecker(repository, () => undefined);

/** A graph that agrees with the checker in everything. */
function perfect(): FicusGraph {
  return {
    modules: checker.files,
    imports: checker.imports.map((each) => ({ ...each, kind: "import", line: 1 })),
    references: [
      ...checker.requirements.flatMap(({ from, to }) => to.map((each) => ({ from, to: each, kind: "type", line: 1, column: 1, names: [] }))),
      ...checker.calls.flatMap(({ from, line, column, targets }) => {
        const [target] = targets;
        return target === undefined ? [] : [{ from, line, column, kind: "call", to: target.file, names: target.names }];
      }),
    ],
  };
}

describe("oracle: comparing a graph with the answers", () => {
  it("finds nothing to complain about in a perfect graph", () => {
    const pairs = comparePairs(perfect(), checker);
    const calls = compareCalls(perfect(), checker);
    assert.equal(pairs.byReferences, pairs.expected);
    assert.ok(pairs.expected > 10);
    assert.deepEqual(pairs.unconfirmed, []);
    assert.equal(calls.across.foundByName, calls.across.sites);
    assert.ok(calls.across.sites >= 8);
    assert.equal(calls.confirmed, calls.judged);
    assert.deepEqual(calls.notACallSite, []);
  });

  it("names a pair that is lost, and knows where only the import is left", () => {
    const graph = perfect();
    graph.references = graph.references.filter((each) => !each.from.endsWith("checkout.ts"));
    const { missed, expected, byReferencesOrImports } = comparePairs(graph, checker);
    assert.deepEqual(missed.map((each) => `${each.to.join()} ${each.hasImportEdge ? "imported" : "lost"}`).sort(), [
      "apps/store/src/order.ts lost",
      "apps/store/src/record.ts lost",
      "apps/store/src/repository.ts imported",
      "packages/pricing/src/discount.ts lost",
      "packages/pricing/src/money.ts lost",
    ]);
    assert.equal(expected - byReferencesOrImports, 4);
  });

  it("counts a call that points at the wrong file against recall and against precision", () => {
    const graph = perfect();
    const touched = graph.references.find((each) => each.kind === "call" && each.names[0] === "touch");
    assert.ok(touched);
    touched.to = "apps/store/src/customers.ts";
    const { missed, wrong } = compareCalls(graph, checker);
    assert.deepEqual(
      missed.map((site) => site.text),
      ["order.touch()"],
    );
    assert.deepEqual(
      wrong.map(({ site }) => site.text),
      ["order.touch()"],
    );
  });

  it("reports a call reference where the checker sees no call", () => {
    const graph = perfect();
    graph.references.push({ from: "apps/store/src/order.ts", line: 1, column: 1, kind: "call", to: "apps/store/src/record.ts", names: [] });
    assert.equal(compareCalls(graph, checker).notACallSite.length, 1);
  });

  it("tells edges that dependency-cruiser cannot resolve from those that nobody can explain", async () => {
    const cruiser = await askCruiser(repository, () => undefined);
    const graph = perfect();
    graph.imports.push(
      { from: "apps/store/src/order.ts", to: "apps/store/src/customers.ts", kind: "import", specifier: "./nowhere", line: 1 },
      { from: "apps/store/src/order.ts", to: "apps/store/src/repository.ts", kind: "mock", specifier: "~/repository", line: 2 },
    );
    const { expected, found, extras } = compareEdges(graph, cruiser, checker);
    assert.equal(found, expected);
    assert.ok(expected >= 8);
    assert.deepEqual(extras.map((each) => `${each.specifier}: ${each.reason}`).sort(), [
      "./nowhere: unexplained",
      "@shop/pricing: dependency-cruiser could not resolve it, TypeScript agrees with Ficus",
      "@shop/pricing: dependency-cruiser could not resolve it, TypeScript agrees with Ficus",
      "~/repository: kind unknown to dependency-cruiser",
    ]);
  });

  it("misses an edge that the graph does not have", async () => {
    const cruiser = await askCruiser(repository, () => undefined);
    const graph = perfect();
    graph.imports = graph.imports.filter((each) => each.to !== "apps/store/src/record.ts");
    const { missed } = compareEdges(graph, cruiser, checker);
    assert.deepEqual(
      missed.map((each) => [each.from, each.to, each.reason]),
      [["apps/store/src/order.ts", "apps/store/src/record.ts", "missed"]],
    );
  });
});
