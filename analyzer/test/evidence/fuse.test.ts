import assert from "node:assert/strict";
import fc from "fast-check";
import { fuse, pullOf } from "../../src/evidence/fuse.ts";
import { pairsFrom, weightBetween, type WeightedPairs } from "../../src/evidence/weightedPairs.ts";

const shop = ["cart", "catalog", "invoice", "order"];
const at = (name: string) => shop.indexOf(name);

function pairsOf(weights: Readonly<Record<string, number>>): WeightedPairs {
  return pairsFrom(
    shop.length,
    Object.entries(weights).map(([names, weight]) => {
      const [from = "", to = ""] = names.split(" ");
      return [at(from), at(to), weight];
    }),
  );
}

const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-8, `${actual} is not ${expected}`);

describe("fused evidence", () => {
  const structural = pairsOf({ "cart order": 3, "cart catalog": 1 });
  const data = pairsOf({ "order invoice": 0.01 });

  it("brings channels to one scale, so that one of small numbers says as much as one of large", () => {
    const { pairs } = fuse(4, { structural, data }, { structural: 0.6, data: 0.4 });
    // Rows of structural: 1, 4 and 3, of data: twice 0.01.
    near(weightBetween(pairs, at("cart"), at("order")), 0.6 * (3 / (8 / 3)));
    near(weightBetween(pairs, at("cart"), at("catalog")), 0.6 * (1 / (8 / 3)));
    near(weightBetween(pairs, at("order"), at("invoice")), 0.4);
  });

  it("leaves the share of absent and empty channels to the others", () => {
    const { channels } = fuse(4, { structural, data, semantic: pairsOf({}) }, { structural: 0.3, data: 0.1, semantic: 0.2, history: 0.4 });
    assert.deepEqual(
      channels.map(({ name, weight }) => [name, weight]),
      [
        ["structural", 0.3 / (0.3 + 0.1)],
        ["data", 0.1 / (0.3 + 0.1)],
      ],
    );
  });

  it("has no pairs where no channel has any", () => {
    const { pairs, channels } = fuse(4, { semantic: pairsOf({}) }, { semantic: 1 });
    assert.deepEqual([pairs.to.length, pairs.start.length, channels.length], [0, 5, 0]);
  });

  it("tells how much each channel binds a module to a service, and by whom", () => {
    const fused = fuse(4, { structural, data }, { structural: 0.5, data: 0.5 });
    const ordering = new Set([at("cart"), at("order")]);
    const [byStructure, byData] = pullOf(fused, at("order"), (other) => ordering.has(other));
    assert.deepEqual(
      byStructure?.strongest.map(({ module }) => shop[module]),
      ["cart"],
    );
    assert.equal(byStructure?.share, 1);
    assert.deepEqual(byData, { channel: "data", pull: 0, share: 0, strongest: [] });
  });

  const anyPairs = fc
    .array(fc.tuple(fc.nat(7), fc.nat(7), fc.double({ min: 0, max: 50, noNaN: true })), { maxLength: 40 })
    .map((rows) => rows.filter(([from, to]) => from !== to));

  it("is symmetric, and rows sum to 1 at most in the mean, whatever the channels say", () => {
    fc.assert(
      fc.property(anyPairs, anyPairs, (a, b) => {
        const { pairs } = fuse(8, { structural: pairsFrom(8, a), history: pairsFrom(8, b) }, { structural: 0.7, history: 0.2 });
        assert.ok(pairs.weight.reduce((sum, weight) => sum + weight, 0) <= 8 + 1e-6);
        for (let i = 0; i < 8; i++) {
          for (let k = pairs.start[i]!; k < pairs.start[i + 1]!; k++) {
            const weight = pairs.weight[k]!;
            assert.ok(weight > 0);
            assert.equal(weight, weightBetween(pairs, pairs.to[k]!, i));
            if (k > pairs.start[i]!) assert.ok(pairs.to[k - 1]! < pairs.to[k]!);
          }
        }
      }),
    );
  });

  it("does not depend on how the modules are numbered", () => {
    fc.assert(
      fc.property(anyPairs, fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }), (rows, place) => {
        const before = fuse(8, { data: pairsFrom(8, rows) }, { data: 1 }).pairs;
        const moved = rows.map(([from, to, weight]): [number, number, number] => [place[from]!, place[to]!, weight]);
        const after = fuse(8, { data: pairsFrom(8, moved) }, { data: 1 }).pairs;
        for (let i = 0; i < 8; i++) for (let j = 0; j < 8; j++) near(weightBetween(after, place[i]!, place[j]!), weightBetween(before, i, j));
      }),
    );
  });
});
