import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { Explanation } from "../../src/model/explanation.ts";
import { openSession } from "../../src/session.ts";
import { runMain } from "./runMain.ts";

const sample = fileURLToPath(new URL("../../../samples/monolith", import.meta.url));

describe("ficus explain", () => {
  it("explains a module of a shop to people and to programs", async () => {
    const text = await runMain(["explain", "orderService", "shop"]);
    assert.equal(text.code, 0);
    assert.match(text.stdout, /^src\/services\/orderService\.ts {2}60 lines\nin \S+ with \d+ % of its evidence/);
    assert.match(text.stdout, /\nEvidence {2,}weight/);
    assert.equal(text.opened[0]?.root, "shop");

    const { code, stdout, stderr } = await runMain(["explain", "src/services/orderService.ts", "--json"]);
    assert.equal(code, 0);
    assert.equal(stderr, "");
    assert.equal(Explanation.parse(JSON.parse(stdout)).module.path, "src/services/orderService.ts");
  });

  it("asks back where several modules are meant, and guesses at a slip: 2", async () => {
    const several = await runMain(["explain", "order.ts/..", "shop"]);
    assert.equal(several.code, 2);
    const slip = await runMain(["explain", "ordreService", "shop"]);
    assert.equal(slip.code, 2);
    assert.equal(slip.stdout, "");
    assert.match(slip.stderr, /^ficus: there is no module "ordreService" \(did you mean "orderService"\?\): .*\n$/);
    const without = await runMain(["explain"]);
    assert.equal(without.code, 2);
    assert.match(without.stderr, /missing required argument 'module'/);
  });

  it("finds lines and tables in the sample", async () => {
    const { code, stdout } = await runMain(["explain", join(sample, "src/services/orderService.ts"), sample, "--json", "--no-cache"], openSession);
    assert.equal(code, 0);
    const { module, services, tables, move, channels } = Explanation.parse(JSON.parse(stdout));
    assert.equal(module.path, "src/services/orderService.ts");
    assert.ok(channels.length > 1);
    assert.equal(services[0]?.id, module.service);
    const paths = services[0]!.neighbours.map(({ path }) => path);
    assert.ok(paths.includes("src/repositories/orderRepository.ts") || paths.includes("src/entities/order.entity.ts"), paths.join());
    assert.ok(
      services.some(({ neighbours }) => neighbours.some(({ sites }) => sites.some(({ kind, symbol }) => kind === "call" && symbol !== null))),
    );
    const orders = tables.find(({ name }) => name === "orders");
    assert.ok(orders !== undefined && orders.sites.some(({ access }) => access === "write"));
    assert.ok(move !== null && move.after.crossingShare !== move.before.crossingShare);
  }).timeout(60_000);
});
