import assert from "node:assert/strict";
import fc from "fast-check";
import { mayBeSql, readSql } from "../../src/extract/recognise/sqlTables.ts";
import { hole } from "../../src/extract/recognise/sqlTokens.ts";

/** `r orders` a read, `w orders` a write, `+ orders` a table that is created. */
function tables(text: string, trusted = false): string[] | undefined {
  const facts = mayBeSql(text) ? readSql(text, trusted) : undefined;
  return facts === undefined
    ? undefined
    : [...facts.accesses.map(({ access, table }) => `${access[0]} ${table}`), ...facts.created.map(({ table }) => `+ ${table}`)].sort();
}

const statements: [sql: string, found: string[]][] = [
  ["SELECT * FROM orders", ["r orders"]],
  ["SELECT o.* FROM public.orders AS o WHERE o.id = 1", ["r orders"]],
  ["select id from billing.invoices where id = $1", ["r billing.invoices"]],
  ["SELECT a FROM orders o, customers c WHERE o.id = c.id", ["r customers", "r orders"]],
  [
    'SELECT a FROM orders o INNER JOIN order_lines l USING (order_id) LEFT OUTER JOIN "Customer" c ON c.id = o.id',
    ["r Customer", "r order_lines", "r orders"],
  ],
  ["SELECT 1 FROM orders WHERE id IN (SELECT order_id FROM payments) UNION ALL SELECT 2 FROM carts", ["r carts", "r orders", "r payments"]],
  ["SELECT x FROM (SELECT id AS x FROM orders) AS inner_orders, customers", ["r customers", "r orders"]],
  [
    "WITH RECURSIVE tree AS (SELECT id FROM categories UNION SELECT c.id FROM categories c JOIN tree ON tree.id = c.parent) SELECT * FROM tree",
    ["r categories"],
  ],
  ["WITH gone AS (DELETE FROM carts RETURNING id) INSERT INTO archive (id) SELECT id FROM gone", ["w archive", "w carts"]],
  ["INSERT INTO orders (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET id = excluded.id", ["w orders"]],
  ["INSERT INTO orders DEFAULT VALUES", ["w orders"]],
  ["INSERT OR IGNORE INTO orders SELECT * FROM carts", ["r carts", "w orders"]],
  ["REPLACE INTO stock (sku) VALUES ('a')", ["w stock"]],
  ["UPDATE ONLY orders AS o SET total = 1 FROM customers c WHERE c.id = o.id", ["r customers", "w orders"]],
  ["UPDATE orders o JOIN customers c ON c.id = o.customer_id SET o.name = c.name", ["r customers", "w orders"]],
  ["DELETE FROM `orders` WHERE id = ?", ["w orders"]],
  ["SELECT extract(year FROM placed_at) FROM orders WHERE a IS NOT DISTINCT FROM b", ["r orders"]],
  ["SELECT substring(name FROM 1 FOR 2) FROM customers", ["r customers"]],
  ["SELECT DISTINCT sku FROM stock FOR UPDATE SKIP LOCKED", ["r stock"]],
  ["SELECT n FROM unnest($1::int[]) AS n JOIN orders ON orders.id = n", ["r orders"]],
  ["SELECT * FROM orders -- , customers\n/* JOIN carts */ WHERE note = 'FROM stock'", ["r orders"]],
  ["SELECT [id] FROM [dbo].[Orders]", ["r Orders"]],
  ["CREATE TABLE orders (id int)", ["+ orders"]],
  ["CREATE TABLE totals AS SELECT sum(total) FROM orders", ["+ totals", "r orders"]],
  ["CREATE OR REPLACE VIEW open_orders AS SELECT * FROM orders", ["r orders"]],
  ["TRUNCATE orders, carts RESTART IDENTITY", ["w carts", "w orders"]],
  [`SELECT * FROM ${hole} JOIN prices ON prices.id = ${hole}`, ["r prices"]],
  [`SELECT * FROM shop_${hole}.orders JOIN prices ON 1 = 1`, ["r prices"]],
];

const sentences = [
  "Select an item from the list",
  "select items from your cart, or continue",
  "select orders from inbox",
  "SELECT A PLAN FROM THE LIST",
  "update the order",
  "Update orders to set the price",
  "Insert into clipboard failed",
  "delete from cart",
  "Delete orders from history permanently",
  "With best regards from all of us",
  "Create table for two",
  "join us from 9 to 5",
  "from orders to invoices",
  "SELECT orders FROM inbox and archive them",
  "Set status from list = done",
];

describe("readSql", () => {
  for (const [sql, found] of statements)
    it(`reads ${sql.slice(0, 70).replaceAll("\n", " ").replaceAll(hole, "…")}`, () => assert.deepEqual(tables(sql), found));

  for (const sentence of sentences) it(`is quiet about ${JSON.stringify(sentence)}`, () => assert.equal(tables(sentence), undefined));

  it("takes small letters where only SQL stands", () => {
    assert.equal(tables("delete from carts"), undefined);
    assert.deepEqual(tables("delete from carts", true), ["w carts"]);
    assert.deepEqual(tables("select id from orders", true), ["r orders"]);
  });

  it("finds no table in queries without one", () => {
    assert.equal(tables("SELECT 1 AS alive FROM dual"), undefined);
    assert.equal(tables("SELECT name FROM pg_catalog.pg_class"), undefined);
    assert.equal(tables("SELECT * FROM "), undefined);
  });

  it("tells foreign keys and whether a delete is passed on", () => {
    const facts = readSql(
      "CREATE TABLE lines (order_id int REFERENCES orders(id) ON DELETE CASCADE, sku text, CONSTRAINT s FOREIGN KEY (sku) REFERENCES stock (sku))",
      true,
    );
    assert.deepEqual(facts?.created, [
      {
        table: "lines",
        relations: [
          { target: "orders", field: "order_id", cascade: true },
          { target: "stock", field: "sku", cascade: false },
        ],
      },
    ]);
  });

  it("ends on any text", () => {
    const piece = fc.constantFrom(
      "SELECT",
      "FROM",
      "orders",
      "(",
      ")",
      ",",
      "WITH",
      "AS",
      "JOIN",
      "UPDATE",
      "SET",
      "=",
      "'",
      '"',
      "--",
      "/*",
      ";",
      "INSERT INTO",
      "CREATE TABLE",
      "ALTER TABLE",
      "REFERENCES",
      ".",
      hole,
      "[",
      "]",
    );
    fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => void readSql(pieces.join(" "), true)));
    fc.assert(fc.property(fc.string(), (text) => void (mayBeSql(text) && readSql(text, false))));
  });
});
