import assert from "node:assert/strict";
import fc from "fast-check";
import type { Shape } from "../../src/model/shapes.ts";
import { judgeWire } from "../../src/seams/wireSafety.ts";

interface Sample {
  shape: Shape;
  value: unknown;
}

const text: Shape = { kind: "primitive", name: "string" };
const leaves: fc.Arbitrary<Sample> = fc.oneof(
  fc.string().map((value): Sample => ({ shape: text, value })),
  fc.integer().map((value): Sample => ({ shape: { kind: "primitive", name: "number" }, value })),
  fc.boolean().map((value): Sample => ({ shape: { kind: "primitive", name: "boolean" }, value })),
  fc.constant<Sample>({ shape: { kind: "primitive", name: "null" }, value: null }),
  fc.constant<Sample>({ shape: { kind: "primitive", name: "undefined" }, value: undefined }),
  fc.bigInt().map((value): Sample => ({ shape: { kind: "primitive", name: "bigint" }, value })),
  fc.date({ noInvalidDate: true }).map((value): Sample => ({ shape: { kind: "builtin", name: "Date", args: [] }, value })),
  fc.array(fc.string()).map((keys): Sample => ({ shape: { kind: "builtin", name: "Set", args: [text] }, value: new Set(keys) })),
  fc
    .array(fc.tuple(fc.string(), fc.string()))
    .map((rows): Sample => ({ shape: { kind: "builtin", name: "Map", args: [text, text] }, value: new Map(rows) })),
  fc.uint8Array().map((value): Sample => ({ shape: { kind: "builtin", name: "Uint8Array", args: [] }, value })),
);

const { sample } = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { depthSize: "small" },
    leaves,
    tie("sample").map(({ shape, value }): Sample => ({ shape: { kind: "array", element: shape }, value: [value] })),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie("sample"), { maxKeys: 3 }).map((fields): Sample => ({
      shape: { kind: "object", properties: Object.entries(fields).map(([name, { shape }]) => ({ name, optional: false, shape })) },
      value: Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value])),
    })),
    fc.tuple(tie("sample"), tie("sample")).map(([a, b]): Sample => ({ shape: { kind: "union", of: [a.shape, b.shape] }, value: a.value })),
  ),
}));

const context = { definitions: new Map(), placeOf: () => undefined };

describe("the judgement of shapes", () => {
  it("calls nothing plain that JSON changes", () => {
    fc.assert(
      fc.property(sample, ({ shape, value }) => {
        const wire = judgeWire(shape, "args.order", null, context);
        // An argument itself travels in a list: what is undefined there is left out on purpose.
        if (wire.verdict !== "plain" || value === undefined) return;
        assert.deepEqual(JSON.parse(JSON.stringify({ value })), { value });
      }),
      { numRuns: 500 },
    );
  });

  it("calls plain what holds only text, numbers, truth and null", () => {
    fc.assert(
      fc.property(sample, ({ shape }) => {
        const needsCodec = /"(bigint|undefined|builtin)"/.test(JSON.stringify(shape));
        const isTopUndefined = shape.kind !== "array" && shape.kind !== "object";
        if (isTopUndefined && /"undefined"/.test(JSON.stringify(shape))) return;
        assert.equal(judgeWire(shape, "args.order", null, context).verdict, needsCodec ? "codec" : "plain");
      }),
      { numRuns: 500 },
    );
  });
});
