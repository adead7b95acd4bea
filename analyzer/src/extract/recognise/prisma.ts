/** Prisma: `prisma.order.findMany(…)`, `this.prisma.order.create(…)`, `tx.order.update(…)`. Raw queries are SQL, see rawSql.ts. */
import type { FileContext } from "../recogniser.ts";
import type { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import { addAccess, origin } from "./access.ts";
import { isFrontend, mentions } from "./packages.ts";
import {
  bare,
  dotted,
  heritage,
  isAccess,
  isCall,
  isCapitalised,
  isIdentifier,
  isNew,
  isObject,
  isThis,
  lastName,
  method,
  receiver,
  rootName,
  typeNames,
} from "./syntax.ts";

/** Operations that only Prisma's models have; the others are common words. */
const ownReads = new Set(["findUnique", "findUniqueOrThrow", "findFirst", "findFirstOrThrow", "findMany", "groupBy"]);
const reads = new Set([...ownReads, "count", "aggregate"]);
const ownWrites = new Set(["createMany", "createManyAndReturn", "updateMany", "updateManyAndReturn", "deleteMany", "upsert"]);
const writes = new Set([...ownWrites, "create", "update", "delete"]);

export const prismaAccess: NamedRecogniser = {
  names: [...reads, ...writes],
  applies: (context) => !isFrontend(context) || mentions(context, "prisma"),
  call(node, context) {
    const operation = method(node);
    const isRead = reads.has(operation);
    if (!isRead && !writes.has(operation)) return;
    const model = receiver(node);
    if (!isAccess(model)) return;
    const name = model.name.text;
    if (isCapitalised(name) || name.startsWith("_") || name.startsWith("$")) return;
    if (!isClient(bare(model.expression), operation, node.arguments?.[0], context)) return;
    // Where only a name tells, the schema still has to have a model of that name.
    const entity = name.charAt(0).toUpperCase() + name.slice(1);
    addAccess(node, "prisma", isRead ? "read" : "write", operation, { entity }, context);
  },
};

const prismaName = /prisma/i;
const transactionName = /^(tx|trx|transaction|db|client|txClient)$/;

/** Is the expression a Prisma client: by its type, by how it was made, by its name, or by an operation that nothing else has? */
function isClient(client: ts.Expression, operation: string, argument: ts.Expression | undefined, context: FileContext): boolean {
  if (isThis(client)) {
    const base = heritage(context.classNode);
    return base !== undefined && prismaName.test(dotted(base.expression) ?? lastName(base.expression));
  }
  const type = isCall(client) ? undefined : typeNames(context.writtenType(client));
  if (type !== undefined) return prismaName.test(type.name) || prismaName.test(type.qualifier);
  const made = origin(client, context);
  if (isNew(made)) return prismaName.test(lastName(made.expression));
  if (isCall(made) && made !== client && prismaName.test(calledName(made))) return true;
  if (prismaName.test(isCall(client) ? calledName(client) : (dotted(client) ?? ""))) return true;
  const name = isAccess(client) ? client.name.text : isIdentifier(client) ? client.text : "";
  return transactionName.test(name) && !otherDatabases.some((other) => mentions(context, other)) && isOwnOperation(operation, argument, context);
}

/** Where one of these is in use, a transaction named `tx` is theirs. */
const otherDatabases = ["drizzle", "knex", "typeorm", "mikro-orm"] as const;

function isOwnOperation(operation: string, argument: ts.Expression | undefined, context: FileContext): boolean {
  const inner = argument === undefined ? undefined : bare(argument);
  if (inner !== undefined && !isObject(inner) && !isIdentifier(inner)) return false;
  return ownReads.has(operation) || ownWrites.has(operation) || mentions(context, "prisma") || takesWhereOrData(argument);
}

/** Does the argument look like Prisma's (`{ where }`, `{ data }`)? */
function takesWhereOrData(argument: ts.Expression | undefined): boolean {
  const inner = argument === undefined ? undefined : bare(argument);
  return (
    inner !== undefined &&
    isObject(inner) &&
    inner.properties.some(
      (property) => property.name !== undefined && "text" in property.name && (property.name.text === "where" || property.name.text === "data"),
    )
  );
}

/** `this.prismaService.txClient` of `this.prismaService.txClient()` and of `(await prisma.$extends(…))`. */
const calledName = (node: ts.CallExpression): string =>
  dotted(node.expression) ?? (method(node) === "" ? "" : `${rootName(receiver(node))}.${method(node)}`);
