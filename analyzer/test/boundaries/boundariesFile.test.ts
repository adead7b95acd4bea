import assert from "node:assert/strict";
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { FicusError } from "../../src/errors.ts";
import { readBoundariesFile, writeBoundariesFile } from "../../src/io/boundariesFile.ts";
import { boundariesFileName } from "../../src/io/readOwnText.ts";
import { createShop, type TemporaryShop } from "../io/temporaryShop.ts";

const text = '{ "version": 1, "services": { "orders": { "name": "Orders" } } }\n';
const longer = text.replace("Orders", "All orders");

const reason = (expected: string) => (error: unknown) => error instanceof FicusError && error.reason === expected;

describe("the boundaries file on disk", () => {
  let shop: TemporaryShop;
  const path = (): string => join(shop.root, boundariesFileName);
  beforeEach(() => void (shop = createShop()));
  afterEach(() => shop.remove());

  it("is undefined when there is none", () => assert.equal(readBoundariesFile(shop.root), undefined));

  it("is read with its text, byte order mark included", () => {
    shop.write({ [boundariesFileName]: `\ufeff${text}` });
    const file = readBoundariesFile(shop.root);
    assert.equal(file?.text, `\ufeff${text}`);
    assert.equal(file?.boundaries.services["orders"]?.name, "Orders");
  });

  it("names the file, the line and the column of every problem", () => {
    shop.write({ [boundariesFileName]: '{\n  "version": 1,\n  "services": { "orders": { "name": 3 },\n "billing": {} }\n}\n' });
    assert.throws(
      () => readBoundariesFile(shop.root),
      (error: unknown) => {
        assert.ok(error instanceof FicusError);
        assert.equal(error.reason, "broken-boundaries");
        assert.equal(
          error.message,
          "ficus.boundaries.json:3:37: services.orders.name is a number: a string is expected\n" +
            "ficus.boundaries.json:4:13: services.billing.name is missing: a string is expected",
        );
        return true;
      },
    );
  });

  it("refuses bytes that are no UTF-8, and a folder of this name", () => {
    shop.write({ [boundariesFileName]: Uint8Array.of(0x7b, 0xff, 0x7d) });
    assert.throws(() => readBoundariesFile(shop.root), reason("unreadable"));
    shop.remove();
    mkdirSync(path(), { recursive: true });
    assert.throws(() => readBoundariesFile(shop.root), reason("unreadable"));
  });

  it("is made anew, and then replaced whole with its mode, leaving nothing beside it", () => {
    writeBoundariesFile(shop.root, text, undefined);
    chmodSync(path(), 0o640);
    writeBoundariesFile(shop.root, longer, text);
    assert.equal(readFileSync(path(), "utf8"), longer);
    assert.equal(statSync(path()).mode & 0o777, 0o640);
    assert.deepEqual(readdirSync(shop.root), [boundariesFileName]);
  });

  it("is not written over what somebody else wrote meanwhile", () => {
    shop.write({ [boundariesFileName]: longer });
    assert.throws(() => writeBoundariesFile(shop.root, text, undefined), reason("boundaries-changed"));
    assert.throws(() => writeBoundariesFile(shop.root, text, text), reason("boundaries-changed"));
    assert.equal(readFileSync(path(), "utf8"), longer);
  });

  it("is written where a link leads, and the link stays", () => {
    shop.write({ "config/boundaries.json": text });
    symlinkSync("config/boundaries.json", path());
    writeBoundariesFile(shop.root, longer, text);
    assert.ok(lstatSync(path()).isSymbolicLink());
    assert.equal(readFileSync(join(shop.root, "config/boundaries.json"), "utf8"), longer);
    assert.deepEqual(readdirSync(join(shop.root, "config")), ["boundaries.json"]);
  });

  it("does not replace a link that leads nowhere", () => {
    symlinkSync("nowhere.json", path());
    assert.throws(() => writeBoundariesFile(shop.root, text, undefined), reason("unwritable"));
    assert.ok(lstatSync(path()).isSymbolicLink());
  });
});
