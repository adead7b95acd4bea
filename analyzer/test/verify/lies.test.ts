/** Each way in which green tests prove nothing, as a shop of its own: the tests are equal in both modes, or nearly so, and the verdict says what is wrong. */
import assert from "node:assert/strict";
import type { ReasonKind, Subject, Verdict } from "../../src/model/verdict.ts";
import { subject, verdictOf } from "./makeShop.ts";

const place = "OrderService.place";
const total = "OrderService.total";
const remember = "OrderService.remember";

/** Milliseconds: each starts a dozen processes, on machines that have other things to do. */
const patience = 60_000;

function kinds({ reasons }: Subject | Verdict): ReasonKind[] {
  return reasons.map(({ kind }) => kind);
}

function reason({ reasons }: Subject | Verdict, kind: ReasonKind): string {
  return reasons.find((each) => each.kind === kind)?.message ?? `no ${kind} among ${JSON.stringify(reasons)}`;
}

describe("verify: an honest service", function () {
  this.timeout(patience);

  it("gives no reason to doubt it, with the same shop that the lies are told in", async () => {
    const verdict = await verdictOf(undefined, { stages: ["edges"] });
    assert.deepEqual(verdict.reasons, []);
    assert.deepEqual(
      verdict.subjects.flatMap(kinds),
      verdict.subjects.map(() => "not-noticed"),
      "nothing but that it was not broken",
    );
    assert.deepEqual([verdict.tests.total, verdict.tests.crossing, verdict.tests.redirected], [4, 3, ["test/billing.test.js"]]);
    assert.ok(verdict.edges.sent > 20);
  });
});

describe("verify: green tests that prove nothing", function () {
  this.timeout(patience);

  it("tells when a suite mocks the class: no test crosses, and the double is named", async () => {
    const verdict = await verdictOf("mocked-class", { stages: ["break"] });
    assert.equal(verdict.tests.crossing, 0);
    assert.deepEqual(verdict.tests.differences, []);
    assert.equal(subject(verdict, total).state, "unproven");
    assert.deepEqual(kinds(subject(verdict, total)), ["only-doubles"]);
    assert.deepEqual(
      verdict.tests.doubles.map(({ at }) => at),
      ["test/billing.test.js:6"],
    );
  });

  it("tells when somebody else than the service answers", async () => {
    const verdict = await verdictOf("somebody-else", { stages: [], test: ["mocha", "test/billing.test.js"] });
    assert.deepEqual(verdict.tests.differences, []);
    assert.equal(subject(verdict, total).served, 0);
    assert.match(reason(subject(verdict, total), "ends-differ"), /2 calls were answered by something else/);
  });

  it("tells when a catch swallows what an operation throws", async () => {
    const verdict = await verdictOf("swallowing-catch", { stages: ["break"], test: ["mocha", "test/billing.test.js"] });
    const { state, served, broken } = subject(verdict, remember);
    assert.deepEqual([state, served, broken], ["unproven", 1, { error: "not-noticed", noop: "not-noticed" }]);
    assert.equal(subject(verdict, place).state, "proven");
  });

  it("tells when the wire loses what tests do not look at", async () => {
    const verdict = await verdictOf("lossy-codec", { stages: [] });
    assert.deepEqual(verdict.tests.differences, []);
    assert.equal(subject(verdict, place).state, "failed");
    assert.match(reason(subject(verdict, place), "lossy-wire"), /1 of 1 calls: result/);
  });

  it("tells when an operation changes its arguments", async () => {
    const verdict = await verdictOf("mutates-argument", { stages: [] });
    assert.deepEqual(verdict.tests.differences, []);
    assert.match(reason(subject(verdict, place), "mutated-argument"), /1 of 1 calls, .*: args/);
  });

  it("never proves a call inside the caller's transaction", async () => {
    const verdict = await verdictOf("in-transaction", { stages: [] });
    const { state, reasons } = subject(verdict, place);
    assert.deepEqual([state, reasons[0]?.kind, reasons[0]?.at], ["failed", "blocker", ["src/billing/billing.js:9"]]);
    assert.match(reasons[0]?.message ?? "", /transaction/);
  });

  it("sees a transaction that is open while a call is sent, which nobody named before", async () => {
    const verdict = await verdictOf("open-transaction", { stages: ["break"], test: ["mocha", "test/billing.test.js"] });
    assert.deepEqual(verdict.tests.differences, []);
    assert.match(reason(subject(verdict, place), "blocker"), /1 calls were sent while a transaction was open/);
    assert.deepEqual([subject(verdict, place).state, subject(verdict, total).state], ["unproven", "proven"]);
  });

  it("tells when a forwarder loses 304", async () => {
    const verdict = await verdictOf("fetch-forwarder", { stages: ["edges"] });
    assert.deepEqual(verdict.tests.differences, []);
    const lost = verdict.edges.differences.find(({ request }) => request.endsWith(", conditional"));
    assert.deepEqual([lost?.what, lost?.local, lost?.remote], ["status", "304", "200"]);
    assert.equal(subject(verdict, "GET /orders/:id/total").state, "failed");
  });

  it("tells when a forwarder stands behind the body parser, without waiting for ever", async () => {
    const verdict = await verdictOf("behind-body-parser", { stages: ["edges"] });
    assert.deepEqual(verdict.tests.differences, []);
    assert.match(reason(subject(verdict, "POST /orders"), "answer-differs"), /POST \/orders.*status 400 in local, (502|no answer in time) in remote/);
  });

  it("tells when the service inherits the switch and calls itself", async () => {
    const verdict = await verdictOf("inherits-switch", { stages: [] });
    assert.match(reason(subject(verdict, place), "self-call"), /calls itself/);
    assert.equal(verdict.state, "failed");
  });

  it("tells when a job would run twice, and where it is set up", async () => {
    const verdict = await verdictOf("job-twice", { stages: ["edges"] });
    assert.deepEqual(
      verdict.reasons.map(({ kind, state, at }) => [kind, state, at]),
      [["runs-twice", "failed", ["src/ordering/jobs.js:4"]]],
    );
  });

  it("tells when a bootstrap fails and the process lives on, with its last words", async () => {
    const verdict = await verdictOf("silent-bootstrap", { stages: [], limits: { boot: 1000 } });
    assert.equal(verdict.state, "failed");
    assert.match(reason(verdict, "not-booted"), /not ready within 1 s: nothing listened[^]*cannot connect to the database of orders/);
  });

  it("names the one operation that is broken, and no other", async () => {
    const verdict = await verdictOf("broken-operation", { stages: [] });
    const failed = verdict.subjects.filter(({ state }) => state === "failed").map(({ name }) => name);
    assert.deepEqual(failed, [total]);
    assert.deepEqual(subject(verdict, total).failing, ["test/billing.test.js › billing invoices what was ordered, with tax"]);
  });

  it("tells when the service ends in the middle of the run, with its last words", async () => {
    const verdict = await verdictOf("dies-in-run");
    assert.equal(verdict.state, "failed");
    assert.match(reason(verdict, "broke-off"), /out of memory while adding up/);
  });
});
