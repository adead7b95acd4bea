import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { GraphDocument } from "../../src/model/graphDocument.ts";
import { formatGraph } from "../../src/report/graph/formats.ts";
import { layeredShop } from "../layeredShop.ts";
import { makeGraph, referenceTable } from "../makeGraph.ts";
import { hostileGraph, hostileNames, hostileRoot } from "./hostileGraph.ts";

const schema: object = JSON.parse(readFileSync(new URL("../../../schemas/graph.schema.json", import.meta.url), "utf8"));

describe("the graph as JSON", () => {
  const shop = makeGraph(layeredShop());
  const document = GraphDocument.parse(JSON.parse([...formatGraph(shop, "shop", "json")].join("")));

  it("is valid against the published schema", () => {
    const validate = new Ajv2020().compile(schema);
    for (const graph of [shop, hostileGraph])
      assert.ok(validate(JSON.parse([...formatGraph(graph, hostileRoot, "json")].join(""))), JSON.stringify(validate.errors));
    const text = [...formatGraph(shop, "shop", "json")].join("");
    assert.ok(!validate(JSON.parse(text.replace('"call"', '"shout"'))), "the schema tells what is not a kind");
  });

  it("holds every module, symbol, import and reference", () => {
    assert.deepEqual(
      document.modules.map(({ path }) => path),
      shop.modules.map(({ path }) => path),
    );
    assert.equal(document.imports.rows.length, shop.edges.length);
    assert.equal(document.references.rows.length, shop.references.length);
    assert.deepEqual(document.externals, ["dotenv", "express", "pino", "typeorm"]);
    const [from, to, external, kind] = document.imports.rows.find((row) => row[5] === "typeorm")!;
    assert.deepEqual([document.modules[from]?.path, to, document.externals[external!], kind], ["src/db.ts", null, "typeorm", "import"]);
  });

  it("names symbols by their row, across modules", () => {
    const graph = makeGraph({ "billing/invoice.ts": { exports: ["Invoice", "send"] }, "orders/order.ts": { exports: ["Order", "place"] } });
    const references = { ...referenceTable([[0, 1, 0]]), owner: Int32Array.of(1), symbol: Int32Array.of(1) };
    const { symbols, references: found } = GraphDocument.parse(JSON.parse([...formatGraph({ ...graph, references }, "shop", "json")].join("")));
    assert.deepEqual(
      symbols.rows.map(([module, , name]) => [module, name]),
      [
        [0, "Invoice"],
        [0, "send"],
        [1, "Order"],
        [1, "place"],
      ],
    );
    assert.deepEqual(found.rows, [[0, 1, 1, 3, "call", 1, 1]]);
  });

  it("comes in pieces, each far smaller than the whole", () => {
    const names = Array.from({ length: 3000 }, (_, i) => `src/order${i}.ts`);
    const graph = makeGraph(Object.fromEntries(names.map((name) => [name, { exports: ["place", "cancel", "find"] }])));
    const pieces = [...formatGraph(graph, "shop", "json")];
    assert.ok(pieces.length > 4 && Math.max(...pieces.map((piece) => piece.length)) < 70_000);
    assert.equal(GraphDocument.parse(JSON.parse(pieces.join(""))).symbols.rows.length, 9000);
  });

  it("keeps hostile names as they are", () => {
    const read = GraphDocument.parse(JSON.parse([...formatGraph(hostileGraph, hostileRoot, "json")].join("")));
    assert.equal(read.root, hostileRoot);
    assert.deepEqual(
      read.modules.map(({ path }) => path),
      hostileNames,
    );
  });
});
