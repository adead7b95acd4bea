import assert from "node:assert/strict";
import { examineGraph } from "../../src/analyze.ts";
import { FicusError } from "../../src/errors.ts";
import { findOutsideEvidence } from "../../src/evidence/outside.ts";
import { explainModule } from "../../src/explain/explainModule.ts";
import { findModule } from "../../src/explain/findModule.ts";
import { Boundaries } from "../../src/model/boundaries.ts";
import { Explanation } from "../../src/model/explanation.ts";
import { explainText } from "../../src/report/explainText.ts";
import { plain } from "../../src/report/wording.ts";
import { matchGolden } from "../golden.ts";
import { layeredShop } from "../layeredShop.ts";
import { makeGraph } from "../makeGraph.ts";
import { refundService } from "./refundService.ts";
import { hostileGraph, hostileRoot } from "../report/hostileGraph.ts";

const graph = makeGraph(layeredShop());
const examination = examineGraph(graph, { root: "shop" });
const paths = graph.modules.map(({ path }) => path);
const explain = (name: string): Explanation => explainModule(graph, examination, findModule(name, paths));

describe("explaining a module", () => {
  it("splits its evidence among services, channel by channel", () => {
    for (const name of ["orderService", "paymentService", "customerController"]) {
      const { services, channels, module, margin } = explain(name);
      assert.equal(services[0]?.id, module.service);
      const sum = services.reduce((all, { share }) => all + share, 0);
      assert.ok(Math.abs(sum - 1) < 1e-9, `${name}: ${sum}`);
      for (const { share, evidence } of services) {
        assert.deepEqual(
          evidence.map(({ channel }) => channel),
          channels.map(({ name: channel }) => channel),
        );
        assert.ok(Math.abs(evidence.reduce((all, each) => all + each.share, 0) - share) < 1e-9);
      }
      assert.ok(Math.abs(margin - (services[0]!.share - (services[1]?.share ?? 0))) < 1e-12);
    }
  });

  it("shows the references behind a tie, where they stand", () => {
    const own = explain("orderService").services[0]!;
    const repository = own.neighbours.find(({ path }) => path.endsWith("orderRepository.ts"))!;
    assert.equal(repository.references, 3);
    for (const { path, kind, line } of repository.sites) assert.deepEqual([path, kind, line >= 1], ["src/services/orderService.ts", "call", true]);
    const controller = own.neighbours.find(({ path }) => path.endsWith("orderController.ts"))!;
    assert.ok(controller.sites.every(({ path }) => path === "src/controllers/orderController.ts"));
  });

  it("says what the other channels saw in a tie, of those that joined the two", () => {
    const found = explain("orderService").services.flatMap(({ neighbours }) => neighbours);
    assert.ok(found.some(({ reasons }) => reasons.some((reason) => reason.channel === "semantic" && reason.words.includes("order"))));
    assert.ok(
      found.some(({ reasons }) => reasons.some((reason) => reason.channel === "data" && reason.tables.some(({ name }) => name === "orders"))),
    );
    for (const { reasons, evidence } of found) {
      for (const { channel } of reasons) assert.ok(evidence.some((each) => each.channel === channel));
    }
    const commits = Array.from({ length: 120 }, (_, k) => ({
      author: k % 2 === 0 ? "ada" : "grace",
      changed: 2,
      files: ["src/services/orderService.ts", "src/repositories/orderRepository.ts"],
    }));
    const outside = { history: { commits }, ownership: true };
    const examined = examineGraph(graph, { root: "shop", beside: (order, members) => findOutsideEvidence({ graph, order, members }, outside).pairs });
    const { services } = explainModule(graph, examined, findModule("orderService", paths), { outside });
    const repository = services.flatMap(({ neighbours }) => neighbours).find(({ path }) => path.endsWith("orderRepository.ts"));
    assert.deepEqual(
      repository?.reasons.filter(({ channel }) => channel === "history"),
      [{ channel: "history", together: 120, commits: [120, 120] }],
    );
  });

  it("names tables with their owner, and who uses the module", () => {
    const { tables, module, users } = explain("shipmentRepository");
    assert.deepEqual(
      tables.map(({ name, owner, sites }) => [name, owner === module.service, sites.map(({ access }) => access)]),
      [
        ["orders", false, ["read"]],
        ["shipments", true, ["read", "write"]],
      ],
    );
    assert.deepEqual(users, [{ service: module.service, modules: 1 }]);
    assert.equal(explain("entities/order").tables[0]?.declared, true);
  });

  it("knows the fewest ties without which it would go", () => {
    const { move, services } = explain("shipmentService");
    assert.ok(move !== null && move.to === services[1]?.id);
    const own = services[0]!;
    const cut = own.neighbours.filter(({ path }) => move.ties.includes(path));
    assert.equal(cut.length, move.ties.length);
    const left = own.share - cut.reduce((sum, { weight }) => sum + weight, 0);
    assert.ok(left < services[1]!.share, "without all of them the runner-up has more");
    const last = Math.min(...cut.map(({ weight }) => weight));
    assert.ok(left + last >= services[1]!.share, "without all but the weakest it has not");
    assert.notDeepEqual(move.after, move.before);
    assert.deepEqual(move.before, examination.analysis.metrics);
  });

  it("says of modules without a service what they are, and who uses them", () => {
    const { module, services, move, users } = explain("utils/logger");
    assert.equal(module.service, null);
    assert.equal(move, null);
    assert.ok(users.length > 1);
    assert.match(explainText({ ...explain("utils/logger"), services }, { width: 80, paint: plain }), new RegExp(`${module.role}.*\n\nUsed by`, "s"));
  });

  it("explains what people decided where they did, also against the evidence", () => {
    const boundaries = Boundaries.parse({
      version: 1,
      services: {
        sales: { name: "Sales", members: ["src/**/{order,payment}*"] },
        parcels: { name: "Parcels", members: ["src/**/shipment*", "src/controllers/customerController.ts"] },
      },
      shared: ["src/utils"],
    });
    const own = (name: string) => explainModule(graph, examination, findModule(name, paths), { boundaries });
    const { module, services, margin, move } = own("orderController");
    assert.deepEqual([module.service, services[0]?.name], ["sales", "Sales"]);
    assert.ok(services.every(({ id }) => id === "sales" || id === "parcels"));
    assert.ok(margin > 0 && (move === null || move.to === "parcels"));
    const away = own("shipmentService");
    assert.deepEqual([away.module.runnerUp, away.move?.to], ["sales", "sales"]);
    assert.deepEqual([own("utils/money").module.role, own("productService").module.service], ["shared", null]);
    assert.deepEqual(
      own("shipmentRepository").tables.map(({ name, owner }) => [name, owner]),
      [
        ["orders", "sales"],
        ["shipments", "parcels"],
      ],
    );
    assert.match(explainText(away, { width: 80, paint: plain }), /^.*\nin Parcels by ficus\.boundaries\.json, with/);
    assert.deepEqual(Explanation.parse(JSON.parse(JSON.stringify(away))), away);
  });

  it("is what its schema says", () => {
    for (const name of ["shipmentService", "utils/logger", "main"]) {
      const found = explain(name);
      assert.deepEqual(Explanation.parse(JSON.parse(JSON.stringify(found))), found);
    }
  });

  it("reads well", () => {
    matchGolden(new URL("refundService.golden.txt", import.meta.url), explainText(refundService, { width: 80, paint: plain }));
  });

  it("survives hostile names, and lets none of them move the cursor", () => {
    const examined = examineGraph(hostileGraph, { root: hostileRoot });
    for (const module of hostileGraph.modules.keys()) {
      const text = explainText(explainModule(hostileGraph, examined, module), { width: 60, paint: plain });
      // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
      assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    }
  });
});

describe("finding the module that is meant", () => {
  const shop = ["src/orders/index.ts", "src/orders/order.entity.ts", "src/orders/orderService.ts", "src/billing/index.ts", "src/billing/types.d.ts"];
  const found = (name: string) => shop[findModule(name, shop)];
  const refused = (name: string, reason: string, message: RegExp) =>
    assert.throws(
      () => findModule(name, shop),
      (error: unknown) => error instanceof FicusError && error.reason === reason && message.test(error.message),
    );

  it("by its path, the end of it, without its extension", () => {
    assert.equal(found("src/orders/index.ts"), "src/orders/index.ts");
    assert.equal(found("./src/orders/index.ts"), "src/orders/index.ts");
    assert.equal(found("orders\\index.ts"), "src/orders/index.ts");
    assert.equal(found("billing/index"), "src/billing/index.ts");
    assert.equal(found("orderService"), "src/orders/orderService.ts");
    assert.equal(found("order.entity"), "src/orders/order.entity.ts");
    assert.equal(found("types"), "src/billing/types.d.ts");
  });

  it("asks back where several are meant, and guesses at slips", () => {
    refused("index", "ambiguous-module", /2 modules.*\n {2}src\/orders\/index\.ts\n {2}src\/billing\/index\.ts$/);
    refused("ordrService", "no-such-module", /did you mean "orderService"\?/);
    refused("src/orders/orderServise.ts", "no-such-module", /did you mean "src\/orders\/orderService.ts"\?/);
    refused("warehouse", "no-such-module", /^there is no module "warehouse": name/);
    // The end of a name is no end of a path.
    refused("Service.ts", "no-such-module", /no module/);
    refused("", "no-such-module", /no module/);
  });
});
