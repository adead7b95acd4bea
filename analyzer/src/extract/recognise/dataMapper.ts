/**
 * What TypeORM and MikroORM have in common: repositories of one entity, managers that are told the entity, query builders over both, and
 * entities by a schema object instead of decorators.
 */
import type { EntityFact, Orm } from "../../model/facts.ts";
import type { FileContext } from "../recogniser.ts";
import type { ts } from "../typescript.ts";
import type { Access, Call } from "./access.ts";
import { addAccess, className, entityName, innerCall, origin, rewriteAccess, simpleName } from "./access.ts";
import { cascades, qualified } from "./entities.ts";
import { at } from "./routing.ts";
import {
  argumentName,
  bare,
  decorations,
  field,
  heritage,
  isArray,
  isCall,
  isCapitalised,
  isIdentifier,
  isNew,
  isObject,
  isRelative,
  isThis,
  lastName,
  method,
  namedByThunk,
  nameText,
  objectArgument,
  receiver,
  typeImport,
  typeNames,
} from "./syntax.ts";

export interface DataMapper {
  readonly orm: Orm;
  readonly package: RegExp;
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
  readonly repositoryTypes: ReadonlySet<string>;
  readonly managerTypes: ReadonlySet<string>;
  readonly managerNames: RegExp;
  /** Those writes that also take an entity's instance: `save(order)`, `persist(order)`. */
  readonly instanceWrites: ReadonlySet<string>;
  readonly builders: ReadonlySet<string>;
  readonly defaultTable: (name: string) => string;
}

const repositoryGetters = new Set([
  "getRepository",
  "getTreeRepository",
  "getMongoRepository",
  "getCustomRepository",
  "getEntityRepository",
  "withRepository",
]);
const managerGetters = new Set(["getManager", "getConnection", "getEntityManager", "getDataSource"]);
const builderWrites = new Set(["update", "delete", "softDelete", "restore", "insert", "truncate"]);
const builderJoins = new Set([
  "leftJoin",
  "leftJoinAndSelect",
  "leftJoinAndMapOne",
  "leftJoinAndMapMany",
  "innerJoin",
  "innerJoinAndSelect",
  "innerJoinAndMapOne",
  "innerJoinAndMapMany",
  "rightJoin",
  "join",
]);

/** Every call that `mapperCall` has an answer to. */
export const mapperNames = (mapper: DataMapper): string[] => [
  ...mapper.reads,
  ...mapper.writes,
  ...mapper.builders,
  ...builderWrites,
  ...builderJoins,
  "into",
  "from",
];

export function mapperCall(node: Call, mapper: DataMapper, context: FileContext): void {
  const name = method(node);
  if (name === "") return;
  const isRead = mapper.reads.has(name);
  if (isRead || mapper.writes.has(name)) {
    if (repositoryCall(node, name, isRead ? "read" : "write", mapper, context)) return;
  } else if (mapper.builders.has(name)) {
    startBuilder(node, name, mapper, context);
    return;
  }
  if (builderWrites.has(name) || name === "into" || name === "from" || builderJoins.has(name)) continueBuilder(node, name, mapper, context);
}

function repositoryCall(node: Call, name: string, access: Access, mapper: DataMapper, context: FileContext): boolean {
  const target = receiver(node);
  const entity = repositoryEntity(target, mapper, context);
  if (entity !== undefined) {
    addAccess(node, mapper.orm, access, name, { entity }, context);
    return true;
  }
  return managerCall(node, name, access, mapper, context);
}

/** The entity of a repository: by its written type, its injection, the call that gave it, or the class around it. */
function repositoryEntity(expression: ts.Expression, mapper: DataMapper, context: FileContext): string | undefined {
  const inner = bare(expression);
  if (isThis(inner)) {
    const base = heritage(context.classNode);
    if (base === undefined || !mapper.repositoryTypes.has(lastName(base.expression))) return undefined;
    const imported = isIdentifier(base.expression) ? context.imported(base.expression.text) : undefined;
    return imported === undefined || !mapper.package.test(imported.specifier) ? undefined : lastTypeName(base.arguments[0]);
  }
  const made = origin(inner, context);
  if (isCall(made)) {
    const getter =
      repositoryGetters.has(method(made)) || (isIdentifier(made.expression) && repositoryGetters.has(made.expression.text))
        ? made
        : innerCall(made, repositoryGetters);
    if (getter === undefined) return undefined;
    if (getter !== made && method(made) !== "extend") return undefined;
    return entityName(getter.arguments[0]);
  }
  const type = typeNames(context.writtenType(inner));
  if (type === undefined) return undefined;
  const specifier = typeImport(type, context)?.specifier;
  if (mapper.repositoryTypes.has(type.name) && specifier !== undefined && mapper.package.test(specifier)) {
    return injected(inner, context) ?? argumentName(type);
  }
  return undefined;
}

const lastTypeName = (type: ts.TypeNode | undefined): string | undefined => typeNames(type)?.name;

/** `@InjectRepository(Order)` */
function injected(expression: ts.Expression, context: FileContext): string | undefined {
  const inject = decorations({ modifiers: context.decoratorsOf(expression) }).find((decoration) => decoration.name === "InjectRepository");
  return entityName(inject?.arguments[0]);
}

function isManager(expression: ts.Expression, mapper: DataMapper, context: FileContext): "sure" | "likely" | undefined {
  const inner = bare(expression);
  const type = typeNames(context.writtenType(inner));
  if (type !== undefined) {
    const specifier = typeImport(type, context)?.specifier;
    if (mapper.managerTypes.has(type.name))
      return specifier === undefined || isRelative(specifier) || mapper.package.test(specifier) ? "sure" : undefined;
    return undefined;
  }
  if (isCall(inner)) return managerGetters.has(lastName(inner.expression)) ? "likely" : undefined;
  const name = simpleName(inner);
  return mapper.managerNames.test(name) ? "likely" : undefined;
}

function managerCall(node: Call, name: string, access: Access, mapper: DataMapper, context: FileContext): boolean {
  const first = node.arguments?.[0];
  if (first === undefined) return false;
  const manager = isManager(receiver(node), mapper, context);
  if (manager === undefined) return false;
  const inner = bare(first);
  const entity = entityName(inner);
  if (entity !== undefined && isCapitalised(entity.split(".").at(-1) ?? entity) && !isConstant(entity)) {
    addAccess(node, mapper.orm, access, name, { entity }, context, manager === "likely");
    return true;
  }
  // `manager.save(order)`: only the argument's type tells which entity.
  if (access === "read" || !(mapper.instanceWrites.has(name) || manager === "sure")) return false;
  const value = isArray(inner) ? (inner.elements[0] === undefined ? inner : bare(inner.elements[0])) : inner;
  const made = origin(value, context);
  if (isNew(made) && isCapitalised(lastName(made.expression)))
    addAccess(node, mapper.orm, access, name, { entity: lastName(made.expression) }, context, true);
  else if (isCall(made) && method(made) === "create" && entityName(made.arguments[0]) !== undefined) {
    addAccess(node, mapper.orm, access, name, { entity: entityName(made.arguments[0]) ?? "" }, context, true);
  } else {
    const term = context.term(value);
    if (term === 0) return false;
    addAccess(node, mapper.orm, access, name, { receiver: term }, context, true);
  }
  return true;
}

/** `MAX_SIZE` is a constant, no class. */
const isConstant = (name: string): boolean => name.length > 1 && name === name.toUpperCase();

function startBuilder(node: Call, name: string, mapper: DataMapper, context: FileContext): void {
  const entity = builderEntity(node, mapper, context);
  if (entity !== undefined) addAccess(node, mapper.orm, "read", name, { entity }, context);
}

function builderEntity(node: Call, mapper: DataMapper, context: FileContext): string | undefined {
  const target = receiver(node);
  return (
    repositoryEntity(target, mapper, context) ?? (isManager(target, mapper, context) === undefined ? undefined : entityName(node.arguments?.[0]))
  );
}

/** Verbs further out in a builder's chain say what the query does, and to what: `.update(Order)`, `.delete().from(Order)`, `.leftJoin(Customer, "c")`. */
function continueBuilder(node: Call, name: string, mapper: DataMapper, context: FileContext): void {
  const target = receiver(node);
  const builder = builderOf(target, mapper, context);
  if (builder === undefined) return;
  const named = entityName(node.arguments?.[0]);
  const entity = named !== undefined && isIdentifier(bare(node.arguments?.[0] ?? target)) ? named : undefined;
  if (builderWrites.has(name)) {
    if (entity !== undefined) addAccess(node, mapper.orm, "write", name, { entity }, context);
    else rewriteAccess(builder, "write", name, context);
    return;
  }
  if (entity === undefined) return;
  const isWrite = name === "into" || (name === "from" && innerCall(target, builderWrites) !== undefined);
  addAccess(node, mapper.orm, isWrite ? "write" : "read", name, { entity }, context);
}

function builderOf(expression: ts.Expression, mapper: DataMapper, context: FileContext): ts.CallExpression | undefined {
  const direct = innerCall(expression, mapper.builders);
  if (direct !== undefined) return direct;
  let at = bare(expression);
  while (isCall(at) && method(at) !== "") at = receiver(at);
  if (!isIdentifier(at)) return undefined;
  const made = origin(at, context);
  return made === at ? undefined : innerCall(made, mapper.builders);
}

/** `class OrderRepository extends Repository<Order>`: calls of the class's methods are calls of a repository of `Order`. */
export function repositoryClass(node: ts.ClassLikeDeclaration, mapper: DataMapper, context: FileContext): void {
  const base = heritage(node);
  if (base === undefined || base.arguments.length === 0 || !mapper.repositoryTypes.has(lastName(base.expression))) return;
  const imported = isIdentifier(base.expression) ? context.imported(base.expression.text) : undefined;
  const entity = lastTypeName(base.arguments[0]);
  if (imported === undefined || !mapper.package.test(imported.specifier) || entity === undefined || className(context) === "") return;
  context.facts.accesses.push({
    orm: mapper.orm,
    access: "read",
    operation: "repository",
    entity,
    tentative: true,
    owner: context.declaration(node),
    ...context.position(node.name ?? node),
  });
}

/** `new EntitySchema({ name: "Order", tableName: "orders", relations: { … } })`, `defineEntity({ … })` */
export function schemaEntity(node: Call, mapper: DataMapper, context: FileContext): void {
  const settings = objectArgument(node);
  if (settings === undefined) return;
  const text = (name: string): string | undefined => {
    const value = field(settings, name);
    return value === undefined ? undefined : (context.constant(value) ?? entityName(value));
  };
  const name = text("name") ?? text("class") ?? text("target") ?? "";
  const table = text("tableName") ?? text("collection") ?? mapper.defaultTable(name);
  context.facts.entities.push({
    orm: mapper.orm,
    name,
    table: qualified(text("schema"), table),
    declaration: -1,
    relations: schemaRelations(settings, context),
    ...at(node, context),
  });
}

function schemaRelations(settings: ts.ObjectLiteralExpression, context: FileContext): EntityFact["relations"] {
  const relations: EntityFact["relations"] = [];
  for (const group of ["relations", "properties"]) {
    const members = field(settings, group);
    const object = members === undefined ? undefined : propertiesOf(bare(members));
    for (const property of object?.properties ?? []) {
      const value = "initializer" in property && property.initializer !== undefined ? bare(property.initializer) : undefined;
      if (value === undefined) continue;
      const target = isObject(value) ? namedByThunk(field(value, "target") ?? field(value, "entity"), context) : builtRelation(value, context);
      if (target !== undefined && target !== "")
        relations.push({ target, field: nameText(property.name), cascade: isObject(value) && cascades({ arguments: [value] }, context) });
    }
  }
  return relations;
}

/** `properties: p => ({ … })` */
function propertiesOf(expression: ts.Expression): ts.ObjectLiteralExpression | undefined {
  if (isObject(expression)) return expression;
  const body = "body" in expression ? expression.body : undefined;
  // The body of an arrow function without braces is an expression.
  return body === undefined ? undefined : propertiesOf(bare(body as ts.Expression));
}

/** `p.manyToOne(Customer)`, `() => p.manyToOne(Customer).nullable()` */
function builtRelation(value: ts.Expression, context: FileContext): string | undefined {
  const call = innerCall("body" in value ? (value.body as ts.Expression) : value, new Set(["manyToOne", "oneToMany", "oneToOne", "manyToMany"]));
  return call === undefined ? undefined : namedByThunk(call.arguments[0], context);
}
