/**
 * Carries events of a shared bus to listeners that run in the other process. Each event is published where it arises, as ever, and sent once to the other
 * side; what arrives from there is published here and not sent back. Delivery is at most once and waits for nobody: an event that cannot be delivered is
 * reported, and the publisher never feels it.
 */
import { callService } from "./callService.ts";
import type { Codec } from "./codec.ts";
import { beginCrossing, nextCrossingId } from "./crossing.ts";
import { report } from "./hooks.ts";
import type { ServedOperation } from "./serve.ts";
import { modeOf } from "./switch.ts";

/** The operation under which events of a bus arrive. */
const eventOperation = (name: string): string => `event ${name}`;

/** Whether the listeners and jobs of a service run in this process: everywhere but behind a switch that says `remote`. Asked once, at the start. */
export function runsHere(service: string): boolean {
  return modeOf(service, service).kind !== "remote";
}

export interface BridgedBus {
  /** Who the events are sent to: a service, or `monolith`. */
  readonly to: string;
  /** The object that everybody publishes on, and the name that both sides know it by. */
  readonly bus: object;
  readonly name: string;
  /** Its method that publishes; the event's name is the first argument. */
  readonly method: string;
  /** Names of the events that somebody listens to on the other side. */
  readonly events: readonly string[];
  readonly codec: Codec;
  /** Whether the other side's listeners run there now. */
  readonly active: () => boolean;
}

type Publish = (this: unknown, ...args: unknown[]) => unknown;

/** Set for the one call that publishes what has arrived; nested ones, by listeners, are events of this side again. */
let arriving = false;

/** @throws TypeError when the bus has no such method */
export function bridgeEvents({ to, bus, name, method, events, codec, active }: BridgedBus): void {
  const holder = bus as { [name: string]: unknown };
  const original = holder[method];
  if (typeof original !== "function") throw new TypeError(`The bus has no method ${method} whose events could be sent to ${to}.`);
  const wanted = new Set(events);
  const publish: Publish = function (this: unknown, ...args) {
    const arrived = arriving;
    arriving = false;
    const result: unknown = Reflect.apply(original, this, args);
    if (!arrived && typeof args[0] === "string" && wanted.has(args[0]) && active()) send(to, name, args[0], args, codec);
    return result;
  };
  holder[method] = publish;
}

function send(to: string, bus: string, event: string, args: readonly unknown[], codec: Codec): void {
  const name = eventOperation(bus);
  const end = beginCrossing({ id: nextCrossingId(), service: to, operation: name, side: "client", mode: "remote", remote: true });
  const failed = (error: unknown): void => {
    end("failed", { error });
    report({ kind: "event-lost", id: end.id, service: to, event, error });
  };
  try {
    // Now, before a listener changes the payload.
    const body = JSON.stringify({ args: codec.encode(args, "args") });
    callService({ service: to, name, id: end.id, repeatable: false, body }).then(() => end("value"), failed);
  } catch (error) {
    failed(error);
  }
}

/** `service`: who receives. */
export interface ReceivedBus extends Pick<BridgedBus, "bus" | "name" | "method" | "codec"> {
  readonly service: string;
}

/** Publishes what arrives. */
export function receiveEvents({ service, bus, name, method, codec }: ReceivedBus): ServedOperation {
  return {
    operation: { service, name: eventOperation(name), codec },
    run(args) {
      const publish = (bus as { [name: string]: unknown })[method];
      if (typeof publish !== "function") throw new TypeError(`The bus has no method ${method}.`);
      arriving = true;
      try {
        Reflect.apply(publish, bus, [...args]);
      } finally {
        arriving = false;
      }
      return undefined;
    },
  };
}
