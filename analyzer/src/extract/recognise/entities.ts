/** Entities that decorators declare: TypeORM, MikroORM, sequelize-typescript, Mongoose under NestJS and Typegoose. */
import type { EntityFact, Orm } from "../../model/facts.ts";
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import { mikroOrmTable, mongooseCollection, sequelizeTable, typeOrmTable } from "./naming.ts";
import { mentions } from "./packages.ts";
import type { Decoration } from "./syntax.ts";
import {
  bare,
  decorated,
  decorations,
  field,
  heritage,
  importOf,
  isArray,
  isObject,
  isString,
  lastName,
  namedByThunk,
  nameText,
  typeNames,
} from "./syntax.ts";

const K = ts.SyntaxKind;

const entityNames = new Set(["Entity", "ChildEntity", "ViewEntity", "Table", "Schema", "modelOptions", "ModelOptions"]);
const relationNames = new Set(["ManyToOne", "OneToMany", "OneToOne", "ManyToMany", "BelongsTo", "HasMany", "HasOne", "BelongsToMany", "ForeignKey"]);

export const decoratedEntities: NamedRecogniser = {
  applies: (context) =>
    mentions(context, "typeorm") || mentions(context, "mikro-orm") || mentions(context, "sequelize") || mentions(context, "mongoose"),
  class(node, context) {
    for (const decoration of decorations(node)) {
      if (!entityNames.has(decoration.name)) continue;
      const orm = ormOf(decoration, context);
      if (orm === undefined) continue;
      const name = nameText(node.name) || "default";
      context.facts.entities.push({
        orm,
        name,
        table: tableOf(orm, decoration, name, node, context),
        declaration: context.declaration(node),
        relations: relationsOf(orm, node, context),
        ...context.position(node.name ?? node),
      });
      return;
    }
  },
};

function ormOf(decoration: Decoration, context: FileContext): Orm | undefined {
  const specifier = importOf(decoration.callee, context)?.specifier ?? "";
  const byTable = decoration.name === "Table";
  if (specifier.startsWith("typeorm")) return byTable ? undefined : "typeorm";
  if (specifier.startsWith("@mikro-orm/") || specifier === "mikro-orm") return "mikro-orm";
  if (specifier.includes("sequelize")) return byTable ? "sequelize" : undefined;
  if (specifier === "@nestjs/mongoose" || specifier.includes("typegoose")) return "mongoose";
  return undefined;
}

function options(decoration: Decoration): ts.ObjectLiteralExpression | undefined {
  return decoration.arguments.map(bare).find(isObject);
}

const text = (expression: ts.Expression | undefined, context: FileContext): string | undefined =>
  expression === undefined ? undefined : context.constant(expression);

function tableOf(orm: Orm, decoration: Decoration, name: string, node: ts.ClassLikeDeclaration, context: FileContext): string {
  const settings = options(decoration);
  switch (orm) {
    case "typeorm": {
      const first = decoration.arguments[0];
      const written = text(field(settings, "name"), context) ?? (first === undefined || isObject(bare(first)) ? undefined : text(first, context));
      return qualified(
        text(field(settings, "schema"), context),
        written ?? (decoration.name === "ChildEntity" ? parentTable(node, context) : undefined) ?? typeOrmTable(name),
      );
    }
    case "mikro-orm":
      return qualified(
        text(field(settings, "schema"), context),
        text(field(settings, "tableName") ?? field(settings, "collection"), context) ?? mikroOrmTable(name),
      );
    case "sequelize": {
      const model = text(field(settings, "modelName"), context) ?? name;
      const frozen = field(settings, "freezeTableName")?.kind === K.TrueKeyword;
      return qualified(
        text(field(settings, "schema"), context),
        text(field(settings, "tableName"), context) ?? (frozen ? model : sequelizeTable(model)),
      );
    }
    default: {
      const nested = field(settings, "schemaOptions");
      return (
        text(field(settings, "collection") ?? field(nested === undefined ? undefined : bare(nested), "collection"), context) ??
        mongooseCollection(name)
      );
    }
  }
}

const defaultSchemas = new Set(["public", "dbo", "main"]);

/** `billing.orders`; the database's default schema is not written. */
export const qualified = (schema: string | undefined, table: string): string =>
  schema === undefined || defaultSchemas.has(schema) ? table : `${schema}.${table}`;

/** Single-table inheritance: a child lives in its parent's table. */
function parentTable(node: ts.ClassLikeDeclaration, context: FileContext): string | undefined {
  const base = heritage(node);
  if (base === undefined) return undefined;
  const name = lastName(base.expression);
  return context.facts.entities.find((entity) => entity.name === name)?.table ?? typeOrmTable(name);
}

type Relation = EntityFact["relations"][number];

function relationsOf(orm: Orm, node: ts.ClassLikeDeclaration, context: FileContext): Relation[] {
  const relations: Relation[] = [];
  for (const member of node.members) {
    if (member.kind !== K.PropertyDeclaration && member.kind !== K.GetAccessor) continue;
    for (const decoration of decorated(member)) {
      const target =
        orm === "mongoose"
          ? referenced(decoration, context)
          : relationNames.has(decoration.name)
            ? relationTarget(decoration, member as ts.PropertyDeclaration, context)
            : undefined;
      if (target === undefined) continue;
      // A key column beside its association names the same relation twice.
      if (decoration.name === "ForeignKey" && hasAssociation(node, target, context)) continue;
      relations.push({ target, field: nameText(member.name), cascade: orm !== "mongoose" && cascades(decoration, context) });
    }
  }
  return relations;
}

function relationTarget(decoration: Decoration, member: ts.PropertyDeclaration, context: FileContext): string | undefined {
  const first = decoration.arguments[0];
  const inner = first === undefined ? undefined : bare(first);
  const named = inner !== undefined && isObject(inner) ? namedByThunk(field(inner, "entity"), context) : namedByThunk(inner, context);
  if (named !== undefined && named !== "") return named;
  // MikroORM reads the target from the property's type: `Collection<Line>`, `Ref<Order>`, `Order`.
  const type = typeNames(member.type);
  if (type === undefined) return undefined;
  return type.arguments.length === 0 ? type.name : typeNames(type.arguments[0])?.name;
}

function hasAssociation(node: ts.ClassLikeDeclaration, target: string, context: FileContext): boolean {
  return node.members.some((member) =>
    decorated(member).some(
      (other) => other.name !== "ForeignKey" && relationNames.has(other.name) && namedByThunk(other.arguments[0], context) === target,
    ),
  );
}

/** `ref: "Customer"` of `@Prop`, also one level down: `@Prop([{ type: ObjectId, ref: "Customer" }])`. */
function referenced(decoration: Decoration, context: FileContext): string | undefined {
  if (decoration.name !== "Prop" && decoration.name !== "prop") return undefined;
  return decoration.arguments.map((argument) => reference(argument, context)).find((found) => found !== undefined);
}

/** The model that a Mongoose path refers to: `{ type: ObjectId, ref: "Customer" }`, `[{ … }]`, `{ type: [{ … }] }`. */
export function reference(expression: ts.Expression | undefined, context: FileContext): string | undefined {
  if (expression === undefined) return undefined;
  const inner = bare(expression);
  if (isArray(inner)) return reference(inner.elements[0], context);
  if (!isObject(inner)) return undefined;
  const ref = field(inner, "ref");
  if (ref === undefined) return reference(field(inner, "type"), context);
  const named = bare(ref);
  // `Customer.name` is the name of the class.
  if (named.kind === K.PropertyAccessExpression && (named as ts.PropertyAccessExpression).name.text === "name")
    return lastName((named as ts.PropertyAccessExpression).expression);
  return isString(named) ? named.text : (context.constant(named) ?? namedByThunk(named, context));
}

const deleting = /^(cascade|set null)$/i;

/** Is it written that deleting one side writes the other? */
export function cascades(decoration: { arguments: readonly ts.Expression[] }, context: FileContext): boolean {
  const settings = decoration.arguments.map(bare).findLast(isObject);
  if (settings === undefined) return false;
  for (const name of ["onDelete", "deleteRule"]) if (deleting.test(text(field(settings, name), context) ?? "")) return true;
  if (field(settings, "orphanRemoval")?.kind === K.TrueKeyword) return true;
  const cascade = field(settings, "cascade");
  if (cascade === undefined) return false;
  const inner = bare(cascade);
  if (inner.kind === K.TrueKeyword) return true;
  return isArray(inner) && inner.elements.some((element) => /^(remove|all)$/i.test(text(element, context) ?? lastName(element)));
}
