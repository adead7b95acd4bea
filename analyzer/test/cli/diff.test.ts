import assert from "node:assert/strict";
import { cpSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Difference } from "../../src/model/difference.ts";
import { openSession } from "../../src/session.ts";
import { createGitShop, type GitShop } from "../io/gitShop.ts";
import { runMain, type Run } from "./runMain.ts";

const sample = fileURLToPath(new URL("../../../samples/monolith", import.meta.url));

const shop = {
  "package.json": '{ "name": "shop", "type": "module" }',
  "ficus.boundaries.json": JSON.stringify({
    version: 1,
    services: { billing: { name: "Billing", members: ["src/billing"] }, orders: { name: "Orders", members: ["src/orders"] } },
  }),
  "src/billing/invoice.ts": "export function bill(order: string) { return order; }\n",
  "src/orders/line.ts": "export function line() { return 1; }\n",
  "src/orders/order.ts": 'import { line } from "./line.ts";\nexport function order() { return line(); }\n',
};
const crossing =
  'import { bill } from "../billing/invoice.ts";\nimport { line } from "./line.ts";\nexport function order() {\n  line();\n  return bill("1");\n}\n';

describe("ficus diff", () => {
  let git: GitShop;
  const diff = (...argv: string[]): Promise<Run> => runMain(["diff", ...argv, "--no-cache"], openSession);
  const differenceOf = ({ stdout }: Run): Difference => Difference.parse(JSON.parse(stdout));
  /** Folders of ours that hold a revision. */
  const leftovers = () => readdirSync(tmpdir()).filter((name) => /^ficus-\w{6}$/.test(name));
  let before: string[];
  beforeEach(() => {
    before = leftovers();
    git = createGitShop(shop);
    git.commit("open the shop");
  });
  afterEach(() => git.remove());

  it("says that nothing changed where nothing did", async () => {
    const { code, stdout, stderr } = await diff("HEAD", git.root);
    assert.equal(code, 0);
    assert.equal(stderr, "");
    const unwrapped = stdout.replaceAll(/\n {4,}/g, " ");
    assert.match(
      unwrapped,
      /HEAD \([0-9a-f]{7}\) by ficus\.boundaries\.json → now by ficus\.boundaries\.json\n3 modules, 2 services\n\nNo module moved/,
    );
  });

  it("names the line of a new crossing, before it is committed and after, and exits 0 all the same", async () => {
    git.write({ "src/orders/order.ts": crossing });
    const uncommitted = await diff("HEAD", git.root);
    assert.equal(uncommitted.code, 0);
    assert.match(
      uncommitted.stdout,
      /New crossings {2}1\n {2}orders → billing\n {6}src\/orders\/order\.ts:5:10\n {8}calls bill, src\/billing\/invoice\.ts\n/,
    );
    git.commit("bill orders");
    assert.deepEqual(differenceOf(await diff("HEAD", git.root, "--json")).crossings.new, []);
    const found = differenceOf(await diff("HEAD~1", git.root, "--json"));
    assert.deepEqual(
      found.crossings.new.map(({ from, to, because, sites }) => [from, to, because, sites[0]?.line]),
      [["src/orders/order.ts", "src/billing/invoice.ts", "dependency", 5]],
    );
    assert.equal(found.metrics.before.crossingShare, 0);
    assert.equal(found.metrics.after.crossingShare, 0.5);
    assert.match(
      (await diff("HEAD~1", git.root, "--markdown")).stdout,
      /^## .*\n\n.*1 new crossing.*\n\n### New crossings \(1\)\n\n- \*\*orders → billing\*\* `src\/orders\/order\.ts:5`/,
    );
  });

  it("takes the membership of each side from its own boundaries file", async () => {
    const boundaries = JSON.parse(shop["ficus.boundaries.json"]) as object;
    git.write({ "ficus.boundaries.json": JSON.stringify({ ...boundaries, modules: { "src/orders/line.ts": "billing" } }) });
    const { modules, crossings } = differenceOf(await diff("main", git.root, "--json"));
    assert.deepEqual(
      modules.moved.map(({ path, from, to }) => [path, from, to]),
      [["src/orders/line.ts", "orders", "billing"]],
    );
    assert.deepEqual(
      crossings.new.map(({ because }) => because),
      ["membership"],
    );
  });

  it("compares with a saved analysis", async () => {
    const saved = join(git.root, "before.json");
    const { stdout } = await runMain(["analyze", git.root, "--json", "--no-cache"], openSession);
    writeFileSync(saved, stdout);
    const { code, stdout: text } = await diff(saved, git.root, "--json");
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(text).modules.added, []);
  });

  it("leaves the repository as it is and no folder behind, also when it fails", async () => {
    const state = () => [
      git.git(["status", "--porcelain", "--ignored"]),
      readFileSync(join(git.root, ".git/index"), "hex"),
      git.git(["for-each-ref"]),
    ];
    const was = state();
    git.write({ "src/orders/order.ts": crossing });
    git.write({ "src/orders/order.ts": shop["src/orders/order.ts"] });
    await diff("HEAD", git.root);
    await diff("nowhere", git.root);
    assert.deepEqual(state().slice(1), was.slice(1));
    assert.equal(state()[0], was[0]);
    assert.deepEqual(
      leftovers().filter((name) => !before.includes(name)),
      [],
    );
  });

  it("answers what it cannot compare with one sentence and 2", async () => {
    git.write({ "broken.json": "{", "other.json": '{ "schemaVersion": 1 }' });
    const wrong: [string[], RegExp][] = [
      [["nowhere", git.root], /neither a revision nor a file "nowhere"/],
      [["--", "--upload-pack=x", git.root], /neither a revision nor a file "--upload-pack=x"/],
      [[join(git.root, "broken.json"), git.root], /is no JSON/],
      [[join(git.root, "other.json"), git.root], /is no analysis that this version reads \(root: /],
      [["HEAD", git.root, "--json", "--markdown"], /cannot be used with/],
    ];
    for (const [argv, sentence] of wrong) {
      const { code, stdout, stderr } = await runMain(["diff", ...argv], openSession);
      assert.equal(code, 2, stderr);
      assert.match(stderr, sentence);
      assert.match(stderr, /^ficus: [^\n]*\n$/, "one line");
      assert.equal(stdout, "");
    }
  });

  it("finds the one use that was written across in the sample", async () => {
    cpSync(join(sample, "src"), join(git.root, "shop/src"), { recursive: true });
    cpSync(join(sample, "tsconfig.json"), join(git.root, "shop/tsconfig.json"));
    cpSync(join(sample, "package.json"), join(git.root, "shop/package.json"));
    git.commit("take over a larger shop");
    const cart = join(git.root, "shop/src/services/cartService.ts");
    const source = readFileSync(cart, "utf8");
    writeFileSync(cart, `import { paymentService as purse } from "./paymentService.js";\n${source}\nexport const purseOfCarts = () => purse;\n`);
    const { modules, crossings } = differenceOf(await diff("HEAD", join(git.root, "shop"), "--json"));
    assert.deepEqual([modules.added, modules.removed, modules.renamed], [[], [], []]);
    const written = crossings.new.filter(({ because }) => because === "dependency");
    assert.deepEqual(
      written.map(({ from, to, sites }) => [from, to, sites[0]?.line]),
      [["src/services/cartService.ts", "src/services/paymentService.ts", source.split("\n").length + 2]],
    );
  }).timeout(60_000);
});
