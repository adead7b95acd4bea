import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readHeader, withHeader } from "../../src/generate/header.ts";
import { mergeGenerated } from "../../src/generate/merge.ts";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("generated files", () => {
  it("say who wrote them, and whether somebody has changed them since", () => {
    for (const [path, body] of [
      ["src/orders.ts", "export const a = 1;\n"],
      ["bin/start.js", "#!/usr/bin/env node\nstart();\n"],
      ["Dockerfile", "FROM node:24-slim\n"],
      ["README.md", "# Orders\n"],
      ["compose.yaml", "services: {}\n"],
    ] as const) {
      const written = withHeader(path, body, "1.2.3", digest);
      assert.deepEqual(readHeader(written, digest), { version: "1.2.3", untouched: true, body }, path);
      assert.equal(readHeader(`${written}// mine\n`, digest)?.untouched, false, path);
    }
    assert.equal(withHeader("package.json", "{}\n", "1.2.3", digest), "{}\n");
    assert.equal(readHeader("export const a = 1;\n", digest), undefined);
  });

  it("keep what people changed when they are generated again", () => {
    const before = "one\ntwo\nthree\nfour\nfive\n";
    const byHand = "one\ntwo\nthree\nfour, by hand\nfive\n";
    assert.deepEqual(mergeGenerated(before, byHand, "ONE\ntwo\nthree\nfour\nfive\n"), {
      kind: "clean",
      text: "ONE\ntwo\nthree\nfour, by hand\nfive\n",
    });
    assert.deepEqual(mergeGenerated(before, before, "new\n"), { kind: "clean", text: "new\n" });
    assert.deepEqual(mergeGenerated(before, byHand, before), { kind: "clean", text: byHand });
  });

  it("lose neither side of a conflict", () => {
    const merged = mergeGenerated("one\ntwo\n", "one\nmine\n", "one\nyours\n");
    assert.equal(merged.kind, "conflict");
    assert.equal(merged.text, "one\n<<<<<<< changed by hand\nmine\n=======\nyours\n>>>>>>> generated\n");
  });
});
