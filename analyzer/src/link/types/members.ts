/** Members of types by name. */
import { ObjectSlot, Op } from "../../model/terms.ts";
import { childrenNamed, childrenOf, mergedWith, namespaceMembers, placeKey } from "../world.ts";
import type { Target } from "../exportTables.ts";
import type { Engine, Member } from "./engine.ts";
import { bindParameters, constraintOf, mappedValue, staticSide, valueOfTargets } from "./evaluate.ts";
import { extend, instance, primitive, selfKey, union, unknown } from "./type.ts";
import type { Environment, Type } from "./type.ts";

const nothing: readonly Member[] = [];
const maximumDepth = 24;

export function membersOf(engine: Engine, type: Type, name: string, depth = 0): readonly Member[] {
  if (depth > maximumDepth) return nothing;
  switch (type.kind) {
    case "instance":
      return instanceMembers(engine, type, name, type, depth, undefined);
    case "class":
      return classMembers(engine, type, name, depth);
    case "members":
      return namespaceMembers(engine.world, type.file, type.declaration, name).map((place) =>
        declared(engine, place.file, place.declaration, undefined),
      );
    case "namespace":
      return engine.exports.resolve(type.file, name).map((target) => exported(engine, target));
    case "ambient":
      return engine.exports.ambient(type.specifier, name).map((target) => exported(engine, target));
    case "function":
      return functionMembers(engine, type, name, depth);
    case "object":
      return objectMembers(engine, type, name, depth);
    case "union":
    case "intersection":
      return type.types.flatMap((inner) => [...membersOf(engine, inner, name, depth + 1)]);
    case "tuple": {
      const position = Number(name);
      const item = Number.isInteger(position) ? type.items[position] : undefined;
      if (item !== undefined) return [fixed(item)];
      return membersOf(engine, engine.standardInstance("Array", [union(type.items)]), name, depth + 1);
    }
    case "literal":
      return membersOf(engine, engine.standardInstance("String", []), name, depth + 1);
    case "primitive": {
      const box = boxes[type.name];
      return box === undefined ? nothing : membersOf(engine, engine.standardInstance(box, []), name, depth + 1);
    }
    case "parameter": {
      const constraint = constraintOf(engine, type);
      return constraint.kind === "parameter" ? nothing : membersOf(engine, constraint, name, depth + 1);
    }
    case "mapped":
      return mappedMembers(engine, type, name, depth);
    case "record":
      return type.value.kind === "unknown" ? nothing : [fixed(type.value)];
    default:
      return nothing;
  }
}

const boxes: Record<string, string> = { string: "String", number: "Number", boolean: "Boolean" };

const fixed = (type: Type): Member => ({ file: -1, declaration: -1, term: 0, environment: undefined, type });

function exported(engine: Engine, target: Target): Member {
  const type = valueOfTargets(engine, [target], undefined);
  if (target.kind === "declaration") return { file: target.file, declaration: target.declaration, term: target.term, environment: undefined, type };
  return { file: target.kind === "namespace" ? target.file : -1, declaration: -1, term: 0, environment: undefined, type };
}

function declared(engine: Engine, file: number, declaration: number, environment: Environment | undefined): Member {
  return { file, declaration, term: engine.world.facts[file]!.declarations[declaration]!.term, environment };
}

/** @param below what was searched already on the way up: heritage can be a circle, and what had no such member once has none */
function instanceMembers(
  engine: Engine,
  type: Type & { kind: "instance" },
  name: string,
  receiver: Type,
  depth: number,
  below: Set<number> | undefined,
): readonly Member[] {
  if (depth > maximumDepth) return nothing;
  const { world } = engine;
  const places = mergedWith(world, type.file, type.declaration);
  const inherited = receiver !== type;
  for (const place of places) {
    const fact = world.facts[place.file]!.declarations[place.declaration]!;
    if (fact.kind !== "class" && fact.kind !== "interface" && fact.kind !== "function" && fact.kind !== "enum") continue;
    if (fact.kind === "enum") break;
    const own = childrenNamed(world, place.file, place.declaration, name).filter(
      (child) => world.facts[place.file]!.declarations[child]!.static !== true,
    );
    if (own.length > 0) {
      const environment = environmentOf(engine, place.file, place.declaration, type.args, inherited ? receiver : undefined);
      return own.map((child) => declared(engine, place.file, child, environment));
    }
  }
  let searched = below;
  for (const place of places) {
    const fact = world.facts[place.file]!.declarations[place.declaration]!;
    const heritage = fact.extends ?? [];
    const key = placeKey(place.file, place.declaration);
    if (heritage.length === 0 || searched?.has(key) === true) continue;
    (searched ??= new Set()).add(key);
    const environment = environmentOf(engine, place.file, place.declaration, type.args, undefined);
    for (const term of heritage) {
      const base = engine.evaluate(place.file, term, environment);
      const found =
        base.kind === "instance" ? instanceMembers(engine, base, name, receiver, depth + 1, searched) : membersOf(engine, base, name, depth + 1);
      if (found.length > 0) return found;
    }
  }
  // An index signature answers for every name.
  for (const place of places) {
    const index = childrenNamed(world, place.file, place.declaration, "[index]")[0];
    if (index !== undefined) {
      const environment = environmentOf(engine, place.file, place.declaration, type.args, undefined);
      const value = engine.evaluate(place.file, world.facts[place.file]!.declarations[index]!.term, environment);
      return value.kind === "unknown" ? nothing : [fixed(value)];
    }
  }
  const fact = world.facts[type.file]!.declarations[type.declaration]!;
  // A merged namespace or enum member as a type has no members of its own; functions called as classes end here too.
  if (fact.kind === "enum") return membersOf(engine, engine.standardInstance("String", []), name, depth + 1);
  if (isListLike(engine, type) && /^\d+$/.test(name)) return [fixed(type.args[0] ?? unknown)];
  return nothing;
}

const listNames = new Set(["Array", "ReadonlyArray", "ArrayLike"]);
const isListLike = (engine: Engine, type: Type): boolean => engine.isStandard(type, listNames);

function environmentOf(
  engine: Engine,
  file: number,
  declaration: number,
  args: readonly Type[],
  receiver: Type | undefined,
): Environment | undefined {
  const parameters = engine.world.facts[file]!.declarations[declaration]!.typeParameters ?? [];
  const environment = parameters.length === 0 ? undefined : bindParameters(engine, file, parameters, args, undefined);
  return receiver === undefined ? environment : extend(environment, [selfKey(file, declaration)], [receiver]);
}

function classMembers(engine: Engine, type: Type & { kind: "class" }, name: string, depth: number): readonly Member[] {
  const { world } = engine;
  for (const place of mergedWith(world, type.file, type.declaration)) {
    const kind = world.facts[place.file]!.declarations[place.declaration]!.kind;
    const own = childrenNamed(world, place.file, place.declaration, name).filter(
      (child) => kind === "namespace" || world.facts[place.file]!.declarations[child]!.static === true,
    );
    if (own.length > 0) return own.map((child) => declared(engine, place.file, child, undefined));
  }
  const fact = world.facts[type.file]!.declarations[type.declaration]!;
  if (name === "prototype") return [fixed(instance(type.file, type.declaration))];
  const heritage = fact.extends?.[0];
  if (heritage === undefined) return nothing;
  const term = engine.world.facts[type.file]!.terms;
  // `extends mixin(Base)` keeps the value in the term; a named base is a type whose class has the static side.
  const base =
    term[heritage] === Op.instance
      ? engine.evaluate(type.file, term[heritage + 1]!, undefined)
      : staticSide(engine.evaluate(type.file, heritage, undefined));
  return membersOf(engine, base, name, depth + 1);
}

function functionMembers(engine: Engine, type: Type & { kind: "function" }, name: string, depth: number): readonly Member[] {
  const { world } = engine;
  const declaration = world.facts[type.file]!.terms[type.term + 2]!;
  if (declaration >= 0) {
    const fact = world.facts[type.file]!.declarations[declaration]!;
    for (const sibling of childrenNamed(world, type.file, fact.parent, fact.name)) {
      const own = childrenNamed(world, type.file, sibling, name).filter((child) => {
        const { kind, static: isStatic } = world.facts[type.file]!.declarations[child]!;
        return isStatic === true || world.facts[type.file]!.declarations[sibling]!.kind === "namespace" || kind === "enum-member";
      });
      if (own.length > 0) return own.map((child) => declared(engine, type.file, child, undefined));
    }
  }
  if (name === "bind" || name === "call" || name === "apply") return membersOf(engine, engine.standardInstance("Function", []), name, depth + 1);
  return nothing;
}

function objectMembers(engine: Engine, type: Type & { kind: "object" }, name: string, depth: number): readonly Member[] {
  const facts = engine.world.facts[type.file]!;
  const count = facts.terms[type.term + 1]!;
  let index: Member | undefined;
  for (let slot = count - 1; slot >= 0; slot--) {
    const at = type.term + 2 + slot * 3;
    const key = facts.terms[at]!;
    const term = facts.terms[at + 1]!;
    if (key >= 0) {
      if (facts.strings[key] !== name) continue;
      const declaration = facts.terms[at + 2]!;
      return [
        declaration < 0
          ? { file: type.file, declaration, term, environment: type.environment }
          : declared(engine, type.file, declaration, type.environment),
      ];
    } else if (key === ObjectSlot.spread) {
      const found = membersOf(engine, engine.evaluate(type.file, term, type.environment), name, depth + 1);
      if (found.length > 0) return found;
    } else if (key === ObjectSlot.index && term !== 0) index ??= { file: type.file, declaration: -1, term, environment: type.environment };
  }
  if (index === undefined) return nothing;
  const value = engine.evaluate(index.file, index.term, index.environment);
  return value.kind === "unknown" ? nothing : [fixed(value)];
}

/** A homomorphic mapped type keeps the declarations of what it maps, with other types. */
function mappedMembers(engine: Engine, type: Type & { kind: "mapped" }, name: string, depth: number): readonly Member[] {
  const facts = engine.world.facts[type.file]!;
  const keys = engine.evaluate(type.file, facts.terms[type.term + 2]!, type.environment);
  const source =
    keys.kind === "keys"
      ? keys.of
      : keys.kind === "parameter"
        ? ((constraint) => (constraint.kind === "keys" ? constraint.of : unknown))(constraintOf(engine, keys))
        : unknown;
  const value = mappedValue(engine, type.file, type.term, { kind: "literal", text: name }, type.environment, facts.terms[type.term + 1]!);
  const found = membersOf(engine, source, name, depth + 1);
  if (found.length === 0) return value.kind === "unknown" ? nothing : [fixed(value)];
  return found.map((member) => ({ ...member, type: value.kind === "unknown" ? engine.memberType(member) : value }));
}

export function memberType(engine: Engine, member: Member): Type {
  if (member.type !== undefined) return member.type;
  if (member.declaration >= 0) {
    const fact = engine.world.facts[member.file]!.declarations[member.declaration]!;
    if (fact.kind === "property" || fact.kind === "method" || fact.kind === "signature" || fact.kind === "constructor")
      return engine.evaluate(member.file, member.term, member.environment);
    return engine.valueOf(member.file, member.declaration, member.environment);
  }
  return engine.evaluate(member.file, member.term, member.environment);
}

/** Union of the types of all values of an object: `T[keyof T]`, `object[key]`. */
export function elementType(engine: Engine, type: Type, depth = 0): Type {
  if (depth > maximumDepth) return unknown;
  switch (type.kind) {
    case "union":
      return union(type.types.map((inner) => elementType(engine, inner, depth + 1)));
    case "record":
      return type.value;
    case "tuple":
      return union(type.items);
    case "literal":
      return primitive("string");
    case "intersection":
      return union(type.types.map((inner) => elementType(engine, inner, depth + 1)));
    case "parameter":
      return elementType(engine, constraintOf(engine, type), depth + 1);
    case "object": {
      const facts = engine.world.facts[type.file]!;
      const types: Type[] = [];
      for (let slot = 0; slot < Math.min(facts.terms[type.term + 1]!, 24); slot++) {
        const at = type.term + 2 + slot * 3;
        const key = facts.terms[at]!;
        const value = engine.evaluate(type.file, facts.terms[at + 1]!, type.environment);
        if (key === ObjectSlot.spread) types.push(elementType(engine, value, depth + 1));
        else if (key >= 0 || key === ObjectSlot.index) types.push(value);
      }
      return union(types);
    }
    case "instance": {
      if (isListLike(engine, type)) return type.args[0] ?? unknown;
      const environment = environmentOf(engine, type.file, type.declaration, type.args, undefined);
      const index = childrenNamed(engine.world, type.file, type.declaration, "[index]")[0];
      if (index !== undefined) return engine.evaluate(type.file, engine.world.facts[type.file]!.declarations[index]!.term, environment);
      const item = engine.iterate(type);
      if (item.kind !== "unknown") return item;
      const names = childrenOf(engine.world, type.file, type.declaration);
      if (names === undefined || names.size > 24 || type.file === engine.world.standard) return unknown;
      return union([...names.values()].flat().map((declaration) => memberType(engine, declared(engine, type.file, declaration, environment))));
    }
    case "mapped":
      return mappedValue(engine, type.file, type.term, unknown, type.environment, engine.world.facts[type.file]!.terms[type.term + 1]!);
    case "members": {
      const facts = engine.world.facts[type.file]!;
      return facts.declarations[type.declaration]!.kind === "enum" ? instance(type.file, type.declaration) : unknown;
    }
    default:
      return unknown;
  }
}

const elementsOfFirst = new Set([
  "Array",
  "ReadonlyArray",
  "Set",
  "ReadonlySet",
  "Iterable",
  "IterableIterator",
  "Iterator",
  "Generator",
  "AsyncIterable",
  "AsyncGenerator",
  "AsyncIterableIterator",
  "ArrayLike",
]);
const pairs = new Set(["Map", "ReadonlyMap"]);

export function iterate(engine: Engine, type: Type, depth = 0): Type {
  if (depth > maximumDepth) return unknown;
  switch (type.kind) {
    case "union":
      return union(type.types.map((inner) => iterate(engine, inner, depth + 1)));
    case "intersection":
      return union(type.types.map((inner) => iterate(engine, inner, depth + 1)));
    case "tuple":
      return union(type.items);
    case "record":
      return unknown;
    case "parameter":
      return iterate(engine, constraintOf(engine, type), depth + 1);
    case "keys":
      return primitive("string");
    case "instance": {
      if (engine.isStandard(type, elementsOfFirst)) return type.args[0] ?? unknown;
      if (engine.isStandard(type, pairs)) return { kind: "tuple", items: [type.args[0] ?? unknown, type.args[1] ?? unknown] };
      const fact = engine.world.facts[type.file]!.declarations[type.declaration]!;
      const environment = environmentOf(engine, type.file, type.declaration, type.args, undefined);
      for (const heritage of [...(fact.extends ?? []), ...(fact.implements ?? [])]) {
        const item = iterate(engine, engine.evaluate(type.file, heritage, environment), depth + 1);
        if (item.kind !== "unknown") return item;
      }
      return unknown;
    }
    default:
      return unknown;
  }
}

const promises = new Set(["Promise", "PromiseLike"]);

const maximumBases = 4;

/** What a type that extends a promise gives. */
function promised(engine: Engine, type: Type & { kind: "instance" }, depth: number): Type | undefined {
  const fact = engine.world.facts[type.file]!.declarations[type.declaration]!;
  if (fact.extends === undefined || fact.extends.length === 0) return undefined;
  const environment = environmentOf(engine, type.file, type.declaration, type.args, undefined);
  for (const heritage of fact.extends) {
    const base = engine.evaluate(type.file, heritage, environment);
    const result = awaited(engine, base, depth + 1);
    if (result !== base) return result;
  }
  return undefined;
}

export function awaited(engine: Engine, type: Type, depth = 0): Type {
  if (type.kind === "union") return union(type.types.map((inner) => awaited(engine, inner, depth)));
  if (type.kind !== "instance") return type;
  if (engine.isStandard(type, promises)) return awaited(engine, type.args[0] ?? unknown);
  return depth < maximumBases ? (promised(engine, type, depth) ?? type) : type;
}
