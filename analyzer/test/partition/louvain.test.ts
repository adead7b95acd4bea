import assert from "node:assert/strict";
import { createRequire } from "node:module";
import fc from "fast-check";
import type { UndirectedGraph as Graph } from "graphology";
import type { WeightedPairs } from "../../src/evidence/weightedPairs.ts";
import { modularity } from "../../src/metrics/modularity.ts";
import { findCommunities } from "../../src/partition/louvain.ts";
import { seededRandom } from "../../src/partition/random.ts";
import { pairsOf } from "./pairsOf.ts";

// Both are CommonJS; their types are those of the packages themselves.
const require = createRequire(import.meta.url);
const { UndirectedGraph } = require("graphology") as { UndirectedGraph: new () => Graph };
const louvain = require("graphology-communities-louvain") as (graph: Graph, options: object) => Record<string, number>;

type Edge = readonly [from: number, to: number, weight: number];

/** What the library finds in a graph of its own. */
function byLibrary(pairs: WeightedPairs, seed: number, resolution = 1): Int32Array {
  const graph = new UndirectedGraph();
  for (let i = 0; i < pairs.size; i++) graph.addNode(String(i));
  for (let i = 0; i < pairs.size; i++) {
    for (let k = pairs.start[i]!; k < pairs.start[i + 1]!; k++)
      if (i < pairs.to[k]!) graph.addEdge(String(i), String(pairs.to[k]!), { weight: pairs.weight[k]! });
  }
  const found = louvain(graph, { rng: seededRandom(seed), resolution });
  return Int32Array.from({ length: pairs.size }, (_, i) => found[i]!);
}

/** Groups of modules, joined more within than among each other. */
function groups(count: number, size: number, random: () => number, within: number): Edge[] {
  const all = count * size;
  return Array.from({ length: all * 3 }, (): Edge => {
    const from = Math.floor(random() * all);
    const to = random() < within ? Math.floor(from / size) * size + Math.floor(random() * size) : Math.floor(random() * all);
    return [from, to, 0.1 + random()];
  });
}

const countOf = (community: Int32Array) => new Set(community).size;

describe("communities", () => {
  it("have the modularity of those that the library finds, on graphs of every clarity", () => {
    for (const within of [0.95, 0.8, 0.6, 0.3]) {
      let ours = 0;
      let theirs = 0;
      for (let seed = 1; seed <= 12; seed++) {
        const pairs = pairsOf(120, groups(8, 15, seededRandom(seed * 77), within));
        ours += modularity(pairs, findCommunities(pairs, 1, seed)) / 12;
        theirs += modularity(pairs, byLibrary(pairs, seed)) / 12;
      }
      assert.ok(ours > theirs - 0.01, `within ${within}: modularity ${ours}, the library's ${theirs}`);
    }
  });

  it("are the library's where they are clear, at every resolution", () => {
    const pairs = pairsOf(64, groups(8, 8, seededRandom(5), 0.99));
    for (const resolution of [0.5, 1, 2]) assert.deepEqual([...findCommunities(pairs, resolution, 3)], [...findCommunities(pairs, resolution, 4)]);
    for (const resolution of [1, 2]) assert.equal(countOf(findCommunities(pairs, resolution, 3)), countOf(byLibrary(pairs, 3, resolution)));
  });

  it("cannot be bettered by moving one module", () => {
    const size = 16;
    const edge = fc.tuple(fc.nat(size - 1), fc.nat(size - 1), fc.double({ min: 0.01, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(edge, { minLength: 1, maxLength: 50 }), fc.nat(), (edges, seed) => {
        const pairs = pairsOf(size, edges);
        const found = findCommunities(pairs, 1, seed);
        const before = modularity(pairs, found);
        // Whole communities move at later levels; single modules are looked at on the first, so that a better place for one may be left by a little.
        for (let i = 0; i < size; i++) {
          const alone = found.with(i, countOf(found));
          assert.ok(modularity(pairs, alone) <= before + 0.05, `module ${i} alone`);
        }
        assert.ok(
          before >=
            modularity(
              pairs,
              Int32Array.from({ length: size }, (_, i) => i),
            ),
        );
      }),
    );
  });

  it("join what is joined closely", () => {
    const triangles: Edge[] = [
      [0, 1, 1],
      [1, 2, 1],
      [0, 2, 1],
      [3, 4, 1],
      [4, 5, 1],
      [3, 5, 1],
      [2, 3, 0.1],
    ];
    assert.deepEqual([...findCommunities(pairsOf(6, triangles), 1, 7)], [0, 0, 0, 1, 1, 1]);
  });

  it("are more and smaller the higher the resolution", () => {
    const pairs = pairsOf(120, groups(8, 15, seededRandom(9), 0.8));
    const counts = [0.25, 1, 4, 64].map((resolution) => countOf(findCommunities(pairs, resolution, 1)));
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => a - b),
    );
    assert.equal(countOf(findCommunities(pairs, 1e6, 1)), 120);
  });

  it("are single modules where nothing is joined, and none where there is no module", () => {
    assert.deepEqual([...findCommunities(pairsOf(3, []), 1, 1)], [0, 1, 2]);
    assert.deepEqual([...findCommunities(pairsOf(0, []), 1, 1)], []);
  });
});
