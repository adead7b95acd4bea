import { types } from "util";
import type { Limits, RegisteredClass, Registry } from "./registry.ts";
import { errorClasses, tag, viewClasses } from "./registry.ts";
import type { Segment, WireReason } from "./wireError.ts";
import { WireError, writePath } from "./wireError.ts";

interface State {
  readonly registry: Registry;
  readonly limits: Limits;
  readonly root: string;
  readonly path: Segment[];
  readonly parents: object[];
  nodes: number;
}

type Fields = { [name: string]: unknown };

export function encodeValue(value: unknown, registry: Registry, limits: Limits, root: string): unknown {
  return encodeAny({ registry, limits, root, path: [], parents: [], nodes: 0 }, value);
}

export function encodeThrown(thrown: unknown, registry: Registry, limits: Limits): unknown {
  const state: State = { registry, limits, root: "error", path: [], parents: [], nodes: 0 };
  try {
    return encodeAny(state, thrown);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { [tag]: "Error", n: "Error", h: { message: `What was thrown cannot be sent: ${error.message}` }, x: [error.path] };
  }
}

function encodeAny(state: State, value: unknown): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0) ? value : { [tag]: "number", v: Object.is(value, -0) ? "-0" : String(value) };
    case "object":
      return value === null ? null : encodeObject(state, value);
    case "undefined":
      return { [tag]: "undefined" };
    case "bigint":
      return { [tag]: "bigint", v: String(value) };
    case "symbol":
      return refuse(state, "symbol", "a symbol means nothing in another process");
    default:
      return refuse(state, "function", "a function cannot be sent");
  }
}

function refuse(state: State, reason: WireReason, detail: string): never {
  throw new WireError(reason, writePath(state.root, state.path), detail);
}

function encodeChild(state: State, segment: Segment, value: unknown): unknown {
  state.path.push(segment);
  const wire = encodeAny(state, value);
  state.path.pop();
  return wire;
}

function encodeObject(state: State, value: object): unknown {
  const { parents, limits } = state;
  const first = parents.indexOf(value);
  if (first >= 0) refuse(state, "cycle", `a cycle: this is ${writePath(state.root, state.path.slice(0, first))} again`);
  if (parents.length >= limits.maxDepth) refuse(state, "too-deep", `more than ${limits.maxDepth} objects within each other`);
  parents.push(value);
  const wire = encodeKind(state, value);
  parents.pop();
  return wire;
}

function countNodes(state: State, nodes: number): void {
  state.nodes += nodes + 1;
  if (state.nodes > state.limits.maxNodes) refuse(state, "too-large", `more than ${state.limits.maxNodes} objects and elements`);
}

function encodeKind(state: State, value: object): unknown {
  // Null for objects without prototype; anything else that this returns is an object.
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === Object.prototype) return encodePlain(state, value as Fields);
  if (Array.isArray(value) && (prototype === Array.prototype || className(prototype) === "Array")) return encodeArray(state, value);
  if (prototype === null) return { [tag]: "null", v: encodeFields(state, value as Fields) };
  const registered = state.registry.byPrototype.get(prototype);
  if (registered !== undefined) return encodeRegistered(state, value, registered);
  // The prototype of another realm's plain objects: Jest runs tests in one of their own.
  if (Object.getPrototypeOf(prototype) === null && Object.prototype.hasOwnProperty.call(prototype, "isPrototypeOf")) {
    return encodePlain(state, value as Fields);
  }
  if (!isError(value)) return encodeBuiltIn(state, value, className(prototype));
  // Its name and message are accessors of a class that Error's constructor cannot make.
  if (className(prototype) === "DOMException") return { [tag]: "DOMException", n: value.name, m: value.message };
  return encodeError(state, value, undefined);
}

function isError(value: object): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}

function className(prototype: object | null): string {
  const constructor: unknown = prototype === null ? undefined : (prototype as { constructor?: unknown }).constructor;
  return typeof constructor === "function" ? constructor.name : "";
}

/** Copies on the first key that must be tagged, so that plain JSON is only read. */
function encodePlain(state: State, source: Fields): unknown {
  const fields = encodeFields(state, source);
  return Object.prototype.hasOwnProperty.call(source, tag) ? { [tag]: "object", v: fields } : fields;
}

function encodeFields(state: State, source: Fields): Fields {
  const keys = Object.keys(source);
  countNodes(state, keys.length);
  let copy: Fields | undefined;
  for (const key of keys) {
    const value = source[key];
    const wire = encodeChild(state, key, value);
    if (key === "__proto__") refuse(state, "forbidden-key", "an own key __proto__ is not sent");
    if (key === "constructor" && isDangerousConstructor(value)) refuse(state, "forbidden-key", "a key constructor with a prototype is not sent");
    if (wire === value && copy === undefined) continue;
    copy ??= { ...source };
    copy[key] = wire;
  }
  if (Object.getOwnPropertySymbols(source).some((key) => Object.prototype.propertyIsEnumerable.call(source, key))) {
    refuse(state, "symbol", "a key that is a symbol cannot be sent");
  }
  return copy ?? source;
}

/** What careless merging takes for the way to `Object.prototype`. */
export function isDangerousConstructor(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.prototype.hasOwnProperty.call(value, "prototype");
}

function encodeArray(state: State, source: readonly unknown[]): unknown {
  if (source.length > state.limits.maxNodes) countNodes(state, source.length);
  let copy: unknown[] | undefined;
  for (let index = 0; index < source.length; index++) {
    const value = source[index];
    if (value === undefined && !(index in source)) return encodeSparse(state, source);
    const wire = encodeChild(state, index, value);
    if (wire === value && copy === undefined) continue;
    copy ??= source.slice();
    copy[index] = wire;
  }
  countNodes(state, source.length);
  return copy ?? source;
}

function encodeSparse(state: State, source: readonly unknown[]): unknown {
  countNodes(state, source.length);
  const present: unknown[] = [];
  source.forEach((value, index) => present.push([index, encodeChild(state, index, value)]));
  return { [tag]: "sparse", n: source.length, v: present };
}

function encodeRegistered(state: State, value: object, { name, custom }: RegisteredClass): unknown {
  if (custom !== undefined) return { [tag]: "custom", c: name, v: encodeAny(state, custom.toWire(value)) };
  if (isError(value)) return encodeError(state, value, name);
  if (Array.isArray(value) || types.isMap(value) || types.isSet(value) || types.isDate(value) || ArrayBuffer.isView(value)) {
    refuse(state, "unsupported", `${name} extends a class of the language, which own fields do not describe: register it with toWire and fromWire`);
  }
  return { [tag]: "class", c: name, v: encodeFields(state, value as Fields) };
}

function encodeBuiltIn(state: State, value: object, name: string): unknown {
  if (types.isDate(value) && name === "Date") {
    const time = value.getTime();
    return { [tag]: "Date", v: Number.isNaN(time) ? null : time };
  }
  if (types.isMap(value) && name === "Map") return encodeMap(state, value);
  if (types.isSet(value) && name === "Set") {
    countNodes(state, value.size);
    return { [tag]: "Set", v: Array.from(value, (each, index) => encodeChild(state, { text: `.values()[${index}]` }, each)) };
  }
  if (Buffer.isBuffer(value)) return { [tag]: "Buffer", v: value.toString("base64") };
  if (ArrayBuffer.isView(value) && viewClasses.has(name)) {
    return { [tag]: "view", t: name, v: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64") };
  }
  if (types.isArrayBuffer(value)) return { [tag]: "ArrayBuffer", v: Buffer.from(value).toString("base64") };
  if (types.isRegExp(value) && name === "RegExp") return { [tag]: "RegExp", v: value.source, f: value.flags, i: value.lastIndex };
  if (name === "URL" && value instanceof URL) return { [tag]: "URL", v: value.href };
  if (name === "URLSearchParams" && value instanceof URLSearchParams) return { [tag]: "URLSearchParams", v: value.toString() };
  return refuseClass(state, value, name);
}

function refuseClass(state: State, value: object, name: string): never {
  if (types.isPromise(value)) refuse(state, "promise", "a promise cannot be sent; await it first");
  if (typeof (value as { pipe?: unknown }).pipe === "function" || /^(Readable|Writable|Transform)Stream$/.test(name)) {
    refuse(state, "stream", `a stream (${name}) cannot be sent`);
  }
  refuse(state, "unregistered-class", `an instance of ${name === "" ? "an unnamed class" : name}, which is not registered with the codec`);
}

function encodeMap(state: State, map: ReadonlyMap<unknown, unknown>): unknown {
  countNodes(state, map.size * 2);
  const entries = Array.from(map, ([key, value], index) => [
    encodeChild(state, { text: `.keys()[${index}]` }, key),
    encodeChild(state, { text: typeof key === "string" ? `.get(${JSON.stringify(key)})` : `.values()[${index}]` }, value),
  ]);
  return { [tag]: "Map", v: entries };
}

/** An error must arrive whatever hangs on it: fields that cannot be sent (an HTTP client's request, a socket) are left out and named. */
function encodeError(state: State, error: Error, registered: string | undefined): unknown {
  const visible: Fields = {};
  const hidden: Fields = {};
  const lost: string[] = [];
  for (const key of Object.getOwnPropertyNames(error)) {
    const property = Object.getOwnPropertyDescriptor(error, key);
    if (key === "stack" || property === undefined || !("value" in property)) continue;
    const fields = property.enumerable === true ? visible : hidden;
    const depth = { path: state.path.length, parents: state.parents.length };
    try {
      if (key === "__proto__") refuse(state, "forbidden-key", "an own key __proto__ is not sent");
      fields[key] = encodeChild(state, key, property.value);
    } catch (failure) {
      if (!(failure instanceof WireError)) throw failure;
      lost.push(failure.path);
      state.path.length = depth.path;
      state.parents.length = depth.parents;
    }
  }
  if (registered !== undefined) return { [tag]: "Error", c: registered, ...contents(visible, hidden, lost) };
  const builtIn = nearestErrorClass(error);
  // Its class is lost, but what it calls itself need not be.
  if (error.name !== builtIn && !("name" in visible) && !("name" in hidden)) hidden["name"] = String(error.name);
  const own = className(Object.getPrototypeOf(error) as object | null);
  if (own !== builtIn) lost.push(`${writePath(state.root, state.path)} instanceof ${own}`);
  return { [tag]: "Error", n: builtIn, ...contents(visible, hidden, lost) };
}

function contents(visible: Fields, hidden: Fields, lost: readonly string[]): Fields {
  return {
    ...(Object.keys(visible).length > 0 ? { f: visible } : undefined),
    ...(Object.keys(hidden).length > 0 ? { h: hidden } : undefined),
    ...(lost.length > 0 ? { x: lost } : undefined),
  };
}

function nearestErrorClass(error: Error): string {
  // The chain of any object ends in null.
  for (let at = Object.getPrototypeOf(error) as object | null; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const name = className(at);
    if (errorClasses.has(name)) return name;
  }
  return "Error";
}
