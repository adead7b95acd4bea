import assert from "node:assert/strict";
import { nameByFolders } from "../../src/partition/featureFolders.ts";
import { commonFolder, nameServices } from "../../src/partition/naming.ts";
import { collectTerms } from "../../src/partition/terms.ts";
import { makeGraph, type ShopSketch } from "../makeGraph.ts";

/** Names of services that are given as folders of a shop. */
function namesOf(shop: ShopSketch, folders: readonly string[]): string[] {
  const graph = makeGraph(shop);
  const order = Int32Array.from(graph.modules.keys());
  const terms = collectTerms(graph, order, new Uint8Array(order.length).fill(1));
  const services = folders.map((folder) => [...graph.modules.entries()].filter(([, { path }]) => path.startsWith(folder)).map(([module]) => module));
  return nameServices(services, terms, (modules) => commonFolder(modules.map((module) => graph.modules[module]!.path))).map(({ id, name }) =>
    id === name.replaceAll(" ", "-") ? name : `${name} (${id})`,
  );
}

const modules = (folder: string, names: readonly string[]): ShopSketch => Object.fromEntries(names.map((name) => [`${folder}/${name}.ts`, {}]));

describe("names of services", () => {
  it("are the words that tell them apart, in the plural that people use, without layers", () => {
    const shop = {
      ...modules("a", ["order.controller", "order.service", "orders.repository", "order-dto", "customer-lookup"]),
      ...modules("b", ["customer.controller", "customer.service", "customers.module", "order-history"]),
      ...modules("c", ["shipping.service", "shipping.controller", "carrier"]),
    };
    assert.deepEqual(namesOf(shop, ["a/", "b/", "c/"]), ["orders", "customers", "shipping"]);
  });

  it("are two words where these belong together", () => {
    const shop = {
      ...modules("a", ["help-center.controller", "help-center.service", "help-center.module"]),
      ...modules("b", ["feature-flag.service", "feature-flags.controller", "flag-filter"]),
    };
    assert.deepEqual(namesOf(shop, ["a/", "b/"]), ["help center", "flags"]);
  });

  it("are what all routes of an area are called, where its files tell only of its parts", () => {
    const shop: ShopSketch = {
      "a/stockLevel.ts": { entity: "stock_levels" },
      "a/stockMovement.ts": { entity: "stock_movements" },
      "a/warehouse.ts": {},
      "a/routes.ts": { routes: ["GET /inventory", "POST /inventory/movements", "GET /inventory/:sku"] },
      "b/catalogService.ts": {},
      "b/catalogController.ts": {},
      "b/review.ts": {},
      "b/routes.ts": { routes: ["GET /reviews", "POST /reviews", "GET /products", "GET /categories"] },
    };
    assert.deepEqual(namesOf(shop, ["a/", "b/"]), ["inventory", "catalog"]);
  });

  it("come from entities, tables, routes and exported names as well", () => {
    const shop: ShopSketch = {
      "a/one.ts": { entity: "invoices" },
      "a/two.ts": { routes: ["GET /api/v1/invoices/:id"] },
      "b/one.ts": { exports: ["ShipmentTracker"] },
      "b/two.ts": { exports: ["trackShipment"] },
    };
    assert.deepEqual(namesOf(shop, ["a/", "b/"]), ["invoices", "shipment"]);
  });

  it("are unique, even where two services are about the same", () => {
    const shop = {
      ...modules("a", ["order.service", "order.controller"]),
      ...modules("b", ["order.entity", "order.repository"]),
      ...modules("c", ["order.dto"]),
    };
    const names = namesOf(shop, ["a/", "b/", "c/"]);
    assert.equal(new Set(names).size, 3);
    assert.ok(names.includes("order"));
  });

  it("fall back to the folder where all words are technical, and to numbers where there is nothing", () => {
    assert.deepEqual(namesOf(modules("src/run-tests", ["service", "controller"]), ["src/"]), ["run tests"]);
    assert.deepEqual(namesOf({ "index.ts": {}, "main.ts": {} }, ["index", "main"]), ["service-1", "service-2"]);
  });

  it("are those of folders that are as good as the service, whatever their words mean elsewhere", () => {
    const paths = [
      "mock-server/server.ts",
      "mock-server/rules.ts",
      "mock-server/dto/rule.ts",
      "users/user.ts",
      "users/profile.ts",
      "shared/order.ts",
    ];
    assert.deepEqual(
      nameByFolders(
        [
          [0, 1, 2],
          [3, 4, 5],
        ],
        paths.map((path) => `src/${path}`),
      ),
      ["mock server", "users"],
    );
    const layers = ["services/order.ts", "services/user.ts", "routes/order.ts", "routes/user.ts"];
    assert.deepEqual(
      nameByFolders(
        [
          [0, 2],
          [1, 3],
        ],
        layers,
      ),
      [undefined, undefined],
    );
    assert.deepEqual(nameByFolders([[0, 1]], ["", ""]), [undefined]);
  });
});
