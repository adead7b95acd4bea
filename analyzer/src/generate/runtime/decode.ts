import { isDangerousConstructor } from "./encode.ts";
import type { Limits, RegisteredClass, Registry } from "./registry.ts";
import { errorClasses, tag, viewClasses } from "./registry.ts";
import type { Segment, WireReason } from "./wireError.ts";
import { WireError, writePath } from "./wireError.ts";

interface State {
  readonly registry: Registry;
  readonly limits: Limits;
  readonly root: string;
  readonly path: Segment[];
  nodes: number;
}

type Fields = { [name: string]: unknown };

/** On a rebuilt error: paths of what was left out because the wire does not carry it. Not enumerable, so that equal errors stay equal. */
export const lostFields: symbol = Symbol.for("ficus.lostFields");

export function decodeValue(wire: unknown, registry: Registry, limits: Limits, root: string): unknown {
  return decodeAny({ registry, limits, root, path: [], nodes: 0 }, wire);
}

export function decodeThrown(wire: unknown, registry: Registry, limits: Limits, stack: string | undefined): unknown {
  const thrown = decodeValue(wire, registry, limits, "error");
  if (thrown instanceof Error && stack !== undefined) {
    const frames = stack.indexOf("\n    at ");
    hide(thrown, "stack", heading(thrown) + (frames < 0 ? "" : stack.slice(frames)));
  }
  return thrown;
}

function refuse(state: State, reason: WireReason, detail: string): never {
  throw new WireError(reason, writePath(state.root, state.path), detail);
}

function decodeAny(state: State, wire: unknown): unknown {
  if (typeof wire !== "object" || wire === null) return wire;
  if (state.path.length > state.limits.maxDepth * 2) refuse(state, "too-deep", `more than ${state.limits.maxDepth} objects within each other`);
  if (Array.isArray(wire)) return decodeArray(state, wire);
  const fields = wire as Fields;
  return Object.prototype.hasOwnProperty.call(fields, tag) ? decodeTagged(state, fields) : decodeFields(state, fields);
}

function decodeChild(state: State, segment: Segment, wire: unknown): unknown {
  if (typeof wire !== "object" || wire === null) return wire;
  state.path.push(segment);
  const value = decodeAny(state, wire);
  state.path.pop();
  return value;
}

function countNodes(state: State, nodes: number): void {
  state.nodes += nodes + 1;
  if (state.nodes > state.limits.maxNodes * 2) refuse(state, "too-large", `more than ${state.limits.maxNodes} objects and elements`);
}

function decodeArray(state: State, wire: unknown[]): unknown[] {
  countNodes(state, wire.length);
  for (let index = 0; index < wire.length; index++) {
    const value = decodeChild(state, index, wire[index]);
    if (value !== wire[index]) wire[index] = value;
  }
  return wire;
}

function decodeFields(state: State, fields: Fields): Fields {
  const keys = Object.keys(fields);
  countNodes(state, keys.length);
  for (const key of keys) {
    // JSON.parse makes it an own key, harmless until somebody copies it by assignment.
    if (key === "__proto__") refuse(state, "forbidden-key", "a key __proto__ is not accepted");
    const wire = fields[key];
    if (key === "constructor" && isDangerousConstructor(wire)) refuse(state, "forbidden-key", "a key constructor with a prototype is not accepted");
    const value = decodeChild(state, key, wire);
    if (value !== wire) fields[key] = value;
  }
  return fields;
}

function decodeTagged(state: State, wire: Fields): unknown {
  const kind = wire[tag];
  switch (kind) {
    case "undefined":
      return undefined;
    case "number":
      return decodeNumber(state, text(state, wire, "v"));
    case "bigint": {
      const digits = text(state, wire, "v");
      return /^-?\d+$/.test(digits) ? BigInt(digits) : refuse(state, "malformed", "a bigint is written in digits");
    }
    case "Date":
      return decodeDate(state, wire["v"]);
    case "Map":
      return decodeMap(state, list(state, wire, "v"));
    case "Set":
      return new Set(decodeArray(state, list(state, wire, "v")));
    case "Buffer":
      return Buffer.from(text(state, wire, "v"), "base64");
    case "view":
      return decodeView(state, text(state, wire, "t"), text(state, wire, "v"));
    case "ArrayBuffer":
      return bytesOf(text(state, wire, "v"));
    case "RegExp":
    case "URL":
    case "URLSearchParams":
      return decodeText(state, kind, wire);
    case "object":
      return decodeFields(state, record(state, wire, "v"));
    case "null":
      return Object.assign(Object.create(null) as Fields, decodeFields(state, record(state, wire, "v")));
    case "sparse":
      return decodeSparse(state, wire["n"], list(state, wire, "v"));
    case "class":
      return rebuild(state, registered(state, wire), decodeFields(state, record(state, wire, "v")));
    case "custom":
      return decodeCustom(state, registered(state, wire), wire["v"]);
    case "Error":
      return decodeError(state, wire);
    case "DOMException":
      return decodeDomException(text(state, wire, "m"), text(state, wire, "n"));
    default:
      return refuse(state, "malformed", `an unknown tag ${JSON.stringify(kind)}`);
  }
}

function text(state: State, wire: Fields, key: string): string {
  const value = wire[key];
  return typeof value === "string" ? value : refuse(state, "malformed", `${JSON.stringify(key)} of a tagged value must be text`);
}

function list(state: State, wire: Fields, key: string): unknown[] {
  const value = wire[key];
  return Array.isArray(value) ? (value as unknown[]) : refuse(state, "malformed", `${JSON.stringify(key)} of a tagged value must be an array`);
}

function record(state: State, wire: Fields, key: string): Fields {
  const value = wire[key];
  if (typeof value !== "object" || value === null || Array.isArray(value)) refuse(state, "malformed", `${JSON.stringify(key)} must be an object`);
  return value as Fields;
}

function registered(state: State, wire: Fields): RegisteredClass {
  const name = text(state, wire, "c");
  return state.registry.byName.get(name) ?? refuse(state, "unregistered-class", `class ${JSON.stringify(name)} is not registered with the codec`);
}

function decodeNumber(state: State, written: string): number {
  const found = ["NaN", "Infinity", "-Infinity", "-0"].includes(written);
  return found ? Number(written) : refuse(state, "malformed", "an unknown number");
}

function decodeDate(state: State, time: unknown): Date {
  if (time === null) return new Date(Number.NaN);
  const date = new Date(typeof time === "number" ? time : Number.NaN);
  return Number.isNaN(date.getTime()) ? refuse(state, "malformed", "not the time of a date") : date;
}

function decodeMap(state: State, entries: readonly unknown[]): Map<unknown, unknown> {
  countNodes(state, entries.length * 2);
  const map = new Map<unknown, unknown>();
  entries.forEach((entry, index) => {
    if (!Array.isArray(entry) || entry.length !== 2) refuse(state, "malformed", "an entry of a map has a key and a value");
    const [key, value] = entry as [unknown, unknown];
    map.set(decodeChild(state, { text: `.keys()[${index}]` }, key), decodeChild(state, { text: `.values()[${index}]` }, value));
  });
  return map;
}

/** A copy with a buffer of its own: small Buffers share one, at offsets that views of wider elements do not take. */
function bytesOf(base64: string): ArrayBuffer {
  const bytes = Buffer.from(base64, "base64");
  const buffer = new ArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

function decodeView(state: State, name: string, base64: string): unknown {
  const View = viewClasses.get(name);
  const buffer = bytesOf(base64);
  if (View === undefined) return refuse(state, "malformed", `an unknown view ${JSON.stringify(name)}`);
  const size = (View as unknown as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
  if (buffer.byteLength % size !== 0) refuse(state, "malformed", `${buffer.byteLength} bytes do not make a ${name}`);
  return new View(buffer);
}

function decodeText(state: State, kind: "RegExp" | "URL" | "URLSearchParams", wire: Fields): unknown {
  const written = text(state, wire, "v");
  try {
    if (kind === "URL") return new URL(written);
    if (kind === "URLSearchParams") return new URLSearchParams(written);
    const expression = new RegExp(written, text(state, wire, "f"));
    const index = wire["i"];
    if (typeof index === "number" && Number.isSafeInteger(index) && index >= 0) expression.lastIndex = index;
    return expression;
  } catch {
    return refuse(state, "malformed", `not a ${kind}`);
  }
}

function decodeSparse(state: State, length: unknown, present: readonly unknown[]): unknown[] {
  if (typeof length !== "number" || !Number.isInteger(length) || length < 0) return refuse(state, "malformed", "an array has a length");
  countNodes(state, length);
  const array: unknown[] = [];
  array.length = length;
  for (const entry of present) {
    const [index, value]: unknown[] = Array.isArray(entry) ? entry : [];
    if (typeof index !== "number" || !Number.isInteger(index) || index < 0 || index >= length)
      refuse(state, "malformed", "an index out of its array");
    array[index as number] = decodeChild(state, index as number, value);
  }
  return array;
}

function decodeCustom(state: State, { name, custom }: RegisteredClass, wire: unknown): unknown {
  if (custom === undefined) return refuse(state, "malformed", `class ${JSON.stringify(name)} has no form of its own on the wire`);
  const form = decodeChild(state, { text: "" }, wire);
  try {
    return custom.fromWire(form);
  } catch (error) {
    return refuse(state, "malformed", `${name} refuses its form on the wire: ${String(error)}`);
  }
}

/** Without running constructors, which may count, connect or rewrite what they are given; and without setters. */
function rebuild(state: State, { name, prototype, custom }: RegisteredClass, fields: Fields): unknown {
  if (custom !== undefined) refuse(state, "malformed", `class ${JSON.stringify(name)} has a form of its own on the wire`);
  const instance = Object.create(prototype) as object;
  for (const key of Object.keys(fields)) show(instance, key, fields[key]);
  return instance;
}

function show(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

function hide(target: object, key: string | symbol, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });
}

function decodeError(state: State, wire: Fields): Error {
  const known = wire["c"] === undefined ? errorClasses.get(text(state, wire, "n")) : registered(state, wire);
  if (known === undefined) return refuse(state, "malformed", "an unknown class of errors");
  const constructor: unknown = (known.prototype as { constructor?: unknown }).constructor;
  if (typeof constructor !== "function" || !(known.prototype instanceof Error || known.prototype === Error.prototype)) {
    return refuse(state, "malformed", `${known.name} is not a class of errors`);
  }
  const visible = wire["f"] === undefined ? {} : decodeFields(state, record(state, wire, "f"));
  const hidden = wire["h"] === undefined ? {} : decodeFields(state, record(state, wire, "h"));
  // Runs Error's own constructor and none of the class's: `instanceof` holds, and the message is not rewritten.
  const error = Reflect.construct(Error, [], constructor) as Error;
  for (const key of Object.keys(hidden)) if (key !== "stack") hide(error, key, hidden[key]);
  for (const key of Object.keys(visible)) if (key !== "stack") show(error, key, visible[key]);
  hide(error, "stack", `${heading(error)}\n    at <another process>`);
  if (Array.isArray(wire["x"])) hide(error, lostFields, wire["x"]);
  return error;
}

function heading(error: Error): string {
  return error.message === "" ? String(error.name) : `${String(error.name)}: ${String(error.message)}`;
}

function decodeDomException(message: string, name: string): unknown {
  const found = (globalThis as unknown as { [name: string]: (new (message: string, name: string) => unknown) | undefined })["DOMException"];
  return found === undefined ? Object.assign(new Error(message), { name }) : new found(message, name);
}
