import assert from "node:assert/strict";
import { parseBoundaries } from "../../src/boundaries/parse.ts";

const valid = `{
  // Agreed with the shop's owner.
  "version": 1,
  "services": {
    "orders": { "name": "Orders", "members": ["src/orders"], "color": "blue" },
    "billing": { "name": "Billing", "mayUse": ["orders"] }, /* trailing comma */
  },
  "modules": { "src/money.ts": "shared" },
}
`;

/** `line:column message` of each problem. */
function problemsOf(text: string): string[] {
  const parsed = parseBoundaries(text);
  return (parsed.kind === "broken" ? parsed.problems : parsed.warnings).map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe("parsing the boundaries file", () => {
  it("reads comments, trailing commas and fields that it does not know", () => {
    const parsed = parseBoundaries(valid);
    assert.equal(parsed.kind, "valid");
    assert.deepEqual(parsed.boundaries.services["orders"], { name: "Orders", members: ["src/orders"], color: "blue" });
    assert.deepEqual(parsed.boundaries.pins, {});
    assert.deepEqual(parsed.warnings, []);
  });

  it("says where the syntax breaks, whatever the line ends and with a byte order mark", () => {
    assert.deepEqual(problemsOf('{\n  "version": 1\n  "services": {}\n}'), ["3:3 not valid JSON: a comma is expected"]);
    assert.deepEqual(problemsOf('{\r\n  "version": 1\r\n  "services": {}\r\n}'), ["3:3 not valid JSON: a comma is expected"]);
    assert.deepEqual(problemsOf('\ufeff{ "version": 1 "services": {} }'), ["1:16 not valid JSON: a comma is expected"]);
    assert.deepEqual(problemsOf(""), ["1:1 not valid JSON: a value is expected"]);
    assert.match(problemsOf('{\n  "version": 1,\n<<<<<<< HEAD\n  "services": {}\n').join(), /^3:1 the file holds the marks of a merge conflict$/);
  });

  it("says where a value is wrong, in words", () => {
    assert.deepEqual(problemsOf("[]"), ["1:1 the file is a list: an object is expected"]);
    assert.deepEqual(problemsOf("{}"), ["1:1 services is missing: an object is expected", "1:1 version is missing: 1 is expected"]);
    assert.deepEqual(problemsOf(valid.replace('"version": 1', '"version": 2')), [
      "3:14 version is 2: 1 is expected; this Ficus reads version 1 only",
    ]);
    assert.deepEqual(problemsOf(valid.replace('["src/orders"]', '"src/orders"')), ["5:46 services.orders.members is a string: a list is expected"]);
    assert.deepEqual(problemsOf(valid.replace('"src/orders"', '"src/orders", 3')), [
      "5:61 services.orders.members[1] is a number: a string is expected",
    ]);
    assert.deepEqual(problemsOf(valid.replace('"color": "blue"', '"extraction": { "state": "retried" }')), [
      '5:87 services.orders.extraction.state is "retried" (did you mean "retired"?): one of planned, extracted, verified, canary, remote, retired is expected',
    ]);
    assert.match(
      problemsOf(valid.replace('"color": "blue"', '"extraction": { "state": "canary", "operations": { "place": "canary=101" } }')).join(),
      /^5:\d+ services\.orders\.extraction\.operations\.place: write local, shadow, remote, or canary=N/,
    );
  });

  it("knows services by their ids, and what a slip probably meant", () => {
    assert.deepEqual(problemsOf(valid.replace('["orders"]', '["ordres"]')), [
      '6:48 services.billing.mayUse[0]: there is no service "ordres" (did you mean "orders"?)',
    ]);
    assert.deepEqual(problemsOf(valid.replace('"shared"', '"share"')), [
      '8:32 modules["src/money.ts"]: there is no service "share" (did you mean "shared"?)',
    ]);
    assert.match(problemsOf(valid.replace('"orders":', '"shared":')).join("\n"), /^5:5 services\.shared: no service can have this id/);
    assert.match(problemsOf(valid.replace('"orders":', '"My Orders":')).join("\n"), /^5:5 services\["My Orders"\]: an id is made of/);
  });

  it("keeps names that look like slips, and warns of them", () => {
    assert.deepEqual(problemsOf(valid.replace('"members"', '"membres"')), [
      '5:35 unknown name "membres" is kept and means nothing (did you mean "members"?)',
    ]);
    assert.deepEqual(problemsOf(valid.replace('"modules"', '"cannot-link": [], "modules"')), [
      '8:3 unknown name "cannot-link" is kept and means nothing (did you mean "cannotLink"?)',
    ]);
  });

  it("refuses a name that stands twice, as careless merges leave it", () => {
    assert.deepEqual(problemsOf(valid.replace('"shared"', '"shared", "src/money.ts": "orders"')), [
      '8:42 "src/money.ts" stands here a second time, first in line 8: keep one',
    ]);
  });

  it("takes names that mean something to JavaScript for names", () => {
    const text = valid.replace('"modules": {', '"__proto__": { "polluted": true }, "modules": { "__proto__": "orders", "constructor": "orders",');
    const parsed = parseBoundaries(text);
    assert.equal(parsed.kind, "valid");
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
    assert.equal((parsed.boundaries as Record<string, unknown>)["polluted"], undefined);
    assert.equal(Object.hasOwn(parsed.boundaries.modules, "constructor"), true);
    assert.match(problemsOf(valid.replace('"shared"', '"constructor"')).join(), /there is no service "constructor"/);
    assert.match(problemsOf(valid.replace('"shared"', '"toString"')).join(), /there is no service "toString"/);
  });
});
