/**
 * Where several accesses run in one transaction: `transaction(callback)` of every ORM, `@Transactional()` methods, and what stands between a start and
 * its commit (`queryRunner.startTransaction()` … `commitTransaction()`, `query("BEGIN")` … `query("COMMIT")`).
 */
import type { Orm } from "../../model/facts.ts";
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import type { Call } from "./access.ts";
import { callback, simpleName } from "./access.ts";
import { isFrontend, mentions } from "./packages.ts";
import { at } from "./routing.ts";
import {
  bare,
  callee,
  decorated,
  dotted,
  importOf,
  isAccess,
  isArray,
  isCall,
  isIdentifier,
  isString,
  method,
  receiver,
  typeImport,
  typeNames,
} from "./syntax.ts";

const K = ts.SyntaxKind;

const spanning = new Set([
  "transaction",
  "$transaction",
  "$tx",
  "transactional",
  "withTransaction",
  "inTransaction",
  "runInTransaction",
  "transactionAsync",
  "tx",
  "runTransaction",
  "begin",
]);
const starting = new Set(["startTransaction", "begin", "beginTransaction"]);
const ending = new Set(["commitTransaction", "commit", "rollbackTransaction", "rollback", "abortTransaction", "release", "endSession"]);
/** Of typeorm-transactional and of projects' own: `runInTransaction(() => …)`. */
const functions = new Set(["runInTransaction", "inTransaction", "withTransaction", "executeInTransaction", "runTransaction", "wrapInTransaction"]);
const statementCalls = new Set(["query", "execute", "exec", "raw", "run"]);

export const transactions: NamedRecogniser = {
  names: [...spanning, ...starting, ...ending, ...statementCalls, ...functions],
  applies: (context) => !isFrontend(context),
  call(node, context) {
    const name = method(node);
    if (spanning.has(name)) span(node, name, context);
    else if (starting.has(name)) start(node, name, context);
    else if (ending.has(name)) end(node, name, context);
    else if (statementCalls.has(name)) statement(node, context);
    else if (name === "" && functions.has(callee(node))) spanFunction(node, context);
  },
  class(node, context) {
    for (const member of node.members) {
      if (member.kind !== K.MethodDeclaration) continue;
      for (const decoration of decorated(member)) {
        if (!/^(Transactional|Transaction|UnitOfWork)$/.test(decoration.name)) continue;
        const specifier = importOf(decoration.callee, context)?.specifier ?? "";
        const orm = specifier.includes("mikro-orm") ? "mikro-orm" : specifier.includes("prisma") ? "prisma" : ormOfFile(context);
        context.facts.transactions.push({
          orm,
          owner: context.declaration(member),
          ...context.position(decoration.node),
          endLine: context.endLine(member),
        });
      }
    }
  },
};

function push(node: Call, orm: Orm, context: FileContext): void {
  context.facts.transactions.push({ orm, owner: context.owner, ...at(node, context), endLine: context.endLine(node) });
}

/** `dataSource.transaction(async (manager) => { … })`, `prisma.$transaction([ … ])` */
function span(node: Call, name: string, context: FileContext): void {
  const target = receiver(node);
  const hasBody =
    callback(node) !== undefined || (name === "$transaction" && node.arguments?.[0] !== undefined && !isString(bare(node.arguments[0])));
  const passesFunction = (node.arguments?.length ?? 0) > 0 && node.arguments?.some((argument) => isHandedOver(bare(argument))) === true;
  if (name === "tx" || name === "begin") {
    if (callback(node) === undefined || !isDatabase(target, context)) return name === "begin" ? start(node, name, context) : undefined;
  } else if (!hasBody && !passesFunction) {
    // `const t = await sequelize.transaction()`: lasts until its commit.
    if (name === "transaction" && (node.arguments?.length ?? 0) === 0 && isDatabase(target, context))
      push(node, ormOf(target, name, context), context);
    return;
  }
  // `database.transaction("orders", "readwrite")` is the browser's own store.
  if (name === "transaction" && (!isDatabase(target, context) || node.arguments?.some((argument) => isString(bare(argument))) === true)) return;
  push(node, ormOf(target, name, context), context);
}

/** A function that stands elsewhere: `db.transaction(checkout)`. */
const isHandedOver = (expression: ts.Expression): boolean =>
  isIdentifier(expression) || isAccess(expression) || isArray(expression) || isCall(expression);

const databaseName =
  /^(sequelize|knex|db|database|dataSource|connection|conn|manager|entityManager|em|orm|prisma|mongoose|session|trx|tx|drizzle|pool|client|sql|store|storage|queryRunner|runner)$|(DataSource|Manager|Knex|Db|DB|Database|Prisma|PrismaService|Sequelize|Connection|Session|Client|Repository|Repo)$/;

function isDatabase(target: ts.Expression, context: FileContext): boolean {
  const inner = bare(target);
  const type = isIdentifier(inner) || isAccess(inner) ? typeNames(context.writtenType(inner)) : undefined;
  if (type !== undefined)
    return /Knex|^Db$|DB$|Database|DataSource|Manager|Connection|Prisma|Sequelize|Session|Client|Transaction|Pool|Orm|ORM|Repository|QueryRunner/.test(
      `${type.qualifier}${type.name}`,
    );
  if (isCall(inner)) return /^(getConnection|getManager|getDataSource|connection|getDb|db|knex)$/.test(method(inner) || callee(inner));
  return databaseName.test(simpleName(inner)) || importOf(inner, context)?.specifier === "mongoose";
}

function spanFunction(node: Call, context: FileContext): void {
  if (callback(node) !== undefined) push(node, ormOfFile(context), context);
}

function start(node: Call, name: string, context: FileContext): void {
  if (!isDatabase(receiver(node), context)) return;
  push(node, ormOf(receiver(node), name, context), context);
}

/** The latest transaction of the same function goes on at least until here. */
function end(node: Call, name: string, context: FileContext): void {
  if (name === "release" && !/runner/i.test(simpleName(receiver(node)))) return;
  extend(node, context);
}

function extend(node: Call, context: FileContext): void {
  const open = context.facts.transactions.findLast((transaction) => transaction.owner === context.owner);
  const line = context.endLine(node);
  if (open !== undefined && line > open.endLine) open.endLine = line;
}

/** `client.query("BEGIN")` … `client.query("COMMIT")` */
function statement(node: Call, context: FileContext): void {
  const first = node.arguments?.[0];
  if (first === undefined || !isString(bare(first))) return;
  const text = (bare(first) as ts.StringLiteral).text;
  if (text.length > 60 || !/^\s*(begin|start|commit|rollback)\b/i.test(text)) return;
  if (/^\s*(begin(\s+(transaction|work|immediate|exclusive|isolation.*))?|start\s+transaction.*)\s*;?\s*$/i.test(text)) push(node, "sql", context);
  else if (/^\s*(commit|rollback)(\s+(transaction|work))?\s*;?\s*$/i.test(text)) extend(node, context);
}

/** The ORM of a transaction: by the receiver's written type, by names that only one has, by what the file imports. */
function ormOf(target: ts.Expression, name: string, context: FileContext): Orm {
  if (name === "$transaction" || name === "$tx") return "prisma";
  if (name === "transactional" && (mentions(context, "mikro-orm") || /^(em|entityManager)$/.test(simpleName(target)))) return "mikro-orm";
  const inner = bare(target);
  const type = isIdentifier(inner) || isAccess(inner) ? typeNames(context.writtenType(inner)) : undefined;
  const specifier = typeImport(type, context)?.specifier ?? importOf(inner, context)?.specifier ?? "";
  const said = `${type?.qualifier ?? ""} ${type?.name ?? ""} ${specifier} ${dotted(inner) ?? ""}`.toLowerCase();
  for (const [word, orm] of words) if (said.includes(word)) return orm;
  if (/session$/i.test(simpleName(inner)) || name === "withTransaction") return mentions(context, "mongoose") ? "mongoose" : "mongodb";
  return ormOfFile(context, /datasource|manager|queryrunner|connection/.test(said) ? "typeorm" : /\b(db|trx)\b/.test(said) ? "knex" : "sql");
}

const words: readonly (readonly [string, Orm])[] = [
  ["mikro-orm", "mikro-orm"],
  ["typeorm", "typeorm"],
  ["drizzle", "drizzle"],
  ["prisma", "prisma"],
  ["sequelize", "sequelize"],
  ["knex", "knex"],
  ["mongoose", "mongoose"],
  ["queryrunner", "typeorm"],
];

function ormOfFile(context: FileContext, fallback: Orm = "sql"): Orm {
  for (const orm of ["mikro-orm", "typeorm", "drizzle", "prisma", "sequelize", "knex", "mongoose", "mongodb"] as const)
    if (mentions(context, orm)) return orm;
  return fallback;
}
