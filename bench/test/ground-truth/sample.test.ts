import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openSession } from "../../../analyzer/src/session.ts";
import { score } from "../../ground-truth/scores.ts";

const sample = fileURLToPath(new URL("../../../samples/monolith/", import.meta.url));

describe("the areas of the sample", () => {
  it("are found in its layers", async () => {
    // Written by hand, for this test alone.
    const areas = JSON.parse(readFileSync(`${sample}test/areas.json`, "utf8")) as Record<string, string[]>;
    const labelled = Object.entries(areas).flatMap(([area, paths]) => paths.map((path) => ({ path, area })));
    const { modules } = await (await openSession({ root: sample, cache: false })).analyze();
    const service = new Map(modules.map((module) => [module.path, module.service ?? undefined]));
    const scores = score(
      labelled.map(({ path }) => service.get(path)),
      labelled.map(({ area }) => area),
    );
    assert.equal(Object.keys(areas).length, 10);
    assert.ok(scores.ari >= 0.8, `ARI ${scores.ari}`);
    assert.equal(scores.coverage, 1);
    assert.ok(scores.largestShare < 0.2, `the largest holds ${scores.largestShare}`);
  }).timeout(60_000);
});
