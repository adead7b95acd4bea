import assert from "node:assert/strict";
import fc from "fast-check";
import { listAlternatives } from "../../src/partition/alternatives.ts";
import { chooseDivision, listDivisions, matchParts } from "../../src/partition/chooseResolution.ts";
import { divide } from "../../src/partition/divide.ts";
import { placeModules } from "../../src/partition/placement.ts";
import { pairsOf } from "./pairsOf.ts";

type Edge = readonly [number, number, number];

/** Cliques of modules; `tie`: weight from each to the next, and within a group of cliques. */
function cliques(count: number, size: number, tie: (a: number, b: number) => number): Edge[] {
  const edges: Edge[] = [];
  for (let a = 0; a < count; a++) {
    for (let i = 0; i < size; i++) for (let j = i + 1; j < size; j++) edges.push([a * size + i, a * size + j, 1]);
    for (let b = a + 1; b < count; b++) if (tie(a, b) > 0) edges.push([a * size, b * size, tie(a, b)]);
  }
  return edges;
}

const everyone = (size: number): Uint8Array => new Uint8Array(size).fill(1);
const countOf = (community: Int32Array): number => new Set(community.filter((c) => c >= 0)).size;

describe("how finely to divide", () => {
  it("keeps parts whole that hardly use each other, and divides what is interwoven", () => {
    // Four programs of four areas of five modules each, the areas of a program joined to each other by all their modules.
    const woven: Edge[] = [];
    for (let program = 0; program < 4; program++) {
      for (let i = 0; i < 20; i++) {
        for (let j = i + 1; j < 20; j++) {
          const weight = Math.floor(i / 5) === Math.floor(j / 5) ? 1 : 0.25;
          woven.push([program * 20 + i, program * 20 + j, weight]);
        }
      }
    }
    const apart = pairsOf(80, [...woven, [0, 20, 0.1], [20, 40, 0.1], [40, 60, 0.1]]);
    assert.equal(countOf(divide(apart, apart, everyone(80), { seed: 1, leastSize: 3 }).community), 4);
    const areas = pairsOf(
      60,
      cliques(12, 5, () => 0.3),
    );
    assert.equal(countOf(divide(areas, areas, everyone(60), { seed: 1, leastSize: 3 }).community), 12);
  });

  it("takes as many parts of other evidence", () => {
    const pairs = pairsOf(
      60,
      cliques(12, 5, (a, b) => (b === a + 1 ? 0.3 : 0)),
    );
    const division = chooseDivision(listDivisions(pairs, everyone(60), 1));
    const doubled = { ...pairs, weight: pairs.weight.map((weight) => weight * 2) };
    assert.equal(matchParts(doubled, everyone(60), division, 1), division.resolution, "scale does not matter");
  });

  it("is sure of modules that all runs put together, and names the next best place of the others", () => {
    // Module 12 stands between two cliques.
    const pairs = pairsOf(13, [...cliques(2, 6, () => 0.01), [12, 0, 1], [12, 1, 1], [12, 6, 1], [12, 7, 0.9]]);
    const { community, runs } = divide(pairs, pairs, everyone(13), { seed: 1, leastSize: 3 });
    const placements = placeModules(pairs, runs, community);
    assert.ok(placements[3]!.confidence > 0.8);
    assert.ok(placements[12]!.margin < placements[3]!.margin);
    assert.equal(placements[12]!.runnerUp, 1 - community[12]!);
    for (const { confidence, margin } of placements) assert.ok(confidence >= 0 && confidence <= 1 && margin >= -1 && margin <= 1);
  });
});

describe("alternatives", () => {
  it("are not bettered by each other or by the proposal, differ in number, and are no blobs", () => {
    const edge = fc.tuple(fc.nat(39), fc.nat(39), fc.double({ min: 0.01, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(edge, { minLength: 30, maxLength: 120 }), (edges) => {
        const pairs = pairsOf(40, edges);
        const { community, divisions } = divide(pairs, pairs, everyone(40), { seed: 1, leastSize: 3 });
        const found = listAlternatives(pairs, divisions, community);
        assert.ok(found.length <= 5);
        assert.equal(new Set(found.map(({ services }) => services)).size, found.length);
        for (const a of found) {
          assert.ok(a.services > 1 && a.largest <= 0.5 && a.balance > 0 && a.balance <= 1 + 1e-9);
          assert.equal(countOf(a.service), a.services);
          for (const b of found) {
            const worse = a.crossing > b.crossing && a.services < b.services && a.balance < b.balance && a.largest > b.largest;
            assert.ok(!worse);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
