import assert from "node:assert/strict";
import type { FileContext } from "../../src/extract/recogniser.ts";
import { dispatch } from "../../src/extract/recognise/dispatch.ts";
import type { NamedRecogniser } from "../../src/extract/recognise/dispatch.ts";
import { ts } from "../../src/extract/typescript.ts";

describe("dispatch", () => {
  // No part of the context is read by these recognisers.
  const context = {} as FileContext;
  const asked: string[] = [];
  const part = (label: string, options: Partial<NamedRecogniser>): NamedRecogniser => ({
    applies: () => true,
    call: (node) => void asked.push(`${label} ${node.expression.getText(node.getSourceFile())}`),
    ...options,
  });

  function ask(parts: NamedRecogniser[], text: string, families = 0): string[] {
    asked.length = 0;
    const all = dispatch(parts, () => families);
    all.applies(context);
    const file = ts.createSourceFile("orders.ts", text, ts.ScriptTarget.Latest, true);
    for (const statement of file.statements)
      if (ts.isExpressionStatement(statement) && ts.isCallExpression(statement.expression)) all.call?.(statement.expression, context);
    return [...asked];
  }

  it("asks by the name that is called, whatever the receiver", () => {
    assert.deepEqual(ask([part("save", { names: ["save"] })], "order.save(); save(); this.cart.save(); order.load(); order.save;"), [
      "save order.save",
      "save save",
      "save this.cart.save",
    ]);
  });

  it("asks by the end of a name that nobody wants whole", () => {
    assert.deepEqual(ask([part("route", { suffixes: ["Route"] })], "setupRoute(app); Route(); routes();"), ["route setupRoute", "route Route"]);
  });

  it("asks every interested recogniser in order, once", () => {
    assert.deepEqual(
      ask([part("first", { names: ["find", "find"] }), part("every", { everyCall: true }), part("last", { names: ["find"] })], "orders.find();"),
      ["every orders.find", "first orders.find", "last orders.find"],
    );
  });

  it("keeps the answer for files with the same families, and only for them", () => {
    let judged = 0;
    const part1 = part("knex", { names: ["db"], applies: () => ++judged > 0 });
    const families = { now: 1 };
    const all = dispatch([part1], () => families.now);
    all.applies(context);
    all.applies(context);
    assert.equal(judged, 1);
    families.now = 2;
    all.applies(context);
    assert.equal(judged, 2);
  });

  it("leaves computed callees alone", () => {
    assert.deepEqual(ask([part("get", { names: ["get"] })], `app["get"](); (() => 1)();`), []);
  });
});
