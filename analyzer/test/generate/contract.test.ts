import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { contractSource } from "../../src/generate/contract/contractSource.ts";
import { openApi } from "../../src/generate/contract/openApi.ts";
import { wireSchemas } from "../../src/generate/contract/wireSchema.ts";
import { createCodec } from "../../src/generate/runtime/codec.ts";
import type { Definition, Shape } from "../../src/model/shapes.ts";
import type { Operation } from "../../src/model/seams.ts";

const text: Shape = { kind: "primitive", name: "string" };
const count: Shape = { kind: "primitive", name: "number" };
const orders = (name: string): Definition["symbol"] => ({ module: "src/orders.ts", name });

const definitions: Definition[] = [
  {
    id: "Order",
    kind: "interface",
    symbol: orders("Order"),
    bases: [],
    shape: {
      kind: "object",
      properties: [
        { name: "number", optional: false, shape: text },
        { name: "placedAt", optional: false, shape: { kind: "builtin", name: "Date", args: [] } },
        { name: "lines", optional: false, shape: { kind: "array", element: { kind: "named", id: "Line<Sku>" } } },
        { name: "replaces", optional: true, shape: { kind: "named", id: "Order" } },
        { name: "total", optional: false, shape: { kind: "primitive", name: "bigint" } },
        { name: "`*/</script>\u2028${x}", optional: true, shape: { kind: "literal", value: "'\\u0000*/" } },
      ],
    },
  },
  {
    id: "Line<Sku>",
    kind: "interface",
    symbol: orders("Line"),
    bases: [],
    shape: {
      kind: "object",
      properties: [
        { name: "sku-or-name", optional: false, shape: { kind: "union", of: [text, { kind: "primitive", name: "null" }] } },
        { name: "quantity", optional: false, shape: count },
        { name: "of", optional: true, shape: { kind: "named", id: "Order" } },
      ],
    },
  },
];

const plain = { verdict: "plain" as const, codecs: [], reasons: [] };
const place: Operation = {
  id: "src/orders.ts#place",
  name: "place",
  kind: "function",
  at: { module: "src/orders.ts", line: 1, column: 1 },
  signature: "place(order: Order, ...notes: string[]): Promise<Map<string, Order>> */ evil",
  typeParameters: [],
  overloads: 1,
  parameters: [
    { name: "order", optional: false, rest: false, type: "Order", shape: { kind: "named", id: "Order" }, wire: plain, passed: true, mutated: [] },
    { name: "notes", optional: false, rest: true, type: "string[]", shape: text, wire: plain, passed: true, mutated: [] },
  ],
  result: { type: "Map<string, Order>", shape: { kind: "builtin", name: "Map", args: [text, { kind: "named", id: "Order" }] }, wire: plain },
  async: true,
  throws: [],
  wire: plain,
  touches: { tables: [], writes: false, state: [], io: [] },
  callers: [],
  inTransaction: [],
  ripple: { needed: false, becomesAsync: [], stops: [] },
  decision: "operation",
  why: "",
};

const order = {
  number: "A1",
  placedAt: new Date(0),
  lines: [{ "sku-or-name": null, quantity: Number.NaN }],
  total: 10n,
  replaces: { number: "A0", placedAt: new Date(1), lines: [], total: 1n },
};

interface Contract {
  contract: Record<
    string,
    { args: { safeParse(value: unknown): { success: boolean } }; result: { safeParse(value: unknown): { success: boolean } } }
  >;
}

async function loadContract(): Promise<Contract> {
  // Beside the test, so that zod is found.
  const file = new URL(`.contract-${process.pid}.ts`, import.meta.url);
  writeFileSync(file, contractSource({ definitions }, new Map([["orders.place", place]])));
  try {
    // Just written: the contract that is tested.
    return (await import(file.href)) as Contract;
  } finally {
    rmSync(file);
  }
}

describe("contracts", () => {
  it("admit what the types say, circles and odd numbers included, and nothing else", async () => {
    const { contract } = await loadContract();
    const { args, result } = contract["orders.place"]!;
    assert.equal(args.safeParse([order, "fragile"]).success, true);
    assert.equal(args.safeParse([order, 1]).success, false);
    assert.equal(args.safeParse([{ ...order, placedAt: "today" }]).success, false);
    assert.equal(args.safeParse([{ ...order, replaces: { number: 1 } }]).success, false);
    assert.equal(result.safeParse(new Map([["A1", order]])).success, true);
    assert.equal(result.safeParse(new Map([[1, order]])).success, false);
  });

  it("describe on the wire what the codec writes", () => {
    const { components, schemaOf } = wireSchemas(definitions);
    const ajv = new Ajv2020({ strict: false });
    const validate = ajv.compile({ components: { schemas: components }, ...schemaOf({ kind: "named", id: "Order" }) });
    assert.equal(validate(createCodec().encode(order)), true, JSON.stringify(validate.errors));
    assert.equal(validate(JSON.parse(JSON.stringify({ ...order, replaces: undefined, total: "10" }))), false);
  });

  it("hold for any value of a shape", () => {
    const { schemaOf } = wireSchemas([]);
    const cases = fc.oneof(
      fc.tuple(fc.constant<Shape>({ kind: "primitive", name: "number" }), fc.double()),
      fc.tuple(fc.constant<Shape>({ kind: "primitive", name: "bigint" }), fc.bigInt()),
      fc.tuple(fc.constant<Shape>({ kind: "builtin", name: "Date", args: [] }), fc.date()),
      fc.tuple(
        fc.constant<Shape>({ kind: "builtin", name: "Set", args: [text] }),
        fc.array(fc.string()).map((each) => new Set(each)),
      ),
      fc.tuple(
        fc.constant<Shape>({ kind: "builtin", name: "Uint8Array", args: [] }),
        fc.uint8Array().map((each) => new Uint8Array(each)),
      ),
      fc.tuple(
        fc.constant<Shape>({ kind: "array", element: { kind: "union", of: [text, { kind: "primitive", name: "undefined" }] } }),
        fc.array(fc.option(fc.string(), { nil: undefined })),
      ),
    );
    const codec = createCodec();
    const ajv = new Ajv2020({ strict: false });
    fc.assert(
      fc.property(cases, ([shape, value]) => {
        const wire: unknown = JSON.parse(JSON.stringify(codec.encode(value)));
        assert.equal(ajv.validate(schemaOf(shape), wire), true, JSON.stringify(wire));
      }),
    );
  });

  it("are valid OpenAPI 3.1", async () => {
    const document = openApi({
      report: { service: { id: "orders", name: "Orders", modules: [], lines: 0 }, definitions },
      operations: new Map([["orders.place", place]]),
      routes: [
        { method: "GET", path: "/orders/:id" },
        { method: "ALL", path: "/orders" },
        { method: "USE", path: "/orders" },
      ],
      version: "1.0.0",
    });
    const result = await new Validator().validate(structuredClone(document));
    assert.deepEqual(result.errors ?? [], []);
    assert.deepEqual(Object.keys(document["paths"] as object), ["/ficus/operations/orders.place", "/orders/{id}", "/orders"]);
  });
});
