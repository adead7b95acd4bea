import assert from "node:assert/strict";
import fc from "fast-check";
import { findDataEvidence } from "../../src/evidence/data.ts";
import { mainEntity, spreadEntities } from "../../src/evidence/entityAffinity.ts";
import { orderOfPaths } from "../../src/evidence/dependencies.ts";
import { structural } from "../../src/evidence/structural.ts";
import { countUses } from "../../src/evidence/uses.ts";
import { pairsFrom, undirected } from "../../src/evidence/weightedPairs.ts";
import { layeredShop } from "../layeredShop.ts";
import { makeGraph } from "../makeGraph.ts";

describe("entity affinity", () => {
  it("tells of each module of a layered shop which entity it is about, also where it touches none", () => {
    const graph = makeGraph(layeredShop());
    const order = orderOfPaths(graph.modules.map(({ path }) => path));
    const members = Uint8Array.from(order, (module) => (/src\/.*\//.test(graph.modules[module]!.path) ? 1 : 0));
    const input = { graph, order, uses: countUses(graph, order), members };
    const affinity = spreadEntities(findDataEvidence(input).profiles, graph.tables.length, undirected(structural(input)));
    for (const [i, module] of order.entries()) {
      const area = /(?:routes|controllers|services|repositories|entities)\/([a-z]+)(?:Routes|Controller|Service|Repository)?\.ts$/.exec(
        graph.modules[module]!.path,
      )?.[1];
      if (area === undefined || area === "index") continue;
      assert.equal(graph.tables[mainEntity(affinity, i).table]?.name, `${area}s`, graph.modules[module]!.path);
    }
  });

  it("has nothing to tell of what no way joins to a table", () => {
    const affinity = spreadEntities(
      [[{ thing: 0, kind: 1, share: 1 }], [], []],
      2,
      pairsFrom(3, [
        [0, 1, 1],
        [1, 0, 1],
      ]),
    );
    assert.deepEqual(mainEntity(affinity, 1), { table: 0, runnerUp: -1, margin: 1 });
    assert.deepEqual(mainEntity(affinity, 2), { table: -1, runnerUp: -1, margin: 0 });
  });

  const edges = fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.double({ min: 0.01, max: 1, noNaN: true })), { maxLength: 20 });
  const tablesOf = fc.array(fc.option(fc.nat(2)), { minLength: 6, maxLength: 6 });

  it("gives each module shares between 0 and 1 of at most 1 in all, whatever the graph", () => {
    fc.assert(
      fc.property(edges, tablesOf, (rows, own) => {
        const profiles = own.map((table) => (table === null ? [] : [{ thing: table, kind: 0 as const, share: 1 }]));
        const { share, tables } = spreadEntities(profiles, 3, undirected(pairsFrom(6, rows)));
        for (let i = 0; i < 6; i++) {
          const row = share.subarray(i * tables, (i + 1) * tables);
          assert.ok(row.every((each) => each >= 0 && each <= 1));
          assert.ok(row.reduce((sum, each) => sum + each, 0) <= 1 + 1e-6);
        }
      }),
    );
  });
});
