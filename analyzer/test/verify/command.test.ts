/** `ficus verify` as people and CI use it. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Verdict } from "../../src/model/verdict.ts";
import { runMain } from "../cli/runMain.ts";
import { makeShop, type Shop } from "./makeShop.ts";

/** Without what takes long, and is tested elsewhere. */
const quick = ["--skip", "break", "--skip", "shadow", "--skip", "edges", "--skip", "down"];

function configured(shop: Shop): Record<string, string> {
  const env = { DATABASE_FILE: shop.database };
  return { "ficus.config.json": JSON.stringify({ verify: { test: "mocha test/billing.test.js", env, serviceEnv: env } }) };
}

describe("ficus verify", function () {
  this.timeout(60_000);

  it("exits 1 and names the operation that is broken; keeps the verdict", async () => {
    const shop = makeShop("broken-operation", configured);
    try {
      const { code, stdout, stderr } = await runMain(["verify", "ordering", shop.root, ...quick]);
      assert.equal(code, 1, stderr);
      assert.match(stdout, /✗ OrderService\.total/);
      assert.doesNotMatch(stdout, /✗ OrderService\.place/);
      assert.match(stderr, /tests: mocha test\/billing\.test\.js {2}\(sets DATABASE_FILE\)/);
      const kept = Verdict.parse(JSON.parse(readFileSync(join(shop.root, ".ficus/verdict/ordering.json"), "utf8")));
      assert.equal(kept.state, "failed");
      assert.match(readFileSync(join(shop.root, ".ficus/verdict/ordering.md"), "utf8"), /# ordering: failed/);
    } finally {
      shop.clear();
    }
  });

  it("exits 1 when something is unproven, and 0 when that is allowed", async () => {
    const shop = makeShop(undefined, configured);
    try {
      const strict = await runMain(["verify", "ordering", shop.root, "--json", ...quick]);
      assert.equal(strict.code, 1);
      assert.equal(Verdict.parse(JSON.parse(strict.stdout)).state, "unproven");
      const lenient = await runMain(["verify", "ordering", shop.root, "--allow-unproven", "--markdown", ...quick]);
      assert.equal(lenient.code, 0, lenient.stderr);
      assert.match(lenient.stdout, /^# ordering: unproven/);
    } finally {
      shop.clear();
    }
  });

  it("runs nothing that nobody agreed to", async () => {
    const shop = makeShop();
    try {
      const { code, stderr } = await runMain(["verify", "ordering", shop.root]);
      assert.equal(code, 2);
      assert.match(stderr, /tests: npm test/);
      assert.match(stderr, /Nothing was run/);
      assert.equal(existsSync(join(shop.root, ".ficus")), false);
      assert.equal(existsSync(shop.database), false);
    } finally {
      shop.clear();
    }
  });

  it("says which services there are when asked for another", async () => {
    const shop = makeShop();
    try {
      const { code, stderr } = await runMain(["verify", "billing", shop.root]);
      assert.equal(code, 2);
      assert.match(stderr, /No extracted service billing below .*Found: ordering\. Run ficus extract billing first/);
    } finally {
      shop.clear();
    }
  });

  it("says what is wrong with a broken manifest", async () => {
    const shop = makeShop(undefined, () => ({ "services/ordering/ficus.service.json": '{ "schemaVersion": 1 }' }));
    try {
      const { code, stderr } = await runMain(["verify", "ordering", shop.root, "--yes"]);
      assert.equal(code, 2);
      assert.match(stderr, /ficus\.service\.json: .*operations/s);
    } finally {
      shop.clear();
    }
  });
});
