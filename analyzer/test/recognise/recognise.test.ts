import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { extractFile } from "../../src/extract/extractFile.ts";
import { matchGolden } from "../golden.ts";
import { printFacts, printFixture } from "./printFacts.ts";

const families: Record<string, string> = {
  express: "mounts, chains, lists of paths, own controllers, routers as parameters",
  fastify: "plugins with prefixes, route objects, handlers in options",
  koa: "names, prefixes, mounted routers",
  hono: "chains, base paths, documented routes",
  nestjs: "controllers, resolvers, message patterns",
  decoratedExpress: "controllers of inversify-express-utils, routing-controllers and tsoa",
  typeorm: "entities, repositories, managers, query builders, transactions",
  prisma: "schema, clients by type, by creation and by name",
  sequelize: "decorated and defined models, associations, includes",
  mongoose: "models, schemas, injected models, documents",
  mikroOrm: "entities, repositories, entity manager, defined entities",
  drizzle: "tables, queries, relational queries",
  knex: "chains, joins, common tables, migrations",
  mongodb: "collections by name, as properties, and passed around",
  sql: "queries, statements, migrations",
  activeRecord: "what only linking can confirm",
  transactions: "functions of the project's own",
  emitters: "emitters, buses, custom events of the browser",
  nestEvents: "emitter, CQRS bus, message clients, gateways",
  queues: "Bull, BullMQ, pg-boss",
  brokers: "Kafka, RabbitMQ, Redis",
  jobs: "timers and schedulers",
};

describe("recognise", () => {
  for (const [family, what] of Object.entries(families)) {
    it(`${family}: ${what}`, () => {
      matchGolden(new URL(`${family}.golden.txt`, import.meta.url), printFixture(family));
    });
  }

  for (const folder of ["quiet", "clients"]) {
    it(`${folder}: finds nothing where nothing is`, () => {
      for (const line of printFixture(folder).split("\n")) assert.doesNotMatch(line, /^ {2}\d/, line);
    });
  }

  it("has a test for every fixture", () => {
    const folders = readdirSync(new URL("../../fixtures/recognise/", import.meta.url)).sort();
    assert.deepEqual(folders, [...Object.keys(families), "quiet", "clients"].sort());
  });

  it("leaves browser files alone", () => {
    const routes = `router.get("/orders", (request, response) => response.send());`;
    assert.deepEqual(printFacts(extractFile("orders.js", `module.exports = (router) => { ${routes} };`)).length, 1);
    assert.deepEqual(printFacts(extractFile("orders.js", `import React from "react"; export default (router) => { ${routes} };`)), []);
    assert.deepEqual(printFacts(extractFile("orders.jsx", `export default (router) => { ${routes} };`)), []);
  });

  it("does not mistake one file's names for another's", () => {
    const first = `const { Orders } = context.collections; db.with("open", query).from("open");`;
    const second = `Orders.find({}); db.from("open");`;
    extractFile("first.js", first);
    assert.deepEqual(printFacts(extractFile("second.js", second)), [
      "1:8 read mongoose find entity Orders tentative in module",
      "1:21 read knex select table open in module",
    ]);
  });
});
