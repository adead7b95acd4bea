import assert from "node:assert/strict";
import { decodeSource, isMinified, isSourcePath, sourceExtension } from "../../src/io/sourceFile.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe("decoding a source file", () => {
  it("drops the byte order mark", () => assert.deepEqual(decodeSource(Buffer.from("\uFEFFexport {};")), { text: "export {};" }));
  it("keeps line ends as they are", () => assert.deepEqual(decodeSource(Buffer.from("a;\r\nb;")), { text: "a;\r\nb;" }));
  it("accepts an empty file", () => assert.deepEqual(decodeSource(bytes()), { text: "" }));
  it("replaces what is not UTF-8", () => assert.deepEqual(decodeSource(bytes(0x2f, 0x2f, 0xe9, 0x0a)), { text: "//\uFFFD\n" }));
  it("reads UTF-16 with its mark", () => assert.deepEqual(decodeSource(Buffer.from("\uFEFFlet a;", "utf16le")), { text: "let a;" }));
  it("reads UTF-16 of the other order", () => assert.deepEqual(decodeSource(Buffer.from("\uFEFFlet a;", "utf16le").swap16()), { text: "let a;" }));
  it("knows a video by its bytes", () => assert.deepEqual(decodeSource(bytes(0x47, 0x40, 0x00, 0x10, 0x00)), { reason: "not-text" }));
});

describe("telling minified code", () => {
  const line = (length: number): string => `${"a=1;".repeat(length / 4)}\n`;
  it("knows a bundle by its endless lines", () => assert.equal(isMinified(line(40_000)), true));
  it("knows a bundle under a licence", () => assert.equal(isMinified(` * Free to use\n${" * really\n".repeat(30)}${line(200_000)}`), true));
  it("does not mind many ordinary lines", () => assert.equal(isMinified("const order = read(cart);\n".repeat(10_000)), false));
  it("does not mind one long line among ordinary ones", () =>
    assert.equal(isMinified("const order = read(cart);\n".repeat(1000) + line(100_000)), false));
  it("does not mind a small file", () => assert.equal(isMinified(line(4000)), false));
  it("does not mind an empty file", () => assert.equal(isMinified(""), false));
});

describe("names of source files", () => {
  it("are told by their extension", () => {
    assert.deepEqual(["a.ts", "a.d.ts", "a.mjs", "a.vue", "schema.prisma", "a.json", "ts", "a.tsx.snap"].map(isSourcePath), [
      true,
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
  it("have one extension, declarations included", () => {
    assert.deepEqual(["src/a.ts", "a.d.ts", "a.spec.ts", "a.d.mts", "x.d/a.ts", "Makefile"].map(sourceExtension), [
      ".ts",
      ".d.ts",
      ".ts",
      ".d.mts",
      ".ts",
      "",
    ]);
  });
});
