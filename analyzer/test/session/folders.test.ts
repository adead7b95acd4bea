import assert from "node:assert/strict";
import { chmodSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { FicusError } from "../../src/errors.ts";
import { openSession } from "../../src/session.ts";
import { createShop } from "../io/temporaryShop.ts";
import type { TemporaryShop } from "../io/temporaryShop.ts";
import { analyzeShop, linkProgram, shopFiles, told } from "./shops.ts";
import type { Program } from "./shops.ts";

describe("a shop in odd folders", () => {
  let shop: TemporaryShop;
  let program: Program;
  before(() => void (program = linkProgram()));
  after(() => program.remove());
  beforeEach(() => void (shop = createShop(shopFiles)));
  afterEach(() => shop.remove());

  it("may have a folder that is called like a file", async () => {
    shop.write({
      "src/x.ts/index.ts": 'import { Line } from "../orders/line";\nexport const line = new Line("tea");\n',
      "src/views.vue/y.ts": "export const y = 1;\n",
      "src/user.ts": 'import { line } from "./x.ts";\nimport { y } from "./views.vue/y";\nexport const product = line.product + y;\n',
    });
    const { edges, warnings } = await analyzeShop(shop.root);
    assert.deepEqual(warnings, []);
    for (const edge of ["src/user.ts -> src/x.ts/index.ts", "src/user.ts -> src/views.vue/y.ts", "src/x.ts/index.ts -> src/orders/line.ts"])
      assert.ok(edges.includes(edge), edge);
  });

  it("may have links that go round, nowhere and outside", async () => {
    const outside = createShop({ "secret.ts": "export const secret = 1;\n" });
    try {
      symlinkSync("..", join(shop.root, "src/round"));
      symlinkSync("itself", join(shop.root, "src/itself"));
      symlinkSync("nowhere.ts", join(shop.root, "src/dangling.ts"));
      symlinkSync(outside.root, join(shop.root, "src/outside"));
      symlinkSync("orders/line.ts", join(shop.root, "src/line.ts"));
      shop.write({ "src/user.ts": 'import { Line } from "./line";\nimport "./outside/secret";\nexport const line = new Line("tea");\n' });
      const { edges, paths, warnings } = await analyzeShop(shop.root);
      assert.deepEqual(paths, [...Object.keys(shopFiles), "src/user.ts"].sort());
      assert.ok(edges.includes("src/user.ts -> src/orders/line.ts"));
      assert.deepEqual(told(warnings), ["symlink-loop src/itself", "symlink-loop src/round", "unresolved-import src/user.ts:2"]);
    } finally {
      outside.remove();
    }
  });

  it("may hold what may not be read, and hears what", async () => {
    // Windows has no modes.
    if (process.platform === "win32") return;
    shop.write({ "locked/vault.ts": "export const vault = 1;\n", "src/secret.ts": "export const secret = 1;\n" });
    // All code is loaded now: below, the analyzer's own sources may be out of reach, too.
    assert.equal((await analyzeShop(shop.root)).paths.length, 6);
    chmodSync(shop.root, 0o755);
    chmodSync(join(shop.root, "locked"), 0);
    chmodSync(join(shop.root, "src/secret.ts"), 0);
    // The superuser may read everything, so the session runs as nobody.
    const isSuperuser = process.getuid?.() === 0;
    if (isSuperuser) process.seteuid?.(65534);
    try {
      const { paths, warnings } = await analyzeShop(shop.root);
      assert.deepEqual(paths, Object.keys(shopFiles).sort());
      assert.deepEqual(told(warnings), ["unreadable locked", "unreadable src/secret.ts"]);
      assert.ok(warnings.every(({ message }) => message.includes("EACCES")));
    } finally {
      if (isSuperuser) process.seteuid?.(0);
      chmodSync(join(shop.root, "locked"), 0o755);
    }
  });

  it("is told of imports that only some file systems find", async () => {
    shop.write({ "src/user.ts": 'import { Line } from "./Orders/Line";\nexport const line = new Line("tea");\n' });
    const { edges, warnings } = await analyzeShop(shop.root);
    assert.ok(edges.includes("src/user.ts -> src/orders/line.ts"));
    assert.deepEqual(told(warnings), ["case-mismatch src/user.ts:1"]);
  });

  it("is refused when nothing in it can be analysed", async () => {
    const empty = createShop({
      "README.md": "# Shop\n",
      "node_modules/express/index.js": "module.exports = 1;\n",
      "schema.prisma": "model Order {\n  id Int @id\n}\n",
    });
    try {
      for (const work of ["graph", "analyze"] as const)
        await assert.rejects(
          async () => (await openSession({ root: empty.root, cache: true }))[work](),
          (error) => error instanceof FicusError && error.reason === "no-modules" && error.exitCode === 2,
        );
      const all = { root: shop.root, cache: false, exclude: ["**"] };
      await assert.rejects(
        async () => (await openSession(all)).analyze(),
        (error) => error instanceof FicusError && error.reason === "no-modules",
      );
      // Files that are there, and are all skipped.
      const bundles = createShop({ "chart.js": `!function(){${"var a=1,b=a;".repeat(3000)}}();` });
      await assert.rejects(
        async () => (await openSession({ root: bundles.root, cache: false })).analyze(),
        (error) => error instanceof FicusError && error.reason === "no-modules",
      );
      bundles.remove();
      const { status, stdout, stderr } = program.run(["analyze", empty.root, "--json"]);
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, /^ficus: No TypeScript or JavaScript files found in [^\n]*\n$/);
    } finally {
      empty.remove();
    }
  });

  it("gives the same bytes in whatever order its folders list their files", () => {
    shop.write({
      "package.json": '{ "name": "shop", "workspaces": ["packages/*"] }',
      "packages/tax/package.json": '{ "name": "@shop/tax", "main": "src/index.ts" }',
      "packages/tax/src/index.ts": 'export * from "./rate";\nexport * from "./zone";\n',
      "packages/tax/src/rate.ts": 'import { zone } from "./zone";\nexport const rate = (): number => zone().length;\n',
      "packages/tax/src/zone.ts": 'import { rate } from "./rate";\nexport const zone = (): string => String(rate);\n',
      "src/orders/tax.ts":
        'import { rate } from "@shop/tax";\nimport { Order } from "./order";\nexport const tax = (order: Order): number => order.total() * rate();\n',
      "src/orders/tax.test.ts": 'import { tax } from "./tax";\nit("taxes", () => tax);\n',
      "src/broken.ts": "export const = ;",
      "src/a-b.ts": "export const dash = 1;",
      "src/a/b.ts": 'import "../a-b";\nimport "../gone";\n',
    });
    const reversed = join(shop.root, "node_modules/reversed.mjs");
    shop.write({
      "node_modules/reversed.mjs": `import fs from "node:fs";
        import { syncBuiltinESMExports } from "node:module";
        const { readdirSync } = fs;
        let used = 0;
        fs.readdirSync = (...args) => (used++, readdirSync(...args).reverse());
        syncBuiltinESMExports();
        process.on("exit", () => { if (used === 0) process.exitCode = 99; });`,
    });
    for (const args of [["graph"], ["analyze", "--json"]]) {
      const [plain, odd] = [[], ["--import", pathToFileURL(reversed).href]].map((node) =>
        program.run([...args, "--no-cache"], { cwd: shop.root, node }),
      );
      assert.deepEqual([plain?.status, odd?.status], [0, 0]);
      assert.equal(odd?.stdout, plain?.stdout);
      assert.match(plain?.stdout ?? "", /packages\/tax\/src\/zone\.ts/);
    }
  });
});
