/** What is concluded from records, on plain data. */
import assert from "node:assert/strict";
import { ServiceManifest } from "../../src/model/serviceManifest.ts";
import type { Difference } from "../../src/model/verdict.ts";
import { blame } from "../../src/verify/blame.ts";
import { compareAnswers } from "../../src/verify/compareAnswers.ts";
import { compareRuns } from "../../src/verify/compareRuns.ts";
import { decide } from "../../src/verify/decide.ts";
import type { Evidence } from "../../src/verify/evidence.ts";
import { edgeRequests, patternOf } from "../../src/verify/edgeRequests.ts";
import { overheadOf } from "../../src/verify/overhead.ts";
import { reconcile, testsThatReach } from "../../src/verify/reconcile.ts";
import type { Crossing, RecordLine, TestOutcome } from "../../src/verify/records.ts";

function crossing(id: string, what: Partial<Crossing>, test?: string): RecordLine {
  const full: Crossing = {
    id,
    service: "ordering",
    operation: "place",
    side: "client",
    mode: "remote",
    remote: true,
    outcome: "value",
    ms: 1,
    pid: 1,
    ...what,
  };
  return {
    kind: "crossing",
    crossing: full,
    pid: 1,
    nonce: "n",
    side: full.side === "client" ? "monolith" : "service",
    ...(test === undefined ? {} : { test }),
  };
}

const run = (results: Record<string, TestOutcome>) => ({
  results: new Map(Object.entries(results).map(([name, outcome]) => [name, { outcome, milliseconds: 1, message: undefined }])),
});

describe("verify: both ends", () => {
  it("counts what both know, and tells what only one of them says", () => {
    const sent = [
      crossing("1", {}),
      crossing("2", {}),
      crossing("3", { outcome: "failed" }),
      crossing("4", { remote: false, keptLocal: "a transaction" }),
    ];
    const ends = reconcile(sent, [crossing("1", { side: "server" }), crossing("9", { side: "server" })]);
    assert.deepEqual(
      [ends.served, ends.onlyMonolith, ends.onlyService, ends.undelivered].map((counts) => [...counts]),
      [[["place", 1]], [["place", 1]], [["place", 1]], [["place", 1]]],
    );
  });

  it("gives calls outside of any test to all tests of the file, and leaves out those that stayed", () => {
    const inHook: RecordLine = { ...(crossing("1", {}) as Extract<RecordLine, { kind: "crossing" }>), file: "a.js" };
    const kept = crossing("2", { operation: "total", remote: false, keptLocal: "a fake" }, "a.js › x");
    assert.deepEqual([...testsThatReach([inHook, kept], ["a.js › x", "a.js › y", "b.js › z"])], [["place", new Set(["a.js › x", "a.js › y"])]]);
  });

  it("takes the wire's cost as the difference of medians, the first call of a process left out", () => {
    const local = [99, 1, 2, 9].map((ms, index) => crossing(`l${index}`, { ms, remote: false }));
    const remote = [99, 4, 5, 20].map((ms, index) => crossing(`r${index}`, { ms }));
    assert.deepEqual(overheadOf("place", local, remote), { localMedian: 2, remoteMedian: 5, median: 3, p95: 11 });
    assert.deepEqual(overheadOf("place", local.slice(0, 1), remote)?.localMedian, 99, "there is no other than the first");
    assert.equal(overheadOf("total", local, remote), null);
  });
});

describe("verify: comparing by name", () => {
  it("sees what totals hide", () => {
    const local = run({ "orders › a": "passed", "orders › b": "failed", "orders › c": "passed" });
    const remote = run({ "orders › a": "failed", "orders › b": "passed", "orders › d": "passed" });
    const differences = compareRuns(local, remote, new Set(["orders › b"]));
    assert.deepEqual(
      differences.map(({ test, local, remote }) => [test, local, remote]),
      [
        ["orders › a", "passed", "failed"],
        ["orders › c", "passed", "missing"],
        ["orders › d", "missing", "passed"],
      ],
    );
  });
});

describe("verify: answers that differ in shadow", () => {
  const manifest = ServiceManifest.parse({
    schemaVersion: 1,
    service: "ordering",
    operations: [{ name: "place", facade: { module: "f.js", export: "place" }, local: { module: "l.js", export: "place" }, reads: true }],
    routes: [{ method: "GET", path: "/orders" }],
    start: { command: ["node", "main.js"] },
  });
  const differing = (what: { operation: string } | { route: string }): RecordLine => ({
    kind: "shadow",
    report: { service: "ordering", ...what, differences: [{ path: "result", local: 1, remote: 2 }] },
    pid: 1,
    nonce: "n",
    side: "monolith",
  });
  const records = [differing({ operation: "place" }), differing({ route: "GET /orders" })];
  const shadowOf = (edges: Pick<Evidence, "edges">) =>
    decide({
      manifest,
      command: [],
      steps: [],
      reasons: [],
      flaky: new Set(),
      differences: [],
      reach: new Map(),
      broken: new Map(),
      selfCalls: new Set(),
      schedules: { monolith: [], service: [] },
      doubles: [],
      shadow: { label: "shadow", began: true, results: new Map(), records, code: 0, timedOut: false, milliseconds: 1, tail: "", failure: undefined },
      ...edges,
    }).subjects.map(({ name, reasons }) => [name, reasons.find(({ kind }) => kind === "shadow-differs")?.state]);

  it("leave an operation in doubt, and a route unless the same requests were answered alike at the edges", () => {
    assert.deepEqual(shadowOf({}), [
      ["GET /orders", "unproven"],
      ["place", "unproven"],
    ]);
    assert.deepEqual(shadowOf({ edges: { sent: 9, differences: [] } }), [
      ["GET /orders", "note"],
      ["place", "unproven"],
    ]);
  });
});

describe("verify: blame", () => {
  const differences: Difference[] = [{ test: "t1", local: "passed", remote: "failed" }];
  const reach = new Map([
    ["place", new Set(["t1", "t2"])],
    ["total", new Set(["t1"])],
  ]);
  const both = [crossing("1", {}, "t1"), crossing("2", { operation: "total" }, "t1")];

  it("falls on what differs alone", () => {
    const alone = new Map([["place", new Set(["t1"])]]);
    assert.deepEqual([...blame({ differences, reach, local: both, remote: both, alone }).against], [["place", ["t1"]]]);
  });

  it("else on what ended otherwise", () => {
    const remote = [crossing("1", { outcome: "thrown", failure: "TypeError" }, "t1"), crossing("2", { operation: "total" }, "t1")];
    assert.deepEqual([...blame({ differences, reach, local: both, remote, alone: undefined }).against], [["place", ["t1"]]]);
  });

  it("else on what passing tests reach least", () => {
    assert.deepEqual([...blame({ differences, reach, local: both, remote: both, alone: undefined }).against], [["total", ["t1"]]]);
  });

  it("falls on nothing when the test reaches nothing", () => {
    const found = blame({ differences: [{ test: "t9", local: "passed", remote: "failed" }], reach, local: [], remote: [], alone: undefined });
    assert.deepEqual([found.against.size, found.unexplained.map(({ test }) => test)], [0, ["t9"]]);
  });
});

describe("verify: requests at the edges", () => {
  const routes = [
    { method: "GET", path: "/orders/:id/total" },
    { method: "POST", path: "/orders" },
  ];

  it("start from what a test sent and was answered well", () => {
    const sample = { method: "GET", headers: { authorization: "Bearer t" }, body: Buffer.alloc(0) };
    const samples = [
      { ...sample, url: "/orders/9/total?in=EUR", status: 404 },
      { ...sample, url: "/orders/7/total?in=EUR", status: 200 },
    ];
    const paths = edgeRequests(routes, samples).flatMap(({ route, path }) => (route === "GET /orders/:id/total" ? [path] : []));
    assert.deepEqual(
      [...new Set(paths)],
      [
        "/orders/7/total?in=EUR",
        "/orders/7/total/?in=EUR",
        "//orders/7/total?in=EUR",
        "/ORDERS/7/TOTAL?in=EUR",
        "/orders/%E0%A4%A/total?in=EUR",
        "/orders/7/total/nowhere?in=EUR",
      ],
    );
  });

  it("are made up where no test sends any, with bodies that parsers dislike", () => {
    const labels = edgeRequests(routes, []).flatMap(({ route, label }) => (route === "POST /orders" ? [label] : []));
    for (const what of ["bad JSON", "over-long body", "wrong content type", "no body", "chunked", "OPTIONS", "wrong method"])
      assert.ok(
        labels.some((label) => label.endsWith(`, ${what}`)),
        what,
      );
  });

  it("know a path by its pattern", () => {
    assert.ok(patternOf("/orders/:id(\\d+)/lines/:line?").test("/orders/7/lines/1"));
    assert.ok(!patternOf("/orders/:id").test("/orders/7/lines"));
    assert.ok(patternOf("/files/*").test("/files/a/b.txt"));
  });

  it("leave out what two local answers do not agree about", () => {
    const request = { label: "GET /orders", route: "GET /orders", method: "GET", path: "/orders", headers: {}, body: undefined };
    const answer = (id: number, total: number, more: Record<string, string> = {}) => ({
      status: 200,
      headers: { "content-type": "application/json", date: String(id), ...more },
      body: JSON.stringify({ id, total }),
    });
    const found = compareAnswers(request, answer(1, 5, { vary: "Origin" }), answer(2, 5, { vary: "Origin" }), answer(3, 6));
    assert.deepEqual(
      found.map(({ what, local, remote }) => [what, local, remote]),
      [
        ["body.total", "5", "6"],
        ["vary", "Origin", "absent"],
      ],
    );
  });
});
