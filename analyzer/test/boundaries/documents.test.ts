import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { readDocument } from "../../src/boundaries/document.ts";
import { parseBoundaries } from "../../src/boundaries/parse.ts";
import { parseConfig } from "../../src/io/configFile.ts";
import { handWritten } from "./shopFile.ts";

const root = new URL("../../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

/** Whole examples of a page: those that leave something out are no JSON. */
const examples = (page: string): string[] =>
  [...read(page).matchAll(/```jsonc\n([^]*?)```/g)].map(([, text]) => text!).filter((text) => !text.includes("…"));

const validator = (name: string) => new Ajv2020().compile(JSON.parse(read(`schemas/${name}`)) as object);

describe("what is published of the boundaries file and the configuration", () => {
  it("has examples that are read as they are written, and that the schemas accept", () => {
    const accepts = validator("boundaries.schema.json");
    const found = examples("docs/boundaries.md");
    assert.ok(found.length > 0);
    for (const text of [...found, handWritten]) {
      const parsed = parseBoundaries(text);
      assert.deepEqual(parsed.kind === "valid" ? parsed.warnings : parsed.problems, []);
      assert.ok(accepts(readDocument(text).value), JSON.stringify(accepts.errors));
    }
    const acceptsConfig = validator("config.schema.json");
    for (const text of examples("docs/configuration.md")) {
      assert.notDeepEqual(parseConfig([{ name: "ficus.config.jsonc", text }]), {});
      assert.ok(acceptsConfig(readDocument(text).value), JSON.stringify(acceptsConfig.errors));
    }
  });

  it("has schemas that refuse what the reader refuses", () => {
    const accepts = validator("boundaries.schema.json");
    for (const broken of ['{ "version": 2, "services": {} }', '{ "version": 1 }', '{ "version": 1, "services": { "My Orders": { "name": "x" } } }']) {
      assert.equal(parseBoundaries(broken).kind, "broken");
      assert.ok(!accepts(JSON.parse(broken)), broken);
    }
    const acceptsConfig = validator("config.schema.json");
    for (const broken of ['{ "exlude": [] }', '{ "roles": { "src": "plattform" } }', '{ "weights": { "data": -1 } }']) {
      assert.throws(() => parseConfig([{ name: "ficus.config.json", text: broken }]));
      assert.ok(!acceptsConfig(JSON.parse(broken)), broken);
    }
  });
});
