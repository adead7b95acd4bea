/** Job queues: Bull, BullMQ, Bee-Queue, pg-boss. What is added is published under the queue's name, what works it off is a consumer. */
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import type { Call } from "./access.ts";
import { callback, origin, simpleName } from "./access.ts";
import { eventName } from "./events.ts";
import { isFrontend, mentions } from "./packages.ts";
import { at } from "./routing.ts";
import {
  bare,
  decorated,
  decorations,
  field,
  importOf,
  isIdentifier,
  isAccess,
  isNew,
  isObject,
  isString,
  lastName,
  literal,
  method,
  receiver,
  typeImport,
  typeNames,
} from "./syntax.ts";

const packages = /^(bullmq|bull|bee-queue|@taskforcesh\/bullmq-pro|@nestjs\/bull(mq)?|pg-boss)$/;
const publishing = new Set(["add", "addBulk", "createJob", "send", "sendAfter", "publish"]);
const working = new Set(["process", "work", "subscribe"]);

export const queueJobs: NamedRecogniser = {
  names: [...publishing, ...working],
  applies: (context) => !isFrontend(context),
  call(node, context) {
    const name = method(node);
    if (publishing.has(name)) published(node, name, context);
    else if (working.has(name)) worked(node, name, context);
  },
  class(node, context) {
    if (mentions(context, "queue")) processor(node, context);
  },
};

export const queueWorkers: NamedRecogniser = {
  // Imported under whatever name.
  everyCall: true,
  applies: (context) => mentions(context, "queue"),
  call(node, context) {
    if (node.kind === ts.SyntaxKind.NewExpression) worker(node, context);
  },
};

/** The queue that a value is: its name, or `*` where it is not literal; undefined for other values. */
function queueOf(expression: ts.Expression, context: FileContext): string | undefined {
  const inner = bare(expression);
  const inject = decorations({ modifiers: context.decoratorsOf(inner) }).find((decoration) => decoration.name === "InjectQueue");
  if (inject !== undefined) return inject.arguments[0] === undefined ? "*" : eventName(inject.arguments[0], context);
  const made = origin(inner, context);
  if (isNew(made)) {
    if (!/^(Queue\w*|Bull|BullQueue|FlowProducer|BeeQueue)$/.test(importedName(made.expression, context)) || !isPackage(made.expression, context))
      return undefined;
    return made.arguments?.[0] === undefined ? "*" : eventName(made.arguments[0], context);
  }
  const type = isIdentifier(inner) || isAccess(inner) ? typeNames(context.writtenType(inner)) : undefined;
  if (type !== undefined) return /^Queue\w*$/.test(type.name) && packages.test(typeImport(type, context)?.specifier ?? "") ? "*" : undefined;
  return /queue$/i.test(simpleName(inner)) ? "*" : undefined;
}

const isPackage = (expression: ts.Expression, context: FileContext): boolean => packages.test(importOf(expression, context)?.specifier ?? "");

/** Bull is a class by default export: its local name is the project's own. */
const importedName = (expression: ts.Expression, context: FileContext): string => {
  const name = importOf(expression, context)?.name;
  return name === undefined || name === "default" || name === "=" ? "Queue" : name;
};

function isBoss(expression: ts.Expression, context: FileContext): boolean {
  const type = typeNames(context.writtenType(expression));
  if (type !== undefined) return type.name === "PgBoss";
  const made = origin(expression, context);
  return isNew(made)
    ? isPackage(made.expression, context) && lastName(made.expression) === "PgBoss"
    : mentions(context, "queue") && simpleName(expression) === "boss";
}

function published(node: Call, name: string, context: FileContext): void {
  const target = receiver(node);
  const first = node.arguments?.[0];
  if (name === "send" || name === "sendAfter" || name === "publish") {
    if (first !== undefined && isBoss(target, context)) push(node, eventName(first, context), context);
    return;
  }
  const queue = queueOf(target, context);
  if (queue === undefined || first === undefined) return;
  // Without the queue's name, that of the job says more than nothing.
  const job = isString(bare(first)) ? literal(first, context) : undefined;
  if (queue !== "*") push(node, queue, context);
  else if (job !== undefined || mentions(context, "queue")) push(node, job ?? "*", context);
}

function push(node: Call, event: string, context: FileContext): void {
  context.facts.events.push({ direction: "publish", event, channel: "queue", owner: context.owner, ...at(node, context) });
}

function consume(queue: string, owner: number, where: { line: number; column: number }, context: FileContext): void {
  context.facts.jobs.push({ kind: "consumer", schedule: queue, owner, ...where });
  context.facts.events.push({ direction: "subscribe", event: queue, channel: "queue", owner, ...where });
}

/** `queue.process(send)`, `boss.work("emails", send)` */
function worked(node: Call, name: string, context: FileContext): void {
  const target = receiver(node);
  if (name === "process") {
    const queue = queueOf(target, context);
    const last = node.arguments?.at(-1);
    const isHandled =
      callback(node) !== undefined || (last !== undefined && (isIdentifier(bare(last)) || isAccess(bare(last)) || isString(bare(last))));
    if (queue !== undefined && isHandled) consume(queue === "*" ? simpleName(target) : queue, context.owner, at(node, context), context);
    return;
  }
  const first = node.arguments?.[0];
  if (first !== undefined && isBoss(target, context)) consume(eventName(first, context), context.owner, at(node, context), context);
}

/** `new Worker("emails", send)` of BullMQ. */
function worker(node: Call, context: FileContext): void {
  if (importOf(node.expression, context)?.name !== "Worker" && importOf(node.expression, context)?.name !== "WorkerPro") return;
  const first = node.arguments?.[0];
  if (first !== undefined && isPackage(node.expression, context)) consume(eventName(first, context), context.owner, at(node, context), context);
}

/** `@Processor("emails")` classes; each `@Process` method is a consumer of its own. */
function processor(node: ts.ClassLikeDeclaration, context: FileContext): void {
  const own = decorations(node).find((decoration) => decoration.name === "Processor" && isPackage(decoration.callee, context));
  if (own === undefined) return;
  const first = own.arguments[0];
  const named = first !== undefined && isObject(bare(first)) ? field(bare(first), "name") : first;
  const queue = named === undefined ? "*" : eventName(named, context);
  const methods = node.members.flatMap((member) =>
    decorated(member)
      .filter((decoration) => decoration.name === "Process")
      .map((decoration) => ({ member, decoration })),
  );
  for (const { member, decoration } of methods) {
    context.facts.jobs.push({ kind: "consumer", schedule: queue, owner: context.declaration(member), ...context.position(decoration.node) });
  }
  const where = context.position(own.node);
  if (methods.length === 0) context.facts.jobs.push({ kind: "consumer", schedule: queue, owner: context.declaration(node), ...where });
  context.facts.events.push({ direction: "subscribe", event: queue, channel: "queue", owner: context.declaration(node), ...where });
}
