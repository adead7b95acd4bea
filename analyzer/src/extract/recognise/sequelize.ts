/** Sequelize: `sequelize.define`, `Order.init`, associations, models included in a query. Decorated models are in entities.ts, calls of models in activeRecord.ts. */
import type { EntityFact } from "../../model/facts.ts";
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import type { Call } from "./access.ts";
import { addAccess, className, entityName } from "./access.ts";
import { cascades, qualified } from "./entities.ts";
import { sequelizeTable } from "./naming.ts";
import { isFrontend } from "./packages.ts";
import { at } from "./routing.ts";
import { bare, field, isArray, isObject, isThis, lastName, method, objectArgument, receiver } from "./syntax.ts";

const K = ts.SyntaxKind;

const associations = new Set(["belongsTo", "hasMany", "hasOne", "belongsToMany"]);
const including = new Set(["findAll", "findOne", "findByPk", "findAndCountAll", "count", "findOrCreate", "reload"]);

export const sequelizeModels: NamedRecogniser = {
  names: ["define", "init", ...associations, ...including],
  // Models in JavaScript get their `sequelize` as a parameter, so no package need be mentioned.
  applies: (context) => !isFrontend(context),
  call(node, context) {
    const name = method(node);
    if (name === "define") defined(node, context);
    else if (name === "init") initialised(node, context);
    else if (associations.has(name)) associated(node, context);
    else if (including.has(name)) included(node, context);
  },
};

function defined(node: Call, context: FileContext): void {
  const [first, second] = node.arguments ?? [];
  if (first === undefined || second === undefined || !/sequelize|^db$|connection/i.test(lastName(receiver(node)))) return;
  const name = context.constant(first);
  if (name !== undefined && isObject(bare(second))) push(node, name, node.arguments?.[2], second, -1, context);
}

/** `Order.init(attributes, { sequelize, tableName: "orders" })` */
function initialised(node: Call, context: FileContext): void {
  const [attributes, options] = node.arguments ?? [];
  if (attributes === undefined || options === undefined || node.arguments?.length !== 2) return;
  const settings = bare(options);
  if (!isObject(settings) || !hasKey(settings, "sequelize")) return;
  const target = receiver(node);
  // `super.init(…)` and `this.init(…)` in a static method name the class around them.
  const name = isThis(target) || target.kind === K.SuperKeyword ? className(context) : lastName(target);
  if (name === "") return;
  const model = field(settings, "modelName");
  const declaration = context.facts.declarations.findIndex((candidate) => candidate.name === name && candidate.kind === "class");
  push(node, name, settings, attributes, declaration, context, model === undefined ? undefined : context.constant(model));
}

const hasKey = (object: ts.ObjectLiteralExpression, name: string): boolean =>
  object.properties.some(
    (property) => (property.name !== undefined && "text" in property.name && property.name.text === name) || property.kind === K.SpreadAssignment,
  );

function push(
  node: Call,
  name: string,
  options: ts.Expression | undefined,
  attributes: ts.Expression,
  declaration: number,
  context: FileContext,
  modelName = name,
): void {
  const settings = options === undefined ? undefined : bare(options);
  const text = (key: string): string | undefined => {
    const value = field(settings, key);
    return value === undefined ? undefined : context.constant(value);
  };
  const frozen = field(settings, "freezeTableName")?.kind === K.TrueKeyword;
  const table = text("tableName") ?? (frozen ? modelName : sequelizeTable(modelName));
  const relations = [...referencedModels(attributes, context), ...(waiting.get(context.sourceFile)?.get(name) ?? [])];
  waiting.get(context.sourceFile)?.delete(name);
  context.facts.entities.push({ orm: "sequelize", name, table: qualified(text("schema"), table), declaration, relations, ...at(node, context) });
}

/** `customerId: { references: { model: Customer }, onDelete: "CASCADE" }` */
function referencedModels(attributes: ts.Expression, context: FileContext): EntityFact["relations"] {
  const object = bare(attributes);
  if (!isObject(object)) return [];
  return object.properties.flatMap((property) => {
    if (property.kind !== K.PropertyAssignment) return [];
    const column = bare((property as ts.PropertyAssignment).initializer);
    const references = field(column, "references");
    const model = references === undefined ? undefined : field(bare(references), "model");
    const nested = model !== undefined && isObject(bare(model)) ? field(bare(model), "tableName") : model;
    const target = nested === undefined ? undefined : (context.constant(nested) ?? entityName(nested));
    return target === undefined
      ? []
      : [
          {
            target,
            field: property.name !== undefined && "text" in property.name ? String(property.name.text) : "",
            cascade: cascades({ arguments: [column] }, context),
          },
        ];
  });
}

/** Associations that stand before the model is made (`static associate()` above `Order.init`), by file and model. */
const waiting = new WeakMap<ts.SourceFile, Map<string, EntityFact["relations"]>>();

/** `Order.hasMany(Line, { as: "lines", onDelete: "CASCADE" })`, also on `this` in a static method. */
function associated(node: Call, context: FileContext): void {
  const target = receiver(node);
  const owner = isThis(target) ? className(context) : lastName(target);
  const first = node.arguments?.[0];
  const named = entityName(first);
  if (owner === "" || named === undefined) return;
  const settings = objectArgument(node);
  const alias = field(settings, "as") ?? field(settings, "foreignKey");
  const model = named.split(".").at(-1) ?? named;
  const relation = {
    target: model,
    field: (alias === undefined ? undefined : context.constant(alias)) ?? model,
    cascade: cascades({ arguments: node.arguments ?? [] }, context),
  };
  const entity = context.facts.entities.find((candidate) => candidate.name === owner && candidate.orm === "sequelize");
  if (entity !== undefined) {
    entity.relations.push(relation);
    return;
  }
  let byModel = waiting.get(context.sourceFile);
  if (byModel === undefined) waiting.set(context.sourceFile, (byModel = new Map()));
  const before = byModel.get(owner);
  if (before === undefined) byModel.set(owner, [relation]);
  else before.push(relation);
}

/** Models that a query joins: `findAll({ include: [Customer, { model: Line, include: [Product] }] })`. */
function included(node: Call, context: FileContext): void {
  const include = field(objectArgument(node), "include");
  if (include !== undefined) join(node, include, context);
}

function join(node: Call, value: ts.Expression, context: FileContext): void {
  const inner = bare(value);
  if (isArray(inner)) {
    for (const element of inner.elements) join(node, element, context);
    return;
  }
  if (isObject(inner)) {
    const model = field(inner, "model");
    if (model !== undefined) join(node, model, context);
    const deeper = field(inner, "include");
    if (deeper !== undefined) join(node, deeper, context);
    return;
  }
  const entity = inner.kind === K.StringLiteral ? undefined : entityName(inner);
  if (entity !== undefined) addAccess(node, "sequelize", "read", "include", { entity }, context, true);
}
