import assert from "node:assert/strict";
import fc from "fast-check";
import { analyzeGraph } from "../../src/analyze.ts";
import { constraintsOf } from "../../src/boundaries/constraints.ts";
import type { Analysis } from "../../src/model/analysis.ts";
import { Boundaries, type BoundariesInput } from "../../src/model/boundaries.ts";
import { layeredShop } from "../layeredShop.ts";
import { makeGraph } from "../makeGraph.ts";
import { areas, graph, today } from "./settledShop.ts";

const paths = graph.modules.map(({ path }) => path);

const analyze = (file: Partial<BoundariesInput>, services?: number): Analysis =>
  analyzeGraph(graph, {
    root: "shop",
    services,
    boundaries: Boundaries.parse({
      version: 1,
      services: Object.fromEntries(areas.map((area) => [`${area}s`, { name: area }])),
      modules: today,
      ...file,
    }),
  });
const placeOf = (analysis: Analysis, path: string): string | null | undefined => analysis.modules.find((module) => module.path === path)?.service;

describe("an analysis under constraints", () => {
  it("is the same as without the file when nothing in it constrains", () => {
    assert.deepEqual(analyze({}), analyzeGraph(graph, { root: "shop" }));
  });

  it("puts a pinned module where it is pinned, and the rest where it would be", () => {
    const free = analyzeGraph(graph, { root: "shop" });
    const pinned = analyze({ pins: { "src/services/orderService.ts": "customers", "src/services/customerService.ts": "customers" } });
    assert.equal(placeOf(pinned, "src/services/orderService.ts"), placeOf(pinned, "src/services/customerService.ts"));
    // Names may follow what is left in a service.
    const others = ({ services }: Analysis): string[] =>
      services.map((each) => each.modules.filter((path) => path !== "src/services/orderService.ts").join(" ")).sort();
    assert.deepEqual(others(pinned), others(free));
    const shared = analyze({
      pins: { "src/services/orderService.ts": "shared", "src/utils/logger.ts": "orders", "src/services/productService.ts": "orders" },
    });
    assert.equal(shared.modules.find(({ path }) => path === "src/services/orderService.ts")?.role, "shared");
    assert.equal(placeOf(shared, "src/utils/logger.ts"), placeOf(shared, "src/services/productService.ts"));
  });

  it("keeps linked modules together and others apart", () => {
    const { modules } = analyze({
      mustLink: [["src/entities/customer.ts", "src/entities/product.ts"]],
      cannotLink: [["src/controllers/paymentController.ts", "src/services/paymentService.ts"]],
    });
    const place = new Map(modules.map(({ path, service }) => [path, service]));
    assert.equal(place.get("src/entities/customer.ts"), place.get("src/entities/product.ts"));
    assert.notEqual(place.get("src/controllers/paymentController.ts"), place.get("src/services/paymentService.ts"));
  });

  it("takes a locked service as it is", () => {
    const locked = {
      payments: { name: "payment", locked: true },
      ...Object.fromEntries(["customers", "orders", "products", "shipments"].map((id) => [id, { name: id }])),
    };
    const modules: Record<string, string> = { ...today, "src/services/orderService.ts": "payments", "src/entities/payment.ts": "orders" };
    const analysis = analyze({ services: locked, modules });
    const own = Object.keys(modules).filter((path) => modules[path] === "payments");
    const found = placeOf(analysis, own[0]!);
    assert.deepEqual(analysis.services.find(({ id }) => id === found)?.modules, own.sort());
  });

  it("leaves others where they were found", () => {
    const free = analyzeGraph(graph, { root: "shop" });
    const place = new Map(free.modules.map(({ path, service }) => [path, service]));
    const crossing = free.dependencies.find(({ from, to }) => place.get(from) && place.get(to) && place.get(from) !== place.get(to))!;
    const found = free.services.find(({ id }) => id === place.get(crossing.from));
    const modules = Object.fromEntries(found!.modules.map((path) => [path, found!.id]));
    const boundaries = Boundaries.parse({ version: 1, services: { [found!.id]: { name: found!.name, locked: true } }, modules });
    const groups = ({ services }: Analysis): string[] => services.map((each) => each.modules.join(" ")).sort();
    assert.deepEqual(groups(analyzeGraph(graph, { root: "shop", boundaries })), groups(free));
    // What it does not take of them goes elsewhere, instead of being a service of one module.
    const loose = crossing.from;
    delete modules[loose];
    const without = analyzeGraph(graph, { root: "shop", boundaries: { ...boundaries, modules } });
    assert.equal(without.services.length, free.services.length);
    assert.notEqual(
      placeOf(without, loose),
      placeOf(
        without,
        found!.modules.find((path) => path !== loose)!,
      ),
    );
  });

  it("gives as many services as are asked for, locked ones counted", () => {
    const services = Object.fromEntries(areas.map((area) => [`${area}s`, { name: area, locked: area === "payment" }]));
    for (const count of [2, 3, 5, 7]) assert.equal(analyze({ services }, count).services.length, count);
  });

  it("warns of wishes that contradict each other", () => {
    const { warnings } = analyze({ mustLink: [["src/db.ts", "src/app.ts"]], cannotLink: [["src/app.ts", "src/db.ts"]] });
    assert.deepEqual(
      warnings.map(({ reason }) => reason),
      ["contradicting-boundaries"],
    );
  });

  it("holds whatever is asked for, and does not hang on the order in which modules are given", () => {
    const domain = Object.keys(today);
    const path = fc.constantFrom(...domain);
    const service = fc.constantFrom(...areas.map((area) => `${area}s`));
    const wishes = fc.record({
      pins: fc.dictionary(path, service, { maxKeys: 4 }),
      mustLink: fc.array(fc.tuple(path, path), { maxLength: 3 }),
      cannotLink: fc.array(fc.tuple(path, path), { maxLength: 3 }),
    });
    const turned = makeGraph(Object.fromEntries(Object.entries(layeredShop()).reverse()));
    fc.assert(
      fc.property(wishes, fc.constantFrom(...areas), ({ pins, mustLink, cannotLink }, locked) => {
        const services = Object.fromEntries(areas.map((area) => [`${area}s`, { name: area, locked: area === locked }]));
        const boundaries = Boundaries.parse({ version: 1, services, modules: today, pins, mustLink, cannotLink });
        const analysis = analyzeGraph(graph, { root: "shop", boundaries });
        assert.equal(JSON.stringify(analyzeGraph(turned, { root: "shop", boundaries })), JSON.stringify(analysis));
        const place = paths.map((each) => placeOf(analysis, each));
        const { fixed, together, apart } = constraintsOf(boundaries, paths);
        const homes = new Map<string, string>();
        for (const [i, wanted] of fixed.entries()) {
          if (wanted === undefined) continue;
          assert.equal(typeof place[i], "string");
          assert.equal(place[i], homes.get(wanted) ?? place[i]);
          homes.set(wanted, place[i]!);
        }
        assert.equal(new Set(homes.values()).size, homes.size, "two services in one");
        for (const group of together) assert.equal(new Set(group.map((i) => place[i])).size, 1);
        for (const [a, b] of apart) assert.notEqual(place[a], place[b]);
        const home = homes.get(`${locked}s`);
        for (const [i, own] of place.entries()) if (own === home) assert.equal(fixed[i], `${locked}s`);
      }),
      { numRuns: 60 },
    );
  });
});
