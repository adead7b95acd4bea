import assert from "node:assert/strict";
import fc from "fast-check";
import { routePattern } from "../../../src/generate/runtime/routePattern.ts";

describe("patterns of routes", () => {
  const cases: [pattern: string, yes: string[], no: string[]][] = [
    ["/orders", ["/orders", "/orders/", "/Orders"], ["/orders/1", "/order", "//orders"]],
    ["/orders/:id", ["/orders/1", "/orders/a%20b/"], ["/orders", "/orders/1/lines"]],
    ["/orders/:id/lines/:line", ["/orders/1/lines/2"], ["/orders/1/lines"]],
    ["/orders/:id(\\d+)", ["/orders/12"], ["/orders/x"]],
    ["/orders/:id?", ["/orders", "/orders/1"], ["/orders/1/2"]],
    ["/orders{/:id}", ["/orders", "/orders/1"], ["/orders/1/2"]],
    ["/files/*path", ["/files/a", "/files/a/b"], ["/file"]],
    ["/files/*", ["/files/a/b"], ["/other"]],
    ["/reports/daily.csv", ["/reports/daily.csv"], ["/reports/dailyxcsv"]],
    ["/:sku.:format", ["/fig.png"], ["/a/b.png"]],
    ["/", ["/"], ["/orders"]],
  ];
  for (const [pattern, yes, no] of cases) {
    it(pattern, () => {
      const expression = routePattern(pattern);
      for (const path of yes) assert.ok(expression.test(path), `${path} by ${String(expression)}`);
      for (const path of no) assert.ok(!expression.test(path), `${path} by ${String(expression)}`);
    });
  }

  it("match themselves whatever they are made of, and never throw", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        routePattern(`/${text}`);
        const literal = `/${text.replace(/[^A-Za-z0-9._~-]/g, "")}`;
        assert.ok(routePattern(literal).test(literal));
      }),
    );
  });
});
