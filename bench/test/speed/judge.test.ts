import assert from "node:assert/strict";
import { judge, passes } from "../../speed/bars.ts";
import { median, rotated, type Result } from "../../speed/medians.ts";

function measured(name: string, wall: number, memory: number): Result {
  return { kind: "measured", name, does: "", runs: 3, median: { wall, cpu: wall, memory }, fastest: wall, slowest: wall };
}

describe("speed: judging the results", () => {
  it("compares the two sides of each bar in time or memory", () => {
    const judged = judge([measured("ficus analyze, cold", 3, 500), measured("dependency-cruiser", 12, 900)]);
    assert.deepEqual(
      judged.map((each) => [each.measure, each.value?.toFixed(3), passes(each)]),
      [
        ["wall", "0.250", true],
        ["memory", "0.556", false],
      ],
    );
  });

  it("does not pass a bar with a side that failed", () => {
    const judged = judge([{ kind: "failed", name: "ficus graph, cold", does: "", why: "exit" }, measured("knip", 3, 500)]);
    assert.deepEqual(
      judged.map((each) => [each.value, passes(each)]),
      [[undefined, false]],
    );
  });

  it("leaves out bars of contestants that did not take part", () => {
    assert.deepEqual(judge([measured("knip", 3, 500)]), []);
  });

  it("takes the middle of the runs", () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    assert.ok(Number.isNaN(median([])));
  });

  it("lets each round begin with another contestant and leaves none out", () => {
    const list = ["orders", "billing", "catalog", "shipping"];
    const rounds = [0, 1, 2, 3].map((round) => rotated(list, round));
    for (const round of rounds) assert.deepEqual([...round].sort(), [...list].sort());
    assert.ok(new Set(rounds.map((round) => round[0])).size > 1);
  });
});
