import assert from "node:assert/strict";
import { at, seamsOf } from "./seamsShop.ts";

describe("state at a seam", () => {
  const { report } = seamsOf(
    {
      "src/platform/context.ts":
        'import { AsyncLocalStorage } from "node:async_hooks";\nconst current = new AsyncLocalStorage<string>();\nexport const tenant = () => current.getStore();\n',
      "src/shared/sequence.ts": "let last = 0;\nexport function nextId(): number {\n  last += 1;\n  return last;\n}\n",
      "src/catalog/prices.ts": [
        'import { nextId } from "../shared/sequence.ts";',
        'import { tenant } from "../platform/context.ts";',
        "const cache = new Map<string, number>();",
        "export async function priceOf(sku: string): Promise<number> {",
        "  if (tenant() === undefined) nextId();",
        "  cache.set(sku, 1);",
        "  return cache.get(sku)!;",
        "}",
        "export class Shelf {",
        "  private readonly seen = new Set<string>();",
        "  see(sku: string): void { this.seen.add(sku); }",
        "}",
        "export const shelf = new Shelf();",
        "class Stock { delete(sku: string): string { return sku; } }",
        "class Prices { private stock = new Stock(); drop(sku: string): void { this.stock.delete(sku); } }",
        "export const prices = new Prices();",
      ].join("\n"),
      "src/orders/order.ts": [
        'import { priceOf, shelf } from "../catalog/prices.ts";',
        'import { nextId } from "../shared/sequence.ts";',
        'import { tenant } from "../platform/context.ts";',
        "export async function place(skus: string[]): Promise<number> {",
        "  nextId();",
        "  tenant();",
        "  shelf.see(skus[0]!);",
        "  let total = 0;",
        "  for (const sku of skus) total += await priceOf(sku);",
        "  return total;",
        "}",
      ].join("\n"),
    },
    "catalog",
  );

  it("finds caches, counters, fields of singletons and ambient context, on whichever side", () => {
    assert.deepEqual(
      report.sharedState.map(({ kind, inside, symbol, ...place }) => [kind, inside, symbol.member ?? symbol.name, at(place)]),
      [
        ["cache", true, "cache", "src/catalog/prices.ts:3"],
        ["singleton", true, "seen", "src/catalog/prices.ts:10"],
        ["async-context", false, "current", "src/platform/context.ts:2"],
        ["counter", false, "last", "src/shared/sequence.ts:1"],
      ],
    );
  });

  it("says who uses them on which side", () => {
    const counter = report.sharedState.find(({ kind }) => kind === "counter");
    assert.deepEqual(counter?.usesInside.map(at), ["src/catalog/prices.ts:5"]);
    assert.deepEqual(counter?.usesOutside.map(at), ["src/orders/order.ts:5"]);
  });

  it("suggests a batch for a call in a loop", () => {
    assert.deepEqual(
      report.chatty.map(({ operation, loop, over, suggestion, ...place }) => [operation, loop, over, suggestion.signature, at(place)]),
      [["src/catalog/prices.ts#priceOf", "for-of", "skus", "pricesOf(skus: (string)[]): Promise<(number)[]>", "src/orders/order.ts:9"]],
    );
  });
});

describe("arguments that the callee changes", () => {
  const { operation, report } = seamsOf(
    {
      "src/platform/db.ts": "const rows = new Map<string, unknown>();\nexport const save = (id: string, row: unknown) => void rows.set(id, row);\n",
      "src/pricing/discount.ts": [
        'import { save } from "../platform/db.ts";',
        "export interface Line { price: number; tags: string[]; total: Total }",
        "export class Total { value = 0; add(more: number): void { this.value += more; } }",
        "export async function discount(lines: Line[], percent: number): Promise<void> {",
        '  save("discount", lines);',
        "  for (const line of lines) {",
        "    line.price *= 1 - percent;",
        "    percent = 0;",
        "  }",
        "}",
        "export async function tag({ tags }: Line): Promise<void> {",
        '  save("tag", tags);',
        '  tags.push("sale");',
        "}",
        "export async function sum(line: Line): Promise<void> {",
        '  save("sum", line);',
        "  line.total.add(1);",
        "}",
        "export async function hand(line: Line): Promise<void> { await tag(line); }",
        "export async function copy(lines: Line[]): Promise<Line[]> {",
        '  save("copy", lines);',
        "  const own = lines.filter((line) => line.price > 0);",
        "  own.push(...lines);",
        "  return own.sort();",
        "}",
      ].join("\n"),
      "src/cart/cart.ts": [
        'import { copy, discount, hand, sum, tag, type Line } from "../pricing/discount.ts";',
        "export async function price(lines: Line[]): Promise<void> {",
        "  await discount(lines, 0.1);",
        "  await tag(lines[0]!);",
        "  await sum(lines[0]!);",
        "  await hand(lines[0]!);",
        "  await copy(lines);",
        "}",
      ].join("\n"),
    },
    "pricing",
  );
  const mutated = (name: string): string[] =>
    operation(name).parameters.flatMap((parameter) => parameter.mutated.map((place) => `${parameter.name} ${place.line}`));

  it("finds writes to parts, in loops, after destructuring, by methods, and in what it is handed to", () => {
    assert.deepEqual(mutated("discount"), ["lines 7"]);
    assert.deepEqual(mutated("tag"), ["_0 13"]);
    assert.deepEqual(mutated("sum"), ["line 17"]);
    assert.deepEqual(mutated("hand"), ["line 13"]);
  });

  it("leaves lists alone that the callee made itself", () => {
    assert.deepEqual(mutated("copy"), []);
  });

  it("blocks the operation at the place of the write", () => {
    assert.equal(operation("discount").decision, "blocker");
    assert.deepEqual(report.blockers.filter(({ operations }) => operations.includes("src/pricing/discount.ts#discount")).map(at), [
      "src/pricing/discount.ts:7",
    ]);
    assert.equal(operation("copy").decision, "operation");
  });
});
