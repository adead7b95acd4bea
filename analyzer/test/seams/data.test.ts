import assert from "node:assert/strict";
import { at, seamsOf } from "./seamsShop.ts";

const entities = {
  "src/platform/dataSource.ts": [
    'import { DataSource } from "typeorm";',
    "export const source = new DataSource({});",
    "export const inTransaction = <T>(work: (manager: import('typeorm').EntityManager) => Promise<T>): Promise<T> => source.transaction(work);",
  ].join("\n"),
  "src/billing/invoice.ts": [
    'import { Column, Entity, ManyToOne, PrimaryGeneratedColumn } from "typeorm";',
    'import { Order } from "../orders/order.ts";',
    '@Entity("invoices")',
    "export class Invoice {",
    "  @PrimaryGeneratedColumn() id!: number;",
    "  @Column() total!: number;",
    '  @ManyToOne(() => Order, { onDelete: "CASCADE" })',
    "  order!: Order;",
    "}",
  ].join("\n"),
  "src/orders/order.ts": [
    'import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";',
    '@Entity("orders")',
    "export class Order {",
    "  @PrimaryGeneratedColumn() id!: number;",
    "  @Column() state!: string;",
    "}",
  ].join("\n"),
};

const transactional = {
  ...entities,
  "src/billing/bill.ts": [
    'import type { EntityManager } from "typeorm";',
    'import { source } from "../platform/dataSource.ts";',
    'import { Invoice } from "./invoice.ts";',
    "export async function bill(manager: EntityManager, orderId: number): Promise<void> {",
    "  await manager.save(manager.create(Invoice, { total: orderId }));",
    "}",
    "export async function openInvoices(): Promise<Invoice[]> {",
    "  return source.getRepository(Invoice).find({ relations: { order: true } });",
    "}",
    "export async function revenue(): Promise<unknown> {",
    '  return source.query("SELECT sum(i.total) FROM invoices i JOIN orders o ON o.id = i.order_id");',
    "}",
  ].join("\n"),
  "src/orders/place.ts": [
    'import { bill } from "../billing/bill.ts";',
    'import { inTransaction, source } from "../platform/dataSource.ts";',
    'import { Order } from "./order.ts";',
    "export async function place(): Promise<void> {",
    "  await inTransaction(async (manager) => {",
    '    const order = await manager.save(manager.create(Order, { state: "open" }));',
    "    await bill(manager, order.id);",
    "  });",
    "}",
    "export const close = () => inTransaction(async (manager) => {",
    '  await manager.update(Order, { id: 1 }, { state: "closed" });',
    "});",
    "export const all = () => source.getRepository(Order).find();",
  ].join("\n"),
};

describe("data at a seam", () => {
  const { report, operation } = seamsOf(transactional, "billing");

  it("names a transaction that writes on both sides, with the way to each write", () => {
    const transaction = report.transactions.find(({ writesBothSides }) => writesBothSides);
    assert.equal(transaction?.symbol, "place");
    assert.deepEqual(
      transaction?.writes.map(({ table, side, via, ...place }) => [table, side, at(place), via.join(" > ")]),
      [
        ["invoices", "inside", "src/billing/bill.ts:5", "bill"],
        ["orders", "outside", "src/orders/place.ts:6", ""],
      ],
    );
    assert.deepEqual(
      report.transactions.map(({ symbol }) => symbol),
      ["place"],
    );
    const [blocker] = report.blockers;
    assert.equal(blocker?.reason, "transaction-on-both-sides");
    assert.equal(at(blocker!), "src/orders/place.ts:5");
    assert.deepEqual(blocker?.operations, ["src/billing/bill.ts#bill"]);
  });

  it("blocks an operation that takes the caller's transaction", () => {
    assert.equal(operation("bill").decision, "blocker");
    assert.deepEqual(operation("bill").inTransaction.map(at), ["src/orders/place.ts:7"]);
  });

  it("lists tables by owner, with who reads and writes them", () => {
    assert.deepEqual(
      report.tables.map(({ name, owner, reads, writes }) => [
        name,
        owner,
        reads.inside.length,
        reads.outside.length,
        writes.inside.length,
        writes.outside.length,
      ]),
      [
        ["invoices", "billing", 2, 0, 1, 0],
        ["orders", "orders", 1, 1, 0, 2],
      ],
    );
  });

  it("finds the foreign key that is cut, and that deleting crosses it", () => {
    assert.deepEqual(
      report.foreignKeys.map(({ from, to, field, direction, cascade, ...place }) => [from.table, field, to.table, direction, cascade, at(place)]),
      [["invoices", "order", "orders", "out", true, "src/billing/invoice.ts:8"]],
    );
    assert.ok(report.findings.some(({ reason, line }) => reason === "cascade" && line === 8));
  });

  it("finds joins in SQL and in relations that a query loads", () => {
    assert.deepEqual(
      report.joins.map(({ symbol, how, tables, ...place }) => [symbol, how, tables.map(({ name }) => name).join(" "), at(place)]),
      [
        ["openInvoices", "relation", "invoices orders", "src/billing/bill.ts:8"],
        ["revenue", "sql", "invoices orders", "src/billing/bill.ts:11"],
      ],
    );
  });

  it("leaves a transaction of one side alone", () => {
    const orders = seamsOf(transactional, "orders").report;
    assert.ok(!orders.transactions.some(({ symbol }) => symbol === "close"));
  });

  it("names a database that lives in one process", () => {
    const memory = seamsOf(
      { ...transactional, "src/platform/dataSource.ts": `${transactional["src/platform/dataSource.ts"].replace("{}", '{ database: ":memory:" }')}` },
      "billing",
    ).report;
    assert.deepEqual(memory.blockers.filter(({ reason }) => reason === "in-memory-database").map(at), ["src/platform/dataSource.ts:2"]);
  });

  it("takes no offence at a database in memory that the environment can replace by a file", () => {
    const source = transactional["src/platform/dataSource.ts"].replace("{}", "{ database: process.env.DATABASE_FILE ?? ':memory:' }");
    const { blockers } = seamsOf({ ...transactional, "src/platform/dataSource.ts": source }, "billing").report;
    assert.ok(!blockers.some(({ reason }) => reason === "in-memory-database"));
  });
});
