import assert from "node:assert/strict";
import { extractFile } from "../../src/extract/extractFile.ts";
import { findTestContent } from "../../src/partition/testApi.ts";
import { makeGraph } from "../makeGraph.ts";

/** Whether a file of that text is taken for a test, whatever it is called. */
function isTest(text: string): boolean {
  const graph = makeGraph({ "orders.ts": {} });
  graph.modules[0]!.facts = extractFile("orders.ts", text);
  return findTestContent(graph)[0] === 1;
}

describe("tests by their content", () => {
  it("are files that use a framework's globals", () => {
    assert.ok(isTest(`import { total } from "./total";\ndescribe("total", () => { it("adds up", () => { expect(total([1, 2])).toBe(3); }); });`));
    assert.ok(isTest(`const total = require("./total");\nbeforeEach(() => total.reset());`));
  });

  it("are no files that call their own things by the same names", () => {
    assert.ok(!isTest(`export function describe(order: Order) { return order.name; }\ndescribe({ name: "shoes" });`));
    assert.ok(!isTest(`export const names = (orders: Table) => orders.describe().expect("name");`));
  });
});
