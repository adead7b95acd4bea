/** Where a verification finds its tests, its data and its folder. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeShop, subject, verifyShop } from "./makeShop.ts";

describe("verify: surroundings", function () {
  this.timeout(60_000);

  it("starts the monolith for tests that know nothing but its address", async () => {
    const shop = makeShop("from-outside");
    try {
      const verdict = await verifyShop(shop, { stages: [], test: ["mocha", "test/billing.test.js"], env: { SHOP_URL: "{url}" } });
      assert.deepEqual([verdict.tests.passed, verdict.tests.differences], [1, []], JSON.stringify(verdict.reasons));
      assert.deepEqual([subject(verdict, "POST /orders").served, subject(verdict, "OrderService.total").served], [1, 1]);
    } finally {
      shop.clear();
    }
  });

  it("makes data anew before each run, with the service on the same", async () => {
    const shop = makeShop(undefined, () => ({
      "prepare.js":
        'import { appendFileSync, rmSync } from "node:fs";\nrmSync(process.env.DATABASE_FILE, { force: true });\nappendFileSync("prepared", "x");\n',
      "test/first.test.js": `
        import assert from "node:assert/strict";
        import { Billing } from "../src/billing/billing.js";
        it("numbers orders from one", async () => assert.equal(await new Billing().order("Ada", []), 1));`,
    }));
    try {
      const verdict = await verifyShop(shop, { stages: ["break"], test: ["mocha", "test/first.test.js"], prepare: [process.execPath, "prepare.js"] });
      assert.deepEqual(verdict.tests.differences, []);
      assert.equal(subject(verdict, "OrderService.place").state, "proven", JSON.stringify(verdict.subjects));
      // Two local runs, one remote, two with the operation broken.
      assert.equal(readFileSync(join(shop.root, "prepared"), "utf8"), "xxxxx");
    } finally {
      shop.clear();
    }
  });

  it("sets flaky tests apart by name, and does not hold them against the service", async () => {
    const shop = makeShop(undefined, () => ({
      "test/moody.test.js": `
        import assert from "node:assert/strict";
        import { appendFileSync, readFileSync } from "node:fs";
        it("passes every other time", () => {
          appendFileSync("moods", "x");
          assert.equal(readFileSync("moods", "utf8").length % 2, 1);
        });`,
    }));
    try {
      const verdict = await verifyShop(shop, { stages: [] });
      assert.deepEqual([verdict.tests.flaky, verdict.tests.differences], [["test/moody.test.js › passes every other time"], []]);
    } finally {
      shop.clear();
    }
  });

  it("works in a copy that has what git ignores, and leaves the repository alone", async () => {
    const shop = makeShop(undefined, () => ({
      ".gitignore": "secrets.json\nnode_modules\n",
      "secrets.json": '{ "key": 1 }',
      "test/secrets.test.js": `
        import assert from "node:assert/strict";
        import { readFileSync, writeFileSync } from "node:fs";
        it("reads its configuration", () => {
          writeFileSync("left-behind", "");
          assert.equal(JSON.parse(readFileSync("secrets.json", "utf8")).key, 1);
        });`,
    }));
    try {
      const verdict = await verifyShop(shop, { stages: [], copy: true });
      assert.deepEqual([verdict.tests.passed, verdict.tests.differences], [5, []], JSON.stringify(verdict.reasons));
      assert.equal(existsSync(join(shop.root, "left-behind")), false);
      assert.equal(subject(verdict, "OrderService.total").served, 2);
    } finally {
      shop.clear();
    }
  });

  it("compares with the commit that the extraction started from", async () => {
    const shop = makeShop(undefined, () => ({ ".gitignore": "node_modules\nshop.json\n.ficus\n" }));
    try {
      const git = (...args: string[]): string =>
        execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@shop.example", ...args], { cwd: shop.root, encoding: "utf8" });
      git("init", "--quiet");
      git("add", ".");
      git("commit", "--quiet", "-m", "before");
      const before = git("rev-parse", "HEAD").trim();
      const manifest = join(shop.root, "services/ordering/ficus.service.json");
      writeFileSync(manifest, JSON.stringify({ ...JSON.parse(readFileSync(manifest, "utf8")), before }));
      // The extraction broke the monolith itself.
      const billing = join(shop.root, "src/billing/billing.js");
      writeFileSync(billing, readFileSync(billing, "utf8").replace("1.19", "1.2"));
      const verdict = await verifyShop(shop, { stages: [] });
      assert.equal(verdict.state, "failed");
      const [found] = verdict.reasons;
      assert.deepEqual([found?.kind, found?.at], ["tests-differ", ["test/billing.test.js › billing invoices what was ordered, with tax"]]);
    } finally {
      shop.clear();
    }
  });
});
