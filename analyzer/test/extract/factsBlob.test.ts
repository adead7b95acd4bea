import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { extractFile } from "../../src/extract/extractFile.ts";
import { decodeFacts, encodeFacts } from "../../src/extract/factsBlob.ts";
import type { FileFacts } from "../../src/model/facts.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const sources = globSync(["samples/monolith/src/**/*.ts", "analyzer/src/**/*.ts", "analyzer/fixtures/extract/*/*"], { cwd: root }).sort();
const readSource = (path: string): string => readFileSync(`${root}${path}`, "utf8");

const keys = [
  "lines",
  "isModule",
  "generated",
  "strings",
  "uses",
  "terms",
  "references",
  "loops",
  "imports",
  "bindings",
  "exports",
  "declarations",
  "typeParameters",
  "globals",
  "augmentations",
  "injections",
  "routes",
  "entities",
  "accesses",
  "transactions",
  "state",
  "events",
  "jobs",
  "problems",
] as const satisfies readonly (keyof FileFacts)[];

/** Stored facts are read through getters, so they are compared field by field. */
function assertSame(actual: FileFacts, expected: FileFacts): void {
  for (const key of keys) assert.deepEqual(actual[key], expected[key], key);
}

describe("facts as bytes", () => {
  it("come back as they were, for all sources of the sample, the analyzer and the fixtures", () => {
    assert.ok(sources.length > 200);
    for (const path of sources) {
      const facts = extractFile(path, readSource(path));
      assert.deepEqual(Object.keys(facts).sort(), [...keys].sort());
      assertSame(decodeFacts(encodeFacts(facts)), facts);
    }
  });

  it("come back as they were, whatever an editor did to the source", () => {
    const odd = fc.constantFrom(
      "",
      "\0",
      'type Nul = "a\\0b\0c";',
      'type Half = "\\ud83d";',
      "\ud800",
      "😀",
      "`${",
      "*/",
      "}",
      "(",
      "export default ",
      "<T>",
      "\u2028",
      "#!",
      "declare module 'x' {",
      "@",
      "enum __proto__ {",
    );
    const edit = fc.record({
      path: fc.constantFrom(...sources),
      at: fc.nat(),
      length: fc.nat(200),
      text: fc.oneof(odd, fc.string({ unit: "binary" })),
    });
    fc.assert(
      fc.property(edit, ({ path, at, length, text }) => {
        const source = readSource(path);
        const start = at % (source.length + 1);
        const facts = extractFile(path, source.slice(0, start) + text + source.slice(start + length));
        assertSame(decodeFacts(encodeFacts(facts)), facts);
      }),
      { numRuns: 300 },
    );
  });

  it("come back from the middle of a buffer, aligned or not", () => {
    const facts = extractFile("cart.ts", "export class Cart { add(line: string): void {} }\n");
    const blob = encodeFacts(facts);
    for (const offset of [0, 1, 2, 3, 4, 8]) {
      const surrounded = new Uint8Array(offset + blob.length + 64).fill(0xff);
      surrounded.set(blob, offset);
      assertSame(decodeFacts(surrounded.subarray(offset, offset + blob.length)), facts);
    }
  });

  it("keep strings that UTF-8 or a separator would not", () => {
    for (const text of ["\\0", "a\\0b", "\\ud83d", "\\udc00\\ud83d", "\\ufeff", "\\ufeff\\0"]) {
      const facts = extractFile("odd.ts", `let label: "${text}";`);
      assertSame(decodeFacts(encodeFacts(facts)), facts);
      const alone: FileFacts = { ...facts, strings: [facts.strings.at(-1)!], uses: new Int32Array(1) };
      assertSame(decodeFacts(encodeFacts(alone)), alone);
    }
  });

  it("hold nothing for an empty file", () => {
    const facts = extractFile("empty.ts", "");
    assert.deepEqual(facts.declarations, []);
    assertSame(decodeFacts(encodeFacts(facts)), facts);
  });

  it("are refused with a RangeError when they were cut short or lengthened", () => {
    const blob = encodeFacts(extractFile("orders.ts", readSource("samples/monolith/src/services/orderService.ts")));
    const lengths = fc.nat(blob.length - 1);
    fc.assert(
      fc.property(lengths, fc.boolean(), (length, alone) => {
        const cut = alone ? blob.slice(0, length) : blob.subarray(0, length);
        assert.throws(() => decodeFacts(cut), RangeError);
      }),
      {
        numRuns: 500,
        examples: [
          [0, true],
          [0, false],
          [4, true],
          [4, false],
          [80, false],
          [blob.length - 1, true],
        ],
      },
    );
    assert.throws(() => decodeFacts(Buffer.concat([blob, Buffer.alloc(4)])), RangeError);
  });
});
