import assert from "node:assert/strict";
import fc from "fast-check";
import { partition, splitUpTo } from "../../src/partition/communities.ts";
import { splitDisconnected } from "../../src/partition/subgraph.ts";
import { pairsOf } from "./pairsOf.ts";

type Edge = readonly [number, number, number];

/** Rings of modules, each joined to the next by a weak tie. */
function rings(count: number, size: number): Edge[] {
  const edges: Edge[] = [];
  for (let ring = 0; ring < count; ring++) {
    const first = ring * size;
    for (let k = 0; k < size; k++) edges.push([first + k, first + ((k + 1) % size), 1]);
    edges.push([first, (first + size) % (count * size), 0.05]);
  }
  return edges;
}

const everyone = (size: number) => new Uint8Array(size).fill(1);
const options = { seed: 1, resolution: 1.5, leastSize: 3, leastCohesion: 0 };
const sizesOf = (community: Int32Array): number[] => {
  const sizes: number[] = [];
  for (const c of community) if (c >= 0) sizes[c] = (sizes[c] ?? 0) + 1;
  return sizes;
};

describe("partition", () => {
  it("finds groups that are joined closely", () => {
    assert.deepEqual(sizesOf(partition(pairsOf(32, rings(4, 8)), everyone(32), options)), [8, 8, 8, 8]);
  });

  it("leaves out what is no member, and what nothing joins", () => {
    const members = everyone(34);
    members[3] = 0;
    const found = partition(pairsOf(34, rings(4, 8)), members, options);
    assert.deepEqual([found[3], found[32], found[33]], [-1, -1, -1]);
    assert.equal(found.filter((c) => c < 0).length, 3);
  });

  it("lets a small community join the one that it is joined to best", () => {
    const tail: Edge[] = [
      [24, 25, 1],
      [25, 5, 0.05],
      [24, 13, 0.2],
    ];
    const found = partition(pairsOf(26, [...rings(3, 8), ...tail]), everyone(26), options);
    assert.deepEqual(sizesOf(found).toSorted(), [10, 8, 8]);
    assert.equal(found[24], found[13]);
    assert.equal(found[25], found[13]);
  });

  it("lets a community that is joined to others more than to itself join one of them", () => {
    const size = 30;
    // Three modules in a chain, each of them joined to both rings.
    const between: Edge[] = [
      [24, 25, 0.5],
      [25, 26, 0.5],
      ...[24, 25, 26].flatMap((i): Edge[] => [
        [i, i - 22, 0.45],
        [i, i - 12, 0.4],
      ]),
    ];
    const pairs = pairsOf(size, [...rings(3, 8), ...between]);
    const found = (leastCohesion: number) => partition(pairs, everyone(size), { ...options, resolution: 3, leastCohesion });
    assert.deepEqual(sizesOf(found(0)).includes(3), true, "a community of its own by modularity alone");
    assert.deepEqual(sizesOf(found(0.5)).includes(3), false);
  });

  it("leaves a pair that nothing joins to the rest to be attached by other evidence", () => {
    const found = partition(pairsOf(18, [...rings(2, 8), [16, 17, 1]]), everyone(18), options);
    assert.deepEqual([found[16], found[17]], [-1, -1]);
  });

  it("gives as many services as are asked for, from one to one a module", () => {
    const size = 32;
    const pairs = pairsOf(size, rings(4, 8));
    for (let count = 1; count <= size; count++) {
      const found = splitUpTo(pairs, partition(pairs, everyone(size), { ...options, count }), count, 1);
      assert.equal(sizesOf(found).length, count, `asked for ${count}`);
      assert.ok(found.every((c) => c >= 0));
    }
    const four = partition(pairs, everyone(size), { ...options, count: 4 });
    assert.deepEqual(sizesOf(four), [8, 8, 8, 8]);
    const two = partition(pairs, everyone(size), { ...options, count: 2 });
    for (let ring = 0; ring < 4; ring++) assert.equal(new Set(two.subarray(ring * 8, ring * 8 + 8)).size, 1, "rings stay whole");
  });

  it("gives as many as are asked for where far more parts are not joined at all", () => {
    const parts = 300;
    const size = parts * 3;
    const triangles = Array.from({ length: parts }, (_, part): Edge[] => [0, 1, 2].map((k) => [part * 3 + k, part * 3 + ((k + 1) % 3), 1])).flat();
    for (const count of [1, 7, 299]) {
      const found = partition(pairsOf(size, triangles), everyone(size), { ...options, count });
      assert.equal(sizesOf(found).length, count);
      for (let part = 0; part < parts; part++) assert.equal(new Set(found.subarray(part * 3, part * 3 + 3)).size, 1);
    }
  });

  it("never has a community that is not connected, or smaller than it may be while it has a neighbour", () => {
    const size = 20;
    const edge = fc.tuple(fc.nat(size - 1), fc.nat(size - 1), fc.double({ min: 0.01, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 50 }), fc.constantFrom(0.5, 1.5, 4), (edges, resolution) => {
        const pairs = pairsOf(size, edges);
        const found = partition(pairs, everyone(size), { ...options, resolution });
        assert.equal(new Set(splitDisconnected(pairs, found).filter((c) => c >= 0)).size, sizesOf(found).length);
        assert.ok(sizesOf(found).every((members) => members >= options.leastSize));
      }),
    );
  });
});
