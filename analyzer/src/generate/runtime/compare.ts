/** Deep comparison that says where two values differ; paths that vary by themselves can be masked. */
import { types } from "util";
import type { Segment } from "./wireError.ts";
import { writePath } from "./wireError.ts";

export interface Difference {
  /** `result.items[3].price` */
  readonly path: string;
  readonly left: unknown;
  readonly right: unknown;
}

export interface CompareOptions {
  readonly root?: string | undefined;
  /** Generalised paths (`generalise`) that are not looked into. */
  readonly noise?: ReadonlySet<string> | undefined;
  /** Differences after which the comparison stops. */
  readonly limit?: number | undefined;
}

interface State {
  readonly root: string;
  readonly noise: ReadonlySet<string>;
  readonly limit: number;
  readonly found: Difference[];
  readonly path: Segment[];
  readonly pairs: Map<object, Set<object>>;
}

/** Empty when equal: same prototypes, own enumerable fields, elements in order, bytes; of errors also name, message, cause and parts. */
export function compare(left: unknown, right: unknown, options: CompareOptions = {}): Difference[] {
  const state: State = {
    root: options.root ?? "value",
    noise: options.noise ?? new Set(),
    limit: options.limit ?? 20,
    found: [],
    path: [],
    pairs: new Map(),
  };
  compareAny(state, left, right);
  return state.found;
}

/** `items[3].price` → `items[*].price`: what varies in one element varies in all. */
export function generalise(path: string): string {
  return path.replace(/\[\d+\]/g, "[*]");
}

/** Paths in which two runs of the same thing differ, generalised. */
export function learnNoise(first: unknown, second: unknown, root?: string): string[] {
  const found = compare(first, second, { root, limit: 200 }).map(({ path }) => generalise(path));
  return [...new Set(found)].sort();
}

function compareAny(state: State, left: unknown, right: unknown): void {
  if (Object.is(left, right) || state.found.length >= state.limit) return;
  if (state.noise.size > 0 && state.noise.has(generalise(writePath(state.root, state.path)))) return;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return differ(state, left, right);
  const met = state.pairs.get(left) ?? new Set<object>();
  if (met.has(right)) return;
  met.add(right);
  state.pairs.set(left, met);
  compareObjects(state, left, right);
}

function differ(state: State, left: unknown, right: unknown): void {
  state.found.push({ path: writePath(state.root, state.path), left, right });
}

function compareChild(state: State, segment: Segment, left: unknown, right: unknown): void {
  state.path.push(segment);
  compareAny(state, left, right);
  state.path.pop();
}

function compareObjects(state: State, left: object, right: object): void {
  if (!sameClass(left, right)) return differ(state, left, right);
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) compareChild(state, "length", left.length, right.length);
  } else if (types.isDate(left) && types.isDate(right)) {
    if (!Object.is(left.getTime(), right.getTime())) return differ(state, left, right);
  } else if (types.isRegExp(left) && types.isRegExp(right)) {
    if (String(left) !== String(right) || left.lastIndex !== right.lastIndex) return differ(state, left, right);
  } else if (types.isMap(left) && types.isMap(right)) {
    return compareMaps(state, left, right);
  } else if (types.isSet(left) && types.isSet(right)) {
    if (left.size !== right.size) return compareChild(state, "size", left.size, right.size);
    const others = Array.from(right);
    return Array.from(left).forEach((value, index) => compareChild(state, { text: `.values()[${index}]` }, value, others[index]));
  } else if (types.isAnyArrayBuffer(left) || ArrayBuffer.isView(left)) {
    if (!bytesOf(left).equals(bytesOf(right))) differ(state, left, right);
    return;
  } else if (left instanceof URL || left instanceof URLSearchParams) {
    if (String(left) !== String(right)) differ(state, left, right);
    return;
  } else if (types.isNativeError(left) && types.isNativeError(right)) {
    for (const key of ["name", "message", "cause", "errors"]) {
      // Any object may be asked for any key; what it lacks is undefined on both sides.
      compareChild(state, key, (left as unknown as Fields)[key], (right as unknown as Fields)[key]);
    }
  }
  compareFields(state, left as Fields, right as Fields);
}

type Fields = { readonly [name: string]: unknown };

/** Same prototype, or the prototypes that two realms have under one name. */
function sameClass(left: object, right: object): boolean {
  const [a, b] = [Object.getPrototypeOf(left) as Fields | null, Object.getPrototypeOf(right) as Fields | null];
  if (a === b) return true;
  if (a === null || b === null) return false;
  const [first, second] = [a["constructor"], b["constructor"]];
  if (typeof first !== "function" || typeof second !== "function" || first.name !== second.name) return false;
  return /\[native code\]/.test(Function.prototype.toString.call(first)) && /\[native code\]/.test(Function.prototype.toString.call(second));
}

function compareMaps(state: State, left: ReadonlyMap<unknown, unknown>, right: ReadonlyMap<unknown, unknown>): void {
  if (left.size !== right.size) return compareChild(state, "size", left.size, right.size);
  const others = Array.from(right);
  Array.from(left).forEach(([key, value], index) => {
    const [otherKey, otherValue] = others[index] ?? [];
    compareChild(state, { text: `.keys()[${index}]` }, key, otherKey);
    compareChild(state, { text: typeof key === "string" ? `.get(${JSON.stringify(key)})` : `.values()[${index}]` }, value, otherValue);
  });
}

function bytesOf(value: object): Buffer {
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  // Called for buffers of bytes and what has the same class.
  return Buffer.from(value as ArrayBuffer);
}

/** Union of both sides' keys; a key with `undefined` differs from none. */
function compareFields(state: State, left: Fields, right: Fields): void {
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  for (const key of keys) {
    const segment = Array.isArray(left) ? Number(key) : key;
    if (has(left, key) && has(right, key)) compareChild(state, segment, left[key], right[key]);
    else compareMissing(state, segment, left, right, key);
  }
}

function compareMissing(state: State, segment: Segment, left: Fields, right: Fields, key: string): void {
  // Elements beyond the shorter array's end are told by the lengths.
  if (Array.isArray(left) && Array.isArray(right) && left.length !== right.length) return;
  state.path.push(segment);
  const masked = state.noise.has(generalise(writePath(state.root, state.path)));
  if (!masked && state.found.length < state.limit) differ(state, has(left, key) ? left[key] : absent, has(right, key) ? right[key] : absent);
  state.path.pop();
}

/** Stands in a difference for a key that is not there. */
export const absent = "(absent)";

function has(object: object, key: string): boolean {
  return Object.prototype.hasOwnProperty.call(object, key);
}
