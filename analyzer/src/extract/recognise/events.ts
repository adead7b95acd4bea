/** Events inside a process: EventEmitter and its kin, NestJS's emitter, CQRS bus and message clients, custom DOM events. */
import type { EventFact } from "../../model/facts.ts";
import type { FileContext } from "../recogniser.ts";
import { ts } from "../typescript.ts";
import type { NamedRecogniser } from "./dispatch.ts";
import type { Call } from "./access.ts";
import { origin, simpleName } from "./access.ts";
import { isFrontend, mentions } from "./packages.ts";
import { at } from "./routing.ts";
import {
  bare,
  callee,
  decorated,
  decorations,
  dotted,
  field,
  heritage,
  isAccess,
  isCall,
  isIdentifier,
  isNew,
  isObject,
  isRelative,
  isThis,
  lastName,
  literal,
  method,
  receiver,
  typeImport,
  typeNames,
} from "./syntax.ts";

const directions = new Map<string, EventFact["direction"]>([
  ["emit", "publish"],
  ["emitAsync", "publish"],
  ["publish", "publish"],
  ["publishAll", "publish"],
  ["send", "publish"],
  ["on", "subscribe"],
  ["once", "subscribe"],
  ["addListener", "subscribe"],
  ["prependListener", "subscribe"],
  ["subscribe", "subscribe"],
]);

/** What Node's own emitters emit about themselves. */
const ownEvents = new Set(["error", "newListener", "removeListener"]);

export const emitterEvents: NamedRecogniser = {
  names: [...directions.keys()],
  applies: (context) => !isFrontend(context),
  call(node, context) {
    const name = method(node);
    const direction = directions.get(name);
    if (direction === undefined || node.arguments === undefined || node.arguments[0] === undefined) return;
    const channel = channelOf(receiver(node), name, node.arguments.length, context);
    if (channel === undefined) return;
    const event = eventName(node.arguments[0], context);
    if (!ownEvents.has(event)) add(node, direction, event, channel, context);
  },
  class(node, context) {
    if (!mentions(context, "nestjs")) return;
    for (const decoration of decorations(node)) {
      if (decoration.name !== "EventsHandler") continue;
      for (const event of decoration.arguments) {
        context.facts.events.push({
          direction: "subscribe",
          event: eventName(event, context),
          channel: "nestjs",
          owner: context.declaration(node),
          ...context.position(decoration.node),
        });
      }
    }
    for (const member of node.members) {
      if (member.kind !== ts.SyntaxKind.MethodDeclaration) continue;
      for (const decoration of decorated(member)) {
        if (decoration.name !== "OnEvent" && decoration.name !== "SubscribeMessage") continue;
        const event = decoration.arguments[0] === undefined ? "*" : eventName(decoration.arguments[0], context);
        context.facts.events.push({
          direction: "subscribe",
          event,
          channel: "nestjs",
          owner: context.declaration(member),
          ...context.position(decoration.node),
        });
      }
    }
  },
};

/** Its literal text; a constant of another file by its name, so that both ends can be matched; the class of an event object. */
export function eventName(expression: ts.Expression, context: FileContext): string {
  const text = literal(expression, context);
  if (text !== undefined) return text;
  const inner = bare(expression);
  if (isNew(inner)) return lastName(inner.expression) || "*";
  if (isObject(inner)) {
    const command = field(inner, "cmd");
    return command === undefined ? "*" : (literal(command, context) ?? "*");
  }
  // `OrderPlaced.eventName()`: both ends write it alike.
  if (isCall(inner)) return inner.arguments.length === 0 && /^[A-Z]/.test(dotted(inner.expression) ?? "") ? `${dotted(inner.expression)}()` : "*";
  const name = isAccess(inner) || isIdentifier(inner) ? dotted(inner) : undefined;
  // Through a namespace (`events.ORDER_PLACED`) it is the same constant as imported by its name.
  const bareName = name?.replace(/^[a-z][\w$]*\.(?=[A-Z][\w$]*$)/, "");
  // A lower-case name is a variable: which event it is, only the run tells.
  return bareName !== undefined && /^[A-Z]/.test(bareName) ? bareName : "*";
}

function add(node: Call, direction: EventFact["direction"], event: string, channel: EventFact["channel"], context: FileContext): void {
  context.facts.events.push({ direction, event, channel, owner: context.owner, ...at(node, context) });
}

const emitterType = /EventEmitter\d?$|Emitter$|Emittery$|EventBus$|EventsBus$|EventPublisher$/;
const emitterName = /(emitter|event_?bus)$|^(events|bus)$/i;
const clientType = /^Client(Proxy|Kafka|RMQ|Redis|NATS|TCP|Mqtt)\w*$/;
const packageOfEmitters = /^(node:)?events$|eventemitter|emitter|mitt|emittery|^@nestjs\//;

function channelOf(expression: ts.Expression, name: string, count: number, context: FileContext): EventFact["channel"] | undefined {
  const inner = bare(expression);
  // `publish`, `subscribe` and `send` belong to buses and clients, the others to emitters.
  const isBusVerb = name === "publish" || name === "publishAll" || name === "subscribe";
  if (isThis(inner)) {
    const base = heritage(context.classNode);
    return base !== undefined && emitterType.test(lastName(base.expression)) && name !== "send" && !isBusVerb ? "emitter" : undefined;
  }
  const type = isIdentifier(inner) || isAccess(inner) ? typeNames(context.writtenType(inner)) : undefined;
  if (type !== undefined) return channelOfType(type.name, typeImport(type, context)?.specifier, name, isBusVerb);
  if (name === "send") return undefined;
  const made = origin(inner, context);
  if (isNew(made))
    return emitterType.test(lastName(made.expression)) && (!isBusVerb || /Bus$|Publisher$/.test(lastName(made.expression))) ? "emitter" : undefined;
  if (isCall(made)) return /^(mitt|createNanoEvents)$/.test(callee(made)) && !isBusVerb ? "emitter" : undefined;
  const variable = simpleName(inner);
  if (!emitterName.test(variable) || (isBusVerb && !/bus$/i.test(variable)) || count === 0) return undefined;
  const imported = isIdentifier(inner) ? context.imported(inner.text) : undefined;
  return imported === undefined || isRelative(imported.specifier) || /^[@~#]/.test(imported.specifier) ? "emitter" : undefined;
}

function channelOfType(name: string, specifier: string | undefined, verb: string, isBusVerb: boolean): EventFact["channel"] | undefined {
  if (clientType.test(name)) return verb === "emit" || verb === "send" ? "nestjs" : undefined;
  if (verb === "send" || !emitterType.test(name)) return undefined;
  if (specifier === "@nestjs/event-emitter" || specifier === "@nestjs/cqrs" || name === "EventEmitter2") return "nestjs";
  if (isBusVerb && !/Bus$|Publisher$/.test(name)) return undefined;
  return specifier === undefined || isRelative(specifier) || packageOfEmitters.test(specifier) || /^[@~#]/.test(specifier) ? "emitter" : undefined;
}

/** Custom events of the browser; its native ones are no events of the project. */
export const domEvents: NamedRecogniser = {
  names: ["dispatchEvent", "addEventListener"],
  applies: () => true,
  call(node, context) {
    const name = method(node) || callee(node);
    if (name !== "dispatchEvent" && name !== "addEventListener") return;
    const first = node.arguments?.[0];
    if (first === undefined) return;
    if (name === "addEventListener") {
      const text = literal(first, context);
      if (text !== undefined && /[:.-]/.test(text)) add(node, "subscribe", text, "dom", context);
      return;
    }
    const made = origin(first, context);
    if (!isNew(made) || !/^(Custom)?Event$/.test(callee(made)) || made.arguments?.[0] === undefined) return;
    const text = literal(made.arguments[0], context) ?? "*";
    if (callee(made) === "CustomEvent" || /[:.-]/.test(text)) add(node, "publish", text, "dom", context);
  },
};
