import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { BoundariesEdit } from "../../src/boundaries/edit.ts";
import { mergeBoundaries } from "../../src/boundaries/mergeBoundaries.ts";
import { runMain } from "../cli/runMain.ts";
import { createShop } from "../io/temporaryShop.ts";
import { edit, handWritten, paths, read } from "./shopFile.ts";

const [invoice, tax, price, product] = paths as [string, string, string, string];
const edited = (...changes: BoundariesEdit[]): string => changes.reduce((text, change) => edit(text, change), handWritten);
const pin = (path: string): BoundariesEdit => ({ kind: "pin", modules: [path] });

/** The order of items in lists says nothing. */
const sorted = (services: object): unknown =>
  JSON.parse(JSON.stringify(services), (_, value: unknown) => (Array.isArray(value) ? value.toSorted() : value));

describe("merging two versions of the boundaries file by what they say", () => {
  it("joins what lines cannot: entries and items at the same place", () => {
    const pairs: [BoundariesEdit, BoundariesEdit][] = [
      [pin(invoice), pin(tax)],
      [
        { kind: "move", modules: [product], to: "billing" },
        { kind: "move", modules: [invoice], to: "catalog" },
      ],
      [
        { kind: "link", a: invoice, b: tax, list: "mustLink" },
        { kind: "link", a: invoice, b: price, list: "mustLink" },
      ],
      [
        { kind: "lock", service: "billing", locked: true },
        { kind: "approve", service: "billing", approval: { by: "Ada", reason: "own tables" } },
      ],
      [
        { kind: "split", service: "billing", id: "taxes", name: "Taxes", modules: [tax] },
        { kind: "split", service: "catalog", id: "tariffs", name: "Tariffs", modules: [price] },
      ],
    ];
    for (const [a, b] of pairs)
      assert.deepEqual(mergeBoundaries(handWritten, edited(a), edited(b)), { text: edited(a, b), conflicts: [] }, JSON.stringify(b));
  });

  it("takes away what one took away, and keeps what the other put beside it", () => {
    const start = edited(pin(invoice));
    const without = edit(start, { kind: "unpin", modules: [invoice] });
    assert.equal(mergeBoundaries(start, start, without).text, handWritten);
    assert.deepEqual(read(mergeBoundaries(start, edit(start, pin(tax)), without).text).pins, { [tax]: "billing" });
  });

  it("keeps an empty list, which says something else than none", () => {
    const nobody = handWritten.replace('"mayUse": ["billing", "catalog"]', '"mayUse": []');
    assert.deepEqual(read(mergeBoundaries(handWritten, edited(pin(tax)), nobody).text).services["orders"]?.mayUse, []);
  });

  it("says what both changed differently, and keeps ours", () => {
    const rename = (name: string): BoundariesEdit => ({ kind: "rename", service: "orders", name });
    const { text, conflicts } = mergeBoundaries(handWritten, edited(rename("Sales")), edited(rename("Selling"), pin(tax)));
    assert.deepEqual(conflicts, ['services.orders.name: ours says "Sales", theirs "Selling"']);
    assert.equal(text, edited(rename("Sales"), pin(tax)));
    const moved = mergeBoundaries(
      handWritten,
      edited({ kind: "move", modules: [price], to: "orders" }),
      edited({ kind: "move", modules: [price], to: "billing" }),
    );
    assert.deepEqual(moved.conflicts, [`modules["${price}"]: ours says "orders", theirs "billing"`]);
  });

  it("does not move modules into a service that the other took away", () => {
    const ours = edited({ kind: "merge", from: "catalog", into: "orders" });
    const { text, conflicts } = mergeBoundaries(handWritten, ours, edited({ kind: "move", modules: [tax], to: "catalog" }));
    assert.equal(text, ours);
    assert.match(conflicts.join(), /there is no service "catalog"/);
    assert.equal(mergeBoundaries(handWritten, ours, edited({ kind: "lock", service: "catalog", locked: true })).conflicts.length, 1);
  });

  it("gives a valid file, and theirs when ours changed nothing", () => {
    const change: fc.Arbitrary<BoundariesEdit> = fc.oneof(
      fc.record({
        kind: fc.constant("move" as const),
        modules: fc.uniqueArray(fc.constantFrom(...paths), { minLength: 1 }),
        to: fc.constantFrom("orders", "shared", "billing"),
      }),
      fc.record({ kind: fc.constant("lock" as const), service: fc.constantFrom("orders", "billing"), locked: fc.constant(true) }),
      fc.record({
        kind: fc.constant("link" as const),
        a: fc.constantFrom(...paths.slice(0, 4)),
        b: fc.constantFrom(...paths.slice(4)),
        list: fc.constant("mustLink" as const),
      }),
      fc.constantFrom<BoundariesEdit>(
        { kind: "merge", from: "catalog", into: "orders" },
        { kind: "rename", service: "billing", id: "money", name: "Money" },
      ),
    );
    const applied = (changes: readonly BoundariesEdit[]): string =>
      changes.reduce((text, each) => {
        try {
          return edit(text, each);
        } catch {
          return text;
        }
      }, handWritten);
    fc.assert(
      fc.property(fc.array(change, { maxLength: 3 }), fc.array(change, { maxLength: 3 }), (a, b) => {
        const [ours, theirs] = [applied(a), applied(b)];
        read(mergeBoundaries(handWritten, ours, theirs).text);
        const { services, ...rest } = read(mergeBoundaries(handWritten, handWritten, theirs).text);
        const { services: wanted, ...others } = read(theirs);
        assert.deepEqual(rest, others);
        assert.deepEqual(sorted(services), sorted(wanted));
        assert.equal(mergeBoundaries(handWritten, ours, handWritten).text, ours);
        assert.equal(mergeBoundaries(handWritten, ours, ours).text, ours);
      }),
      { numRuns: 150 },
    );
  });

  it("is what git calls, with three names, and tells conflicts by its exit code", async () => {
    const shop = createShop({ base: handWritten, ours: edited(pin(invoice)), theirs: edited(pin(tax)), broken: "{" });
    try {
      const at = (name: string): string => join(shop.root, name);
      const run = (theirs: string) => runMain(["boundaries", "merge-file", at("base"), at("ours"), at(theirs)]);
      assert.deepEqual({ ...(await run("theirs")), opened: [] }, { code: 0, stdout: "", stderr: "", opened: [] });
      assert.equal(readFileSync(at("ours"), "utf8"), edited(pin(invoice), pin(tax)));
      writeFileSync(at("theirs"), edited({ kind: "pin", modules: [invoice], to: "orders" }));
      const { code, stderr } = await run("theirs");
      assert.equal(code, 1);
      assert.match(
        stderr,
        /^ficus: both changed pins\["src\/billing\/invoice\.ts"\]: ours says "billing", theirs "orders"; ours is kept until you decide\n$/,
      );
      assert.equal((await run("broken")).code, 2);
      assert.equal((await run("nothing")).code, 2);
    } finally {
      shop.remove();
    }
  });

  it("works from git merge, by the two settings of the docs", () => {
    const cli = new URL("../../src/cli/main.ts", import.meta.url).href;
    const shop = createShop({
      "ficus.boundaries.json": handWritten,
      ".gitattributes": "ficus.boundaries.json merge=ficus\n",
      // Not the bundle: that may be older than the sources.
      "ficus.mjs": `const { main } = await import(${JSON.stringify(cli)});
process.exitCode = await main({ argv: process.argv.slice(2), version: "0", stdout: process.stdout, stderr: process.stderr, signal: new AbortController().signal });`,
    });
    const git = (...args: string[]): void =>
      void execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@shop.example", "-c", "init.defaultBranch=main", ...args], {
        cwd: shop.root,
        stdio: "pipe",
      });
    try {
      git("init", "-q");
      git("config", "merge.ficus.driver", `'${process.execPath}' ficus.mjs boundaries merge-file %O %A %B`);
      git("add", ".");
      git("commit", "-qm", "Boundaries");
      for (const [branch, path] of [
        ["ada", invoice],
        ["bob", tax],
      ] as const) {
        git("checkout", "-qb", branch, "main");
        shop.write({ "ficus.boundaries.json": edited(pin(path)) });
        git("commit", "-qam", branch);
      }
      git("merge", "-qm", "Join", "ada");
      assert.equal(readFileSync(join(shop.root, "ficus.boundaries.json"), "utf8"), edited(pin(tax), pin(invoice)));
    } finally {
      shop.remove();
    }
  });
});
