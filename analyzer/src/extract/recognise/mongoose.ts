/** Mongoose: `model("Order", schema)`, `Model<Order>`, `@InjectModel(Order.name)`, `new this.orders(…).save()`, `$lookup`. */
import type { EntityFact } from "../../model/facts.ts";
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import type { Call } from "./access.ts";
import { addAccess, entityName, origin } from "./access.ts";
import { reference } from "./entities.ts";
import { lookups } from "./mongodb.ts";
import { mongooseCollection } from "./naming.ts";
import { mentions } from "./packages.ts";
import { at } from "./routing.ts";
import {
  bare,
  callee,
  decorations,
  field,
  importOf,
  isAccess,
  isCall,
  isIdentifier,
  isNew,
  isObject,
  isThis,
  lastName,
  method,
  nameText,
  receiver,
  typeNames,
} from "./syntax.ts";

const reads = new Set([
  "find",
  "findOne",
  "findById",
  "count",
  "countDocuments",
  "estimatedDocumentCount",
  "distinct",
  "exists",
  "aggregate",
  "paginate",
  "aggregatePaginate",
  "where",
  "watch",
]);
const writes = new Set([
  "create",
  "insertMany",
  "save",
  "updateOne",
  "updateMany",
  "update",
  "findOneAndUpdate",
  "findByIdAndUpdate",
  "findOneAndDelete",
  "findByIdAndDelete",
  "findOneAndRemove",
  "findByIdAndRemove",
  "findOneAndReplace",
  "replaceOne",
  "deleteOne",
  "deleteMany",
  "remove",
  "bulkWrite",
  "bulkSave",
  "insertOne",
]);
const modelTypes = new Set(["Model", "PaginateModel", "AggregatePaginateModel", "SoftDeleteModel", "ModelType", "ReturnModelType", "IModel"]);

export const mongooseAccess: NamedRecogniser = {
  names: ["model", "discriminator", "getModelForClass", ...reads, ...writes],
  applies: (context) => mentions(context, "mongoose"),
  call(node, context) {
    const name = method(node);
    if (name === "model" || name === "discriminator" || callee(node) === "model") {
      defined(node, name, context);
      return;
    }
    if (callee(node) === "getModelForClass") {
      typegoose(node, context);
      return;
    }
    const isWrite = writes.has(name);
    if (!isWrite && !reads.has(name)) return;
    const entity = modelEntity(receiver(node), context);
    if (entity === undefined) return;
    addAccess(node, "mongoose", isWrite ? "write" : "read", name, { entity: entity.name }, context, !entity.sure);
    if (name === "aggregate") lookups(node, "mongoose", context);
  },
};

/** The entity of a model that is injected, typed, looked up by its name, or constructed from. */
export function modelEntity(expression: ts.Expression, context: FileContext): { name: string; sure: boolean } | undefined {
  const made = origin(expression, context);
  if (isNew(made)) return modelEntity(made.expression, context);
  if (isCall(made)) {
    if (method(made) !== "model" && callee(made) !== "model") return undefined;
    const name = entityName(made.arguments[0]);
    return name === undefined || !isMongoose(made, context) ? undefined : { name, sure: true };
  }
  const inner = bare(expression);
  if (!isIdentifier(inner) && !(isAccess(inner) && isThis(inner.expression))) return undefined;
  const inject = decorations({ modifiers: context.decoratorsOf(inner) }).find((decoration) => decoration.name === "InjectModel");
  const injected = entityName(inject?.arguments[0]);
  if (injected !== undefined && !mentions(context, "sequelize")) return { name: injected, sure: true };
  const type = typeNames(context.writtenType(inner));
  if (type === undefined || !modelTypes.has(type.name)) return undefined;
  const argument = type.arguments[0];
  if (argument === undefined) return undefined;
  const named =
    argument.kind === ts.SyntaxKind.TypeQuery ? lastName((argument as ts.TypeQueryNode).exprName as ts.Expression) : typeNames(argument)?.name;
  // In a generic base class only the receiver's type tells, at the end of linking.
  if (named === undefined || context.classNode?.typeParameters?.some((parameter) => parameter.name.text === named) === true) return undefined;
  // `Model<OrderDocument>` beside an imported `Order`: the document's type is made from the schema class.
  const stem = named.replace(/Document$/, "");
  return stem !== named && context.imported(stem) !== undefined ? { name: stem, sure: true } : { name: named, sure: false };
}

function isMongoose(node: Call, context: FileContext): boolean {
  if (callee(node) !== "") return importOf(node.expression, context)?.specifier === "mongoose";
  const target = receiver(node);
  return importOf(target, context)?.specifier === "mongoose" || /mongoose|connection|conn|^db$/i.test(lastName(target));
}

/** `model("Order", schema, "orders")`; with one argument it looks a model up. */
function defined(node: Call, name: string, context: FileContext): void {
  const [first, second, third] = node.arguments ?? [];
  if (first === undefined || second === undefined) return;
  if (name === "discriminator") {
    const parent = lastName(receiver(node));
    const registered = context.constant(first);
    const table = context.facts.entities.find((entity) => entity.name === parent)?.table ?? mongooseCollection(parent);
    if (registered !== undefined && parent !== "") push(node, registered, table, second, context);
    return;
  }
  if (!isMongoose(node, context)) return;
  const registered = context.constant(first) ?? entityName(first);
  if (registered === undefined) return;
  const written = third === undefined ? undefined : context.constant(third);
  push(node, registered, written ?? collectionOption(second, context) ?? mongooseCollection(registered), second, context);
}

function push(node: Call, name: string, table: string, schema: ts.Expression, context: FileContext): void {
  context.facts.entities.push({ orm: "mongoose", name, table, declaration: -1, relations: schemaRelations(schema, context), ...at(node, context) });
}

function schemaCall(schema: ts.Expression, context: FileContext): ts.NewExpression | undefined {
  const made = origin(schema, context);
  return isNew(made) ? made : undefined;
}

function collectionOption(schema: ts.Expression, context: FileContext): string | undefined {
  const options = schemaCall(schema, context)?.arguments?.[1];
  const value = field(options === undefined ? undefined : bare(options), "collection");
  return value === undefined ? undefined : context.constant(value);
}

/** Paths of the schema with `ref`, nested ones by their dotted path. */
function schemaRelations(schema: ts.Expression, context: FileContext): EntityFact["relations"] {
  const definition = schemaCall(schema, context)?.arguments?.[0];
  const relations: EntityFact["relations"] = [];
  const visit = (object: ts.Expression, prefix: string, depth: number): void => {
    const inner = origin(object, context);
    if (!isObject(inner) || depth > 4) return;
    for (const property of inner.properties) {
      if (property.kind !== ts.SyntaxKind.PropertyAssignment) continue;
      const value = (property as ts.PropertyAssignment).initializer;
      const path = `${prefix}${nameText(property.name)}`;
      const target = reference(value, context);
      if (target !== undefined) relations.push({ target, field: path, cascade: false });
      else visit(nested(value), `${path}.`, depth + 1);
    }
  };
  if (definition !== undefined) visit(definition, "", 0);
  return relations;
}

/** `[{ product: … }]` and `{ type: { product: … } }` nest like `{ product: … }`. */
function nested(value: ts.Expression): ts.Expression {
  const inner = bare(value);
  if (inner.kind === ts.SyntaxKind.ArrayLiteralExpression) return (inner as ts.ArrayLiteralExpression).elements[0] ?? inner;
  const type = field(inner, "type");
  return type !== undefined && (isObject(bare(type)) || bare(type).kind === ts.SyntaxKind.ArrayLiteralExpression) ? nested(type) : inner;
}

/** Typegoose: `getModelForClass(Order)`; the class is the entity, by this call. */
function typegoose(node: Call, context: FileContext): void {
  const name = entityName(node.arguments?.[0]);
  if (name === undefined || context.facts.entities.some((entity) => entity.name === name)) return;
  context.facts.entities.push({ orm: "mongoose", name, table: mongooseCollection(name), declaration: -1, relations: [], ...at(node, context) });
}
