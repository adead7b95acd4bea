import assert from "node:assert/strict";
import type { SeamsReport } from "../../src/model/seams.ts";
import { seamsOf } from "./seamsShop.ts";

const shop = {
  "src/platform/db.ts": "const rows = new Map<string, unknown>();\nexport const save = async (id: string, row: unknown) => void rows.set(id, row);\n",
  "src/billing/billing.ts": [
    'import { EventEmitter } from "node:events";',
    'import type { NextFunction, Request, Response } from "express";',
    'import { Router } from "express";',
    'import { Injectable } from "@nestjs/common";',
    'import { save } from "../platform/db.ts";',
    "export const currency = 'EUR';",
    "export enum State { open, paid }",
    "export interface Bill { id: string }",
    "export class Declined extends Error {}",
    "export class Money { constructor(readonly minor: number) {} plus(other: Money): Money { return new Money(this.minor + other.minor); } }",
    "class Biller { async bill(id: string): Promise<void> { await save(id, 1); } async unused(): Promise<void> {} }",
    "export const biller = new Biller();",
    "export const reminders = { async remind(id: string): Promise<void> { await save(id, 2); } };",
    "@Injectable() export class Refunds { async refund(id: string): Promise<void> { await save(id, 3); } }",
    "export function requirePaid(req: Request, res: Response, next: NextFunction): void { next(); }",
    "export const billRoutes = Router();",
    "export const billed = new EventEmitter();",
    "export let lastBill = '';",
    "export const remember = (id: string) => { lastBill = id; };",
    "export async function check(id: string): Promise<boolean> { await save(id, 4); return true; }",
    "export function round(amount: number): number { return Math.round(amount); }",
    "export function start(): void { remember(''); }",
    'billRoutes.get("/bills", async (_req, res) => { res.json(await check("1")); });',
  ].join("\n"),
  "src/orders/orders.ts": [
    'import { Injectable } from "@nestjs/common";',
    'import { biller, billed, type Bill, check, currency, Declined, lastBill, Money, Refunds, reminders, requirePaid, round, State } from "../billing/billing.ts";',
    "@Injectable() export class Orders {",
    "  constructor(private readonly refunds: Refunds) {}",
    "  async cancel(bill: Bill): Promise<string> {",
    "    await this.refunds.refund(bill.id);",
    "    await biller.bill(bill.id);",
    "    await reminders.remind(bill.id);",
    "    billed.emit(bill.id);",
    "    if (State.open === State.paid && (await check(bill.id))) throw new Declined(currency);",
    "    return `${lastBill} ${round(new Money(1).plus(new Money(2)).minor)} ${requirePaid.name}`;",
    "  }",
    "}",
  ].join("\n"),
  "src/orders/orders.test.ts": 'import { biller } from "../billing/billing.ts";\nvoid biller.unused();\n',
  "src/main.ts":
    'import { billRoutes, start } from "./billing/billing.ts";\nimport express from "express";\nconst app = express();\napp.use("/api", billRoutes);\nstart();\n',
};

const kinds = ({ crossings }: SeamsReport): Record<string, string> =>
  Object.fromEntries(crossings.map(({ symbol, kind, decision }) => [symbol.name, `${kind}: ${decision}`]));

describe("what crosses", () => {
  const { report, crossing, operation } = seamsOf(shop, "billing");

  it("is known by kind, and decided", () => {
    assert.deepEqual(kinds(report), {
      Bill: "type: type-only",
      Declined: "error: carry",
      Money: "class: carry",
      Refunds: "injected-class: operation",
      State: "enum: carry",
      biller: "instance: operation",
      billRoutes: "router: route",
      billed: "event: event",
      check: "function: operation",
      currency: "constant: carry",
      lastBill: "state: blocker",
      reminders: "instance: operation",
      requirePaid: "middleware: carry",
      round: "function: carry",
      save: "function: carry",
      start: "function: start-up",
    });
  });

  it("has the operations that the other side uses, and those that only tests use marked", () => {
    assert.deepEqual(
      crossing("biller").operations.map(({ name, decision }) => [name, decision]),
      [
        ["bill", "operation"],
        ["unused", "not-an-operation"],
      ],
    );
    assert.ok(operation("biller.unused").callers.every(({ inTest }) => inTest));
  });

  it("says the class behind an instance, and where a container hands one over", () => {
    assert.deepEqual(crossing("biller").instanceOf, { module: "src/billing/billing.ts", name: "Biller" });
    assert.deepEqual(
      crossing("Refunds").injections.map(({ style, into, parameter, line }) => [style, into.name, parameter, line]),
      [["nestjs", "Orders", "refunds", 4]],
    );
  });

  it("finds routes with the prefixes of what mounts them", () => {
    assert.deepEqual(
      report.routes.map(({ method, path, line, mountedAt }) => [method, path, line, mountedAt.map((place) => place.line)]),
      [["GET", "/api/bills", 23, [4]]],
    );
  });

  it("is the same from the other side, as what the service needs", () => {
    const orders = seamsOf(shop, "orders").report;
    assert.deepEqual(kinds(orders), {
      Bill: "type: type-only",
      Declined: "error: carry",
      Money: "class: carry",
      Refunds: "injected-class: call-back",
      State: "enum: carry",
      biller: "instance: call-back",
      billed: "event: event",
      check: "function: call-back",
      currency: "constant: carry",
      lastBill: "state: blocker",
      reminders: "instance: call-back",
      requirePaid: "middleware: carry",
      round: "function: carry",
    });
  });

  it("is told in the same words every time", () => {
    const reversed = Object.fromEntries(Object.entries(shop).toReversed());
    assert.equal(JSON.stringify(seamsOf(reversed, "billing").report), JSON.stringify(report));
  });
});

describe("calls through an interface", () => {
  const store = (name: string) =>
    `import type { Store } from "../shared/store.ts";\nimport { save } from "../platform/db.ts";\nexport interface ${name}Store extends Store { mark(): Promise<void> }\nexport class Db${name}Store implements ${name}Store {\n  async get(id: string): Promise<string> { await save(id, "${name}"); return id; }\n  async mark(): Promise<void> {}\n}\n`;
  const names = ["Bill", "Order", "Cart", "Tax", "Stock"];
  const { crossing } = seamsOf(
    {
      "src/platform/db.ts": shop["src/platform/db.ts"],
      "src/shared/store.ts": "export interface Store { get(id: string): Promise<string> }\n",
      ...Object.fromEntries(names.map((name) => [`src/${name.toLowerCase()}/store.ts`, store(name)])),
      "src/report/report.ts":
        'import type { BillStore } from "../bill/store.ts";\nexport class Report { constructor(private readonly bills: BillStore) {}\n  async show(): Promise<string> { return this.bills.get("1"); } }\n',
    },
    "report",
  );

  it("lead to the class that can stand behind the receiver, not to all that implement the interface", () => {
    assert.deepEqual(
      crossing("DbBillStore").operations.map(({ name }) => name),
      ["get"],
    );
    assert.throws(() => crossing("DbOrderStore"), /does not cross/);
  });
});

describe("what composition roots call", () => {
  const { operation } = seamsOf(
    {
      "src/platform/db.ts": shop["src/platform/db.ts"],
      "src/billing/billing.ts":
        'import { save } from "../platform/db.ts";\nexport async function prepare(): Promise<void> { await save("0", 0); }\nexport async function bill(id: string): Promise<void> { await save(id, 1); }\n',
      "src/main.ts":
        'import express from "express";\nimport { bill, prepare } from "./billing/billing.ts";\nconst app = express();\nexport async function start(): Promise<void> {\n  await prepare();\n  app.post("/bills", async (req, res) => { await bill(req.body.id); res.end(); });\n}\n',
    },
    "billing",
  );

  it("is start-up where it runs once, and an operation where it runs with each request", () => {
    assert.equal(operation("prepare").decision, "start-up");
    assert.equal(operation("bill").decision, "operation");
  });
});

describe("handlers of requests, where the framework is not installed", () => {
  const { crossing, report } = seamsOf(
    {
      "src/platform/db.ts": 'import { DataSource } from "typeorm";\nexport const dataSource = new DataSource({});\n',
      "src/users/user.ts":
        'import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";\n@Entity("users")\nexport class User {\n  @PrimaryGeneratedColumn() id!: number;\n  @Column() name!: string;\n}\n',
      "src/users/auth.ts": [
        'import type { RequestHandler } from "express";',
        'import { dataSource } from "../platform/db.ts";',
        'import { User } from "./user.ts";',
        "export const auth: RequestHandler = async (req, _res, next) => {",
        "  req.user = await dataSource.getRepository(User).findOneBy({ id: 1 });",
        "  next();",
        "};",
        "export const noStore: RequestHandler = (_req, res, next) => {",
        '  res.set("cache-control", "no-store");',
        "  next();",
        "};",
      ].join("\n"),
      "src/orders/routes.ts":
        'import { Router } from "express";\nimport { auth, noStore } from "../users/auth.ts";\nexport const routes = Router();\nroutes.get("/orders", auth, noStore, (_req, res) => { res.json([]); });\n',
    },
    "users",
  );

  it("are known by the name of their type: with data they block, without they come along", () => {
    assert.equal(crossing("auth").kind, "middleware");
    assert.equal(crossing("auth").decision, "blocker");
    assert.deepEqual(
      report.blockers.map(({ reason, message }) => [reason, message.split(" ")[0]]),
      [
        ["not-on-the-wire", "auth:"],
        ["request-across", "auth:"],
        ["request-across", "auth:"],
      ],
    );
    assert.equal(crossing("noStore").decision, "carry");
  });
});
