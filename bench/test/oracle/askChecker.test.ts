import assert from "node:assert/strict";
import path from "node:path";
import { askChecker, openRepository, type CheckerAnswer } from "../../oracle/askChecker.ts";

const shop = path.join(import.meta.dirname, "../../fixtures/oracle/shop");

describe("oracle: what the checker says of a small shop", () => {
  let answer: CheckerAnswer;

  before(() => {
    answer = askChecker(openRepository(shop), () => undefined);
  });

  function needs(from: string): string[] {
    return answer.requirements
      .filter((each) => each.from === from)
      .map((each) => each.to.join(" or "))
      .sort();
  }

  function call(from: string, text: string): string {
    const site = answer.calls.find((each) => each.from === from && each.text === text);
    assert.ok(site, `no call site ${text} in ${from}`);
    const targets = site.targets.map((target) => `${target.file}#${target.names.join("<")}`);
    return [site.answer, ...new Set(targets)].join(" ");
  }

  it("resolves a workspace package to its source, though its manifest points at an unbuilt dist", () => {
    assert.ok(answer.imports.some((each) => each.from === "apps/store/src/order.ts" && each.to === "packages/pricing/src/index.ts"));
  });

  it("follows barrels, inferred variables, inherited members and paths of the tsconfig to the declaring files", () => {
    assert.deepEqual(needs("apps/store/src/checkout.ts"), [
      "apps/store/src/order.ts",
      "apps/store/src/record.ts",
      "apps/store/src/repository.ts",
      "packages/pricing/src/discount.ts",
      "packages/pricing/src/money.ts",
    ]);
  });

  it("needs only one of the files that declare a property of a union", () => {
    assert.deepEqual(needs("apps/store/src/receipts.ts"), ["apps/store/src/accounts.ts or apps/store/src/members.ts", "apps/store/src/customers.ts"]);
  });

  it("does not take a variable of a script for a global of every other file", () => {
    assert.deepEqual(needs("apps/store/src/usesScript.js"), []);
  });

  it("names the method that is called on the result of a call", () => {
    assert.equal(
      call("apps/store/src/checkout.ts", "discount(order.total, voucher).minus(voucher.worth)"),
      "inside packages/pricing/src/money.ts#minus<Money",
    );
  });

  it("names the class that is constructed, also without a constructor of its own", () => {
    assert.equal(call("apps/store/src/repository.ts", "new Order()"), "inside apps/store/src/order.ts#Order");
  });

  it("names the base class for an inherited method", () => {
    assert.equal(call("apps/store/src/checkout.ts", "order.touch()"), "inside apps/store/src/record.ts#touch<Entity");
  });

  it("names the variable, not its function type, as what is called", () => {
    assert.equal(call("apps/store/src/checkout.ts", "onSaved(done)"), "inside apps/store/src/repository.ts#onSaved");
  });

  it("accepts the function that a wrapper made and the member that holds it", () => {
    assert.equal(
      call("apps/store/src/checkout.ts", "notify(voucher.code)"),
      "inside apps/store/src/wrap.ts#logged apps/store/src/repository.ts#notify",
    );
  });

  it("takes a call of a parameter for a call of a value", () => {
    const sites = answer.calls.filter((each) => each.from === "apps/store/src/checkout.ts" && each.answer === "value");
    assert.deepEqual(
      sites.map((each) => [each.line, each.column]),
      [[14, 3]],
    );
  });

  it("says where a name in a destructuring pattern comes from", () => {
    const own = answer.requirements.filter((each) => each.to.includes("apps/store/src/record.ts") && each.from.endsWith("checkout.ts"));
    assert.deepEqual(
      own.map((each) => each.sites.map((site) => site.situation)),
      [["member of for-of variable <- call (inferred return)"]],
    );
  });
});
