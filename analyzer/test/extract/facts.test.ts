import { readdirSync, readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { describeFacts } from "../../src/extract/describeFacts.ts";
import { extractFile } from "../../src/extract/extractFile.ts";
import { decodeSource } from "../../src/io/sourceFile.ts";
import { matchGolden } from "../golden.ts";

const fixtures = new URL("../../fixtures/extract/", import.meta.url);

/** Facts of a fixture as they are when its bytes are `bytes`. */
function factsOf(path: string, bytes: Uint8Array): string {
  const source = decodeSource(bytes);
  assert.ok("text" in source);
  return describeFacts(extractFile(path, source.text));
}

describe("facts of one file", () => {
  for (const theme of readdirSync(fixtures).sort()) {
    describe(theme, () => {
      for (const name of readdirSync(new URL(`${theme}/`, fixtures)).sort()) {
        const bytes = readFileSync(new URL(`${theme}/${name}`, fixtures));

        it(`says what ${name} says`, () => {
          matchGolden(new URL(`goldens/${theme}/${name}.txt`, import.meta.url), factsOf(name, bytes));
        });

        it(`says the same of ${name} with Windows line ends and a byte-order mark`, () => {
          const windows = Buffer.from(`\uFEFF${bytes.toString("utf8").replaceAll("\n", "\r\n")}`);
          assert.equal(factsOf(name, windows), factsOf(name, bytes));
        });
      }
    });
  }
});
