import assert from "node:assert/strict";
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { FicusError } from "../../src/errors.ts";
import { discoverProject } from "../../src/io/discover.ts";
import { checkOutAside, type RevisionFolder } from "../../src/io/gitTree.ts";
import { isSafePath, isSafeTarget } from "../../src/io/safePath.ts";
import { createGitShop, type GitShop } from "./gitShop.ts";

describe("a revision aside", () => {
  let shop: GitShop;
  const opened: RevisionFolder[] = [];
  const checkOut = (revision: string, folder = shop.root): RevisionFolder => {
    const revised = checkOutAside(folder, revision);
    opened.push(revised);
    return revised;
  };
  beforeEach(() => {
    shop = createGitShop({
      "src/orders/order.ts": "export const first = 1;\n",
      "src/billing/invoice.ts": "export const invoice = 1;\n",
      "src/logo.png": "picture",
      "package.json": '{ "name": "shop" }',
      ".gitignore": "dist\n",
    });
    shop.write({ "dist/kept.ts": "export const kept = 1;\n" });
    shop.git(["add", "--force", "dist/kept.ts"]);
  });
  afterEach(() => {
    for (const revised of opened.splice(0)) revised.remove();
    shop.remove();
  });
  const refusal = (reason: string, message: RegExp) => (error: unknown) =>
    error instanceof FicusError && error.reason === reason && message.test(error.message) && !error.message.includes("\n");

  it("holds what the commit holds, and neither what came later nor what is not committed", () => {
    const first = shop.commit("open the shop");
    shop.write({ "src/orders/order.ts": "export const second = 2;\n", "src/orders/late.ts": "" });
    shop.commit("change orders");
    shop.write({ "src/orders/order.ts": "export const uncommitted = 3;\n" });

    const { root, commit } = checkOut("HEAD~1");
    assert.equal(commit, first);
    assert.equal(readFileSync(join(root, "src/orders/order.ts"), "utf8"), "export const first = 1;\n");
    assert.ok(!existsSync(join(root, "src/orders/late.ts")));
    // Only its name says something.
    assert.equal(readFileSync(join(root, "src/logo.png"), "utf8"), "");
  });

  it("is discovered as the same files that a clean work tree has, ignored but tracked ones included", () => {
    shop.commit("open the shop");
    const { root } = checkOut("main");
    const [then, now] = [discoverProject(root), discoverProject(shop.root)];
    assert.deepEqual(then.paths, now.paths);
    assert.ok(then.paths.includes("dist/kept.ts"));
    assert.deepEqual(then.configurations, now.configurations);
    assert.deepEqual([...then.others], [...now.others]);
  });

  it("can be of one folder, with the configuration above it", () => {
    shop.commit("open the shop");
    const { root, top } = checkOut("HEAD", join(shop.root, "src/orders"));
    assert.deepEqual(readdirSync(root), ["order.ts"]);
    assert.ok(existsSync(join(top, "package.json")));
    assert.ok(!existsSync(join(top, "src/billing")));
  });

  it("leaves work tree, index and refs alone, and nothing behind", () => {
    shop.commit("open the shop");
    shop.write({ "src/orders/order.ts": "export const edited = 1;\n", "src/new.ts": "" });
    shop.git(["add", "src/new.ts"]);
    const state = () => [
      shop.git(["status", "--porcelain"]),
      shop.git(["for-each-ref"]),
      readFileSync(join(shop.root, ".git/index")).toString("hex"),
      readdirSync(join(shop.root, ".git")).sort().join(),
    ];
    const before = state();
    const { root, remove } = checkOutAside(shop.root, "HEAD");
    assert.deepEqual(state(), before);
    remove();
    assert.ok(!existsSync(dirname(root)));
  });

  it("knows the history up to the revision", () => {
    shop.commit("open the shop");
    shop.commit("change nothing");
    shop.commit("change nothing again");
    const { top } = checkOut("HEAD~1");
    assert.equal(shop.git(["-C", top, "log", "--format=%s"]), "change nothing\nopen the shop");
    assert.equal(shop.git(["-C", top, "ls-files"]).split("\n").length, 6);
  });

  it("runs nothing that the repository names", () => {
    shop.commit("open the shop");
    const trap = join(shop.root, "trap");
    const program = `touch '${trap}'; false`;
    for (const [name, value] of [
      ["core.fsmonitor", program],
      ["core.hooksPath", join(shop.root, "hooks")],
      ["core.pager", program],
      ["diff.external", program],
      ["filter.shop.smudge", program],
      ["core.sshCommand", program],
      ["alias.rev-parse", `!${program}`],
    ] as const)
      shop.git(["config", name, value]);
    mkdirSync(join(shop.root, "hooks"));
    for (const hook of ["post-checkout", "post-index-change", "reference-transaction"])
      writeFileSync(join(shop.root, "hooks", hook), `#!/bin/sh\n${program}\n`, { mode: 0o755 });
    writeFileSync(join(shop.root, ".git/info/attributes"), "* filter=shop\n");
    const { root } = checkOut("HEAD");
    assert.equal(readFileSync(join(root, "src/billing/invoice.ts"), "utf8"), "export const invoice = 1;\n");
    assert.ok(!existsSync(trap));
  });

  it("does not write where a forged tree wants it to", () => {
    shop.commit("open the shop");
    const blob = shop.git(["hash-object", "-w", "--stdin"], "export const forged = 1;\n");
    const outside = shop.git(["hash-object", "-w", "--stdin"], "../..");
    const tree = (...entries: [mode: string, id: string, name: string][]): string =>
      shop.git(["mktree", "-z"], entries.map(([mode, id, name]) => `${mode} ${mode === "040000" ? "tree" : "blob"} ${id}\t${name}\0`).join(""));
    const inner = tree(["100644", blob, "escaped.ts"]);
    const forged = tree(
      ["040000", inner, ".."],
      ["040000", inner, ".git"],
      ["040000", inner, ".GIT "],
      ["120000", outside, "link"],
      ["100644", blob, "a\\b.ts"],
      ["100644", blob, "good.ts"],
      ["100644", blob, "line\nbreak.ts"],
    );
    const commit = shop.git(["commit-tree", forged, "-m", "forged"]);
    const { root } = checkOut(commit);
    assert.deepEqual(readdirSync(root).sort(), [".git", "good.ts", "line\nbreak.ts"]);
    assert.ok(!existsSync(join(dirname(root), "escaped.ts")));
    assert.ok(!existsSync(join(root, ".git/escaped.ts")));
  });

  it("keeps links that stay inside", () => {
    shop.commit("open the shop");
    const target = shop.git(["hash-object", "-w", "--stdin"], "../orders");
    shop.git(["update-index", "--add", "--cacheinfo", `120000,${target},src/billing/orders`]);
    shop.git(["commit", "--quiet", "-m", "link orders"]);
    const { root } = checkOut("HEAD");
    assert.ok(lstatSync(join(root, "src/billing/orders")).isSymbolicLink());
    assert.equal(readlinkSync(join(root, "src/billing/orders")), "../orders");
    assert.deepEqual(
      discoverProject(root).links.map(({ path, target: leadsTo }) => [path, leadsTo]),
      [["src/billing/orders", "src/orders"]],
    );
  });

  it("refuses what is no revision with one sentence", () => {
    shop.commit("open the shop");
    for (const revision of ["nowhere", "--help", "-n1", "HEAD:src", "HEAD~9", "a\nb", "", "$(touch x)"]) {
      assert.throws(() => checkOut(revision), refusal("no-such-revision", /neither a revision nor a file|no content/), revision);
    }
    assert.throws(() => checkOut("HEAD", dirname(shop.root)), refusal("no-such-revision", /no git repository/));
    mkdirSync(join(shop.root, "later"));
    assert.throws(() => checkOut("HEAD", join(shop.root, "later")), refusal("no-such-revision", /later does not exist in revision/));
  });
});

describe("safe paths", () => {
  it("stay below the folder on any system", () => {
    for (const path of ["src/a.ts", "a..b/c", "...", ".github/x.yml", "gitignore"]) assert.ok(isSafePath(path), path);
    for (const path of ["", "/etc", "../a", "a/../b", "a//b", "a/.", ".git/config", "a/.GIT/hooks", ".git ", "c:/a", "a\\..\\b", "a\0b"])
      assert.ok(!isSafePath(path), path);
  });

  it("targets of links go up no further than the root, and up before down", () => {
    for (const [path, target] of [
      ["a/b", "../c"],
      ["a/b", "c/d"],
      ["a", "."],
      ["a/b/c", "../../x"],
    ] as const)
      assert.ok(isSafeTarget(path, target), target);
    for (const [path, target] of [
      ["a", ".."],
      ["a/b", "../.."],
      ["a/b", "c/../../.."],
      ["a", "/etc/passwd"],
      ["a/b", "../.git/hooks"],
      ["a/b", "c/.."],
    ] as const)
      assert.ok(!isSafeTarget(path, target), target);
  });
});
