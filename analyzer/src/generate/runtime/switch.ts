/**
 * Where each operation and route runs. The environment says it by default:
 *
 *     FICUS_SWITCH="ordering=remote,ordering.placeOrder=local,ordering:GET /orders=shadow,billing=canary=10"
 *
 * The name of one operation or route wins over its service's; nothing said is `local`.
 */

export type Mode =
  | { readonly kind: "local" }
  | { readonly kind: "shadow" }
  | { readonly kind: "remote" }
  /** `percent`: 0 to 100, fractions allowed. */
  | { readonly kind: "canary"; readonly percent: number };

/** A mode as text: `local`, `shadow`, `canary=10`, `remote`. `undefined`: the flag system has no opinion, ask the environment. */
export type FlagSystem = (name: string) => string | undefined;

export class SwitchError extends Error {
  readonly code = "FICUS_SWITCH";
  /** The part of the setting that is wrong. */
  readonly part: string;

  constructor(part: string, detail: string) {
    super(`FICUS_SWITCH: ${JSON.stringify(part)} ${detail}`);
    this.name = "SwitchError";
    this.part = part;
  }
}

type Environment = { readonly [name: string]: string | undefined };

export const local: Mode = { kind: "local" };
const fixed = new Map<string, Mode>([
  ["local", local],
  ["shadow", { kind: "shadow" }],
  ["remote", { kind: "remote" }],
]);

export function parseMode(text: string): Mode | undefined {
  const known = fixed.get(text);
  if (known !== undefined) return known;
  const percent = /^canary=(\d+(?:\.\d+)?)$/.exec(text)?.[1];
  return percent === undefined || Number(percent) > 100 ? undefined : { kind: "canary", percent: Number(percent) };
}

/** @throws SwitchError naming the part that is malformed */
export function parseSwitch(text: string): Map<string, Mode> {
  const modes = new Map<string, Mode>();
  for (const part of text.split(/[,\n]/).map((each) => each.trim())) {
    if (part === "") continue;
    const [, name, written] = /^(.*?)\s*=\s*((?:canary=)?[^=]*)$/.exec(part) ?? [];
    if (name === undefined || written === undefined || name === "") throw new SwitchError(part, "is not name=mode");
    const mode = parseMode(written);
    if (mode === undefined) throw new SwitchError(part, "names no mode: local, shadow, canary=0..100 or remote");
    if (modes.has(name)) throw new SwitchError(part, "says a second time where this runs");
    modes.set(name, mode);
  }
  return modes;
}

let fromEnvironment: Map<string, Mode> | undefined;
let flags: FlagSystem | undefined;
let canaryKey: (() => string | undefined) | undefined;
const parsedFlags = new Map<string, Mode | undefined>();

/** Reads the switch again, as after a signal or in a test. The environment is otherwise read once: looking there costs more than a local call. */
export function refreshSwitch(environment: Environment = process.env): void {
  fromEnvironment = parseSwitch(environment["FICUS_SWITCH"] ?? "");
}

/** Asks a flag system first, for the operation's or route's name and then for the service's. `undefined` goes back to the environment alone. */
export function useSwitch(ask: FlagSystem | undefined): void {
  flags = ask;
  parsedFlags.clear();
}

/** Who a canary sticks to, such as the customer of the current request; without a key each call is drawn by itself. */
export function useCanaryKey(ask: (() => string | undefined) | undefined): void {
  canaryKey = ask;
}

// On the global object, so that it holds for every copy of this file in the process.
const pinnedKey = Symbol.for("ficus.pinned");
const globals = globalThis as unknown as { [name: symbol]: Set<string> | undefined };
const pinned = globals[pinnedKey] ?? new Set<string>();
globals[pinnedKey] = pinned;

/**
 * For the service's own process, in its very first import: what it serves itself stays in process whatever the environment says. An inherited switch would
 * make it call itself until it runs out of sockets.
 */
export function pinLocal(...services: readonly string[]): void {
  for (const service of services) pinned.add(service);
}

/** For tests. */
export function unpin(service: string): void {
  pinned.delete(service);
}

/** @throws SwitchError when the environment's setting is malformed */
export function modeOf(service: string, name: string): Mode {
  if (pinned.has(service)) return local;
  if (flags !== undefined) {
    const flagged = askFlags(flags, name) ?? askFlags(flags, service);
    if (flagged !== undefined) return flagged;
  }
  if (fromEnvironment === undefined) refreshSwitch();
  return fromEnvironment?.get(name) ?? fromEnvironment?.get(service) ?? local;
}

/** A flag that fails or is misspelt must not fail the call: the environment decides, and a warning says so once. */
function askFlags(ask: FlagSystem, name: string): Mode | undefined {
  let written: string | undefined;
  try {
    written = ask(name);
  } catch (error) {
    warnOnce(`the flag of ${name} could not be read: ${String(error)}`);
  }
  if (written === undefined) return undefined;
  if (!parsedFlags.has(written)) {
    const mode = parseMode(written);
    if (mode === undefined) warnOnce(`the flag of ${name} says ${JSON.stringify(written)}, which is no mode`);
    parsedFlags.set(written, mode);
  }
  return parsedFlags.get(written);
}

const warned = new Set<string>();

function warnOnce(message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  process.emitWarning(`ficus: ${message}`);
}

/** Whether a canary takes this call. The same key always falls on the same side, and stays there while the percentage grows. */
export function drawsRemote(percent: number, name: string, key: string | undefined = canaryKey?.()): boolean {
  const draw = key === undefined ? Math.random() : hash(`${name}\n${key}`) / 2 ** 32;
  return draw * 100 < percent;
}

/** FNV-1a with a final mix: short keys that differ in one letter must fall apart. http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x45d9f3b);
  return (state ^ (state >>> 16)) >>> 0;
}
