/**
 * The MongoDB driver: `db.collection("orders").insertOne(…)`, a variable or property that was initialised so, and collections that are
 * passed around by name (`const { Orders } = context.collections`).
 */
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import type { Call } from "./access.ts";
import { addAccess, origin } from "./access.ts";
import { isFrontend } from "./packages.ts";
import { bare, isAccess, isArray, isCall, isCapitalised, isIdentifier, isObject, isString, lastName, method, nameText, receiver } from "./syntax.ts";

const K = ts.SyntaxKind;

const reads = new Set(["find", "findOne", "countDocuments", "estimatedDocumentCount", "distinct", "aggregate", "watch", "count"]);
const writes = new Set([
  "insertOne",
  "insertMany",
  "updateOne",
  "updateMany",
  "replaceOne",
  "deleteOne",
  "deleteMany",
  "bulkWrite",
  "findOneAndUpdate",
  "findOneAndDelete",
  "findOneAndReplace",
  "initializeUnorderedBulkOp",
  "initializeOrderedBulkOp",
  "drop",
  "insert",
  "update",
  "remove",
  "save",
]);
/** Names that collections have and hardly anything else. */
const ownWrites = new Set([
  "insertOne",
  "insertMany",
  "updateOne",
  "updateMany",
  "replaceOne",
  "deleteOne",
  "deleteMany",
  "bulkWrite",
  "findOneAndUpdate",
  "findOneAndDelete",
  "findOneAndReplace",
]);

const collectionGetter = new Set(["collection"]);

export const mongodbAccess: NamedRecogniser = {
  names: [...reads, ...writes],
  applies: (context) => !isFrontend(context),
  call(node, context) {
    const operation = method(node);
    const isWrite = writes.has(operation);
    if (!isWrite && !reads.has(operation)) return;
    const target = receiver(node);
    const table = collectionName(target, operation, context);
    if (table === undefined) return;
    addAccess(node, "mongodb", isWrite ? "write" : "read", operation, { table }, context);
    if (operation === "aggregate") lookups(node, "mongodb", context);
  },
  variable(node, context) {
    noteCollections(node, context);
  },
};

function collectionName(expression: ts.Expression, operation: string, context: FileContext): string | undefined {
  const made = origin(expression, context);
  if (isCall(made)) {
    if (!collectionGetter.has(method(made)) || made.arguments.length === 0) return undefined;
    const first = made.arguments[0];
    return first === undefined ? undefined : context.constant(first);
  }
  const inner = bare(expression);
  if (isIdentifier(inner)) {
    if (!isCapitalised(inner.text)) return undefined;
    if (isCollection(inner.text, context)) return inner.text;
    // A capitalised local that is neither imported nor made here, with an operation of collections alone.
    return ownWrites.has(operation) && made === inner && context.imported(inner.text) === undefined && !isDeclared(inner.text, context)
      ? inner.text
      : undefined;
  }
  // `context.collections.Orders.find(…)`
  return isAccess(inner) && lastName(inner.expression) === "collections" ? inner.name.text : undefined;
}

const isDeclared = (name: string, context: FileContext): boolean =>
  context.facts.declarations.some((declaration) => declaration.name === name && declaration.parent === -1) ||
  context.facts.entities.some((entity) => entity.name === name);

const collections = new WeakMap<ts.SourceFile, Set<string>>();

/** Is the name one that this file took out of an object of collections? */
export const isCollection = (name: string, context: FileContext): boolean => collections.get(context.sourceFile)?.has(name) === true;

/** `const { Orders } = context.collections`, `const { collections: { Orders } } = context`, `const Orders = collections.Orders` */
function noteCollections(node: ts.VariableDeclaration, context: FileContext): void {
  if (node.initializer === undefined) return;
  if (node.name.kind === K.ObjectBindingPattern) {
    const pattern = node.name as ts.ObjectBindingPattern;
    if (lastName(node.initializer) === "collections") notePattern(pattern, context);
    else {
      for (const element of pattern.elements) {
        if (element.propertyName !== undefined && nameText(element.propertyName) === "collections" && element.name.kind === K.ObjectBindingPattern) {
          notePattern(element.name as ts.ObjectBindingPattern, context);
        }
      }
    }
    return;
  }
  const value = bare(node.initializer);
  if (isIdentifier(node.name) && isAccess(value) && lastName(value.expression) === "collections") note(node.name.text, context);
}

function notePattern(pattern: ts.ObjectBindingPattern, context: FileContext): void {
  for (const element of pattern.elements) if (isIdentifier(element.name)) note(element.name.text, context);
}

function note(name: string, context: FileContext): void {
  let names = collections.get(context.sourceFile);
  if (names === undefined) collections.set(context.sourceFile, (names = new Set()));
  names.add(name);
}

/** `aggregate([{ $lookup: { from: "customers" } }, { $merge: { into: "totals" } }])`: other collections that the pipeline reads and writes. */
export function lookups(node: Call, orm: "mongodb" | "mongoose", context: FileContext): void {
  const pipeline = node.arguments?.[0] === undefined ? undefined : origin(node.arguments[0], context);
  if (pipeline === undefined || !isArray(pipeline)) return;
  const visit = (child: ts.Node): void => {
    if (child.kind === K.PropertyAssignment) {
      const { name, initializer } = child as ts.PropertyAssignment;
      const stage = nameText(name);
      const value = bare(initializer);
      const table =
        stage === "$lookup" || stage === "$graphLookup" || stage === "$unionWith"
          ? named(value, ["from", "coll"], context)
          : stage === "$merge" || stage === "$out"
            ? named(value, ["into", "coll"], context)
            : undefined;
      if (table !== undefined) addAccess(node, orm, stage === "$merge" || stage === "$out" ? "write" : "read", stage, { table }, context);
    }
    ts.forEachChild(child, visit);
  };
  visit(pipeline);
}

function named(value: ts.Expression, keys: readonly string[], context: FileContext): string | undefined {
  if (isString(value)) return value.text;
  if (!isObject(value)) return undefined;
  for (const property of value.properties) {
    if (property.kind === K.PropertyAssignment && keys.includes(nameText(property.name)))
      return context.constant((property as ts.PropertyAssignment).initializer);
  }
  return undefined;
}
