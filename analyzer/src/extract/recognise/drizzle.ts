/** Drizzle: `pgTable("orders", …)`, `db.select().from(orders)`, `db.insert(orders)`, `db.query.orders.findMany()`. */
import type { EntityFact } from "../../model/facts.ts";
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import type { Access, Call } from "./access.ts";
import { addAccess, callsIn, simpleName } from "./access.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import { qualified } from "./entities.ts";
import { isFrontend, mentions } from "./packages.ts";
import { at, isInside } from "./routing.ts";
import {
  bare,
  callee,
  chain,
  dotted,
  field,
  importOf,
  initialValue,
  isAccess,
  isArray,
  isCall,
  isFunction,
  isIdentifier,
  isObject,
  lastName,
  literal,
  method,
  nameText,
  objectArgument,
  receiver,
  typeImport,
  typeNames,
} from "./syntax.ts";

const K = ts.SyntaxKind;

const creators = /^(pg|mysql|sqlite|singlestore|gel|cockroach)Table$/;
const tableCreator = /^(pg|mysql|sqlite|singlestore|gel)TableCreator$/;
const schemaCreator = /^(pg|mysql|cockroach)Schema$/;

const verbs = new Map<string, Access>([
  ["from", "read"],
  ["insert", "write"],
  ["update", "write"],
  ["delete", "write"],
  ["$count", "read"],
  ["leftJoin", "read"],
  ["innerJoin", "read"],
  ["rightJoin", "read"],
  ["fullJoin", "read"],
  ["crossJoin", "read"],
]);
const relational = new Set(["findMany", "findFirst"]);
const selects = new Set(["select", "selectDistinct", "selectDistinctOn"]);

export const drizzleTables: NamedRecogniser = {
  // Projects name their own creators (`const shopTable = pgTableCreator(…)`).
  everyCall: true,
  applies: (context) => mentions(context, "drizzle"),
  call(node, context) {
    const name = method(node);
    if (name === "" || name === "table") defined(node, context);
  },
};

export const drizzleQueries: NamedRecogniser = {
  names: [...verbs.keys(), ...relational],
  applies: (context) => !isFrontend(context) || mentions(context, "drizzle"),
  call(node, context) {
    const name = method(node);
    const access = verbs.get(name);
    if (access !== undefined) query(node, name, access, context);
    else if (relational.has(name)) relationalQuery(node, name, context);
  },
};

function defined(node: Call, context: FileContext): void {
  const [first, columns] = node.arguments ?? [];
  if (first === undefined || columns === undefined) return;
  const table = tableName(node, first, context);
  if (table === undefined) return;
  context.facts.entities.push({
    orm: "drizzle",
    name: "",
    table,
    declaration: -1,
    relations: references(node, columns, context),
    ...at(node, context),
  });
}

function tableName(node: Call, first: ts.Expression, context: FileContext): string | undefined {
  const written = context.constant(first);
  if (written === undefined) return undefined;
  if (method(node) === "table") {
    const schema = initial(receiver(node), context);
    return schema !== undefined && isCall(schema) && schemaCreator.test(callee(schema))
      ? qualified(schema.arguments[0] === undefined ? undefined : context.constant(schema.arguments[0]), written)
      : undefined;
  }
  const name = importOf(node.expression, context)?.name ?? callee(node);
  if (creators.test(name)) return written;
  const creator = isIdentifier(node.expression) ? initial(node.expression, context) : undefined;
  if (creator === undefined || !isCall(creator) || !tableCreator.test(callee(creator))) return undefined;
  // ``pgTableCreator((name) => `shop_${name}`)``
  const rename = creator.arguments[0] === undefined ? undefined : bare(creator.arguments[0]);
  if (rename === undefined || !isFunction(rename) || rename.body.kind === K.Block) return written;
  return (context.constant(rename.body as ts.Expression) ?? "*").replace("*", written);
}

function initial(expression: ts.Expression, context: FileContext): ts.Expression | undefined {
  const initializer = initialValue(expression, context);
  return initializer === undefined ? undefined : bare(initializer);
}

/** `customerId: integer().references(() => customers.id, { onDelete: "cascade" })`, `foreignKey({ foreignColumns: [customers.id] })` */
function references(node: Call, columns: ts.Expression, context: FileContext): EntityFact["relations"] {
  const relations: EntityFact["relations"] = [];
  const object = bare(columns);
  for (const property of isObject(object) ? object.properties : []) {
    for (const call of callsIn(property)) {
      if (method(call) !== "references") continue;
      const target = referenced(call.arguments[0]);
      const onDelete = field(call.arguments[1] === undefined ? undefined : bare(call.arguments[1]), "onDelete");
      const action = onDelete === undefined ? "" : (context.constant(onDelete) ?? "");
      if (target !== undefined) relations.push({ target, field: nameText(property.name), cascade: action === "cascade" || action === "set null" });
    }
  }
  for (const extra of (node.arguments ?? []).slice(2)) {
    for (const call of callsIn(extra)) {
      if (callee(call) !== "foreignKey") continue;
      const foreign = field(objectArgument(call), "foreignColumns");
      const list = foreign === undefined ? undefined : bare(foreign);
      const target = list !== undefined && isArray(list) ? referenced(list.elements[0]) : undefined;
      const isSelf = target === undefined || target === "table" || target === "t" || target === "self";
      if (!isSelf)
        relations.push({
          target,
          field: "",
          cascade: callsIn(extra).some(
            (other) =>
              method(other) === "onDelete" &&
              isInside(context.position(call), other, context) &&
              /cascade|set null/.test(context.constant(other.arguments[0] ?? other) ?? ""),
          ),
        });
    }
  }
  return relations;
}

/** The table of `() => customers.id` and `customers.id`. */
function referenced(expression: ts.Expression | undefined): string | undefined {
  if (expression === undefined) return undefined;
  const inner = bare(expression);
  if (isFunction(inner)) return inner.body.kind === K.Block ? undefined : referenced(inner.body as ts.Expression);
  return isAccess(inner) ? dotted(inner.expression) : undefined;
}

const databaseName = /^(db|tx|trx|transaction|database|drizzle|dbClient|orm|drizzleService|conn|connection)$|(Db|DB|Database)$/;

/** Is the start of the chain Drizzle's database? Where the package is in use in the file a telling name suffices, elsewhere nothing is sure. */
function certainty(start: ts.Expression, context: FileContext): "sure" | "likely" | undefined {
  const type = typeNames(context.writtenType(start));
  if (type !== undefined) {
    const specifier = typeImport(type, context)?.specifier;
    if (specifier?.startsWith("drizzle-orm") === true) return "sure";
    return /Database|Drizzle|Transaction|^Db|^DB/.test(type.name) && !/knex|prisma|typeorm/i.test(specifier ?? "") ? "likely" : undefined;
  }
  return databaseName.test(simpleName(start)) ? (mentions(context, "drizzle") ? "sure" : "likely") : undefined;
}

/** What the argument names: a table is a plain name, of this file, imported, or in a namespace of tables. */
function tableNamed(expression: ts.Expression | undefined): string | undefined {
  const inner = expression === undefined ? undefined : bare(expression);
  return inner !== undefined && (isIdentifier(inner) || (isAccess(inner) && isIdentifier(inner.expression))) ? dotted(inner) : undefined;
}

/** A subquery that a name stands for. */
function isQuery(expression: ts.Expression, context: FileContext): boolean {
  const made = initial(expression, context);
  return made !== undefined && isCall(made) && !/table|view|schema/i.test(lastName(made.expression));
}

const constantCase = /^[A-Z][A-Z0-9_]*$/;

function query(node: Call, name: string, access: Access, context: FileContext): void {
  const first = node.arguments?.[0];
  const entity = tableNamed(first);
  // A text names a table for other query builders.
  if (
    entity === undefined ||
    first === undefined ||
    constantCase.test(lastName(first)) ||
    literal(first, context) !== undefined ||
    isQuery(first, context)
  )
    return;
  const target = receiver(node);
  const { calls, start } = chain(target);
  // `from` and joins go on from `select`; the other verbs stand directly on the database.
  const isContinued = name === "from" || name.endsWith("Join");
  if (isContinued !== calls.length > 0) return;
  if (
    isContinued &&
    !calls.some((call) => selects.has(method(call)) || method(call) === "update" || method(call) === "delete") &&
    !mentions(context, "drizzle")
  )
    return;
  const sure = certainty(start, context);
  if (sure === undefined || (sure === "likely" && !isOfModule(entity, context))) return;
  // The entity may be a parameter or any other value: only a table that is known makes it an access.
  addAccess(node, "drizzle", access, name, { entity }, context, sure === "likely" || !isTableHere(entity, context));
}

/** A table is imported or made at the top level; a parameter is a row. */
function isOfModule(entity: string, context: FileContext): boolean {
  const root = entity.split(".")[0] ?? entity;
  return (
    context.imported(root) !== undefined || context.facts.declarations.some((declaration) => declaration.name === root && declaration.parent === -1)
  );
}

function isTableHere(entity: string, context: FileContext): boolean {
  const root = entity.split(".")[0] ?? entity;
  return (
    mentions(context, "drizzle") && (context.imported(root) !== undefined || context.facts.entities.some((candidate) => candidate.name === root))
  );
}

/** `db.query.orders.findMany({ … })` */
function relationalQuery(node: Call, name: string, context: FileContext): void {
  const target = receiver(node);
  if (!isAccess(target)) return;
  const group = bare(target.expression);
  if (!isAccess(group) || group.name.text !== "query") return;
  addAccess(
    node,
    "drizzle",
    "read",
    name,
    { entity: target.name.text },
    context,
    databaseName.test(simpleName(bare(group.expression))) ? false : !mentions(context, "drizzle"),
  );
}
