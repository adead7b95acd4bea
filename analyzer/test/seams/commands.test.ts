import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SeamsReport } from "../../src/model/seams.ts";
import { Plan } from "../../src/model/plan.ts";
import { openSession } from "../../src/session.ts";
import { runMain } from "../cli/runMain.ts";

const fixture = fileURLToPath(new URL("../../fixtures/seams/shop", import.meta.url));

describe("ficus seams and ficus plan", function () {
  this.timeout(60_000);
  let dir = "";
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "ficus-seams-"));
    cpSync(fixture, dir, { recursive: true });
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const run = (...argv: string[]) => runMain(argv, openSession);
  const own = (services: Record<string, string[]>) =>
    writeFileSync(
      join(dir, "ficus.boundaries.json"),
      JSON.stringify({ version: 1, services: Object.fromEntries(Object.entries(services).map(([id, members]) => [id, { name: id, members }])) }),
    );

  it("print JSON as the published schemas say", async () => {
    own({ orders: ["src/orders"], billing: ["src/billing"] });
    const seams = await run("seams", "billing", dir, "--json", "--no-cache");
    assert.equal(seams.code, 0, seams.stderr);
    const report = SeamsReport.parse(JSON.parse(seams.stdout));
    assert.deepEqual(report.service.modules, ["src/billing/bill.ts", "src/billing/money.ts"]);
    assert.deepEqual(
      report.crossings.map(({ symbol, decision }) => `${symbol.name} ${decision}`),
      ["bill operation", "Money carry"],
    );
    const plan = await run("plan", dir, "--json", "--no-cache");
    assert.equal(plan.code, 0, plan.stderr);
    assert.deepEqual(
      Plan.parse(JSON.parse(plan.stdout)).services.map(({ id }) => id),
      ["billing", "orders"],
    );
  });

  it("show people what crosses, with the place of everything", async () => {
    own({ orders: ["src/orders"], billing: ["src/billing"] });
    const { stdout, code } = await run("seams", "billing", dir, "--no-cache");
    assert.equal(code, 0);
    assert.match(stdout, /bill {2}function, src\/billing\/bill\.ts:4, 1 use/);
    assert.match(stdout, /operation bill {2}async, codec: bigint, class, date/);
  });

  it("take what the boundaries file says, globs and tests included, before what the analysis proposes", async () => {
    own({ shop: ["src/**"] });
    const { stdout } = await run("seams", "shop", dir, "--json", "--no-cache");
    const report = SeamsReport.parse(JSON.parse(stdout));
    assert.ok(!report.service.modules.some((module) => module.includes(".test.")));
    assert.ok(report.service.modules.includes("src/orders/place.ts"));
  });

  it("say which services there are when one is misspelt", async () => {
    own({ orders: ["src/orders"], billing: ["src/billing"] });
    const { code, stderr, stdout } = await run("seams", "biling", dir, "--no-cache");
    assert.equal(code, 2);
    assert.equal(stderr, 'ficus: There is no service "biling" (did you mean "billing"?); there are billing, orders.\n');
    assert.equal(stdout, "");
  });

  it("refuse a broken boundaries file with the place of what is wrong", async () => {
    writeFileSync(join(dir, "ficus.boundaries.json"), '{ "version": 1,\n  "services": [] }');
    const { code, stderr } = await run("plan", dir, "--no-cache");
    assert.equal(code, 2);
    assert.match(stderr, /ficus\.boundaries\.json:2:/);
  });
});
