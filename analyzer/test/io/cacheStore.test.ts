import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, chmodSync, existsSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contentKey, defaultCacheDirectory, openCache } from "../../src/io/cacheStore.ts";
import type { Cache } from "../../src/io/cacheStore.ts";
import type { FileStamp } from "../../src/model/project.ts";
import { createShop } from "./temporaryShop.ts";
import type { TemporaryShop } from "./temporaryShop.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const words = (blob: Uint8Array | undefined): string | undefined => (blob === undefined ? undefined : new TextDecoder().decode(blob));
const keyOf = (content: string): string => contentKey(text(content), ".ts");
/** Stamp of a file that was last changed an hour ago. */
const oldStamp = (size = 10): FileStamp => ({ size, mtimeMs: Date.now() - 3_600_000, ctimeMs: Date.now() - 3_600_000, ino: 7 });

describe("the facts cache", () => {
  let shop: TemporaryShop;
  let directory: string;
  const opened: Cache[] = [];
  beforeEach(() => {
    shop = createShop();
    directory = defaultCacheDirectory(shop.root);
  });
  afterEach(() => {
    for (const cache of opened.splice(0)) cache.close();
    shop.remove();
  });
  const open = (version = "1", now?: () => number): Cache => {
    const cache = openCache(directory, version, now === undefined ? {} : { now });
    opened.push(cache);
    return cache;
  };
  /** Writes the given contents in one run; the facts of a content are its text in capitals. */
  const fill = (files: Record<string, string>, stamp = oldStamp()): FileStamp => {
    const cache = open();
    for (const [path, content] of Object.entries(files)) {
      cache.put(keyOf(content), text(content.toUpperCase()));
      cache.stamp(path, stamp, keyOf(content));
    }
    cache.commit();
    assert.deepEqual(cache.warnings, []);
    return stamp;
  };
  const packs = (): string[] => readdirSync(directory).filter((name) => name.startsWith("pack-"));

  it("gives back what it was given, in the same run and the next", () => {
    const cache = open();
    cache.put(keyOf("order"), text("ORDER"));
    assert.equal(words(cache.read(keyOf("order"))), "ORDER");
    cache.commit();
    assert.equal(words(cache.read(keyOf("order"))), "ORDER");
    assert.equal(words(open().read(keyOf("order"))), "ORDER");
    assert.equal(open().has(keyOf("order")), true);
    assert.equal(open().read(keyOf("cart")), undefined);
  });

  it("gives back many at once, in the order of the keys", () => {
    fill({ "a.ts": "order", "b.ts": "cart" });
    const cache = open();
    cache.put(keyOf("stock"), text("STOCK"));
    const wanted = ["stock", "cart", "missing", "order", "cart"];
    assert.deepEqual(cache.readAll(wanted.map(keyOf)).map(words), ["STOCK", "CART", undefined, "ORDER", "CART"]);
  });

  it("keeps empty blobs, and aligns all of them for views of wider numbers", () => {
    fill({ "a.ts": "", "b.ts": "odd", "c.ts": "cart" });
    const cache = open();
    assert.equal(cache.read(keyOf(""))?.byteLength, 0);
    for (const blob of [...cache.readAll(["", "odd", "cart"].map(keyOf)), cache.read(keyOf("cart"))]) assert.equal((blob?.byteOffset ?? 1) % 8, 0);
  });

  it("has keys for content and extension together", () => {
    assert.notEqual(contentKey(text("order"), ".ts"), contentKey(text("order"), ".tsx"));
    assert.notEqual(contentKey(text("order"), ".ts"), contentKey(text("cart"), ".ts"));
    assert.equal(contentKey(text("order"), ".ts"), contentKey(text("order"), ".ts"));
  });

  describe("stamps", () => {
    it("spare reading a file that has not changed", () => {
      const stamp = fill({ "src/order.ts": "order" });
      assert.equal(open().lookup("src/order.ts", stamp), keyOf("order"));
      assert.equal(open().lookup("src/cart.ts", stamp), undefined);
    });
    for (const field of ["size", "mtimeMs", "ctimeMs", "ino"] as const) {
      it(`tell a change by ${field}`, () => {
        const stamp = fill({ "src/order.ts": "order" });
        assert.equal(open().lookup("src/order.ts", { ...stamp, [field]: stamp[field] + 1 }), undefined);
      });
    }
    it("are not trusted for files that changed just before the run", () => {
      const stamp = { ...oldStamp(), mtimeMs: Date.now() };
      fill({ "src/order.ts": "order" }, stamp);
      assert.equal(open().lookup("src/order.ts", stamp), undefined);
      assert.equal(words(open().read(keyOf("order"))), "ORDER");
    });
    it("are trusted once time has passed", () => {
      const aWhileAgo = Date.now() - 10_000;
      const stamp = { ...oldStamp(), mtimeMs: aWhileAgo };
      const early = open("1", () => aWhileAgo);
      early.put(keyOf("order"), text("ORDER"));
      early.stamp("src/order.ts", stamp, keyOf("order"));
      early.commit();
      const later = open();
      assert.equal(later.lookup("src/order.ts", stamp), undefined);
      later.stamp("src/order.ts", stamp, keyOf("order"));
      later.commit();
      assert.equal(open().lookup("src/order.ts", stamp), keyOf("order"));
    });
    it("go with files that are gone, when all were looked at", () => {
      const stamp = fill({ "src/order.ts": "order", "src/cart.ts": "cart" });
      const cache = open();
      cache.lookup("src/order.ts", stamp);
      cache.commit({ complete: true });
      assert.equal(open().lookup("src/order.ts", stamp), keyOf("order"));
      assert.equal(open().lookup("src/cart.ts", stamp), undefined);
    });
    it("stay when only some were looked at", () => {
      const stamp = fill({ "src/order.ts": "order", "src/cart.ts": "cart" });
      const cache = open();
      cache.lookup("src/order.ts", stamp);
      cache.put(keyOf("stock"), text("STOCK"));
      cache.commit();
      assert.equal(open().lookup("src/cart.ts", stamp), keyOf("cart"));
    });
    it("keep names of every kind", () => {
      const path = "src/bestellungen/\u00fcbersicht \u{1f6d2}\n.ts";
      const stamp = fill({ [path]: "order" });
      assert.equal(open().lookup(path, stamp), keyOf("order"));
    });
  });

  it("writes nothing when nothing is new", () => {
    const stamp = fill({ "src/order.ts": "order" });
    const before = statSync(join(directory, "index"));
    const cache = open();
    cache.lookup("src/order.ts", stamp);
    cache.stamp("src/order.ts", stamp, keyOf("order"));
    cache.commit({ complete: true });
    assert.deepEqual([statSync(join(directory, "index")).ino, packs().length], [before.ino, 1]);
  });

  it("hides its folder from git", () => {
    fill({ "src/order.ts": "order" });
    assert.equal(readFileSync(join(directory, ".gitignore"), "utf8"), "*\n");
  });

  it("does not create a folder for nothing", () => {
    open().commit();
    assert.equal(existsSync(directory), false);
  });

  it("keeps few packs over many runs, and all they hold", () => {
    const stamp = oldStamp();
    fill({ "src/large.ts": "order ".repeat(200_000) }, stamp);
    for (let run = 0; run < 40; run++) {
      fill({ "src/cart.ts": `cart ${run}` }, stamp);
      for (const name of packs()) utimesSync(join(directory, name), 1, 1);
    }
    fill({ "src/cart.ts": "cart" }, stamp);
    assert.ok(packs().length <= 8, `${packs().length} packs`);
    assert.equal(words(open().read(keyOf("cart 0"))), "CART 0");
    assert.equal(open().read(keyOf("order ".repeat(200_000)))?.byteLength, 1_200_000);
  });

  it("drops garbage when it is more than half", () => {
    const stamp = oldStamp();
    const big = (run: number): string => `${run} `.repeat(300_000);
    for (let run = 0; run < 5; run++) fill({ "src/order.ts": big(run), "src/cart.ts": "cart" }, stamp);
    const cache = open();
    assert.equal(cache.read(keyOf(big(0))), undefined);
    assert.equal(words(cache.read(keyOf("cart"))), "CART");
    assert.equal(words(cache.read(keyOf(big(4))))?.length, 600_000);
  });

  it("leaves the unfinished work of others alone until it is old", () => {
    fill({ "src/order.ts": "order" });
    for (const name of ["pack-aaaa", "pack-bbbb", "index-cccc.tmp"]) writeFileSync(join(directory, name), "x");
    for (const name of ["pack-bbbb", "index-cccc.tmp"]) utimesSync(join(directory, name), 1, 1);
    fill({ "src/cart.ts": "cart" });
    assert.deepEqual(
      ["pack-aaaa", "pack-bbbb", "index-cccc.tmp"].map((name) => existsSync(join(directory, name))),
      [true, false, false],
    );
  });

  describe("that is damaged", () => {
    const isRebuilt = (): void => {
      const cache = open();
      assert.equal(cache.read(keyOf("order")), undefined);
      assert.deepEqual(cache.readAll([keyOf("order"), keyOf("order")]), [undefined, undefined]);
      const stamp = fill({ "src/order.ts": "order" });
      assert.equal(open().lookup("src/order.ts", stamp), keyOf("order"));
      assert.equal(words(open().read(keyOf("order"))), "ORDER");
    };
    const damages: [what: string, damage: () => void][] = [
      ["an index cut short", () => truncateSync(join(directory, "index"), 100)],
      ["an empty index", () => truncateSync(join(directory, "index"), 0)],
      ["a foreign index", () => writeFileSync(join(directory, "index"), '{"orders": []}'.repeat(20))],
      ["an index with another byte", () => flip(join(directory, "index"), 200)],
      ["an index that grew", () => appendFileSync(join(directory, "index"), "x")],
      ["a missing index", () => rmSync(join(directory, "index"))],
      ["a pack cut short", () => truncateSync(join(directory, packs()[0] ?? ""), 3)],
      ["a pack with another byte", () => flip(join(directory, packs()[0] ?? ""), 1)],
      ["a missing pack", () => rmSync(join(directory, packs()[0] ?? ""))],
    ];
    for (const [what, damage] of damages) {
      it(`is rebuilt silently: ${what}`, () => {
        fill({ "src/order.ts": "order" });
        damage();
        isRebuilt();
      });
    }
    it("does not vouch for files whose facts are gone", () => {
      const stamp = fill({ "src/order.ts": "order" });
      rmSync(join(directory, packs()[0] ?? ""));
      assert.equal(open().lookup("src/order.ts", stamp), undefined);
    });
    it("is rebuilt for another version", () => {
      const stamp = fill({ "src/order.ts": "order" });
      const other = open("2");
      assert.equal(other.lookup("src/order.ts", stamp), undefined);
      assert.equal(other.read(keyOf("order")), undefined);
    });
  });

  describe("that cannot be written", () => {
    it("warns once and leaves the run alone", () => {
      writeFileSync(join(shop.root, ".ficus"), "a file where the folder should be");
      const cache = open();
      cache.put(keyOf("order"), text("ORDER"));
      cache.stamp("src/order.ts", oldStamp(), keyOf("order"));
      cache.commit();
      cache.putNamed("links", "1", text("graph"));
      assert.deepEqual(
        cache.warnings.map(({ reason }) => reason),
        ["cache-unavailable"],
      );
      assert.equal(words(cache.read(keyOf("order"))), "ORDER");
    });
    it("warns of a folder that is read-only", () => {
      fill({ "src/order.ts": "order" });
      chmodSync(directory, 0o555);
      chmodSync(shop.root, 0o755);
      const isSuperuser = process.getuid?.() === 0;
      if (isSuperuser) process.seteuid?.(65534);
      try {
        const cache = open();
        assert.equal(words(cache.read(keyOf("order"))), "ORDER");
        cache.put(keyOf("cart"), text("CART"));
        cache.commit();
        assert.match(cache.warnings[0]?.message ?? "", /EACCES/);
      } finally {
        if (isSuperuser) process.seteuid?.(0);
        chmodSync(directory, 0o755);
      }
    });
    it("stays as it was on a full disk", () => {
      const script = `
        import { openCache } from ${JSON.stringify(join(import.meta.dirname, "../../src/io/cacheStore.ts"))};
        const cache = openCache(${JSON.stringify(directory)}, "1");
        cache.put(${JSON.stringify(keyOf("cart"))}, new Uint8Array(4_000_000));
        cache.commit();
        console.log(JSON.stringify(cache.warnings.map(({ reason }) => reason)));`;
      fill({ "src/order.ts": "order" });
      // The limit on the size of files stands for the full disk: writing fails in the middle of the pack.
      const output = execFileSync("sh", ["-c", `trap '' XFSZ; ulimit -f 2000; exec "$0" --input-type=module -e "$1"`, process.execPath, script], {
        encoding: "utf8",
      });
      assert.deepEqual(JSON.parse(output), ["cache-unavailable"]);
      assert.equal(words(open().read(keyOf("order"))), "ORDER");
      assert.equal(open().has(keyOf("cart")), false);
      assert.equal(packs().length, 1);
    });
  });

  describe("shared by two processes", () => {
    it("keeps what both found", () => {
      const [first, second] = [open(), open()];
      first.put(keyOf("order"), text("ORDER"));
      first.stamp("src/order.ts", oldStamp(), keyOf("order"));
      second.put(keyOf("cart"), text("CART"));
      first.commit({ complete: true });
      second.commit({ complete: true });
      assert.deepEqual(
        ["order", "cart"].map((content) => words(open().read(keyOf(content)))),
        ["ORDER", "CART"],
      );
    });
    it("can be read on while the other repacks", () => {
      fill({ "src/order.ts": "order" });
      const reader = open();
      for (let run = 0; run < 5; run++) fill({ "src/cart.ts": `cart ${run}` });
      for (const name of packs()) rmSync(join(directory, name));
      assert.equal(words(reader.read(keyOf("order"))), "ORDER");
    });
    it("is whole at any moment, also when processes are killed", async function () {
      this.timeout(60_000);
      const script = `
        import { contentKey, openCache } from ${JSON.stringify(join(import.meta.dirname, "../../src/io/cacheStore.ts"))};
        const bytes = (value) => new TextEncoder().encode(value);
        console.log("ready");
        for (let run = 0; ; run++) {
          const cache = openCache(${JSON.stringify(directory)}, "1");
          for (let n = 0; n < 20; n++) {
            const content = process.argv[1] + " " + run % 50 + " " + n;
            cache.put(contentKey(bytes(content), ".ts"), bytes(content.repeat(500)));
            cache.stamp("src/" + n + ".ts", { size: run, mtimeMs: 1, ctimeMs: 1, ino: 1 }, contentKey(bytes(content), ".ts"));
          }
          cache.commit();
          cache.close();
        }`;
      for (let round = 0; round < 3; round++) {
        const writers = ["a", "b"].map((name) =>
          spawn(process.execPath, ["--input-type=module", "-e", script, name], { stdio: ["ignore", "pipe", "inherit"] }),
        );
        await Promise.all(writers.map((writer) => once(writer.stdout, "data")));
        let found = 0;
        for (const stop = Date.now() + 500; Date.now() < stop;) {
          const cache = openCache(directory, "1");
          for (const writer of ["a", "b"]) {
            for (let run = 0; run < 50; run++) {
              const content = `${writer} ${run} 7`;
              const blob = cache.read(keyOf(content));
              if (blob === undefined) continue;
              found++;
              assert.equal(words(blob), content.repeat(500));
            }
          }
          cache.close();
        }
        const ended = writers.map((writer) => once(writer, "exit"));
        for (const writer of writers) writer.kill("SIGKILL");
        await Promise.all(ended);
        assert.ok(found > 0);
        assert.ok(open().lookup("src/7.ts", oldStamp()) === undefined);
      }
      const stamp = fill({ "src/order.ts": "order" });
      assert.equal(open().lookup("src/order.ts", stamp), keyOf("order"));
    });
  });

  describe("named blobs", () => {
    it("are there for the key that they were made from", () => {
      open().putNamed("links", "facts 1", text("graph"));
      assert.equal(words(open().readNamed("links", "facts 1")), "graph");
      assert.equal(open().readNamed("links", "facts 2"), undefined);
      assert.equal(open().readNamed("proposal", "facts 1"), undefined);
      assert.equal(open("2").readNamed("links", "facts 1"), undefined);
    });
    it("replace each other", () => {
      const cache = open();
      cache.putNamed("links", "1", text("old"));
      cache.putNamed("links", "2", text("new"));
      assert.equal(cache.readNamed("links", "1"), undefined);
      assert.equal(words(cache.readNamed("links", "2")), "new");
    });
    it("are aligned for views of wider numbers", () => {
      open().putNamed("links", "odd", new Uint8Array(new Float64Array([1, 2, 3]).buffer));
      const blob = open().readNamed("links", "odd");
      assert.ok(blob !== undefined);
      assert.deepEqual([...new Float64Array(blob.buffer, blob.byteOffset, 3)], [1, 2, 3]);
    });
    it("are absent when they are damaged", () => {
      open().putNamed("links", "1", text("graph"));
      flip(join(directory, "named-links"), statSync(join(directory, "named-links")).size - 1);
      assert.equal(open().readNamed("links", "1"), undefined);
      truncateSync(join(directory, "named-links"), 9);
      assert.equal(open().readNamed("links", "1"), undefined);
    });
  });
});

/** Changes one byte of a file. */
function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(path, bytes);
}
