import assert from "node:assert/strict";
import { cohesion } from "../../src/metrics/cohesion.ts";
import { coverage } from "../../src/metrics/coverage.ts";
import { largestShare } from "../../src/metrics/largestShare.ts";
import { modularity } from "../../src/metrics/modularity.ts";
import { pairsOf } from "../partition/pairsOf.ts";

/** Two triangles of weight 1, joined by one tie of weight 0.5. */
const triangles = pairsOf(6, [
  [0, 1, 1],
  [1, 2, 1],
  [0, 2, 1],
  [3, 4, 1],
  [4, 5, 1],
  [3, 5, 1],
  [2, 3, 0.5],
]);
const apart = Int32Array.of(0, 0, 0, 1, 1, 1);
const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);

describe("metrics", () => {
  it("modularity is Newman's: inner weight less what chance would give", () => {
    // Each side: 3 of 6.5 inside, 6.5 of 13 at its modules.
    near(modularity(triangles, apart), 2 * (3 / 6.5 - (6.5 / 13) ** 2));
    near(modularity(triangles, new Int32Array(6)), 0);
    near(modularity(triangles, Int32Array.of(0, 0, 0, -1, -1, -1)), 0);
    near(modularity(pairsOf(2, []), Int32Array.of(0, 1)), 0);
    assert.ok(modularity(triangles, Int32Array.of(0, 1, 0, 1, 0, 1)) < 0);
  });

  it("cohesion is the inner share of all weight that touches a service", () => {
    assert.deepEqual([...cohesion(triangles, apart, 2)], [3 / 3.5, 3 / 3.5]);
    assert.deepEqual([...cohesion(triangles, Int32Array.of(0, 0, 0, -1, -1, -1), 1)], [1]);
    assert.deepEqual([...cohesion(triangles, Int32Array.of(0, 1, 2, 2, 2, 2), 3)], [0, 0, 3.5 / 5.5]);
  });

  it("coverage and the largest share are of domain modules", () => {
    assert.equal(coverage([2, 1], 4), 0.75);
    assert.equal(largestShare([1, 2], 4), 0.5);
    assert.equal(coverage([], 0), 1);
    assert.equal(largestShare([], 0), 0);
  });
});
