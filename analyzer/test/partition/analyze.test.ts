import assert from "node:assert/strict";
import fc from "fast-check";
import { analyzeGraph } from "../../src/analyze.ts";
import { FicusError } from "../../src/errors.ts";
import { Analysis } from "../../src/model/analysis.ts";
import type { SymbolGraph } from "../../src/model/graph.ts";
import { layeredShop } from "../layeredShop.ts";
import { makeGraph, rename, reorder, type ShopSketch } from "../makeGraph.ts";

const shop = makeGraph(layeredShop());

/** Services as sets of modules, without their names. */
const groupsOf = ({ services }: Analysis): string[] => services.map(({ modules }) => modules.join(" ")).sort();

const paths = ["cart", "catalog", "invoice", "order", "payment", "price", "review", "shipment", "stock", "tax", "user", "wish"].map(
  (name) => `src/${name}.ts`,
);
const kinds = ["call", "new", "type", "value", "extends"] as const;
const someShop = fc
  .record({
    uses: fc.array(fc.tuple(fc.constantFrom(...paths), fc.constantFrom(...paths), fc.constantFrom(...kinds)), { maxLength: 40 }),
    lines: fc.array(fc.integer({ min: 1, max: 90 }), { minLength: paths.length, maxLength: paths.length }),
  })
  .map(({ uses, lines }): SymbolGraph => {
    const sketch: ShopSketch = Object.fromEntries(
      paths.map((path, i) => [
        path,
        {
          lines: lines[i]!,
          exports: [path.slice(4, -3)],
          ...Object.fromEntries(kinds.map((kind) => [kind, uses.filter((use) => use[0] === path && use[2] === kind).map((use) => use[1])])),
        },
      ]),
    );
    return makeGraph(sketch);
  });
const someOrder = fc.shuffledSubarray([...paths.keys()], { minLength: paths.length });

describe("analyzeGraph", () => {
  it("finds the areas of a layered shop", () => {
    const { services, metrics, data, warnings } = analyzeGraph(shop, { root: "shop" });
    assert.deepEqual(
      services.map(({ id, modules }) => [id, modules.length]),
      [
        ["customer", 5],
        ["order", 5],
        ["payment", 5],
        ["product", 5],
        ["shipment", 5],
      ].map(([id, n]) => [`${id}s`, n]),
    );
    const orders = services.find(({ id }) => id === "orders")!;
    assert.deepEqual(
      orders.modules,
      [
        "controllers/orderController.ts",
        "entities/order.ts",
        "repositories/orderRepository.ts",
        "routes/orderRoutes.ts",
        "services/orderService.ts",
      ].map((path) => `src/${path}`),
    );
    assert.equal(orders.loc, 100);
    assert.equal(orders.metrics.callsOut, 2);
    assert.equal(orders.metrics.callsIn, 1);
    // 9 calls in each of five areas, 3 between them.
    assert.equal(metrics.crossingShare, 3 / 48);
    assert.equal(metrics.coverage, 1);
    assert.equal(metrics.largestShare, 0.2);
    assert.ok(metrics.modularity > 0.6);
    assert.deepEqual(
      data.tables.find(({ name }) => name === "orders"),
      {
        name: "orders",
        owner: "orders",
        readers: ["src/repositories/orderRepository.ts", "src/repositories/shipmentRepository.ts"],
        writers: ["src/repositories/orderRepository.ts"],
      },
    );
    assert.deepEqual(warnings, []);
  });

  it("is valid against its own model, and leaves no module out", () => {
    const analysis = analyzeGraph(shop, { root: "shop" });
    assert.deepEqual(Analysis.parse(analysis), analysis);
    assert.deepEqual(
      analysis.modules.map(({ path }) => path),
      shop.modules.map(({ path }) => path).sort(),
    );
    for (const { role, service } of analysis.modules) assert.equal(service !== null, role === "domain");
  });

  it("gives the same bytes whatever the order in which modules are given", () => {
    fc.assert(
      fc.property(someShop, someOrder, fc.constantFrom(undefined, "paths" as const, "names" as const), (graph, order, blind) => {
        const expected = JSON.stringify(analyzeGraph(graph, { root: "shop", blind }));
        assert.equal(JSON.stringify(analyzeGraph(reorder(graph, order), { root: "shop", blind })), expected);
      }),
    );
  });

  it("blind to paths, puts modules together in the same way under any paths", () => {
    // Renaming moves modules among each other, changes folders, and sorts them anew.
    const newPath = (path: string) =>
      `${String((path.length * 7919 + path.charCodeAt(path.length - 6) * 31) % 997).padStart(3, "0")}/${[...path].reverse().join("").replaceAll("/", "_").replaceAll(".", "")}.ts`;
    for (const blind of ["paths", "names"] as const) {
      const expected = groupsOf(analyzeGraph(shop, { root: "shop", blind }))
        .map((group) => group.split(" ").map(newPath).sort().join(" "))
        .sort();
      assert.deepEqual(groupsOf(analyzeGraph(rename(shop, newPath), { root: "shop", blind })), expected, blind);
    }
  });

  it("blind to paths, gives all services the names that it gave them under other paths", () => {
    const namesOf = (graph: SymbolGraph) => analyzeGraph(graph, { root: "shop", blind: "paths" }).services.map(({ name }) => name);
    assert.deepEqual(namesOf(rename(shop, (path) => `x/${path.replaceAll(/[aeiou]/g, "z").replaceAll("/", "_")}`)), namesOf(shop));
  });

  it("blind to names, numbers the services and sees no word", () => {
    const renamed: SymbolGraph = {
      ...shop,
      modules: shop.modules.map(({ path, facts }) => ({
        path,
        facts: {
          ...facts,
          declarations: facts.declarations.map((d) => ({ ...d, name: `${d.name}X` })),
          exports: facts.exports.map((e) => (e.kind === "local" ? { ...e, name: "secret" } : e)),
        },
      })),
      routes: shop.routes.map((route) => ({ ...route, path: "/secret" })),
    };
    const analysis = analyzeGraph(shop, { root: "shop", blind: "names" });
    assert.deepEqual(
      analysis.services.map(({ id }) => id),
      ["service-1", "service-2", "service-3", "service-4", "service-5"],
    );
    assert.equal(JSON.stringify(analyzeGraph(renamed, { root: "shop", blind: "names" }).modules), JSON.stringify(analysis.modules));
  });

  it("gives as many services as asked for, and says when that is too many", () => {
    for (const services of [1, 2, 4, 5, 7, 25]) assert.equal(analyzeGraph(shop, { root: "shop", services }).services.length, services);
    assert.throws(
      () => analyzeGraph(shop, { root: "shop", services: 26 }),
      (error) => error instanceof FicusError && error.reason === "too-many-services" && /26.*25/.test(error.message),
    );
  });

  it("puts modules that nothing joins with their folder, else with their kind of words", () => {
    const loose = makeGraph({ ...layeredShop(), "src/billing/note.ts": { exports: ["shipmentNote"] }, "src/routes/deep/more.ts": {} });
    const { modules } = analyzeGraph(loose, { root: "shop" });
    assert.equal(modules.find(({ path }) => path === "src/billing/note.ts")?.service, "shipments");
    assert.notEqual(modules.find(({ path }) => path === "src/routes/deep/more.ts")?.service, null);
  });

  it("tells how sure a module's place is and where it would go next", () => {
    const { modules } = analyzeGraph(shop, { root: "shop" });
    const find = (path: string) => modules.find((module) => module.path === path)!;
    assert.deepEqual(
      { ...find("src/routes/customerRoutes.ts"), loc: 0 },
      { path: "src/routes/customerRoutes.ts", loc: 0, role: "domain", service: "customers", confidence: 1, runnerUp: null, margin: 1 },
    );
    const service = find("src/services/shipmentService.ts");
    assert.equal(service.runnerUp, "orders");
    assert.ok(service.confidence > 0.5 && service.margin! > 0 && service.margin! <= service.confidence);
  });

  it("warns when one service swallows nearly everything", () => {
    const around = Object.fromEntries(Array.from({ length: 24 }, (_, i) => [`src/part${i}.ts`, { routes: ["GET /"], call: ["src/order.ts"] }]));
    const graph = makeGraph({ ...around, "src/order.ts": { entity: "orders" } });
    assert.deepEqual(
      analyzeGraph(graph, { root: "shop" }).warnings.map(({ reason }) => reason),
      ["one-service"],
    );
    assert.deepEqual(analyzeGraph(graph, { root: "shop", services: 1 }).warnings, []);
  });

  it("warns when services are technical layers", () => {
    const layer = (name: string): ShopSketch =>
      Object.fromEntries(
        ["order", "payment", "stock", "tax"].map((area, i, all) => [
          `src/${area}.${name}.ts`,
          { routes: ["GET /"], call: [`src/${all[(i + 1) % 4]}.${name}.ts`] },
        ]),
      );
    const graph = makeGraph({ ...layer("controller"), ...layer("service"), ...layer("repository") });
    assert.deepEqual(
      analyzeGraph(graph, { root: "shop" }).warnings.map(({ reason, message }) => [
        reason,
        message.match(/\(.*?\)/)?.[0],
        message.match(/layers is [\d.]+/)?.[0],
      ]),
      [["layers-not-features", "(controller, repository, service)", "layers is 1.00"]],
    );
  });

  it("has an answer for a graph without modules, and for one without uses", () => {
    assert.deepEqual(analyzeGraph(makeGraph({}), { root: "shop" }).services, []);
    const { services } = analyzeGraph(makeGraph({ "a.ts": {}, "b.ts": {} }), { root: "shop" });
    assert.deepEqual(
      services.map(({ modules }) => modules),
      [["a.ts", "b.ts"]],
    );
  });
});
