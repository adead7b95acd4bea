import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runMain, type Run } from "../cli/runMain.ts";
import { openSettledShop } from "./settledShop.ts";
import { read } from "./shopFile.ts";

describe("ficus boundaries", () => {
  let dir = "";
  beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), "ficus-boundaries-"))));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const path = (): string => join(dir, "ficus.boundaries.json");
  const text = (): string => readFileSync(path(), "utf8");
  const owners = (): Readonly<Record<string, string>> => read(text()).modules;
  const boundaries = (...argv: string[]): Promise<Run> => runMain(["boundaries", ...argv, "--dir", dir], openSettledShop);
  const succeeds = async (...argv: string[]): Promise<string> => {
    const { code, stdout, stderr } = await boundaries(...argv);
    assert.equal(stderr, "");
    assert.equal(code, 0);
    return stdout;
  };
  const fails = async (sentence: RegExp, ...argv: string[]): Promise<void> => {
    const before = existsSync(path()) ? text() : undefined;
    const { code, stdout, stderr } = await boundaries(...argv);
    assert.match(stderr, sentence);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.equal(existsSync(path()) ? text() : undefined, before);
  };

  it("makes the file from the proposal, and never over one that is there", async () => {
    const stdout = await succeeds("init");
    assert.match(stdout, /^service +modules +cohesion +calls in +out\n(?:\w+ +5 +1?\.\d+ +\d+ +\d+\n){5}/);
    assert.match(stdout, /5 services, \d+ modules shared, \d+ of the platform; \d+ % of calls cross services/);
    assert.deepEqual(Object.keys(read(text()).services), ["customers", "orders", "payments", "products", "shipments"]);
    assert.equal(owners()["src/services/orderService.ts"], "orders");
    assert.equal(owners()["src/utils/logger.ts"], "platform");
    assert.equal(owners()["src/main.ts"], undefined);
    await fails(/is there already and is left as it is/, "init");
  });

  it("shows the file it would make", async () => {
    const stdout = await succeeds("init", "--dry-run");
    assert.equal(existsSync(path()), false);
    await succeeds("init");
    assert.equal(text(), stdout);
  });

  it("moves modules and tells what becomes better and worse; --dry-run shows the lines and writes nothing", async () => {
    await succeeds("init");
    const before = text();
    const argv = ["move", "src/services/orderService.ts", "payments"];
    const shown = await succeeds(...argv, "--dry-run");
    assert.equal(text(), before);
    assert.match(shown, /^orders → payments {2}1 module\n {2}src\/services\/orderService\.ts\n/);
    assert.match(shown, /\n-    "src\/services\/orderService\.ts": "orders",\n\+    "src\/services\/orderService\.ts": "payments",\n/);
    assert.match(shown, /calls that cross services +\d+ % → \d+ % +worse\n/);
    assert.match(shown, /orders +5 → 4 /);
    assert.match(shown, /Nothing was written/);
    const told = await succeeds(...argv);
    assert.doesNotMatch(told, /^[-+]/m);
    assert.match(told, /Written to .*ficus\.boundaries\.json/);
    assert.equal(owners()["src/services/orderService.ts"], "payments");
    assert.match(await succeeds(...argv), /Nothing to change/);
    await succeeds("move", "src/services/orderService.ts", "orders");
    assert.equal(text(), before);
  });

  it("takes names as people give them: folders, globs, paths without extension, ends of paths", async () => {
    await succeeds("init");
    await succeeds("move", "src/services/orderService", "productService.ts", "src/{controllers,repositories}/order*", "shipments");
    for (const moved of ["services/orderService", "services/productService", "controllers/orderController", "repositories/orderRepository"])
      assert.equal(owners()[`src/${moved}.ts`], "shipments");
    await fails(
      /"src\/services\/ordersService\.ts" is no module \(did you mean "src\/services\/orderService\.ts"\?\)/,
      "move",
      "src/services/ordersService.ts",
      "orders",
    );
    await fails(/There is no service "order" \(did you mean "orders"\?\)/, "move", "src/services/orderService.ts", "order");
    await fails(/Name modules and the service/, "move", "orders");
  });

  it("merges, splits and renames", async () => {
    await succeeds("init");
    await succeeds("merge", "payments", "orders");
    assert.equal(Object.values(owners()).filter((owner) => owner === "orders").length, 10);
    await succeeds("split", "orders", "--into", "checkout", "src/controllers/orderController.ts", "src/routes/orderRoutes.ts");
    assert.deepEqual(read(text()).services["checkout"], { name: "checkout" });
    const renamed = await succeeds("rename", "checkout", "Check-out", "--id", "check-out");
    assert.match(renamed, /^--- a[^]*\n\+ {4}"check-out": \{[^]*\nNo metric changes\.\n\nWritten to/);
    assert.doesNotMatch(renamed, /→/);
    assert.deepEqual(read(text()).services["check-out"], { name: "Check-out" });
    assert.equal(owners()["src/routes/orderRoutes.ts"], "check-out");
  });

  it("splits by the communities within a service when no module is named", async () => {
    await succeeds("init");
    const before = owners();
    await succeeds("merge", "payments", "products");
    await succeeds("split", "products", "--into", "apart");
    const apart = Object.keys(before).filter((each) => owners()[each] === "apart");
    assert.equal(new Set(apart.map((each) => before[each])).size, 1);
    assert.equal(apart.length, 5);
  });

  it("pins, links, approves and locks", async () => {
    await succeeds("init");
    const before = text();
    await succeeds("pin", "src/services/orderService.ts");
    await succeeds("link", "src/services/orderService.ts", "src/services/paymentService.ts", "--cannot");
    await succeeds("lock", "payments");
    const { pins, cannotLink, services } = read(text());
    assert.deepEqual(pins, { "src/services/orderService.ts": "orders" });
    assert.deepEqual(cannotLink, [["src/services/orderService.ts", "src/services/paymentService.ts"]]);
    assert.equal(services["payments"]?.locked, true);
    await succeeds("unlock", "payments");
    await succeeds("unlink", "src/services/paymentService.ts", "src/services/orderService.ts", "--cannot");
    await succeeds("unpin", "src/services/orderService.ts");
    assert.equal(text(), before);
    await succeeds("approve", "payments", "--by", "Ada", "--reason", "own tables", "--on", "2026-03-01");
    assert.deepEqual(read(text()).services["payments"]?.approved, { by: "Ada", reason: "own tables", on: "2026-03-01" });
    await fails(/Write a date as YYYY-MM-DD/, "approve", "payments", "--by", "Ada", "--reason", "x", "--on", "today");
    const told = await succeeds("move", "src/services/orderService.ts", "payments");
    assert.match(told, /payments was approved by Ada as it was before: ask again/);
  });

  it("takes the proposal: for new modules, for one service, for all", async () => {
    await succeeds("init");
    const before = text();
    writeFileSync(path(), before.replace(/ {4}"src\/services\/orderService\.ts": "orders",\n\n/, ""));
    await succeeds("move", "src/services/paymentService.ts", "products");
    await succeeds("move", "src/services/shipmentService.ts", "customers");
    await succeeds("accept", "--new");
    assert.equal(owners()["src/services/orderService.ts"], "orders");
    assert.equal(owners()["src/services/paymentService.ts"], "products");
    await succeeds("accept", "payments");
    assert.equal(owners()["src/services/paymentService.ts"], "payments");
    assert.equal(owners()["src/services/shipmentService.ts"], "customers");
    await succeeds("accept", "--all");
    assert.equal(text(), before);
    await fails(/Name one service, or give --all or --new/, "accept");
    await fails(/There is no service "payment" \(did you mean "payments"\?\)/, "accept", "payment");
  });

  it("keeps names and ids that people gave when it takes the proposal, and what is locked or pinned", async () => {
    await succeeds("init");
    await succeeds("rename", "payments", "Money", "--id", "money");
    await succeeds("move", "src/services/orderService.ts", "money");
    await succeeds("move", "src/services/productService.ts", "shipments");
    await succeeds("pin", "src/services/productService.ts");
    await succeeds("lock", "money");
    const before = text();
    assert.match(await succeeds("accept", "--all"), /Nothing to change/);
    assert.equal(text(), before);
    await succeeds("unlock", "money");
    await succeeds("accept", "--all");
    assert.equal(owners()["src/services/orderService.ts"], "orders");
    assert.equal(owners()["src/services/paymentService.ts"], "money");
    assert.equal(owners()["src/services/productService.ts"], "shipments");
  });

  it("drops services that nothing is left of, and entries of modules that are gone, with the whole proposal only", async () => {
    await succeeds("init");
    const before = text();
    await succeeds("merge", "payments", "orders");
    await succeeds("split", "customers", "--into", "people", "src/services/customerService.ts", "src/entities/customer.ts");
    writeFileSync(path(), text().replace('"modules": {', '"modules": {\n    "src/gone.ts": "people",\n'));
    await succeeds("accept", "--new");
    assert.equal(owners()["src/gone.ts"], "people");
    await succeeds("accept", "--all");
    assert.equal(text(), before);
  });

  it("is held against every new proposal by analyze", async () => {
    const told = async (): Promise<string> => (await runMain(["analyze", dir], openSettledShop)).stdout;
    assert.doesNotMatch(await told(), /Boundaries/);
    await succeeds("init");
    assert.match(await told(), /Boundaries {2}ficus\.boundaries\.json has 5 services with \d+ modules\.\n {2}The proposal says the same\./);
    await succeeds("move", "src/services/orderService.ts", "payments");
    writeFileSync(
      path(),
      text()
        .replace(/ {4}"src\/services\/paymentService\.ts": "payments",\n\n/, "")
        .replace('"version": 1', '"version": 1,\n  "mustlink": []'),
    );
    const after = await told();
    assert.match(after, /would move 1 module \([^)]*\):\n {4}src\/services\/orderService\.ts {2}payments → orders\n/);
    assert.match(after, /1 module has no place in it yet \([^)]*\):\n {4}src\/services\/paymentService\.ts {2}payments\n/);
    assert.match(after, /ficus\.boundaries\.json:3:3: unknown name "mustlink"/);
    writeFileSync(path(), "{");
    const { code, stderr } = await runMain(["analyze", dir], openSettledShop);
    assert.equal(code, 2);
    assert.match(stderr, /^ficus: ficus\.boundaries\.json:1:2: not valid JSON/);
  });

  it("says which parts of the file mean nothing, or two things", async () => {
    await succeeds("init");
    const given = text()
      .replace('"name": "orders"', '"name": "orders", "members": ["src/routes"]')
      .replace('"name": "payments"', '"name": "payments", "members": ["src/{routes,nothing}/*"]')
      .replace('"modules": {', '"pins": { "src/gone.ts": "orders" },\n  "modules": {')
      .replaceAll(/ {4}"src\/routes\/orderRoutes\.ts": "orders",\n\n/g, "");
    writeFileSync(path(), given);
    const { stdout } = await runMain(["analyze", dir], openSettledShop, { stdout: { columns: 400 } });
    assert.match(
      stdout,
      /ficus\.boundaries\.json:\d+:\d+: src\/routes\/orderRoutes\.ts is claimed twice and belongs to nobody: services\.orders\.members\[0\] \(line \d+, column \d+\) gives it to orders, services\.payments\.members\[0\] to payments/,
    );
    assert.match(stdout, /pins\["src\/gone\.ts"\]: there is no module "src\/gone\.ts"/);
  });

  it("knows a service by its id when it takes the proposal, even if most of it belongs elsewhere by now", async () => {
    await succeeds("init");
    const before = text();
    await succeeds("merge", "payments", "orders");
    await succeeds("move", "src/services/orderService.ts", "customers");
    await succeeds("accept", "--all");
    assert.equal(text(), before);
  });

  it("speaks JSON", async () => {
    await succeeds("init");
    const answer: unknown = JSON.parse(await succeeds("move", "src/services/orderService.ts", "payments", "--json"));
    assert.ok(typeof answer === "object" && answer !== null && "moved" in answer && "metrics" in answer && "diff" in answer && "outcome" in answer);
    assert.deepEqual(answer.moved, [{ path: "src/services/orderService.ts", from: "orders", to: "payments" }]);
    assert.equal(answer.outcome, "written");
    assert.match(String(answer.diff), /^--- a\/ficus\.boundaries\.json\n/);
  });

  it("says what is wrong with the file, and where; and that there is none", async () => {
    await fails(/There is no ficus\.boundaries\.json in .*: make one with ficus boundaries init/, "move", "src/services/orderService.ts", "orders");
    writeFileSync(path(), '{\n  "version": 1,\n  "services": { "orders": {} }\n}\n');
    await fails(/ficus\.boundaries\.json:3:27: services\.orders\.name is missing: a string is expected/, "lock", "orders");
  });

  it("helps with every command, with an example each", async () => {
    for (const name of ["init", "accept", "move", "merge", "split", "rename", "pin", "unpin", "link", "unlink", "approve", "lock", "unlock"]) {
      const { code, stdout } = await runMain(["boundaries", name, "--help"]);
      assert.equal(code, 0);
      assert.match(stdout, /Examples?:\n {2}ficus boundaries /, name);
    }
    assert.equal((await runMain(["boundaries", "mvoe"])).code, 2);
  });
});
