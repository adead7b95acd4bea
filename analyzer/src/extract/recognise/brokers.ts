/** Messages between processes: Kafka, RabbitMQ, Redis. */
import type { EventFact } from "../../model/facts.ts";
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import type { Call } from "./access.ts";
import { origin, simpleName } from "./access.ts";
import { eventName } from "./events.ts";
import { isFrontend, mentions } from "./packages.ts";
import { at } from "./routing.ts";
import {
  bare,
  callee,
  decorated,
  field,
  isAccess,
  isArray,
  isCall,
  isIdentifier,
  isNew,
  isObject,
  lastName,
  method,
  receiver,
  typeNames,
} from "./syntax.ts";

const methods = new Set([
  "send",
  "sendBatch",
  "subscribe",
  "psubscribe",
  "pSubscribe",
  "ssubscribe",
  "publish",
  "spublish",
  "sendToQueue",
  "consume",
]);

export const brokerMessages: NamedRecogniser = {
  names: methods,
  applies: (context) => !isFrontend(context),
  call(node, context) {
    const name = method(node);
    if (!methods.has(name) || node.arguments === undefined || node.arguments[0] === undefined) return;
    const first = bare(node.arguments[0]);
    if (isObject(first)) kafka(node, name, first, context);
    else if (name === "sendToQueue" || name === "consume") queue(node, name, first, context);
    else if (name === "publish" || name === "spublish") published(node, node.arguments, context);
    else if (name !== "send" && name !== "sendBatch") subscribed(node, node.arguments, context);
  },
  class(node, context) {
    if (!mentions(context, "amqp")) return;
    for (const member of node.members) {
      for (const decoration of decorated(member)) {
        if (decoration.name !== "RabbitSubscribe" && decoration.name !== "RabbitRPC") continue;
        const options = decoration.arguments.map(bare).find(isObject);
        const key = field(options, "routingKey") ?? field(options, "queue");
        consume(key === undefined ? "*" : eventName(key, context), "amqp", context.declaration(member), context.position(decoration.node), context);
      }
    }
  },
};

function push(node: Call, direction: EventFact["direction"], event: string, channel: EventFact["channel"], context: FileContext): void {
  context.facts.events.push({ direction, event, channel, owner: context.owner, ...at(node, context) });
}

function consume(event: string, channel: EventFact["channel"], owner: number, where: { line: number; column: number }, context: FileContext): void {
  context.facts.jobs.push({ kind: "consumer", schedule: event, owner, ...where });
  context.facts.events.push({ direction: "subscribe", event, channel, owner, ...where });
}

/** `producer.send({ topic: "orders", messages })`, `sendBatch({ topicMessages: [{ topic, messages }] })`, `consumer.subscribe({ topics: ["orders"] })` */
function kafka(node: Call, name: string, options: ts.ObjectLiteralExpression, context: FileContext): void {
  const topic = field(options, "topic");
  if (name === "send") {
    if (topic !== undefined && field(options, "messages") !== undefined) push(node, "publish", eventName(topic, context), "kafka", context);
  } else if (name === "sendBatch") {
    const batches = field(options, "topicMessages");
    const list = batches === undefined ? undefined : origin(batches, context);
    for (const batch of list !== undefined && isArray(list) ? list.elements : []) {
      const each = field(bare(batch), "topic");
      if (each !== undefined) push(node, "publish", eventName(each, context), "kafka", context);
    }
  } else if (name === "subscribe") {
    const topics = field(options, "topics");
    const list = topics === undefined ? undefined : bare(topics);
    const named = topic !== undefined ? [topic] : list !== undefined && isArray(list) ? list.elements : topics !== undefined ? [topics] : [];
    // An observer's object has other keys.
    for (const each of named) consume(eventName(each, context), "kafka", context.owner, at(node, context), context);
  }
}

function isChannel(target: ts.Expression, context: FileContext): boolean {
  const type = isIdentifier(target) || isAccess(target) ? typeNames(context.writtenType(target)) : undefined;
  if (type !== undefined) return /^(Confirm)?Channel(Model|Wrapper)?$|^AmqpConnection$/.test(type.name);
  const made = origin(target, context);
  if (isCall(made) && /^create(Confirm)?Channel$/.test(method(made))) return true;
  return (mentions(context, "amqp") && !isRedis(target, context)) || /^(rabbit\w*|amqp\w*)$/i.test(simpleName(target));
}

function queue(node: Call, name: string, first: ts.Expression, context: FileContext): void {
  const isSure = name === "sendToQueue" && (node.arguments?.length ?? 0) > 1;
  if (!isSure && !isChannel(receiver(node), context)) return;
  const event = eventName(first, context);
  if (name === "sendToQueue") push(node, "publish", event, "amqp", context);
  else consume(event, "amqp", context.owner, at(node, context), context);
}

const redisName = /redis|^(pub|sub|publisher|subscriber)(Client)?$/i;

function isRedis(target: ts.Expression, context: FileContext): boolean {
  const inner = bare(target);
  const type = isIdentifier(inner) || isAccess(inner) ? typeNames(context.writtenType(inner)) : undefined;
  if (type !== undefined) return /redis/i.test(type.name) || /redis/i.test(type.qualifier);
  const made = origin(inner, context);
  if (isNew(made)) return /redis/i.test(lastName(made.expression));
  if (isCall(made)) {
    if (method(made) === "duplicate") return isRedis(receiver(made), context);
    if ((method(made) || callee(made)) === "createClient") return mentions(context, "redis");
  }
  const name = simpleName(inner);
  return redisName.test(name) && (/redis/i.test(name) || mentions(context, "redis"));
}

/** `redis.publish("orders", message)`, `channel.publish("shop", "order.placed", body)` */
function published(node: Call, args: readonly ts.Expression[], context: FileContext): void {
  const target = receiver(node);
  const [first, second] = args;
  if (first === undefined || second === undefined) return;
  if (isRedis(target, context)) push(node, "publish", eventName(first, context), "redis", context);
  else if (args.length > 2 && isChannel(target, context)) {
    const key = eventName(second, context);
    push(node, "publish", key === "" || key === "*" ? eventName(first, context) : key, "amqp", context);
  }
}

function subscribed(node: Call, args: readonly ts.Expression[], context: FileContext): void {
  if (!isRedis(receiver(node), context)) return;
  for (const argument of args) {
    const inner = bare(argument);
    if (inner.kind === ts.SyntaxKind.ArrowFunction || inner.kind === ts.SyntaxKind.FunctionExpression) break;
    for (const each of isArray(inner) ? inner.elements : [inner])
      consume(eventName(each, context), "redis", context.owner, at(node, context), context);
  }
}
