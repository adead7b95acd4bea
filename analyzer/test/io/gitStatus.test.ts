import assert from "node:assert/strict";
import { existsSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { readGitStatus } from "../../src/io/gitStatus.ts";
import { createGitShop, type GitShop } from "./gitShop.ts";
import { createShop } from "./temporaryShop.ts";

describe("the state of a work tree", () => {
  const shops: { remove(): void }[] = [];
  afterEach(() => {
    for (const shop of shops.splice(0)) shop.remove();
  });
  const open = (files: Record<string, string>): GitShop => {
    const shop = createGitShop(files);
    shops.push(shop);
    return shop;
  };

  it("names what differs from the commit, below the folder that is asked about", async () => {
    const shop = open({ "src/order.ts": "1", "src/cart.ts": "1", "docs/notes.md": "1" });
    assert.equal((await readGitStatus(shop.root))?.head, undefined);
    const head = shop.commit("Open the shop");
    assert.deepEqual(await readGitStatus(shop.root), { head, changed: [] });
    shop.write({ "src/order.ts": "22", "src/ünter wegs.ts": "1", "docs/notes.md": "22" });
    assert.deepEqual((await readGitStatus(join(shop.root, "src")))?.changed.toSorted(), ["src/order.ts", "src/ünter wegs.ts"]);
  });

  it("is unknown where there is no repository", async () => {
    const shop = createShop({ "order.ts": "1" });
    shops.push(shop);
    assert.equal(await readGitStatus(shop.root), undefined);
  });

  it("is told without a program that the repository names, and without a word from the environment", async () => {
    const shop = open({ "order.ts": "1", ".gitattributes": "*.ts filter=odd.name\n" });
    const head = shop.commit("Open the shop");
    const caught = join(shop.root, ".git", "caught");
    const trap = (name: string): unknown => shop.git(["config", name, `touch '${caught}' && cat`]);
    trap("filter.odd.name.clean");
    shop.git(["config", "filter.odd.name.required", "true"]);
    trap("core.fsmonitor");
    utimesSync(join(shop.root, "order.ts"), 1, 1);
    assert.deepEqual(await readGitStatus(shop.root), { head, changed: [] });
    trap("filter.odd.name.process");
    process.env["GIT_DIR"] = join(shop.root, "elsewhere");
    try {
      assert.deepEqual(await readGitStatus(shop.root), { head, changed: [] });
    } finally {
      delete process.env["GIT_DIR"];
    }
    assert.ok(!existsSync(caught));
    // The trap is one: git itself walks into it.
    shop.git(["config", "--unset", "filter.odd.name.process"]);
    shop.git(["-c", "core.fsmonitor=false", "status"]);
    assert.ok(existsSync(caught));
  });
});
