import assert from "node:assert/strict";
import { structuredPatch } from "diff";
import { ownersOf, type BoundariesEdit } from "../../src/boundaries/edit.ts";
import { writeBoundaries } from "../../src/boundaries/write.ts";
import { FicusError } from "../../src/errors.ts";
import { edit, handWritten, paths, read } from "./shopFile.ts";

/** Lines that a change takes and gives, without those around them. */
function changed(before: string, change: BoundariesEdit): string[] {
  const { hunks } = structuredPatch("", "", before, edit(before, change), undefined, undefined, { context: 0 });
  return hunks.flatMap(({ lines }) => lines);
}

const ownerAfter = (change: BoundariesEdit, path: string, text = handWritten): string | undefined =>
  ownersOf(read(edit(text, change)), paths).get(path);

const refuses = (change: BoundariesEdit, sentence: RegExp, text = handWritten): void =>
  assert.throws(
    () => edit(text, change),
    (error: unknown) => error instanceof FicusError && error.reason === "bad-edit" && sentence.test(error.message),
  );

describe("editing the boundaries file", () => {
  it("moves a module by changing its own line", () => {
    assert.deepEqual(changed(handWritten, { kind: "move", modules: ["src/catalog/search.ts"], to: "orders" }), [
      '-    "src/catalog/search.ts": "catalog", /* since May */',
      '+    "src/catalog/search.ts": "orders", /* since May */',
    ]);
  });

  it("moves a module of a list by an entry of its own, which goes when the module comes back", () => {
    const away: BoundariesEdit = { kind: "move", modules: ["src/orders/cart.ts"], to: "billing" };
    assert.deepEqual(changed(handWritten, away), ['+    "src/orders/cart.ts": "billing",', "+"]);
    assert.equal(edit(edit(handWritten, away), { ...away, to: "orders" }), handWritten);
    const last: BoundariesEdit = { kind: "move", modules: ["src/billing/tax.ts", "src/orders/cart.ts"], to: "shared" };
    assert.deepEqual(
      changed(handWritten, last).filter((line) => line !== "+"),
      ['+    "src/billing/tax.ts": "shared",', '+    "src/orders/cart.ts": "shared",'],
    );
  });

  it("changes nothing when nothing is to be changed", () => {
    assert.equal(edit(handWritten, { kind: "move", modules: ["src/orders/order.ts"], to: "orders" }), handWritten);
    assert.equal(edit(handWritten, { kind: "rename", service: "orders", name: "Orders" }), handWritten);
  });

  it("merges one service into another: members, modules, and whoever may use it", () => {
    const change: BoundariesEdit = { kind: "merge", from: "billing", into: "orders" };
    const after = read(edit(handWritten, change));
    assert.deepEqual(Object.keys(after.services), ["catalog", "orders"]);
    assert.deepEqual(after.services["orders"]?.mayUse, ["catalog"]);
    assert.deepEqual(after.services["orders"]?.members, ["!src/orders/legacy", "src/billing", "src/orders"]);
    const before = ownersOf(read(handWritten), paths);
    const expected = [...before].map(([path, owner]) => [path, owner === "billing" ? "orders" : owner]);
    assert.deepEqual([...ownersOf(after, paths)], expected);
  });

  it("keeps what a merged list would exclude", () => {
    const text = handWritten.replace('["src/billing"]', '["src/billing", "src/orders/legacy/import.ts"]');
    assert.equal(ownersOf(read(text), paths).get("src/orders/legacy/import.ts"), "billing");
    assert.equal(ownerAfter({ kind: "merge", from: "orders", into: "billing" }, "src/orders/legacy/import.ts", text), "billing");
  });

  it("splits a service by named modules", () => {
    const change: BoundariesEdit = { kind: "split", service: "catalog", id: "search", name: "Search", modules: ["src/catalog/search.ts"] };
    assert.deepEqual(changed(handWritten, change), [
      "+    },",
      '+    "search": {',
      '+      "name": "Search"',
      '-    "src/catalog/search.ts": "catalog", /* since May */',
      '+    "src/catalog/search.ts": "search", /* since May */',
    ]);
    refuses({ ...change, modules: [] }, /^Splitting takes some .* 0 of 2 were named/);
    refuses({ ...change, modules: ["src/catalog/price.ts", "src/catalog/search.ts"] }, /2 of 2/);
    refuses({ ...change, modules: ["src/orders/order.ts"] }, /src\/orders\/order\.ts is in orders, not in catalog/);
    refuses({ ...change, id: "orders" }, /There is a service orders already/);
    refuses({ ...change, id: "My Search" }, /"My Search" cannot be the id/);
    refuses({ ...change, id: "shared" }, /cannot be the id/);
  });

  it("renames a service, for people alone or with its id", () => {
    assert.deepEqual(changed(handWritten, { kind: "rename", service: "billing", name: "Money" }), [
      '-      "name": "Billing", // money in',
      '+      "name": "Money", // money in',
    ]);
    const text = edit(handWritten, { kind: "rename", service: "catalog", id: "assortment" });
    assert.equal(text, handWritten.replaceAll('"catalog"', '"assortment"'));
  });

  it("pins modules where they are, and takes pins away", () => {
    const pinned = edit(handWritten, { kind: "pin", modules: ["src/orders/order.ts", "src/catalog/price.ts"] });
    assert.deepEqual(read(pinned).pins, { "src/catalog/price.ts": "catalog", "src/orders/order.ts": "orders" });
    assert.equal(edit(pinned, { kind: "unpin", modules: ["src/catalog/price.ts", "src/orders/order.ts"] }), handWritten);
    refuses({ kind: "pin", modules: ["src/catalog/product.ts"] }, /product\.ts is in no service yet/);
    refuses({ kind: "unpin", modules: ["src/catalog/product.ts"] }, /is not pinned/);
  });

  it("links pairs, in whatever order they are named, and never both ways", () => {
    const pair = { a: "src/orders/order.ts", b: "src/billing/tax.ts" };
    const linked = edit(handWritten, { kind: "link", ...pair, list: "cannotLink" });
    assert.deepEqual(read(linked).cannotLink, [["src/billing/tax.ts", "src/orders/order.ts"]]);
    assert.equal(edit(linked, { kind: "link", a: pair.b, b: pair.a, list: "cannotLink" }), linked);
    refuses({ kind: "link", ...pair, list: "mustLink" }, /are in cannotLink/, linked);
    refuses({ kind: "link", a: pair.a, b: pair.a, list: "mustLink" }, /to itself/);
    assert.equal(edit(linked, { kind: "unlink", ...pair, list: "cannotLink" }), handWritten);
    refuses({ kind: "unlink", ...pair, list: "mustLink" }, /are not in mustLink/);
  });

  it("notes who approved a service, and what is locked, where the model has it", () => {
    assert.deepEqual(changed(handWritten, { kind: "approve", service: "billing", approval: { by: "Ada", reason: "own database" } }), [
      '-      "members": ["src/billing"]',
      '+      "members": ["src/billing"],',
      '+      "approved": {',
      '+        "by": "Ada",',
      '+        "reason": "own database"',
      "+      }",
    ]);
    assert.deepEqual(changed(handWritten, { kind: "lock", service: "catalog", locked: true }), [
      '-    "catalog": { "name": "Catalog", "team": "blue" },',
      '+    "catalog": { "name": "Catalog", "team": "blue", "locked": true },',
    ]);
    const locked = edit(handWritten, { kind: "lock", service: "catalog", locked: true });
    assert.equal(edit(locked, { kind: "lock", service: "catalog", locked: false }), handWritten);
  });

  it("knows what was probably meant, and leaves extracted services alone", () => {
    refuses(
      { kind: "move", modules: ["src/orders/order.ts"], to: "ordres" },
      /There is no service "ordres" \(did you mean "orders"\?\); there are billing, catalog, orders/,
    );
    const extracted = handWritten.replace('"team": "blue"', '"extraction": { "state": "remote" }');
    for (const change of [
      { kind: "merge", from: "catalog", into: "orders" },
      { kind: "rename", service: "catalog", id: "assortment" },
      { kind: "split", service: "catalog", id: "search", name: "Search", modules: ["src/catalog/search.ts"] },
    ] as const)
      refuses(change, /while it is remote: roll the extraction back first/, extracted);
    assert.match(edit(extracted, { kind: "rename", service: "catalog", name: "Assortment" }), /"Assortment"/);
  });

  it("keeps line ends, indentation and byte order mark", () => {
    const windows = `\ufeff${handWritten.replaceAll("  ", "\t").replaceAll("\n", "\r\n")}`;
    const away: BoundariesEdit = { kind: "move", modules: ["src/orders/cart.ts"], to: "billing" };
    for (const change of [
      away,
      { kind: "pin", modules: ["src/orders/cart.ts"] },
      { kind: "approve", service: "orders", approval: { by: "Ada", reason: "x" } },
    ] as const) {
      const expected = `\ufeff${edit(handWritten, change).replaceAll("  ", "\t").replaceAll("\n", "\r\n")}`;
      assert.equal(edit(windows, change), expected);
    }
  });

  it("writes a new file that needs no formatting, and that edits keep so", () => {
    const text = writeBoundaries({
      services: [
        { id: "orders", name: "orders" },
        { id: "billing", name: "billing" },
      ],
      owners: new Map([
        ["src/orders/order.ts", "orders"],
        ["src/billing/tax.ts", "billing"],
      ]),
    });
    assert.equal(
      text,
      `{
  "version": 1,
  "services": {
    "billing": {
      "name": "billing"
    },
    "orders": {
      "name": "orders"
    }
  },
  "modules": {
    "src/billing/tax.ts": "billing",

    "src/orders/order.ts": "orders"
  }
}
`,
    );
    const pinned = edit(text, { kind: "pin", modules: ["src/orders/order.ts"] });
    assert.equal(edit(pinned, { kind: "unpin", modules: ["src/orders/order.ts"] }), text);
  });
});
