import assert from "node:assert/strict";
import { styleText } from "node:util";
import { analyzeGraph } from "../../src/analyze.ts";
import type { Warning } from "../../src/model/warning.ts";
import { analysisText } from "../../src/report/analysisText.ts";
import { plain, type Paint } from "../../src/report/wording.ts";
import { matchGolden } from "../golden.ts";
import { layeredShop } from "../layeredShop.ts";
import { makeGraph } from "../makeGraph.ts";
import { hostileGraph, hostileRoot } from "./hostileGraph.ts";

const warnings: Warning[] = [
  { reason: "syntax-error", message: "';' expected", path: "src/services/orderService.ts", line: 12, column: 4 },
  ...Array.from({ length: 15 }, (_, i): Warning => ({ reason: "minified", message: "minified: left out", path: `public/vendor/chart${i}.js` })),
  {
    reason: "cache-unavailable",
    message: "the cache could not be written: no space left on device; the analysis is complete, but the next one will read every file again",
  },
];
const analysis = analyzeGraph(makeGraph(layeredShop()), { root: "shop", warnings });
const run = { elapsed: 421, file: ".ficus/analysis.json" };
const colour: Paint = (style, text) => styleText(style, text, { validateStream: false });

describe("the analysis for people", () => {
  for (const width of [80, 160]) {
    it(`fits a terminal of ${width} columns, as reviewed`, () => {
      const text = analysisText(analysis, { width, paint: plain }, run);
      matchGolden(new URL(`shop.${width}.golden.txt`, import.meta.url), text);
      for (const line of text.split("\n")) assert.ok(line.length <= width, `${line.length} columns: ${line}`);
    });
  }

  it("says the same with colours", () => {
    const painted = analysisText(analysis, { width: 80, paint: colour }, run);
    assert.notEqual(painted, analysisText(analysis, { width: 80, paint: plain }, run));
    // oxlint-disable-next-line no-control-regex -- the escapes that set colours
    assert.equal(painted.replaceAll(/\u001b\[\d+m/g, ""), analysisText(analysis, { width: 80, paint: plain }, run));
  });

  it("lets no file name or folder name move the cursor", () => {
    const text = analysisText(analyzeGraph(hostileGraph, { root: "shop\u001b[2J" }), { width: 80, paint: plain }, { elapsed: 1 });
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u2028]/);
    assert.match(text, /shop\\u001b\[2J/);
    assert.ok(analysisText(analyzeGraph(hostileGraph, { root: hostileRoot }), { width: 80, paint: plain }, { elapsed: 1 }).startsWith(hostileRoot));
  });

  it("says how long each stage took when asked", () => {
    const text = analysisText(analysis, { width: 80, paint: plain }, { elapsed: 2345, timings: { extract: 1500, link: 12.3 } });
    assert.match(text, /Done in 2\.35 s\.\n {2}extract +1\.50 s\n {2}link +12 ms\n$/);
  });

  it("has something to say of a folder without business areas", () => {
    assert.match(
      analysisText(analyzeGraph(makeGraph({ "jest.config.ts": {} }), { root: "shop" }), { width: 80, paint: plain }, { elapsed: 5 }),
      /No services/,
    );
  });
});
