import assert from "node:assert/strict";
import fc from "fast-check";
import { adjustedMutualInformation } from "../../../analyzer/src/metrics/adjustedMutualInformation.ts";
import { adjustedRandIndex } from "../../ground-truth/adjustedRandIndex.ts";
import { contingency } from "../../../analyzer/src/metrics/contingency.ts";
import { mojoFm, movesAndJoins } from "../../ground-truth/mojoFm.ts";
import { score } from "../../ground-truth/scores.ts";
import { sizeMatched } from "../../ground-truth/baselines.ts";

const ari = (a: readonly unknown[], b: readonly unknown[]): number => adjustedRandIndex(contingency(a, b));
const ami = (a: readonly unknown[], b: readonly unknown[]): number => adjustedMutualInformation(contingency(a, b));
const mojo = (a: readonly unknown[], b: readonly unknown[]): number => mojoFm(contingency(a, b));
const close = (actual: number, expected: number, within = 1e-9): void =>
  assert.ok(Math.abs(actual - expected) < within, `${actual} is not ${expected}`);

const clustering = fc.array(fc.nat(5), { minLength: 2, maxLength: 40 });

describe("scores against a known truth", () => {
  it("gives the adjusted Rand indices of scikit-learn's documentation", () => {
    close(ari([0, 0, 1, 2], [0, 0, 1, 1]), 4 / 7);
    close(ari([0, 0, 1, 1], [0, 0, 1, 2]), 4 / 7);
    close(ari([0, 0, 1, 1], [1, 1, 0, 0]), 1);
    close(ari([0, 0, 0, 0], [0, 1, 2, 3]), 0);
    close(ari([0, 0, 1, 1], [0, 1, 0, 1]), -0.5);
    close(ari([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]), 0.24242424242424243);
  });

  it("gives the adjusted mutual information of scikit-learn's documentation and tests", () => {
    close(ami([0, 0, 1, 1], [1, 1, 0, 0]), 1);
    close(ami([0, 0, 0, 0], [0, 1, 2, 3]), 0);
    close(ami([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]), 0.29879245817089006);
    const truth = [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3];
    const found = [1, 1, 1, 1, 2, 1, 2, 2, 2, 2, 3, 1, 3, 3, 3, 2, 2];
    close(ami(truth, found), 0.27821, 1e-5);
  });

  it("counts moves and joins by hand", () => {
    // One file of the second area stands in the first cluster.
    const truth = ["orders", "orders", "orders", "billing", "billing", "billing"];
    assert.equal(movesAndJoins(contingency([0, 0, 0, 0, 1, 1], truth)), 1);
    // An area in two clusters costs one join.
    assert.equal(movesAndJoins(contingency([0, 0, 2, 1, 1, 1], truth)), 1);
    // One blob: three files must move out.
    assert.equal(movesAndJoins(contingency([0, 0, 0, 0, 0, 0], truth)), 3);
    // Worst: 6 files, of two areas with three files each, two tags can still be told apart: 4 moves.
    close(mojo([0, 0, 0, 0, 0, 0], truth), 25);
    close(mojo([0, 0, 0, 0, 1, 1], truth), 75);
  });

  it("tags as many clusters differently as can be, where clusters are torn between areas", () => {
    // Both clusters share as much with either area; the first tags that come to mind would join them.
    assert.equal(movesAndJoins(contingency([0, 0, 1, 1, 1, 1], ["orders", "billing", "orders", "orders", "billing", "billing"])), 3);
  });

  it("is perfect for equal clusterings, whatever their clusters are called", () => {
    fc.assert(
      fc.property(clustering, (clusters) => {
        const renamed = clusters.map((cluster) => `area ${7 - cluster}`);
        close(ari(clusters, renamed), 1);
        close(ami(clusters, renamed), 1);
        close(mojo(clusters, renamed), 100);
      }),
    );
  });

  it("does not depend on the order of the files, and stays in its range", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(4)), { minLength: 2, maxLength: 40 }), (files) => {
        const [a, b] = [files.map(([found]) => found), files.map(([, truth]) => truth)];
        const [c, d] = [a.toReversed(), b.toReversed()];
        close(ari(a, b), ari(c, d));
        close(ari(a, b), ari(b, a));
        close(ami(a, b), ami(c, d), 1e-6);
        close(mojo(a, b), mojo(c, d));
        assert.ok(ari(a, b) <= 1 + 1e-9);
        assert.ok(ami(a, b) <= 1 + 1e-6);
        assert.ok(mojo(a, b) >= -1e-9 && mojo(a, b) <= 100);
      }),
    );
  });

  it("is about zero for clusterings dealt out by chance", () => {
    const truth = Array.from({ length: 400 }, (_, file) => file % 9);
    const sizes = Array.from({ length: 400 }, (_, file) => Math.floor(Math.sqrt(file)));
    const runs = Array.from({ length: 20 }, (_, seed) => sizeMatched(sizes, seed + 1));
    const mean = (of: (a: readonly number[], b: readonly number[]) => number): number =>
      runs.reduce((sum, run) => sum + of(run, truth), 0) / runs.length;
    close(mean(ari), 0, 0.01);
    close(mean(ami), 0, 0.01);
  });

  it("counts files without a service as clusters of their own", () => {
    const scores = score(["orders", "orders", undefined, undefined], ["a", "a", "b", "b"]);
    close(scores.coverage, 0.5);
    close(scores.largestShare, 0.5);
    assert.equal(scores.clusters, 1);
    close(scores.ari, ari([0, 0, 1, 2], [0, 0, 1, 1]));
  });
});
