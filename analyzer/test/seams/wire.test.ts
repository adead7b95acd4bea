import assert from "node:assert/strict";
import type { Wire } from "../../src/model/seams.ts";
import { seamsOf } from "./seamsShop.ts";

/** A billing operation of the given signature, called by orders; with declarations that it needs. */
function wireOf(signature: string, { before = "", call = "charge(null as never)" }: { before?: string; call?: string } = {}): Wire {
  const { operation } = seamsOf(
    {
      "src/platform/db.ts": "export const invoices = new Map<string, string>();\nexport const save = (id: string) => invoices.set(id, id);\n",
      "src/billing/charge.ts": `import { save } from "../platform/db.ts";\n${before}\nexport async function charge${signature} { save("1"); return null as never; }\n`,
      "src/orders/place.ts": `import { charge } from "../billing/charge.ts";\nexport const place = async () => { await ${call}; };\n`,
    },
    "billing",
  );
  return operation("charge").wire;
}

const reasons = (wire: Wire): string[] => wire.reasons.map(({ path, why }) => `${path} ${why}`);

describe("wire safety", () => {
  it("finds nothing in what JSON carries", () => {
    for (const signature of [
      "(id: string, amount: number, paid: boolean, note: string | null): Promise<void>",
      "(lines: { sku: string; tags: string[] }[]): Promise<{ total: number; byTax?: Record<string, number> }>",
      '(state: "open" | "paid", pair: [string, number], rest?: { deep: { er: true } }): Promise<number[]>',
      "(tree: Category): Promise<Category[]>",
    ])
      assert.deepEqual(wireOf(signature, { before: "interface Category { name: string; children: Category[] }" }), {
        verdict: "plain",
        codecs: [],
        reasons: [],
      });
  });

  const codecs: [string, string][] = [
    ["Date", "date"],
    ["Map<string, number>", "map"],
    ["ReadonlySet<string>", "set"],
    ["bigint", "bigint"],
    ["Uint8Array", "typed-array"],
    ["Buffer", "buffer"],
    ["URL", "url"],
    ["RegExp", "regexp"],
    ["Error", "error"],
    ["(string | undefined)[]", "undefined"],
  ];
  for (const [type, codec] of codecs) {
    it(`carries ${type} with a codec`, () => {
      const wire = wireOf(`(order: { value: ${type} }): Promise<void>`);
      assert.equal(wire.verdict, "codec");
      assert.deepEqual(wire.codecs, [codec]);
      assert.match(wire.reasons[0]!.path, /^args\.order\.value/);
    });
  }

  it("says where in the value a codec is needed, and which declaration says so", () => {
    const wire = wireOf("(order: Order): Promise<Map<string, Line>>", {
      before: "interface Line {\n  price: bigint;\n  due?: Date;\n}\ninterface Order { lines: Line[] }",
    });
    assert.deepEqual(
      wire.reasons.map(({ path, why, at }) => [path, why, at?.line]),
      [
        ["args.order.lines[].due", "date", 4],
        ["args.order.lines[].price", "bigint", 3],
        ["result", "map", 7],
        ["result{}.due", "date", 4],
        ["result{}.price", "bigint", 3],
      ],
    );
  });

  it("keeps undefined of an optional field apart from undefined as a value", () => {
    assert.equal(wireOf("(order: { note?: string }): Promise<void>").verdict, "plain");
    assert.deepEqual(reasons(wireOf("(order: { note: string | undefined }): Promise<void>")), ["args.order.note undefined"]);
    assert.deepEqual(reasons(wireOf("(): Promise<string | undefined>")), ["result undefined"]);
  });

  const impossible: [string, string, string][] = [
    ["a callback", "(done: (error: Error | null) => void): Promise<void>", "args.done function"],
    ["a method in an object", "(options: { onPaid(): void }): Promise<void>", "args.options.onPaid function"],
    ["a stream", '(): Promise<import("node:stream").Readable>', "result stream"],
    ["a generator", "(): Promise<Generator<string>>", "result iterator"],
    ["a promise inside a value", "(): Promise<{ later: Promise<string> }>", "result.later promise"],
    ["a symbol", "(key: symbol): Promise<void>", "args.key symbol"],
    ["a weak map", "(seen: WeakMap<object, string>): Promise<void>", "args.seen weak"],
    ["a constructor", "(type: new () => string): Promise<void>", "args.type function"],
  ];
  for (const [what, signature, reason] of impossible) {
    it(`refuses ${what}`, () => {
      const wire = wireOf(signature, { before: 'import type {} from "node:stream";' });
      assert.equal(wire.verdict, "not-on-the-wire");
      assert.deepEqual(reasons(wire), [reason]);
    });
  }

  const packages: [string, string, string][] = [
    ["typeorm", "EntityManager", "transaction-handle"],
    ["typeorm", "SelectQueryBuilder", "query-builder"],
    ["typeorm", "DataSource", "database"],
    ["@mikro-orm/core", "EntityManager", "transaction-handle"],
    ["express", "Request", "request"],
    ["express", "Response", "response"],
  ];
  for (const [name, type, why] of packages) {
    it(`knows ${type} of ${name}, though the package is not installed`, () => {
      const wire = wireOf(`(handle: ${type}): Promise<void>`, { before: `import type { ${type} } from "${name}";` });
      assert.deepEqual(reasons(wire), [`args.handle ${why}`]);
    });
  }

  it("knows a transaction by its namespace", () => {
    const wire = wireOf("(tx: Knex.Transaction): Promise<void>", { before: 'import { Knex } from "knex";' });
    assert.deepEqual(reasons(wire), ["args.tx transaction-handle"]);
  });

  it("rebuilds an instance from fields that can be sent, and refuses private ones and live ones", () => {
    const money = wireOf("(price: Money): Promise<void>", {
      before: "class Money { constructor(private readonly minor: bigint) {} plus(): Money { return this; } }",
    });
    assert.deepEqual(reasons(money), ["args.price class", "args.price.minor bigint"]);
    assert.equal(money.verdict, "codec");
    const hidden = wireOf("(price: Money): Promise<void>", { before: "class Money { #minor = 1n; plus(): bigint { return this.#minor; } }" });
    assert.equal(hidden.verdict, "not-on-the-wire");
    assert.match(hidden.reasons[0]!.message, /#minor is private/);
    const bound = wireOf("(gateway: Gateway): Promise<void>", { before: "class Gateway { constructor(readonly send: (text: string) => void) {} }" });
    assert.deepEqual(reasons(bound), ["args.gateway bound-handle"]);
  });

  it("takes an interface of methods for what stands behind it", () => {
    const wire = wireOf("(store: Store): Promise<void>", { before: "interface Store { get(id: string): Promise<string>; all(): string[] }" });
    assert.deepEqual(reasons(wire), ["args.store bound-handle"]);
  });

  it("says of any and unknown that they say nothing", () => {
    assert.deepEqual(reasons(wireOf("(a: any, b: { c: unknown }): Promise<void>")), ["args.a any", "args.b.c unknown"]);
    assert.equal(wireOf("(a: any): Promise<void>").verdict, "unknown");
  });

  it("looks at what callers make of a generic, and refuses what they leave open", () => {
    const used = wireOf("<T>(value: T): Promise<T>", { call: "charge(new Date())" });
    assert.deepEqual(reasons(used), ["args.value date", "result date"]);
    const open = wireOf("<T>(value: T): Promise<void>", { call: "charge" });
    assert.deepEqual(reasons(open), ["args.value open-generic"]);
  });

  it("leaves an optional handle out that no caller passes", () => {
    const before = 'import type { EntityManager } from "typeorm";';
    assert.equal(wireOf("(id: string, manager?: EntityManager): Promise<void>", { before, call: 'charge("1")' }).verdict, "plain");
    assert.equal(
      wireOf("(id: string, manager?: EntityManager): Promise<void>", { before, call: 'charge("1", null as never)' }).verdict,
      "not-on-the-wire",
    );
  });

  it("takes an iterable for the list that callers pass", () => {
    assert.equal(wireOf("(skus: Iterable<string>): Promise<void>", { call: 'charge(["1"])' }).verdict, "plain");
    assert.deepEqual(wireOf("(skus: Iterable<string>): Promise<void>", { call: 'charge(new Set(["1"]))' }).codecs, ["set"]);
  });

  it("tells forty of many reasons, the heaviest first, and counts the rest", () => {
    const fields = Array.from({ length: 60 }, (_, n) => `at${n}: Date`).join("; ");
    const wire = wireOf(`(order: { ${fields}; done(): void }): Promise<void>`);
    assert.equal(wire.verdict, "not-on-the-wire");
    assert.equal(wire.reasons.length, 40);
    assert.equal(wire.omitted, 21);
    assert.deepEqual(wire.codecs, ["date"]);
    assert.ok(wire.reasons.some(({ path }) => path === "args.order.done"));
  });
});

describe("errors on the wire", () => {
  const shop = {
    "src/shared/errors.ts":
      "export class ShopError extends Error { constructor(message: string, readonly at: Date) { super(message); } }\nexport class Declined extends ShopError {}\n",
    "src/platform/db.ts": "export const rows = new Map<string, string>();\nexport const save = (id: string) => rows.set(id, id);\n",
    "src/billing/charge.ts": [
      'import { Declined } from "../shared/errors.ts";',
      'import { save } from "../platform/db.ts";',
      "export async function charge(id: string): Promise<void> {",
      "  save(id);",
      "  check(id);",
      "}",
      "function check(id: string): void {",
      '  if (id === "") throw new Declined("no id", new Date());',
      '  if (id === "0") throw new RangeError("zero");',
      "}",
    ].join("\n"),
    "src/orders/place.ts": [
      'import { charge } from "../billing/charge.ts";',
      'import { Declined } from "../shared/errors.ts";',
      "export async function place(id: string): Promise<void> {",
      "  try {",
      "    await charge(id);",
      "  } catch (error) {",
      "    if (error instanceof Declined) return;",
      "    throw error;",
      "  }",
      "}",
    ].join("\n"),
  };

  it("finds those that the callee and what it calls throw", () => {
    const { throws, wire } = seamsOf(shop, "billing").operation("charge");
    assert.deepEqual(
      throws.map(({ type, at: { line }, symbol }) => [type, line, symbol?.module ?? null]),
      [
        ["Declined", 8, "src/shared/errors.ts"],
        ["RangeError", 9, null],
      ],
    );
    assert.deepEqual(reasons(wire), ["throws.Declined error", "throws.Declined.at date", "throws.RangeError error"]);
  });
});
