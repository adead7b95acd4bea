import assert from "node:assert/strict";
import { createRequire } from "node:module";
import fc from "fast-check";
import type { UndirectedGraph as Graph } from "graphology";
import { findCommunities, renumber } from "../../src/partition/louvain.ts";
import { seededRandom } from "../../src/partition/random.ts";
import { pairsOf } from "./pairsOf.ts";

// Both are CommonJS; their types are those of the packages themselves.
const require = createRequire(import.meta.url);
const { UndirectedGraph } = require("graphology") as { UndirectedGraph: new () => Graph };
const louvain = require("graphology-communities-louvain") as (graph: Graph, options: object) => Record<string, number>;

const someEdges = (size: number) =>
  fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1), fc.double({ min: 0.01, max: 1, noNaN: true })), { minLength: 1, maxLength: size * 4 });

describe("communities", () => {
  it("are those that the library finds in a graph of its own, whatever the graph, resolution and seed", () => {
    const size = 24;
    fc.assert(
      fc.property(someEdges(size), fc.constantFrom(0.5, 1, 2, 5), fc.nat(), (edges, resolution, seed) => {
        const pairs = pairsOf(size, edges);
        const graph = new UndirectedGraph();
        for (let i = 0; i < size; i++) graph.addNode(String(i));
        for (let i = 0; i < size; i++) {
          for (let k = pairs.start[i]!; k < pairs.start[i + 1]!; k++)
            if (i < pairs.to[k]!) graph.addEdge(String(i), String(pairs.to[k]!), { weight: pairs.weight[k]! });
        }
        const expected = louvain(graph, { resolution, rng: seededRandom(seed) });
        assert.deepEqual([...findCommunities(pairs, resolution, seed)], [...renumber(Int32Array.from({ length: size }, (_, i) => expected[i]!))]);
      }),
    );
  });

  it("join what is joined closely", () => {
    const pairs = pairsOf(6, [
      [0, 1, 1],
      [1, 2, 1],
      [0, 2, 1],
      [3, 4, 1],
      [4, 5, 1],
      [3, 5, 1],
      [2, 3, 0.1],
    ]);
    assert.deepEqual([...findCommunities(pairs, 1, 7)], [0, 0, 0, 1, 1, 1]);
  });

  it("are single modules where nothing is joined", () => {
    assert.deepEqual([...findCommunities(pairsOf(3, []), 1, 1)], [0, 1, 2]);
  });
});
