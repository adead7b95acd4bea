import assert from "node:assert/strict";
import type { CommitRecord } from "../../src/model/history.ts";
import type { Plan } from "../../src/model/plan.ts";
import { planServices, type PlanInput } from "../../src/plan/planServices.ts";
import { planText } from "../../src/report/planText.ts";
import { plain } from "../../src/report/wording.ts";
import type { ShopSources } from "../link/linkShop.ts";
import { seamsOf } from "../seams/seamsShop.ts";

const entity = (name: string, table: string) =>
  `import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";\n@Entity("${table}")\nexport class ${name} {\n  @PrimaryGeneratedColumn() id!: number;\n  @Column() state!: string;\n}\n`;

/** Catalog answers for itself; orders and billing write in one transaction; labels serve nobody. */
const shop: ShopSources = {
  "src/platform/dataSource.ts": 'import { DataSource } from "typeorm";\nexport const dataSource = new DataSource({});\n',
  "src/catalog/product.ts": entity("Product", "products"),
  "src/catalog/routes.ts": [
    'import { Router } from "express";',
    'import { dataSource } from "../platform/dataSource.ts";',
    'import { Product } from "./product.ts";',
    "export const productRoutes = Router();",
    'productRoutes.get("/products", async (_req, res) => { res.json(await dataSource.getRepository(Product).find()); });',
    'productRoutes.post("/products", async (req, res) => { res.json(await dataSource.getRepository(Product).save(req.body)); });',
    "export async function priceOf(id: number): Promise<string> { return (await dataSource.getRepository(Product).findOneBy({ id }))!.state; }",
  ].join("\n"),
  "src/orders/order.ts": entity("Order", "orders"),
  "src/orders/place.ts": [
    'import { bill } from "../billing/bill.ts";',
    'import { priceOf } from "../catalog/routes.ts";',
    'import { dataSource } from "../platform/dataSource.ts";',
    'import { Order } from "./order.ts";',
    "export async function place(): Promise<void> {",
    "  await priceOf(1);",
    "  await dataSource.transaction(async (manager) => {",
    '    await manager.save(manager.create(Order, { state: "open" }));',
    "    await bill(manager);",
    "  });",
    "}",
  ].join("\n"),
  "src/billing/invoice.ts": entity("Invoice", "invoices"),
  "src/billing/bill.ts": [
    'import type { EntityManager } from "typeorm";',
    'import { Invoice } from "./invoice.ts";',
    "export async function bill(manager: EntityManager): Promise<void> {",
    '  await manager.save(manager.create(Invoice, { state: "open" }));',
    "}",
  ].join("\n"),
  "src/labels/label.ts": "export const label = (text: string): string => text.trim();\n",
  "src/main.ts":
    'import express from "express";\nimport { productRoutes } from "./catalog/routes.ts";\nimport { place } from "./orders/place.ts";\nconst app = express();\napp.use(productRoutes);\napp.post("/orders", async (_req, res) => { await place(); res.end(); });\n',
};

const reports = ["billing", "catalog", "labels", "orders"].map((service) => seamsOf(shop, service).report);
const absent: PlanInput["history"] = { kind: "absent", reason: "no-repository" };
const planOf = (history: PlanInput["history"] = absent, boundaries?: PlanInput["boundaries"]): Plan =>
  planServices({ root: "shop", reports, history, boundaries });

const order = (plan: Plan): string[] => plan.services.map(({ id }) => id);
const find = (plan: Plan, id: string) => plan.services.find((service) => service.id === id)!;

describe("the plan", () => {
  it("puts first what nothing stops, and last what would serve nobody", () => {
    const plan = planOf();
    assert.equal(plan.pilot?.id, "catalog");
    assert.equal(order(plan)[0], "catalog");
    assert.equal(order(plan).at(-1), "labels");
    assert.deepEqual(
      find(plan, "labels").gates.map(({ reason }) => reason),
      ["nothing-to-serve"],
    );
    assert.ok(plan.pilot!.reasons.includes("nothing in it blocks it"));
    assert.ok(plan.pilot!.reasons.some((reason) => reason.includes("2 routes and 1 operation") && reason.includes("owns products")));
  });

  it("names what blocks the others, with the place", () => {
    const [billing] = find(planOf(), "billing").gates;
    assert.deepEqual(
      [billing?.reason, billing?.stops, billing?.at?.module, billing?.at?.line],
      ["transaction-on-both-sides", "service", "src/orders/place.ts", 7],
    );
    assert.ok(find(planOf(), "billing").order > find(planOf(), "orders").order);
  });

  it("leaves it to people whether a transaction that the service opens may write others' tables for now", () => {
    const orders = find(planOf(), "orders");
    assert.deepEqual(
      orders.gates.map(({ reason, stops }) => [reason, stops]),
      [
        ["transaction-on-both-sides", "decision"],
        ["transaction-handle", "operations"],
      ],
    );
    assert.ok(orders.reasons.some((reason) => reason.startsWith("somebody has to accept")));
  });

  it("makes readiness of parts that add up", () => {
    for (const { readiness } of planOf().services) {
      const weights = readiness.components.reduce((sum, { weight }) => sum + weight, 0);
      assert.ok(Math.abs(weights - 1) < 1e-9);
      const sum = readiness.components.reduce((total, { value, weight }) => total + value * weight, 0);
      assert.ok(Math.abs(sum - readiness.score) < 0.001);
    }
    const of = (id: string, name: string) => find(planOf(), id).readiness.components.find((component) => component.name === name)!.value;
    assert.equal(of("catalog", "transactions"), 1);
    assert.equal(of("billing", "transactions"), 0.5);
    assert.equal(of("catalog", "data"), 1);
  });

  const commit = (author: string, ...files: string[]): CommitRecord => ({ author, changed: files.length, files });
  const times = (count: number, record: CommitRecord): CommitRecord[] => Array.from({ length: count }, () => record);

  it("values what changes often, and what other people change", () => {
    const commits = [...times(40, commit("ada", "src/catalog/routes.ts")), ...times(30, commit("bob", "src/orders/place.ts", "src/billing/bill.ts"))];
    const plan = planOf({ kind: "read", history: { commits } });
    const catalog = find(plan, "catalog").value!;
    assert.equal(catalog.commits, 40);
    assert.equal(catalog.churn, 1);
    assert.equal(catalog.teams, 1);
    const orders = find(plan, "orders").value!;
    assert.equal(orders.churn, 0.75);
    assert.equal(find(plan, "labels").value!.score, 0);
    assert.equal(plan.history.commits, 70);
  });

  it("does not count commits that touch everything, and says nothing of a short history", () => {
    const sweeping: CommitRecord = { author: "ada", changed: 31, files: ["src/catalog/routes.ts"] };
    const plan = planOf({ kind: "read", history: { commits: [...times(100, sweeping), ...times(49, commit("bob", "src/orders/place.ts"))] } });
    assert.ok(plan.services.every(({ value }) => value === null));
  });

  it("puts what has left already at the end", () => {
    const plan = planOf(absent, {
      version: 1,
      services: { catalog: { name: "Catalog", extraction: { state: "remote" } }, orders: { name: "Orders" } },
      modules: {},
      shared: [],
      platform: [],
      pins: {},
      mustLink: [],
      cannotLink: [],
    });
    assert.equal(order(plan).at(-1), "catalog");
    assert.equal(find(plan, "catalog").state, "remote");
    assert.equal(plan.pilot?.id, "orders");
  });

  it("is told so that people can argue with it", () => {
    const text = planText(planOf(), { width: 160, paint: plain }, { all: true });
    assert.match(text, /^1 {2}catalog .* nothing$/m);
    assert.match(text, /Begin with catalog\n {2}nothing in it blocks it/);
    assert.match(
      text,
      /place writes orders of the service and invoices of others in one transaction|place writes invoices of the service and orders of others in one transaction/,
    );
    assert.match(text, /the folder is in no git repository/);
    const stopped = planText({ ...planOf(), pilot: null }, { width: 160, paint: plain }, { all: false });
    assert.match(stopped, /No service can leave as it is/);
  });
});
