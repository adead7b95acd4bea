/**
 * Calls that are table access only if their receiver turns out to be an entity: statics of models (`Order.findAll(…)`), instances
 * (`order.save()`), and repositories of the project's own (`this.orderRepository.findOne(…)`). All are tentative: linking confirms them.
 */
import type { Orm } from "../../model/facts.ts";
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import type { Access, Call } from "./access.ts";
import { addAccess, className, origin, simpleName } from "./access.ts";
import { isDatabaseName } from "./knex.ts";
import { isCollection } from "./mongodb.ts";
import { modelEntity } from "./mongoose.ts";
import { isFrontend, mentions } from "./packages.ts";
import { at } from "./routing.ts";
import {
  bare,
  chain,
  decorations,
  dotted,
  field,
  heritage,
  isAccess,
  isCall,
  isCapitalised,
  isIdentifier,
  isNew,
  isObject,
  isThis,
  lastName,
  literal,
  method,
  receiver,
  typeImport,
  typeNames,
} from "./syntax.ts";

const K = ts.SyntaxKind;

/** Operations of model classes and of repositories, and the ORM that alone has them (`""`: several). */
const operations = new Map<string, { access: Access; orm: Orm | "" }>();
function operation(access: Access, orm: Orm | "", names: string): void {
  for (const name of names.split(" ")) operations.set(name, { access, orm });
}
operation("read", "", "find findOne count exists findAndCount distinct aggregate paginate");
operation("read", "sequelize", "findAll findByPk findAndCountAll findCreateFind countAll");
operation("read", "mongoose", "findById countDocuments estimatedDocumentCount");
operation("read", "typeorm", "findBy findOneBy findOneOrFail findOneByOrFail findAndCountBy countBy findByIds");
operation("write", "", "create update delete remove save insert upsert increment decrement restore");
operation("write", "sequelize", "bulkCreate findOrCreate destroy truncate");
operation(
  "write",
  "mongoose",
  "insertMany updateOne updateMany replaceOne deleteOne deleteMany bulkWrite bulkSave findOneAndUpdate findOneAndDelete findOneAndReplace findOneAndRemove findByIdAndUpdate findByIdAndDelete findByIdAndRemove",
);
operation("write", "typeorm", "softDelete softRemove recover");
operation("write", "mikro-orm", "persist persistAndFlush removeAndFlush nativeInsert nativeUpdate nativeDelete");

/** Operations of one row. */
const instanceWrites = new Set(["save", "destroy", "deleteOne", "softRemove"]);
/** The same under names that much else has: only in files that mention an ORM, or with an object of new values. */
const vagueInstanceWrites = new Set(["update", "remove", "increment", "decrement", "restore"]);

const repositoryName = /(repo|repository|model|dao|store)s?$/i;

/** The last letter rules most names out. */
function isRepositoryName(name: string): boolean {
  const last = name.charCodeAt(name.length - 1) | 32;
  // One of e, l, o, s, y.
  return (last === 101 || last === 108 || last === 111 || last === 115 || last === 121) && repositoryName.test(name);
}

export const activeRecord: NamedRecogniser = {
  names: [...operations.keys()],
  applies: (context) => !isFrontend(context),
  call(node, context) {
    const name = method(node);
    const known = operations.get(name);
    if (known === undefined) return;
    const target = receiver(node);
    const entity = modelName(target, context);
    if (entity !== undefined) {
      if (!isTold(node, context)) addAccess(node, ormOf(known.orm, context), known.access, name, { entity }, context, true);
    } else if (isThis(target)) {
      if (!isTold(node, context)) own(node, known.orm, known.access, name, context);
    } else if (isRepositoryName(simpleName(target))) {
      if (!isTold(node, context) && !isKnownElsewhere(target, context)) byReceiver(node, known.orm, known.access, name, target, context);
    } else if (instanceWrites.has(name) || (vagueInstanceWrites.has(name) && isVagueWrite(node, name, context))) {
      if (!isTold(node, context)) instance(node, known.orm, name, target, context);
    }
  },
  class(node, context) {
    boundRepository(node, context);
  },
};

/** Another recogniser has told what this very call accesses. */
function isTold(node: Call, context: FileContext): boolean {
  const last = context.facts.accesses.at(-1);
  if (last === undefined) return false;
  const { line, column } = at(node, context);
  return last.line === line && last.column === column;
}

/** A model named with a capital: `Order`, `models.Order`, `Order` of `Order.scope("open")`, or the class around `this` in a static method. */
function modelName(target: ts.Expression, context: FileContext): string | undefined {
  if (isCall(target) && !isScope(target)) return undefined;
  const start = isCall(target) ? chain(target).start : target;
  if (isIdentifier(start)) {
    if (!isCapitalised(start.text) || isConstantName(start.text) || otherRole.test(start.text)) return undefined;
    // What a framework exports is no model.
    if (/^(@nestjs\/|node:|react)/.test(context.imported(start.text)?.specifier ?? "")) return undefined;
    if (start === target && (isGlobal(start.text) || isCollection(start.text, context))) return undefined;
    return start.text;
  }
  if (!isAccess(start) || start !== target || !isCapitalised(start.name.text) || isConstantName(start.name.text)) return undefined;
  const owner = dotted(start.expression);
  // `collections.Orders` is a collection of the driver's.
  return owner === undefined || /(^|\.)(collections|Prisma|Types|mongoose)$/.test(owner)
    ? undefined
    : owner === "this" || owner.startsWith("this.")
      ? undefined
      : `${owner}.${start.name.text}`;
}

const isConstantName = (name: string): boolean => name.length > 1 && name === name.toUpperCase();

/** Suffixes of classes with a `create` of their own that are never stored. */
const otherRole = /(Command|Dto|DTO|Factory|Module|Builder|Controller|Exception|Error|Helper|Utils|Schema)$/;

const scopes = new Set(["scope", "unscoped", "withScope", "schema"]);
/** `Order.scope("open").findAll()`; other calls in between give something else than the model. */
const isScope = (target: ts.CallExpression): boolean => scopes.has(method(target)) || /^with[A-Z]/.test(method(target));

const globals = new Set([
  "Object",
  "Array",
  "Promise",
  "Reflect",
  "Map",
  "Set",
  "Math",
  "JSON",
  "Date",
  "Number",
  "String",
  "Symbol",
  "Buffer",
  "Intl",
  "Atomics",
  "WeakMap",
  "Proxy",
]);
const isGlobal = (name: string): boolean => globals.has(name);

function ormOf(orm: Orm | "", context: FileContext): Orm {
  if (orm !== "") return orm;
  for (const family of ["sequelize", "mongoose", "typeorm", "mikro-orm"] as const) if (mentions(context, family)) return family;
  return "mongoose";
}

/** Typed and injected repositories and models of a known ORM are that ORM's to tell. */
function isKnownElsewhere(target: ts.Expression, context: FileContext): boolean {
  const type = typeNames(context.writtenType(target));
  if (type !== undefined && /^(Tree|Mongo|Entity|SqlEntity)?Repository$|^EntityManager$|^DataSource$/.test(type.name) && type.arguments.length > 0)
    return true;
  if (mentions(context, "mongoose") && modelEntity(target, context) !== undefined) return true;
  const made = origin(target, context);
  return isCall(made) && /^get(\w+)?Repository$/.test(method(made) || lastName(made.expression));
}

/** `this.save()`, `this.findAll()` in a class that extends or is decorated: its base class may be an entity's or a repository's. */
function own(node: Call, orm: Orm | "", access: Access, name: string, context: FileContext): void {
  const known = className(context);
  const around = context.classNode;
  if (known === "" || around === undefined || (heritage(around) === undefined && decorations(around).length === 0)) return;
  // What the class defines itself is an ordinary method.
  if (around.members.some((member) => member.name !== undefined && "text" in member.name && member.name.text === name)) return;
  addAccess(node, ormOf(orm, context), access, name, { entity: known }, context, true);
}

/** Canvases, storages and sessions are saved and destroyed too. */
const drawing = /ctx$|canvas$|storage$|session$/i;

/** Only what is a name may be an instance: `order`, `this.order`, `order.customer`. */
function instance(node: Call, orm: Orm | "", name: string, target: ts.Expression, context: FileContext): void {
  const made = origin(target, context);
  if (isNew(made)) {
    if (isCapitalised(lastName(made.expression)))
      addAccess(node, ormOf(orm, context), "write", name, { entity: dotted(made.expression) ?? lastName(made.expression) }, context, true);
    return;
  }
  if (drawing.test(simpleName(target))) return;
  // A query that a verb goes on with is the query builder's.
  if (vagueInstanceWrites.has(name) && ((made !== target && isCall(made)) || isDatabaseName(simpleName(target)))) return;
  if (isIdentifier(target) || isAccess(target) || (isCall(target) && name === "save")) byReceiver(node, orm, "write", name, target, context);
}

function byReceiver(node: Call, orm: Orm | "", access: Access, name: string, target: ts.Expression, context: FileContext): void {
  const type = typeNames(context.writtenType(target));
  // A type of a package that is no ORM (a stream, a canvas) is no entity.
  const specifier = typeImport(type, context)?.specifier;
  if (specifier !== undefined && /^(node:|fs$|stream$|net$|http$|express$|crypto$)/.test(specifier)) return;
  const term = context.term(target);
  if (term !== 0) addAccess(node, ormOf(orm, context), access, name, { receiver: term }, context, true);
}

function isVagueWrite(node: Call, name: string, context: FileContext): boolean {
  if (mentions(context, "sequelize") || mentions(context, "mongoose") || mentions(context, "typeorm")) return true;
  return name === "update" && node.arguments?.[0] !== undefined && isObject(bare(node.arguments[0]));
}

/**
 * `class OrderRepository extends BaseRepository<…> { constructor() { super(Order) } }`: calls of what it inherits are access to that entity.
 * Noted as a tentative read of the class itself, operation `repository`.
 */
function boundRepository(node: ts.ClassLikeDeclaration, context: FileContext): void {
  const base = heritage(node);
  if (base === undefined || !/(Repository|Repo|Dao|DAO|Model|Store)$/.test(lastName(base.expression))) return;
  const constructor = node.members.find((member): member is ts.ConstructorDeclaration => member.kind === K.Constructor);
  for (const statement of constructor?.body?.statements ?? []) {
    if (statement.kind !== K.ExpressionStatement) continue;
    const call = (statement as ts.ExpressionStatement).expression;
    if (!isCall(call) || call.expression.kind !== K.SuperKeyword) continue;
    const first = call.arguments[0];
    const table = first === undefined ? undefined : literal(first, context);
    if (table !== undefined && /^[a-z_][\w.]*$/i.test(table)) {
      context.facts.accesses.push({
        orm: "knex",
        access: "read",
        operation: "repository",
        table,
        tentative: true,
        owner: context.declaration(node),
        ...context.position(node.name ?? node),
      });
      return;
    }
    const entity = call.arguments.map((argument) => boundEntity(bare(argument), constructor, context)).find((found) => found !== undefined);
    if (entity === undefined) return;
    context.facts.accesses.push({
      orm: ormOf("", context),
      access: "read",
      operation: "repository",
      entity,
      tentative: true,
      owner: context.declaration(node),
      ...context.position(node.name ?? node),
    });
    return;
  }
}

/** The entity that an argument of `super` is, or is the model of: `Order`, `@InjectModel(Order.name) model`, `{ model: Order }`. */
function boundEntity(argument: ts.Expression, constructor: ts.ConstructorDeclaration | undefined, context: FileContext): string | undefined {
  if (isObject(argument)) {
    const model = field(argument, "model");
    return model === undefined ? undefined : boundEntity(bare(model), constructor, context);
  }
  if (!isIdentifier(argument)) return undefined;
  if (isCapitalised(argument.text)) return isConstantName(argument.text) ? undefined : argument.text;
  const parameter = constructor?.parameters.find(
    (candidate) => candidate.name.kind === K.Identifier && (candidate.name as ts.Identifier).text === argument.text,
  );
  if (parameter === undefined) return undefined;
  const inject = decorations(parameter).find((decoration) => decoration.name === "InjectModel" || decoration.name === "InjectRepository");
  const injected = inject?.arguments[0];
  if (injected !== undefined) {
    const inner = bare(injected);
    return isAccess(inner) && inner.name.text === "name" ? lastName(inner.expression) : (context.constant(inner) ?? (lastName(inner) || undefined));
  }
  const type = typeNames(parameter.type);
  return type !== undefined && /^(\w*Model|Repository|EntityRepository)$/.test(type.name) ? typeNames(type.arguments[0])?.name : undefined;
}
