import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createLogReader, readHistory } from "../../src/io/gitHistory.ts";
import { createShop, type TemporaryShop } from "./temporaryShop.ts";

describe("git history", () => {
  const shops: TemporaryShop[] = [];
  afterEach(() => {
    for (const shop of shops.splice(0)) shop.remove();
  });

  function repository(): TemporaryShop & { git(...args: string[]): string; commit(files: Record<string, string>, author?: string): void } {
    const shop = createShop();
    shops.push(shop);
    const git = (...args: string[]) => execFileSync("git", args, { cwd: shop.root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    git("init", "--quiet");
    git("config", "user.name", "Clerk");
    git("config", "user.email", "clerk@shop.example");
    git("config", "commit.gpgSign", "false");
    return {
      ...shop,
      git,
      commit(files, author = "clerk") {
        shop.write(files);
        git("add", "--all");
        git("commit", "--quiet", "--message", "Change", `--author=${author} <${author}@shop.example>`);
      },
    };
  }

  it("tells author and files of each commit, newest first, and how many files it has in all", async () => {
    const shop = repository();
    shop.commit({ "src/order.ts": "1", "src/cart.ts": "1", "README.md": "1" }, "Ada");
    shop.commit({ "src/order.ts": "2" }, "grace");
    const read = await readHistory(join(shop.root, "src"));
    assert.deepEqual(read, {
      kind: "read",
      history: {
        commits: [
          { author: "grace@shop.example", changed: 1, files: ["order.ts"] },
          { author: "ada@shop.example", changed: 3, files: ["cart.ts", "order.ts"] },
        ],
      },
    });
  });

  it("follows renames back, also of two files that swapped their names", async () => {
    const shop = repository();
    const [order, cart] = ["order\n".repeat(30), "cart\n".repeat(30)];
    shop.commit({ "order.ts": order, "cart.ts": cart });
    shop.commit({ "order.ts": `${order}1` });
    shop.commit({ "order.ts": cart, "cart.ts": `${order}1` });
    shop.git("mv", "cart.ts", "sales.ts");
    shop.commit({});
    shop.commit({ "sales.ts": `${order}2` });
    const read = await readHistory(shop.root);
    assert.ok(read.kind === "read");
    const files = read.history.commits.map((each) => each.files.join(" "));
    assert.deepEqual([files[0], files[1]], ["sales.ts", "sales.ts"]);
    // Git may tell a swap as two changes; where it tells renames, both names are turned back at once.
    assert.ok(files[3] === "sales.ts" || files[3] === "order.ts", files[3]);
  });

  it("reads file names of any bytes as what they are", async () => {
    const shop = repository();
    const odd = ["R100\nM.ts", ">0123456789.ts", "-rf.ts", "$(touch pwned).ts", "ünïcode 漢字.ts", "tab\there.ts"];
    shop.commit(Object.fromEntries(odd.map((path) => [path, path])));
    const read = await readHistory(shop.root);
    assert.ok(read.kind === "read");
    assert.deepEqual(read.history.commits[0]?.files.toSorted(), odd.toSorted());
    assert.ok(!existsSync(join(shop.root, "pwned")));
  });

  it("runs no program that the repository names, and leaves it as it was", async () => {
    const shop = repository();
    shop.commit({ ".gitattributes": "*.ts diff=evil\n", "order.ts": "1" });
    const trap = join(shop.root, "trap.sh");
    const caught = join(shop.root, "caught");
    shop.write({ "trap.sh": `#!/bin/sh\ntouch ${JSON.stringify(caught)}\n` });
    execFileSync("chmod", ["+x", trap]);
    for (const key of [
      "core.fsmonitor",
      "core.pager",
      "pager.log",
      "gpg.program",
      "diff.external",
      "diff.evil.textconv",
      "diff.evil.command",
      "core.sshCommand",
    ]) {
      shop.git("config", key, trap);
    }
    for (const [key, value] of [
      ["log.showSignature", "true"],
      ["log.follow", "true"],
      ["color.ui", "always"],
      ["diff.renames", "false"],
    ] as const) {
      shop.git("config", key, value);
    }
    // A signed commit, which plain git would have the trap verify.
    const [head = "", message = ""] = shop.git("cat-file", "commit", "HEAD").split("\n\n");
    const signed = `${head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n\n${message}`;
    const name = execFileSync("git", ["hash-object", "-t", "commit", "-w", "--stdin"], { cwd: shop.root, input: signed, encoding: "utf8" }).trim();
    shop.git("update-ref", "HEAD", name);
    shop.git("log", "-1");
    assert.ok(existsSync(caught), "the trap does not work");
    rmSync(caught);
    const before = readFileSync(join(shop.root, ".git/index"));
    const read = await readHistory(shop.root);
    assert.ok(read.kind === "read" && read.history.commits.length === 1);
    assert.ok(!existsSync(caught));
    assert.deepEqual(readFileSync(join(shop.root, ".git/index")), before);
  });

  it("is absent in a shallow clone, outside of repositories, and before the first commit", async () => {
    const shop = repository();
    shop.commit({ "order.ts": "1" });
    shop.commit({ "order.ts": "2" });
    const clone = createShop();
    shops.push(clone);
    execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${shop.root}`, join(clone.root, "shallow")], { stdio: "ignore" });
    assert.deepEqual(await readHistory(join(clone.root, "shallow")), { kind: "absent", reason: "shallow" });
    assert.deepEqual(await readHistory(clone.root), { kind: "absent", reason: "no-repository" });
    assert.deepEqual(await readHistory(repository().root), { kind: "absent", reason: "unreadable" });
  });

  it("is read from the cache while the commit is the same, and anew where the cache is cut off", async () => {
    const shop = repository();
    shop.commit({ "order.ts": "1" });
    const kept = new Map<string, Uint8Array>();
    const cache = { read: (key: string) => kept.get(key), write: (key: string, bytes: Uint8Array) => void kept.set(key, bytes) };
    const first = await readHistory(shop.root, { cache });
    const [key = ""] = kept.keys();
    kept.set(key, new TextEncoder().encode(JSON.stringify({ commits: [] })));
    assert.deepEqual(await readHistory(shop.root, { cache }), { kind: "read", history: { commits: [] } });
    kept.set(key, new TextEncoder().encode('{"commits": ['));
    assert.deepEqual(await readHistory(shop.root, { cache }), first);
    shop.commit({ "order.ts": "2" });
    const second = await readHistory(shop.root, { cache });
    assert.ok(second.kind === "read" && second.history.commits.length === 2);
  });

  it("can be called off", async () => {
    const shop = repository();
    shop.commit({ "order.ts": "1" });
    await assert.rejects(readHistory(shop.root, { signal: AbortSignal.abort() }), { name: "AbortError" });
  });

  it("takes entries apart wherever the stream is cut", () => {
    const log = Buffer.from(">c2\0ada@shop.example\0\nR090\0old/ü.ts\0shop/ü.ts\0M\0shop/cart.ts\0>c1\0Ada@shop.example\0\nM\0old/ü.ts\0");
    const whole = createLogReader("shop/");
    whole.push(log);
    const expected = whole.finish();
    assert.deepEqual(expected, [
      { author: "ada@shop.example", changed: 2, files: ["ü.ts", "cart.ts"] },
      { author: "ada@shop.example", changed: 1, files: ["ü.ts"] },
    ]);
    for (let cut = 1; cut < log.length; cut++) {
      const reader = createLogReader("shop/");
      reader.push(log.subarray(0, cut));
      reader.push(log.subarray(cut));
      assert.deepEqual(reader.finish(), expected, `cut at ${cut}`);
    }
  });
});
