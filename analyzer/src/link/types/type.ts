/** Types as the linker knows them: evaluated lazily, just far enough to tell which declaration a name points at. */

import type { CirclePart } from "../circle.ts";

/** What type parameters stand for, and `this` where a member is inherited. Chained like scopes; `undefined` binds nothing. */
export interface Environment {
  readonly keys: readonly number[];
  readonly types: readonly Type[];
  readonly parent: Environment | undefined;
  readonly memo: Map<number, Type>;
}

export type Type =
  | { readonly kind: "unknown" }
  /** Only in the evaluator's memory: the question is being answered, at this depth. */
  | { readonly kind: "pending"; readonly depth: number }
  /** Only in the evaluator's memory: an answer that rests on the unanswered question at this depth. */
  | { readonly kind: "provisional"; readonly restsOn: number; readonly type: Type }
  /** Only in the evaluator's memory: an answer that holds while none of these questions is open; without a type, no answer yet. */
  | { readonly kind: "circular"; readonly type: Type | undefined; readonly parts: readonly CirclePart[] }
  | { readonly kind: "primitive"; readonly name: string }
  | { readonly kind: "literal"; readonly text: string }
  /** Instance side of a class, an interface, a value of an enum. */
  | { readonly kind: "instance"; readonly file: number; readonly declaration: number; readonly args: readonly Type[] }
  /** Static side of a class. */
  | { readonly kind: "class"; readonly file: number; readonly declaration: number }
  /** A namespace or an enum as a value. */
  | { readonly kind: "members"; readonly file: number; readonly declaration: number }
  /** All that `declare module` says of a module outside the project. */
  | { readonly kind: "ambient"; readonly specifier: string }
  /** All exports of a module. */
  | { readonly kind: "namespace"; readonly file: number }
  | { readonly kind: "function"; readonly file: number; readonly term: number; readonly environment: Environment | undefined }
  | { readonly kind: "object"; readonly file: number; readonly term: number; readonly environment: Environment | undefined }
  | { readonly kind: "mapped"; readonly file: number; readonly term: number; readonly environment: Environment | undefined }
  | { readonly kind: "record"; readonly key: Type; readonly value: Type }
  | { readonly kind: "tuple"; readonly items: readonly Type[] }
  | { readonly kind: "union"; readonly types: readonly Type[] }
  | { readonly kind: "intersection"; readonly types: readonly Type[] }
  | { readonly kind: "keys"; readonly of: Type }
  /** A type parameter that nothing binds here. */
  | { readonly kind: "parameter"; readonly file: number; readonly index: number }
  /** Something of a package outside the project, with the project's types as arguments: `Repository<Order>` of `typeorm`. */
  | { readonly kind: "external"; readonly specifier: string; readonly name: string; readonly args: readonly Type[] };

export const unknown: Type = { kind: "unknown" };
const primitives = new Map<string, Type>();

export function primitive(name: string): Type {
  let type = primitives.get(name);
  if (type === undefined) primitives.set(name, (type = { kind: "primitive", name }));
  return type;
}

const noArguments: readonly Type[] = [];
const plainInstances: (Type & { kind: "instance" })[][] = [];

/** Instances without type arguments are one object each, so that comparing them is comparing identity. */
export function instance(file: number, declaration: number, args: readonly Type[] = noArguments): Type & { kind: "instance" } {
  if (args.length > 0) return { kind: "instance", file, declaration, args };
  const known = (plainInstances[file] ??= []);
  return (known[declaration] ??= { kind: "instance", file, declaration, args: noArguments });
}

const maximumUnion = 40;

/** Union without doubles; unknown, null, undefined and never add nothing to what a name can point at. */
export function union(types: readonly Type[]): Type {
  const flat: Type[] = [];
  if (types.length === 1 && types[0]!.kind === "union") return types[0]!;
  for (const type of types) {
    if (type.kind === "union") for (const inner of type.types) addDistinct(flat, inner);
    else addDistinct(flat, type);
    if (flat.length >= maximumUnion) break;
  }
  if (flat.length === 0) return unknown;
  return flat.length === 1 ? flat[0]! : { kind: "union", types: flat };
}

const empty = new Set(["void", "null", "undefined", "never"]);

function addDistinct(list: Type[], type: Type): void {
  if (type.kind === "unknown" || (type.kind === "primitive" && empty.has(type.name))) return;
  for (const known of list) if (same(known, type)) return;
  list.push(type);
}

export function same(left: Type, right: Type): boolean {
  if (left === right) return true;
  if (left.kind !== right.kind) return false;
  switch (left.kind) {
    case "instance": {
      const other = right as typeof left;
      if (left.args.length === 0 || other.args.length === 0) return false;
      return left.file === other.file && left.declaration === other.declaration && sameAll(left.args, other.args);
    }
    case "class":
    case "members": {
      const other = right as typeof left;
      return left.file === other.file && left.declaration === other.declaration;
    }
    case "function":
    case "object":
    case "mapped": {
      const other = right as typeof left;
      return left.file === other.file && left.term === other.term && left.environment === other.environment;
    }
    case "ambient":
      return left.specifier === (right as typeof left).specifier;
    case "namespace":
      return left.file === (right as typeof left).file;
    case "parameter":
      return left.file === (right as typeof left).file && left.index === (right as typeof left).index;
    case "literal":
      return left.text === (right as typeof left).text;
    case "tuple":
      return sameAll(left.items, (right as typeof left).items);
    case "external": {
      const other = right as typeof left;
      return left.specifier === other.specifier && left.name === other.name && sameAll(left.args, other.args);
    }
    default:
      return false;
  }
}

function sameAll(left: readonly Type[], right: readonly Type[]): boolean {
  return left === right || (left.length === right.length && left.every((type, position) => same(type, right[position]!)));
}

/** The alternatives of a union; a type by itself otherwise. */
export function alternatives(type: Type): readonly Type[] {
  return type.kind === "union" ? type.types : [type];
}

const parameterSpan = 0x100000;

export const parameterKey = (file: number, index: number): number => file * parameterSpan + index;
/** Key of `this` of the class that declares an inherited member. */
export const selfKey = (file: number, declaration: number): number => -(file * parameterSpan + declaration) - 1;

export function extend(parent: Environment | undefined, keys: readonly number[], types: readonly Type[]): Environment | undefined {
  return keys.length === 0 ? parent : { keys, types, parent, memo: new Map() };
}

export function bound(environment: Environment | undefined, key: number): Type | undefined {
  for (let at = environment; at !== undefined; at = at.parent) {
    const position = at.keys.indexOf(key);
    if (position >= 0) return at.types[position];
  }
  return undefined;
}
