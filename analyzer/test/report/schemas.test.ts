import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { findStale } from "../../../scripts/schemas.ts";
import { analyzeGraph } from "../../src/analyze.ts";
import { layeredShop } from "../layeredShop.ts";
import { makeGraph } from "../makeGraph.ts";
import { hostileGraph, hostileRoot } from "./hostileGraph.ts";

describe("published schemas", () => {
  it("say what the models say: run npm run schemas when this fails", () => {
    assert.deepEqual(findStale(), []);
  });

  it("accept every analysis, and nothing that lacks a field", () => {
    const schema: object = JSON.parse(readFileSync(new URL("../../../schemas/analysis.schema.json", import.meta.url), "utf8"));
    const validate = new Ajv2020().compile(schema);
    for (const blind of [undefined, "paths", "names"] as const) {
      for (const graph of [makeGraph(layeredShop()), hostileGraph, makeGraph({})]) {
        const analysis: unknown = JSON.parse(
          JSON.stringify(
            analyzeGraph(graph, { root: hostileRoot, blind, warnings: [{ reason: "minified", message: "left out", path: "vendor/a.js" }] }),
          ),
        );
        assert.ok(validate(analysis), JSON.stringify(validate.errors));
      }
    }
    const { modules: _, ...rest } = analyzeGraph(makeGraph({}), { root: "shop" });
    assert.ok(!validate(rest));
  });
});
