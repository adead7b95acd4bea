import assert from "node:assert/strict";
import { fromJunit, fromTap } from "../../src/verify/readReports.ts";
import { errorsIn, newErrors } from "../../src/verify/typecheck.ts";

const outcomes = (results: ReadonlyMap<string, { outcome: string }>): [string, string][] =>
  [...results].map(([name, { outcome }]) => [name, outcome]);

describe("verify: results of runners that are not known", () => {
  it("reads TAP by name, skipped and repeated tests included", () => {
    const tap =
      "TAP version 13\nok 1 - places an order\nnot ok 2 - sends it\n  ---\n  ...\nok 3 - bills it # SKIP no printer\nok 4 - places an order\n1..4\n";
    assert.deepEqual(outcomes(fromTap(tap)), [
      ["places an order", "passed"],
      ["sends it", "failed"],
      ["bills it", "skipped"],
      ["places an order (2)", "passed"],
    ]);
  });

  it("takes no ordinary output for TAP", () => {
    assert.equal(fromTap("ok, starting the shop\nok 1 - then\n").size, 0);
  });

  it("reads JUnit by file and name, with what failed", () => {
    const xml = `<testsuites><testsuite name="orders">
      <testcase classname="orders" name="are placed" time="0.012"/>
      <testcase classname="orders" name="are &lt;sent&gt;" time="1.5"><failure message="expected 1 &amp; got 2">stack</failure></testcase>
      <testcase file="test/b.test.js" name="are billed"><skipped/></testcase>
    </testsuite></testsuites>`;
    const results = fromJunit(xml);
    assert.deepEqual(outcomes(results), [
      ["orders › are placed", "passed"],
      ["orders › are <sent>", "failed"],
      ["test/b.test.js › are billed", "skipped"],
    ]);
    assert.deepEqual([results.get("orders › are <sent>")?.message, results.get("orders › are placed")?.milliseconds], ["expected 1 & got 2", 12]);
  });
});

describe("verify: type errors", () => {
  it("reads both forms of the compiler's output, without the places that move", () => {
    const plain = "src/a.ts(3,4): error TS2345: Argument of type 'A'.\n  Details.\nFound 1 error.\n";
    const pretty =
      "\u001b[96msrc/a.ts\u001b[0m:\u001b[93m9\u001b[0m:\u001b[93m4\u001b[0m - \u001b[91merror\u001b[0m\u001b[90m TS2345: \u001b[0mArgument of type 'A'.\n";
    assert.deepEqual(errorsIn(plain), ["src/a.ts: TS2345: Argument of type 'A'."]);
    assert.deepEqual(errorsIn(pretty), errorsIn(plain));
  });

  it("counts only errors that there are more of than before", () => {
    assert.deepEqual(newErrors(["a", "b", "a", "c"], ["a", "c", "d"]), ["b", "a"]);
  });
});
