/** MikroORM: `EntityRepository<Order>`, `em.find(Order, …)`, `em.persist(order)`, `EntitySchema`, `defineEntity`; Medusa's `model.define` stands on it. */
import type { EntityFact } from "../../model/facts.ts";
import type { FileContext } from "../recogniser.ts";
import type { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import type { Call } from "./access.ts";
import { callsIn } from "./access.ts";
import type { DataMapper } from "./dataMapper.ts";
import { mapperCall, mapperNames, repositoryClass, schemaEntity } from "./dataMapper.ts";
import { mikroOrmTable } from "./naming.ts";
import { mentions } from "./packages.ts";
import { at } from "./routing.ts";
import { bare, callee, field, importOf, isArray, isCall, isObject, method, namedByThunk, nameText, objectArgument, receiver } from "./syntax.ts";

const mikroOrm: DataMapper = {
  orm: "mikro-orm",
  package: /^(@mikro-orm\/|mikro-orm)/,
  reads: new Set([
    "find",
    "findOne",
    "findOneOrFail",
    "findAll",
    "findAndCount",
    "findByCursor",
    "count",
    "countBy",
    "getReference",
    "aggregate",
    "stream",
    "refresh",
    "populate",
  ]),
  writes: new Set([
    "insert",
    "insertMany",
    "upsert",
    "upsertMany",
    "nativeInsert",
    "nativeUpdate",
    "nativeDelete",
    "create",
    "persist",
    "persistAndFlush",
    "remove",
    "removeAndFlush",
    "assign",
  ]),
  repositoryTypes: new Set(["EntityRepository", "SqlEntityRepository", "MongoEntityRepository"]),
  managerTypes: new Set(["EntityManager", "SqlEntityManager", "MongoEntityManager", "PostgreSqlEntityManager"]),
  managerNames: /^(em|.*[eE]ntityManager|manager|.*Em)$/,
  instanceWrites: new Set(["persist", "persistAndFlush", "remove", "removeAndFlush"]),
  builders: new Set(["createQueryBuilder", "qb", "createSelfQueryBuilder"]),
  defaultTable: mikroOrmTable,
};

export const mikroOrmAccess: NamedRecogniser = {
  names: [...mapperNames(mikroOrm), "EntitySchema", "defineEntity", "define", "cascades"],
  applies: (context) => mentions(context, "mikro-orm"),
  call(node, context) {
    const name = callee(node);
    if (name === "EntitySchema" || name === "defineEntity") {
      if (mikroOrm.package.test(importOf(node.expression, context)?.specifier ?? "")) schemaEntity(node, mikroOrm, context);
      return;
    }
    if (method(node) === "define") defined(node, context);
    else if (method(node) === "cascades") cascading(node, context);
    else mapperCall(node, mikroOrm, context);
  },
  class(node, context) {
    repositoryClass(node, mikroOrm, context);
  },
};

/** `model.define("order", { customer: model.belongsTo(() => Customer) }).cascades({ delete: ["lines"] })` */
function defined(node: Call, context: FileContext): void {
  const [first, properties] = node.arguments ?? [];
  const specifier = importOf(receiver(node), context)?.specifier ?? "";
  if (first === undefined || !specifier.startsWith("@medusajs/")) return;
  const settings = bare(first);
  const text = (name: string): string | undefined => {
    const value = field(settings, name);
    return value === undefined ? undefined : context.constant(value);
  };
  const name = (isObject(settings) ? text("name") : context.constant(settings)) ?? "";
  const table = (isObject(settings) ? text("tableName") : undefined) ?? mikroOrmTable(name);
  context.facts.entities.push({
    orm: "mikro-orm",
    name,
    table,
    declaration: -1,
    relations: definedRelations(properties, context),
    ...at(node, context),
  });
}

/** `.cascades({ delete: ["lines"] })` on what `define` made. */
function cascading(node: Call, context: FileContext): void {
  const target = receiver(node);
  const where = isCall(target) ? at(target, context) : undefined;
  const entity = context.facts.entities.findLast((made) => made.line === where?.line && made.column === where.column);
  const deleted = field(objectArgument(node), "delete");
  const list = deleted === undefined ? undefined : bare(deleted);
  if (entity === undefined || list === undefined || !isArray(list)) return;
  const names = new Set(list.elements.map((element) => context.constant(element)));
  for (const relation of entity.relations) if (names.has(relation.field)) relation.cascade = true;
}

const relationMethods = new Set(["belongsTo", "hasMany", "hasOne", "manyToMany", "hasOneWithFK"]);

function definedRelations(properties: ts.Expression | undefined, context: FileContext): EntityFact["relations"] {
  const object = properties === undefined ? undefined : bare(properties);
  if (object === undefined || !isObject(object)) return [];
  return object.properties.flatMap((property) => {
    const call = callsIn(property).find((candidate) => relationMethods.has(method(candidate)));
    const target = namedByThunk(call?.arguments[0], context);
    return target === undefined || target === "" ? [] : [{ target, field: nameText(property.name), cascade: false }];
  });
}
