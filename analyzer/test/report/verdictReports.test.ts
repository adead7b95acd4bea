import assert from "node:assert/strict";
import type { Verdict } from "../../src/model/verdict.ts";
import { verdictMarkdown } from "../../src/report/verdictMarkdown.ts";
import { verdictText } from "../../src/report/verdictText.ts";
import { plain } from "../../src/report/wording.ts";

const verdict: Verdict = {
  schemaVersion: 1,
  service: "ordering",
  state: "failed",
  subjects: [
    {
      name: "place",
      kind: "operation",
      state: "failed",
      served: 2,
      keptLocal: [{ reason: "a fake store", count: 3 }],
      tests: ["a › b"],
      failing: ["a › b"],
      broken: { error: "noticed", noop: "not-noticed" },
      overhead: { localMedian: 1, remoteMedian: 2.5, median: 1.5, p95: 4 },
      reasons: [{ kind: "tests-differ", state: "failed", message: "1 tests differ", at: ["a › b"] }],
    },
    {
      name: "GET /orders/`|<img>\u001b[2J",
      kind: "route",
      state: "proven",
      served: 1,
      keptLocal: [],
      tests: [],
      failing: [],
      broken: { error: "noticed", noop: "noticed" },
      overhead: null,
      reasons: [],
    },
  ],
  reasons: [{ kind: "not-booted", state: "failed", message: "It did not boot:\nlast words\n```" }],
  tests: {
    command: ["npm", "test"],
    total: 2,
    passed: 1,
    failing: [],
    flaky: ["moody"],
    crossing: 1,
    passingWithoutService: 1,
    differences: [{ test: "a › b", local: "passed", remote: "failed", message: "expected 1\nstack" }],
    redirected: [],
    doubles: [{ at: "test/a.js:1", text: "jest.mock('x')" }],
  },
  mismatches: [{ subject: "place", path: "result.total", local: 1, remote: 2 }],
  edges: { sent: 3, differences: [{ request: "GET /orders, conditional", route: "GET /orders", what: "status", local: "304", remote: "200" }] },
  steps: [{ name: "local", state: "passed", milliseconds: 1500, detail: "2 tests" }],
};

describe("report: verdict", () => {
  it("says for people what is not proven, why, and where", () => {
    const text = verdictText(verdict, { width: 200, paint: plain }, ".ficus/verdict/ordering.json");
    for (const line of [
      "ordering: failed, 1 of 2 operations and routes proven, 1 failed",
      "✗ place  2 calls served, the wire costs 1.50 ms (95th percentile 4.00 ms)",
      "    failed: 1 tests differ",
      "      a › b",
      "  a › b: passed in local, failed in remote",
      "1 of 2 tests cross to the service; 1 pass while the service is down.",
      "  shadow: place result.total: 1 in local, 2 in remote",
      "3 requests compared in both modes, 1 difference.",
      "Kept in .ficus/verdict/ordering.json",
    ])
      assert.ok(text.split("\n").includes(line), `${line}\n---\n${text}`);
  });

  it("lets no name of the repository leave its cell, its line, or draw on the terminal", () => {
    const markdown = verdictMarkdown(verdict);
    const row = markdown.split("\n").find((line) => line.includes("GET /orders/"));
    assert.equal(row, "| `GET /orders/'\\|&lt;img>\\u001b[2J` | proven | 1 |  |  | noticed | noticed |");
    // The fence is opened and closed once: what the service said does not end it.
    assert.equal(markdown.match(/^ *```/gm)?.length, 2);
    assert.ok(!verdictText(verdict, { width: 80, paint: plain }).includes("\u001b"));
  });
});
