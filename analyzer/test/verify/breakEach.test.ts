import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "../../src/verify/bench.ts";
import { breakEach } from "../../src/verify/breakEach.ts";
import type { TestRun } from "../../src/verify/testRun.ts";

const all = ["a.js › places", "a.js › totals", "b.js › else"];

const run = (label: string, failing: readonly string[], some: readonly string[] = all): TestRun => ({
  label,
  began: true,
  results: new Map(some.map((name) => [name, { outcome: failing.includes(name) ? "failed" : "passed", milliseconds: 1, message: undefined }])),
  records: [],
  code: 0,
  timedOut: false,
  milliseconds: 60_000,
  tail: "",
  failure: undefined,
});

describe("verify: breaking each operation", () => {
  let scratch: string;
  let bench: Bench;
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), "ficus-break-"));
    // Of a bench, breaking needs only these.
    bench = { control: join(scratch, "broken.json"), onProgress: () => {} } as unknown as Bench;
  });
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  const reached = [{ name: "total", tests: ["a.js › totals"] }];
  const input = { reached, remote: run("remote", []), setApart: new Set<string>() };

  it("runs only the tests that reach it, with one control run for both faults", async () => {
    const asked: [string, readonly string[] | undefined][] = [];
    const found = await breakEach({
      ...input,
      bench,
      run: async (label, only) => {
        asked.push([label, only]);
        return run(label, label === "break-error" ? (only ?? []) : [], only);
      },
    });
    assert.deepEqual([...found], [["total", { error: "noticed", noop: "not-noticed" }]]);
    assert.deepEqual(
      asked.map(([label, only]) => [label, only?.length]),
      [
        ["break-control", 1],
        ["break-error", 1],
        ["break-no-op", 1],
      ],
    );
  });

  it("runs all tests where those that reach it need others before them", async () => {
    const asked: (number | undefined)[] = [];
    await breakEach({
      ...input,
      bench,
      run: async (label, only) => {
        asked.push(only?.length);
        return run(label, label === "break-control" ? (only ?? []) : [], only);
      },
    });
    assert.deepEqual(asked, [1, undefined, undefined]);
  });

  it("takes a service that did not come up for no notice", async () => {
    const found = await breakEach({ ...input, bench, run: async (label, only) => ({ ...run(label, [], only), began: label === "break-control" }) });
    assert.deepEqual([...found], [["total", { error: "not-tried", noop: "not-tried" }]]);
  });
});
