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
    const client = bare(model.expression);
    const certainty = clientOf(client, operation, node.arguments?.[0], context);
    if (certainty === undefined) return;
    // `this.prisma.user.create` inside a service named prisma: the client itself is no model.
    if (/prisma/i.test(name) && certainty !== "sure") return;
    const entity = name.charAt(0).toUpperCase() + name.slice(1);
    addAccess(node, "prisma", isRead ? "read" : "write", operation, { entity }, context, certainty === "likely");
  },
};

const prismaName = /prisma/i;
const transactionName = /^(tx|trx|transaction|db|client|prismaTx|txClient)$/;

/** Is the expression a Prisma client: by its type, by how it was made, by its name, or by an operation that nothing else has? */
function clientOf(
  client: ts.Expression,
  operation: string,
  argument: ts.Expression | undefined,
  context: FileContext,
): "sure" | "likely" | undefined {
  if (isThis(client)) {
    const base = heritage(context.classNode);
    return base !== undefined && prismaName.test(dotted(base.expression) ?? lastName(base.expression)) ? "sure" : undefined;
  }
  const type = isCall(client) ? undefined : typeNames(context.writtenType(client));
  if (type !== undefined) {
    if (prismaName.test(type.name) || prismaName.test(type.qualifier)) return "sure";
    return undefined;
  }
  const made = origin(client, context);
  if (made !== client || isNew(made)) {
    if (isNew(made) && prismaName.test(lastName(made.expression))) return "sure";
    if (isCall(made) && made.expression.kind !== client.kind && prismaName.test(calledName(made))) return "sure";
  }
  const path = isCall(client) ? calledName(client) : (dotted(client) ?? "");
  if (prismaName.test(path)) {
    const root = rootName(client);
    // A local constant of another file (`import { prisma } from "./db"`) is named so, but may be anything.
    const imported = isIdentifier(client) ? context.imported(root) : undefined;
    return imported === undefined || mentions(context, "prisma") ? "sure" : "likely";
  }
  const name = isAccess(client) ? client.name.text : isIdentifier(client) ? client.text : "";
  if (!transactionName.test(name)) return undefined;
  // `db.query.orders.findMany` is Drizzle's; an object (or nothing) is what Prisma's operations take.
  const takesObject = argument === undefined || isObject(bare(argument)) || isIdentifier(bare(argument));
  if (!takesObject || mentions(context, "drizzle") || mentions(context, "knex") || mentions(context, "typeorm") || mentions(context, "mikro-orm"))
    return undefined;
  const own = ownReads.has(operation) || ownWrites.has(operation);
  if (mentions(context, "prisma")) return own || (argument !== undefined && isObject(bare(argument))) ? "sure" : "likely";
  return own || (isObject(bare(argument ?? client)) && takesWhereOrData(argument)) ? "likely" : undefined;
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
