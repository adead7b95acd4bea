import assert from "node:assert/strict";
import path from "node:path";
import { formatFigures, percent } from "../../oracle/formatFigures.ts";
import { bars, runOracle, shares, type OracleFigures } from "../../oracle/oracle.ts";

const sample = path.join(import.meta.dirname, "../../../samples/monolith");

describe("oracle: the graph of the sample monolith", () => {
  let figures: OracleFigures;

  before(async function () {
    this.timeout(60_000); // the checker loads the types of everything that the sample has installed
    figures = await runOracle(sample);
  });

  function reaches(bar: keyof typeof bars): void {
    const share = shares(figures)[bar];
    assert.ok(share >= bars[bar], `${percent(share)}\n\n${formatFigures(figures, 3)}`);
  }

  it("has every module", () => {
    assert.deepEqual(figures.files.notInFicus, []);
    assert.ok(figures.files.read >= 90);
  });

  it("has every file-level edge that dependency-cruiser finds", () => reaches("edges"));

  it("explains every edge more", () => {
    assert.deepEqual(
      figures.edges.extras.filter((edge) => edge.reason === "unexplained"),
      [],
    );
  });

  it("has the module pairs that the checker finds by resolving every identifier", () => reaches("pairs"));

  it("has the calls and constructions that the checker resolves", () => reaches("calls"));

  it("names no other callee than the checker", () => reaches("precision"));
});
