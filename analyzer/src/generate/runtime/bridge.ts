/**
 * Carries events of a shared bus to listeners that run in the other process. Each event is published where it arises, as ever, and sent once to the other
 * side; what arrives from there is published here and not sent back. Delivery is at most once and waits for nobody: an event that cannot be delivered is
 * reported, and the publisher never feels it.
 */
import { monolith } from "./callBacks.ts";
import { callService } from "./callService.ts";
import type { Codec } from "./codec.ts";
import { beginCrossing, nextCrossingId } from "./crossing.ts";
import { report } from "./hooks.ts";
import type { ServedOperation } from "./serve.ts";
import { modeOf } from "./switch.ts";

/** The operation under which events of a bus arrive. */
const eventOperation = (name: string): string => `event ${name}`;
const waitOperation = (name: string): string => `wait ${name}`;

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
  /** Its method that waits for listeners under way, if it has one: it then waits for those on the other side as well. */
  readonly waits?: string | undefined;
}

type Publish = (this: unknown, ...args: unknown[]) => unknown;

/** Set for the one call that publishes what has arrived; nested ones, by listeners, are events of this side again. */
let arriving = false;

/** What was sent from a bus and has not arrived, and how the bus waited before it was bridged. */
interface UnderWay {
  readonly sent: Set<Promise<void>>;
  /** Waits for listeners of the other sides. */
  readonly others: (() => Promise<void>)[];
  readonly wait: (() => Promise<unknown>) | undefined;
}

const underWay = new WeakMap<object, UnderWay>();

/** @throws TypeError when the bus has no such method */
export function bridgeEvents({ to, bus, name, method, events, codec, active, waits }: BridgedBus): void {
  const holder = bus as { [name: string]: unknown };
  const original = holder[method];
  if (typeof original !== "function") throw new TypeError(`The bus has no method ${method} whose events could be sent to ${to}.`);
  const { sent, others } = prepare(bus, waits);
  // The service does not ask back: the two would wait for each other.
  if (waits !== undefined && to !== monolith) others.push(async () => (active() ? awaitListeners(to, name) : undefined));
  const wanted = new Set(events);
  const publish: Publish = function (this: unknown, ...args) {
    const arrived = arriving;
    arriving = false;
    const result: unknown = Reflect.apply(original, this, args);
    if (!arrived && typeof args[0] === "string" && wanted.has(args[0]) && active()) {
      const arrival: Promise<void> = send(to, name, args[0], args, codec).then(() => void sent.delete(arrival));
      sent.add(arrival);
    }
    return result;
  };
  holder[method] = publish;
}

/** Once for each bus: several services may be bridged to it. */
function prepare(bus: object, waits: string | undefined): UnderWay {
  const known = underWay.get(bus);
  if (known !== undefined) return known;
  const holder = bus as { [name: string]: unknown };
  const original = waits === undefined ? undefined : holder[waits];
  const wait = typeof original === "function" ? async () => (await Reflect.apply(original, bus, [])) as unknown : undefined;
  const state: UnderWay = { sent: new Set(), others: [], wait };
  underWay.set(bus, state);
  if (wait !== undefined && waits !== undefined) {
    holder[waits] = async () => {
      await wait();
      await Promise.all(state.others.map((other) => other()));
      // What arrives over there may make listeners here publish again.
      while (state.sent.size > 0) {
        await Promise.all(state.sent);
        await wait();
      }
    };
  }
  return state;
}

/** Waits until listeners over there have done with what they have heard; a service that cannot be asked has nothing under way. */
async function awaitListeners(service: string, bus: string): Promise<void> {
  const name = waitOperation(bus);
  const end = beginCrossing({ id: nextCrossingId(), service, operation: name, side: "client", mode: "remote", remote: true });
  try {
    await callService({ service, name, id: end.id, repeatable: true, body: '{"args":[]}' });
    end("value");
  } catch (error) {
    // Whoever waits for listeners is told nothing of the wire.
    end("failed", { error });
  }
}

/** Never rejects. */
async function send(to: string, bus: string, event: string, args: readonly unknown[], codec: Codec): Promise<void> {
  const name = eventOperation(bus);
  const end = beginCrossing({ id: nextCrossingId(), service: to, operation: name, side: "client", mode: "remote", remote: true });
  try {
    // Before anything is awaited: a listener may change the payload.
    const body = JSON.stringify({ args: codec.encode(args, "args") });
    await callService({ service: to, name, id: end.id, repeatable: false, body });
    end("value");
  } catch (error) {
    end("failed", { error });
    report({ kind: "event-lost", id: end.id, service: to, event, error });
  }
}

/** `service`: who receives. */
export interface ReceivedBus extends Pick<BridgedBus, "bus" | "name" | "method" | "codec" | "waits"> {
  readonly service: string;
}

/**
 * Publishes what arrives. Where the bus can be waited for, the answer waits for the listeners; the service also for what these publish in turn. The monolith
 * does not: the two would wait for each other.
 */
export function receiveEvents({ service, bus, name, method, codec, waits }: ReceivedBus): ServedOperation[] {
  const { sent, wait } = prepare(bus, waits);
  const settle = async (): Promise<void> => {
    await wait?.();
    if (service !== monolith) await Promise.all(sent);
  };
  const publishes: ServedOperation = {
    operation: { service, name: eventOperation(name), codec },
    async run(args) {
      const publish = (bus as { [name: string]: unknown })[method];
      if (typeof publish !== "function") throw new TypeError(`The bus has no method ${method}.`);
      arriving = true;
      try {
        Reflect.apply(publish, bus, [...args]);
      } finally {
        arriving = false;
      }
      await settle();
    },
  };
  return [publishes, { operation: { service, name: waitOperation(name), codec }, run: settle }];
}
