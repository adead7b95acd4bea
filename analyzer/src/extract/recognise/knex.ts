/** Knex: `knex("orders").where(…)`, `this.db("orders as o").join("customers", …)`, `.insert(…).into("orders")`, `schema.createTable`. */
import type { EntityFact } from "../../model/facts.ts";
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import type { Call } from "./access.ts";
import { addAccess, callsIn, origin, rewriteAccess } from "./access.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import { qualified } from "./entities.ts";
import { isFrontend, mentions } from "./packages.ts";
import { at } from "./routing.ts";
import { isSystemTable } from "./sqlCursor.ts";
import {
  bare,
  field,
  importOf,
  isAccess,
  isCall,
  isFunction,
  isIdentifier,
  isNew,
  isObject,
  isRelative,
  isThis,
  lastName,
  literal,
  method,
  receiver,
  typeImport,
  typeNames,
} from "./syntax.ts";

const K = ts.SyntaxKind;

const writeVerbs = new Set(["insert", "update", "del", "delete", "truncate", "increment", "decrement", "upsert"]);
const sources = new Set(["from", "into", "table"]);
const joins = new Set(["join", "innerJoin", "leftJoin", "leftOuterJoin", "rightJoin", "rightOuterJoin", "fullOuterJoin", "crossJoin"]);
const commonTables = new Set(["with", "withRecursive", "withMaterialized", "withNotMaterialized", "withWrapped"]);
const makers = new Set(["createTable", "createTableIfNotExists"]);

const databaseNames = new Set([
  "knex",
  "db",
  "_knex",
  "_db",
  "trx",
  "tx",
  "transaction",
  "database",
  "conn",
  "connection",
  "readDb",
  "writeDb",
  ...["knex", "db"].flatMap((stem) =>
    ["Instance", "Client", "Connection", "Conn", "Pool", "Read", "Write", "Reader", "Writer", "Primary", "Replica", "Tx", "Trx"].map(
      (end) => stem + end,
    ),
  ),
]);
const databaseSuffixes = ["Knex", "Db", "DB", "Trx"];

/** Where one of these is in use, `db` is theirs. */
const otherDatabases = ["drizzle", "typeorm", "mongodb", "mongoose"] as const;

export const knexTables: NamedRecogniser = {
  names: [...databaseNames, ...writeVerbs, ...sources, ...joins, ...makers, ...commonTables, "batchInsert"],
  suffixes: databaseSuffixes,
  // Stores get their database as a parameter of a type of the project's own, so the package itself is seldom mentioned.
  applies: (context) => !isFrontend(context) && (mentions(context, "knex") || !otherDatabases.some((other) => mentions(context, other))),
  call(node, context) {
    if (node.kind !== K.CallExpression) return;
    const name = method(node);
    if (isDatabaseName(name) || (name === "" && isIdentifier(node.expression) && isDatabaseName(node.expression.text))) start(node, context);
    else if (writeVerbs.has(name)) write(node, name, context);
    else if (sources.has(name)) source(node, name, context);
    else if (joins.has(name)) join(node, name, context);
    else if (name === "batchInsert") named(node, node.arguments[0], "write", name, context);
    else if (makers.has(name)) made(node, context);
    else if (commonTables.has(name)) noteCommonTable(node, context);
  },
};

/** Is it a name that Knex instances have? */
export const isDatabaseName = (name: string): boolean => databaseNames.has(name) || databaseSuffixes.some((suffix) => name.endsWith(suffix));

/** Is the value a Knex instance or transaction: by its written type, by how it was made, by its name? */
function isDatabase(expression: ts.Expression, context: FileContext): boolean {
  const inner = bare(expression);
  if (!isIdentifier(inner) && !isAccess(inner)) return false;
  // Of what belongs to something else, only `x.db` and `x.knex` are telling, and `client.db("shop")` is MongoDB's.
  if (isAccess(inner) && !isThis(inner.expression) && (!/knex|db$/i.test(inner.name.text) || /client|mongo|conn/i.test(lastName(inner.expression))))
    return false;
  const type = typeNames(context.writtenType(inner));
  if (type !== undefined) {
    const specifier = typeImport(type, context)?.specifier;
    if (specifier === "knex" || type.qualifier === "Knex") return true;
    // `Db` of the project's own; a type of another package is none.
    return (
      (specifier === undefined || isRelative(specifier)) && /^I?(Db|DB|Database|Knex\w*|Transaction|Trx|\w*(Db|DB|Knex|Database))$/.test(type.name)
    );
  }
  const initial = origin(inner, context);
  if (isNew(initial)) return false;
  if (isCall(initial)) return isKnexCall(initial, context);
  const name = isIdentifier(inner) ? inner.text : inner.name.text;
  if (!isDatabaseName(name)) return false;
  const imported = isIdentifier(inner) ? context.imported(name) : undefined;
  return imported === undefined || imported.specifier === "knex" || isRelative(imported.specifier) || /^[@~#]/.test(imported.specifier);
}

/** `knex(config)`, `await db.transaction()`, `require("knex")(…)` */
function isKnexCall(node: ts.CallExpression, context: FileContext): boolean {
  if (importOf(node.expression, context)?.specifier === "knex") return true;
  const name = method(node);
  if (name === "transaction" || name === "transactionProvider") return isDatabase(receiver(node), context);
  return name === "" && isIdentifier(node.expression) && /knex|db$/i.test(node.expression.text);
}

const tableText = /^["`]?[A-Za-z_][\w$]*["`]?(\.["`]?[A-Za-z_][\w$]*["`]?){0,2}(\s+as\s+["`]?\w+["`]?)?$/i;

/** Table names of `"orders"`, `"billing.orders as o"`, `{ o: "orders" }`; a constant of another file is a term that linking evaluates. */
function tables(expression: ts.Expression | undefined, context: FileContext): ({ table: string } | { receiver: number })[] {
  if (expression === undefined) return [];
  const inner = bare(expression);
  if (isObject(inner))
    return inner.properties.flatMap((property) =>
      property.kind === K.PropertyAssignment ? tables((property as ts.PropertyAssignment).initializer, context) : [],
    );
  if (isFunction(inner)) return [];
  const text = literal(inner, context);
  if (text !== undefined)
    return tableText.test(text) && !isSystemTable(plainTable(text)) && !isCommonTable(plainTable(text), context) ? [{ table: plainTable(text) }] : [];
  if (!isIdentifier(inner) && !isAccess(inner)) return [];
  // Only names of constants: a lower-case name may be a subquery or an alias.
  const name = isIdentifier(inner) ? inner.text : inner.name.text;
  const term = /^[A-Z][A-Z0-9_]*$|[tT]able/.test(name) || (isAccess(inner) && /^[A-Z]|[tT]able/.test(rootOf(inner))) ? context.term(inner) : 0;
  return term === 0 ? [] : [{ receiver: term }];
}

const rootOf = (expression: ts.Expression): string => {
  let at = bare(expression);
  while (isAccess(at)) at = bare(at.expression);
  return isIdentifier(at) ? at.text : "";
};

function plainTable(text: string): string {
  const parts = (text.split(/\s+/)[0] ?? text).replace(/["`]/g, "").split(".");
  return qualified(parts.length > 1 ? parts.at(-2) : undefined, parts.at(-1) ?? text);
}

function add(
  node: Call,
  subjects: readonly ({ table: string } | { receiver: number })[],
  access: "read" | "write",
  operation: string,
  context: FileContext,
): void {
  for (const subject of subjects) addAccess(node, "knex", access, operation, subject, context);
}

function named(node: Call, expression: ts.Expression | undefined, access: "read" | "write", operation: string, context: FileContext): void {
  if (isDatabase(receiver(node), context)) add(node, tables(expression, context), access, operation, context);
}

/** `knex("orders")`: a read, until a verb further out says otherwise. */
function start(node: ts.CallExpression, context: FileContext): void {
  const first = node.arguments[0];
  // `knex({ client, connection })` makes an instance.
  if (first === undefined || node.arguments.length > 2 || field(bare(first), "client") !== undefined || !isDatabase(node.expression, context)) return;
  add(node, tables(first, context), "read", "select", context);
}

interface Chain {
  /** Calls from the outermost inwards. */
  calls: ts.CallExpression[];
  isKnex: boolean;
}

/** The query that a link of a chain belongs to; a name is followed to the query that it was initialised with. */
function chainOf(expression: ts.Expression, context: FileContext): Chain {
  const calls: ts.CallExpression[] = [];
  let at = bare(expression);
  for (let step = 0; step < 200; step++) {
    if (isCall(at)) {
      calls.push(at);
      const inner = bare(at.expression);
      if (isDatabase(inner, context)) return { calls, isKnex: true };
      if (!isAccess(inner)) return { calls, isKnex: false };
      at = bare(inner.expression);
      continue;
    }
    if (isDatabase(at, context)) return { calls, isKnex: true };
    if (isAccess(at) && !isThis(at.expression)) {
      at = bare(at.expression);
      continue;
    }
    const before = at;
    at = isIdentifier(at) || isAccess(at) ? origin(at, context) : at;
    if (at === before || !isCall(at)) return { calls, isKnex: false };
  }
  return { calls, isKnex: false };
}

/** The call of a chain that names its table: `knex("orders")`, `.from("orders")`. */
function tableCall(calls: readonly ts.CallExpression[], context: FileContext): ts.CallExpression | undefined {
  return calls.find((call) => sources.has(method(call)) || isDatabase(call.expression, context));
}

function write(node: Call, name: string, context: FileContext): void {
  const { calls, isKnex } = chainOf(receiver(node), context);
  if (!isKnex) return;
  const inner = tableCall(calls, context);
  // `knex.insert(row).into("orders")` names the table further out.
  if (inner !== undefined) rewriteAccess(inner, "write", name, context);
}

function source(node: Call, name: string, context: FileContext): void {
  const first = node.arguments?.[0];
  if (first === undefined) return;
  const target = receiver(node);
  const { calls, isKnex } = chainOf(target, context);
  if (!isKnex && !(isBuilder(target, calls, context) && context.constant(first) !== undefined)) return;
  const verb = name === "into" ? "insert" : calls.map((call) => method(call)).find((called) => writeVerbs.has(called));
  add(node, tables(first, context), verb === undefined ? "read" : "write", verb ?? "select", context);
}

/** `this.select("id").from("orders")` in a callback of a query, or a builder that came as a parameter; only where Knex is in use. */
function isBuilder(target: ts.Expression, calls: readonly ts.CallExpression[], context: FileContext): boolean {
  let at = target;
  for (let step = 0; isCall(at) && step < 200; step++) at = isAccess(at.expression) ? bare(at.expression.expression) : at.expression;
  const type = typeNames(context.writtenType(at));
  if (type?.qualifier === "Knex") return true;
  if (isThis(at)) return calls.some((call) => builderVerbs.has(method(call)));
  return isIdentifier(at) && mentions(context, "knex") && /^(qb|q|builder|queryBuilder|query|b|queryBuilder\w*)$/.test(at.text);
}

const queryNames = new WeakMap<ts.SourceFile, Set<string>>();

/** `db.with("open", …)`: from here on, the name stands for a query, not a table. */
function noteCommonTable(node: ts.CallExpression, context: FileContext): void {
  const name = node.arguments[0] === undefined ? undefined : literal(node.arguments[0], context);
  if (name === undefined || node.arguments.length < 2) return;
  const names = queryNames.get(context.sourceFile);
  if (names === undefined) queryNames.set(context.sourceFile, new Set([name]));
  else names.add(name);
}

/** Does this file give the name to a query of its own? */
export const isCommonTable = (table: string, context: FileContext): boolean => queryNames.get(context.sourceFile)?.has(table) === true;

const builderVerbs = new Set(["select", "distinct", "count", "max", "min", "column"]);

function join(node: Call, name: string, context: FileContext): void {
  const args = node.arguments;
  // `list.join(",")` has one argument; a join also says on what.
  if (args === undefined || args.length < (name === "crossJoin" ? 1 : 2) || args[0] === undefined) return;
  const target = receiver(node);
  const { calls, isKnex } = chainOf(target, context);
  if (!isKnex ? isBuilder(target, calls, context) && context.constant(args[0]) !== undefined : calls.length > 0)
    add(node, tables(args[0], context), "read", name, context);
}

/** `knex.schema.createTable("orders", (table) => { table.integer("customer").references("id").inTable("customers").onDelete("CASCADE") })` */
function made(node: ts.CallExpression, context: FileContext): void {
  const [first, columns] = node.arguments;
  const build = columns === undefined ? undefined : bare(columns);
  if (first === undefined || build === undefined || !isFunction(build)) return;
  const text = context.constant(first);
  if (text === undefined || !tableText.test(text)) return;
  // A migration creates the table; it is not where the entity lives.
  context.facts.entities.push({
    orm: "sql",
    name: text,
    table: plainTable(text),
    declaration: -1,
    relations: keys(build, context),
    ...at(node, context),
  });
}

function keys(build: ts.Node, context: FileContext): EntityFact["relations"] {
  const relations: EntityFact["relations"] = [];
  const cascading = new Set<ts.Node>();
  for (const call of callsIn(build)) {
    const name = method(call);
    const first = call.arguments[0];
    if (name === "onDelete" && first !== undefined && /cascade|set null/i.test(context.constant(first) ?? "")) cascading.add(call);
    if (name !== "inTable" && name !== "references") continue;
    const text = first === undefined ? undefined : context.constant(first);
    const target = text === undefined ? undefined : name === "inTable" ? text : /^(.+)\.[^.]+$/.exec(text)?.[1];
    if (target === undefined) continue;
    const outer = [...cascading].some((other) => contains(other, call));
    relations.push({ target, field: columnOf(call, context), cascade: outer });
  }
  return relations;
}

/** Is `call` one of the inner links of `outer`? */
function contains(outer: ts.Node, call: ts.CallExpression): boolean {
  let at: ts.Expression = outer as ts.CallExpression;
  for (;;) {
    if (at === call) return true;
    if (!isCall(at) || !isAccess(at.expression)) return false;
    at = bare(at.expression.expression);
  }
}

/** The column at the start of `table.integer("customer").references("id")`. */
function columnOf(call: ts.CallExpression, context: FileContext): string {
  let at: ts.Expression = call;
  let column = "";
  while (isCall(at) && isAccess(at.expression)) {
    const first = at.arguments[0];
    if (first !== undefined) column = context.constant(first) ?? column;
    at = bare(at.expression.expression);
  }
  return column;
}
