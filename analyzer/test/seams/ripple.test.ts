import assert from "node:assert/strict";
import type { Ripple } from "../../src/model/seams.ts";
import { seamsOf } from "./seamsShop.ts";

/** Orders call the synchronous `taxOf` of billing, which keeps a table of rates; `code` is the module that does. */
function rippleOf(code: string, { path = "src/orders/order.ts", more = {} }: { path?: string; more?: Record<string, string> } = {}): Ripple {
  const { operation } = seamsOf(
    {
      "src/billing/tax.ts":
        "const rates = new Map<string, number>();\nexport const setRate = (country: string, rate: number) => void rates.set(country, rate);\nexport function taxOf(country: string): number { return rates.get(country) ?? 0; }\n",
      [path]: `import { taxOf } from "../billing/tax.ts";\n${code}`,
      "src/main.ts": `import "./orders/order.ts";\n`,
      ...more,
    },
    "billing",
  );
  return operation("taxOf").ripple;
}

const stops = (ripple: Ripple): string[] => ripple.stops.map(({ reason, line, symbol }) => `${line} ${reason} ${symbol ?? "-"}`);
const steps = (ripple: Ripple): string[] => ripple.becomesAsync.map(({ line, symbol, calls }) => `${line} ${symbol ?? "-"} waits for ${calls}`);

describe("async ripple", () => {
  it("ends at functions that are asynchronous already", () => {
    const ripple = rippleOf(
      'export async function total() {\n  return 1 + taxOf("de");\n}\nexport const later = () => Promise.resolve(taxOf("de"));\n',
    );
    assert.deepEqual(stops(ripple), []);
    assert.deepEqual(steps(ripple), ["5 later waits for taxOf"]);
  });

  it("goes up the calls to the first that can wait", () => {
    const ripple = rippleOf(
      [
        "const tax = (country: string) => taxOf(country);",
        "class Order {",
        '  net() { return tax("de"); }',
        "  gross() { return 1 + this.net(); }",
        "}",
        "export async function show(order: Order) { return order.gross(); }",
      ].join("\n"),
    );
    assert.deepEqual(stops(ripple), []);
    assert.deepEqual(steps(ripple), ["2 tax waits for taxOf", "4 Order.net waits for tax", "5 Order.gross waits for Order.net"]);
  });

  const impossible: [string, string, string][] = [
    ["a constructor", 'export class Order {\n  tax: number;\n  constructor() { this.tax = taxOf("de"); }\n}', "4 constructor Order.constructor"],
    ["a field", 'export class Order {\n  tax = taxOf("de");\n}', "3 constructor Order.tax"],
    ["a getter", 'export class Order {\n  get tax() { return taxOf("de"); }\n}', "3 getter Order.tax"],
    ["a setter", "export class Order {\n  set country(to: string) { taxOf(to); }\n}", "3 setter Order.country"],
    ["toJSON", 'export class Order {\n  toJSON() { return { tax: taxOf("de") }; }\n}', "3 conversion Order.toJSON"],
    ["an iterator", 'export class Order {\n  *[Symbol.iterator]() { yield taxOf("de"); }\n}', "3 sync-iterator Order.[Symbol.iterator]"],
    ["a generator", 'export function* taxes() { yield taxOf("de"); }', "2 sync-generator taxes"],
    ["a callback of map", "export const taxes = (of: string[]) => of.map((country) => taxOf(country));", "2 sync-callback taxes"],
    ["a function given to map", "export const taxes = (of: string[]) => of.map(taxOf);", "2 sync-callback taxes"],
    ["a callback of sort", "export const sorted = (of: string[]) => of.sort((a, b) => taxOf(a) - taxOf(b));", "2 sync-callback sorted"],
    ["a callback of replace", "export const filled = (text: string) => text.replace(/x/g, (x) => String(taxOf(x)));", "2 sync-callback filled"],
    ["a default value", 'export function total(tax = taxOf("de")) { return tax; }', "2 default-parameter total"],
    [
      "an event handler",
      'declare const bus: { on(name: string, heard: (country: string) => void): void };\nbus.on("paid", (country) => { taxOf(country); });',
      "3 event-handler -",
    ],
    [
      "a callback whose result is used",
      'declare function sumBy(of: string[], value: (country: string) => number): number;\nexport const total = () => sumBy(["de"], (country) => taxOf(country));',
      "3 sync-callback total",
    ],
  ];
  for (const [what, code, stop] of impossible) {
    it(`stops at ${what}`, () => {
      const ripple = rippleOf(code);
      const [first] = stops(ripple);
      assert.equal(first?.split(" ").slice(0, 2).join(" "), stop.split(" ").slice(0, 2).join(" "));
      assert.ok(ripple.stops.every(({ suggestion }) => suggestion.length > 20));
    });
  }

  it("stops at what overrides a synchronous signature", () => {
    const ripple = rippleOf('interface Priced { price(): number }\nexport class Order implements Priced {\n  price() { return taxOf("de"); }\n}');
    assert.deepEqual(stops(ripple), ["4 sync-signature Order.price"]);
  });

  it("does not stop where the signature lets a promise through", () => {
    const ripple = rippleOf(
      'interface Priced { price(): number | Promise<number> }\nexport class Order implements Priced {\n  price() { return taxOf("de"); }\n}',
    );
    assert.deepEqual(stops(ripple), []);
  });

  it("lets Promise.all wait for a map, and a callback that may answer with a promise", () => {
    const ripple = rippleOf(
      [
        "declare function inTransaction<T>(work: () => Promise<T> | T): Promise<T>;",
        "export const taxes = async (of: string[]) => Promise.all(of.map((country) => taxOf(country)));",
        'export const one = async () => inTransaction(() => taxOf("de"));',
      ].join("\n"),
    );
    assert.deepEqual(stops(ripple), []);
  });

  it("stops at the top level of a CommonJS module alone", () => {
    const settings = (module: string) => ({
      "tsconfig.json": JSON.stringify({ compilerOptions: { module, moduleResolution: "bundler", target: "es2022" } }),
    });
    assert.deepEqual(stops(rippleOf('export const tax = taxOf("de");', { more: settings("commonjs") })), ["2 top-level -"]);
    assert.deepEqual(stops(rippleOf('export const tax = taxOf("de");', { more: settings("esnext") })), []);
  });

  it("does not ask tests to wait", () => {
    const ripple = rippleOf('if (taxOf("de") !== 0) throw new Error("no rates yet");', { path: "src/orders/order.test.ts" });
    assert.deepEqual(ripple, { needed: false, becomesAsync: [], stops: [] });
  });
});
