/** Inference of type parameters: matching a written type against a type that is known. */
import { ObjectSlot, Op } from "../../model/terms.ts";
import type { Bindings, Engine } from "./engine.ts";
import { argumentTerms, parameterCount, parameterTerm, predicateType, returnedValues, writtenReturn } from "./terms.ts";
import { childrenNamed, childrenOf, declarationOf } from "../world.ts";
import type { Place } from "../world.ts";
import { alternatives, bound, parameterKey, union } from "./type.ts";
import type { Environment, Type } from "./type.ts";

const maximumDepth = 6;

export function unify(
  engine: Engine,
  file: number,
  term: number,
  environment: Environment | undefined,
  type: Type,
  binds: Bindings,
  depth: number,
): void {
  if (term === 0 || type.kind === "unknown" || depth > maximumDepth) return;
  const facts = engine.world.facts[file]!;
  const code = facts.terms;
  const first = code[term + 1]!;
  const inner = (next: number, part: Type): void => unify(engine, file, next, environment, part, binds, depth + 1);
  switch (code[term]) {
    case Op.typeParameter: {
      const key = parameterKey(file, first);
      const known = binds.get(key);
      if (known !== undefined) known.push(type);
      // `infer X` binds names that nothing else does.
      else if (bound(environment, key) === undefined && binds.size < 8) binds.set(key, [type]);
      return;
    }
    case Op.array: {
      if (type.kind === "union") {
        for (const alternative of type.types) inner(term, alternative);
        return;
      }
      inner(first, engine.iterate(type));
      return;
    }
    case Op.tuple: {
      const items = argumentTerms(facts, term + 1);
      if (type.kind === "tuple")
        for (const [position, item] of items.entries()) if (type.items[position] !== undefined) inner(item, type.items[position]);
      return;
    }
    case Op.union: {
      unifyUnion(engine, file, term, environment, type, binds, depth);
      return;
    }
    case Op.intersection:
      for (const part of argumentTerms(facts, term + 1)) inner(part, type);
      return;
    case Op.function:
      unifyFunction(engine, file, term, environment, type, binds, depth);
      return;
    case Op.object:
      for (let slot = 0; slot < first; slot++) {
        const at = term + 2 + slot * 3;
        const name = code[at]!;
        if (name >= 0) inner(code[at + 1]!, engine.propertyType(type, facts.strings[name]!));
        else if (name === ObjectSlot.index) inner(code[at + 1]!, engine.elementType(type));
        else if (name === ObjectSlot.construct) {
          const result = alternatives(type).map((part): Type | undefined =>
            part.kind === "class" ? { kind: "instance", file: part.file, declaration: part.declaration, args: [] } : undefined,
          );
          for (const part of result) if (part !== undefined) inner(writtenReturn(facts, code[at + 1]!), part);
        }
      }
      return;
    case Op.declaredType:
    case Op.importedType:
    case Op.globalType:
      unifyReference(engine, file, term, argumentTerms(facts, term + 2), environment, type, binds, depth);
      return;
    case Op.qualifiedType:
      unifyReference(engine, file, term, argumentTerms(facts, term + 3), environment, type, binds, depth);
      return;
    case Op.awaited:
      inner(first, engine.awaited(type));
      return;
    default:
  }
}

/** `T | T[]`, `A | PromiseLike<A>`: the structured alternatives first, the naked parameter gets what is left. */
function unifyUnion(
  engine: Engine,
  file: number,
  term: number,
  environment: Environment | undefined,
  type: Type,
  binds: Bindings,
  depth: number,
): void {
  const facts = engine.world.facts[file]!;
  const parts = argumentTerms(facts, term + 1);
  const naked = parts.filter((part) => facts.terms[part] === Op.typeParameter);
  const structured = parts.filter((part) => facts.terms[part] !== Op.typeParameter);
  for (const alternative of alternatives(type)) {
    const before = total(binds);
    for (const part of structured) unify(engine, file, part, environment, alternative, binds, depth + 1);
    if (total(binds) === before) for (const part of naked) unify(engine, file, part, environment, alternative, binds, depth + 1);
  }
}

function total(binds: Bindings): number {
  let count = 0;
  for (const types of binds.values()) count += types.length;
  return count;
}

function unifyFunction(
  engine: Engine,
  file: number,
  term: number,
  environment: Environment | undefined,
  type: Type,
  binds: Bindings,
  depth: number,
): void {
  const facts = engine.world.facts[file]!;
  for (const signature of engine.signatures(type).slice(0, 2)) {
    const returned = writtenReturn(facts, term);
    if (
      returned !== 0 &&
      (writtenReturn(engine.world.facts[signature.file]!, signature.term) !== 0 ||
        returnedValues(engine.world.facts[signature.file]!, signature.term) !== 0)
    ) {
      unify(engine, file, returned, environment, engine.returnType(signature), binds, depth + 1);
    }
    const other = engine.world.facts[signature.file]!;
    const predicate = predicateType(facts, term);
    if (predicate !== 0 && predicateType(other, signature.term) !== 0) {
      const told = engine.evaluate(signature.file, predicateType(other, signature.term), signature.environment);
      unify(engine, file, predicate, environment, told, binds, depth + 1);
    }
    for (let position = 0; position < Math.min(parameterCount(facts, term), parameterCount(other, signature.term)); position++) {
      const theirs = parameterTerm(other, signature.term, position);
      // A parameter that takes its type from this very context says nothing about it.
      if (other.terms[theirs] === Op.contextParameter) continue;
      unify(
        engine,
        file,
        parameterTerm(facts, term, position),
        environment,
        engine.evaluate(signature.file, theirs, signature.environment),
        binds,
        depth + 1,
      );
    }
  }
}

const iterables = new Set(["Iterable", "AsyncIterable", "ArrayLike", "Array", "ReadonlyArray", "Set", "IterableIterator"]);
const promises = new Set(["Promise", "PromiseLike"]);

function unifyReference(
  engine: Engine,
  file: number,
  term: number,
  args: readonly number[],
  environment: Environment | undefined,
  type: Type,
  binds: Bindings,
  depth: number,
): void {
  const facts = engine.world.facts[file]!;
  if (args.length === 0) return;
  if (facts.terms[term] === Op.globalType) {
    const name = facts.strings[facts.terms[term + 1]!]!;
    if (name === "Partial" || name === "Readonly" || name === "Required" || name === "NonNullable") {
      unify(engine, file, args[0]!, environment, type, binds, depth + 1);
      return;
    }
    if (name === "Record") {
      if (args[1] !== undefined) unify(engine, file, args[1], environment, engine.elementType(type), binds, depth + 1);
      return;
    }
  }
  const wanted = engine.evaluate(file, term, environment);
  if (engine.isStandard(wanted, iterables) && !engine.isStandard(type, promises)) {
    unify(engine, file, args[0]!, environment, engine.iterate(type), binds, depth + 1);
    return;
  }
  if (wanted.kind !== "instance" && wanted.kind !== "external") {
    const alias = aliasOf(engine, file, term);
    if (alias !== undefined)
      unifyDeclared(engine, alias, args, file, environment, binds, depth, (inner) => {
        unify(engine, alias.file, declarationOf(engine.world, alias).term, undefined, type, inner, depth + 1);
      });
    return;
  }
  for (const alternative of alternatives(type)) {
    const match =
      wanted.kind === "instance"
        ? baseOf(engine, alternative, wanted, 0)
        : alternative.kind === "external" && alternative.name === wanted.name
          ? alternative.args
          : undefined;
    if (match !== undefined) {
      for (const [position, argument] of args.entries())
        if (match[position] !== undefined) unify(engine, file, argument, environment, match[position], binds, depth + 1);
    } else if (wanted.kind === "instance" && depth < 3) unifyMembers(engine, file, wanted, args, environment, alternative, binds, depth);
  }
}

/** The generic alias that a reference names. */
function aliasOf(engine: Engine, file: number, term: number): Place | undefined {
  const { terms, strings, declarations } = engine.world.facts[file]!;
  const operand = terms[term + 1]!;
  const isAlias = (place: Place): boolean => {
    const fact = declarationOf(engine.world, place);
    return fact.kind === "type" && (fact.typeParameters?.length ?? 0) > 0;
  };
  switch (terms[term]) {
    case Op.declaredType:
      return declarations[operand]?.kind === "type" ? [{ file, declaration: operand }].find(isAlias) : undefined;
    case Op.importedType:
      return engine.exports
        .binding(file, operand)
        .flatMap((target) =>
          target.kind === "declaration" && target.declaration >= 0 ? [{ file: target.file, declaration: target.declaration }] : [],
        )
        .find(isAlias);
    case Op.globalType:
      return (engine.world.globals.get(strings[operand]!) ?? []).find(isAlias);
    default:
      return undefined;
  }
}

/** Binds the type parameters of a declaration by `infer`, then the arguments that are written for them. */
function unifyDeclared(
  engine: Engine,
  place: Place,
  args: readonly number[],
  file: number,
  environment: Environment | undefined,
  binds: Bindings,
  depth: number,
  infer: (inner: Bindings) => void,
): void {
  const parameters = declarationOf(engine.world, place).typeParameters ?? [];
  const inner: Bindings = new Map(parameters.map((parameter) => [parameterKey(place.file, parameter), []]));
  infer(inner);
  for (const [position, argument] of args.entries()) {
    const found = parameters[position] === undefined ? undefined : inner.get(parameterKey(place.file, parameters[position]));
    if (found !== undefined && found.length > 0) unify(engine, file, argument, environment, union(found), binds, depth + 1);
  }
}

const maximumMembers = 16;

/** An interface that a value fits by its members, without saying so. */
function unifyMembers(
  engine: Engine,
  file: number,
  wanted: Type & { kind: "instance" },
  args: readonly number[],
  environment: Environment | undefined,
  type: Type,
  binds: Bindings,
  depth: number,
): void {
  if (type.kind === "class") {
    // `Type<T>`, whose `new` gives a T.
    const construct = childrenNamed(engine.world, wanted.file, wanted.declaration, "new()")[0];
    const { terms, declarations } = engine.world.facts[wanted.file]!;
    if (construct === undefined || terms[declarations[construct]!.term] !== Op.function) return;
    unifyDeclared(engine, wanted, args, file, environment, binds, depth, (inner) => {
      const made: Type = { kind: "instance", file: type.file, declaration: type.declaration, args: [] };
      unify(engine, wanted.file, writtenReturn(engine.world.facts[wanted.file]!, declarations[construct]!.term), undefined, made, inner, depth + 2);
    });
    return;
  }
  if (type.kind !== "object" && type.kind !== "instance") return;
  if (wanted.file === engine.world.standard || declarationOf(engine.world, wanted).kind !== "interface") return;
  const members = childrenOf(engine.world, wanted.file, wanted.declaration);
  if (members === undefined || members.size > maximumMembers) return;
  unifyDeclared(engine, wanted, args, file, environment, binds, depth, (inner) => {
    for (const [name, [first]] of members) {
      const { term } = engine.world.facts[wanted.file]!.declarations[first!]!;
      unify(engine, wanted.file, term, undefined, engine.propertyType(type, name), inner, depth + 2);
    }
  });
}

/** Type arguments with which `type` is a `wanted`, by itself or through what it extends or implements. */
function baseOf(engine: Engine, type: Type, wanted: Type & { kind: "instance" }, depth: number): readonly Type[] | undefined {
  if (type.kind !== "instance" || depth > 8) return undefined;
  if (type.file === wanted.file && type.declaration === wanted.declaration) return type.args;
  if (engine.isStandard(type, promises) && engine.isStandard(wanted, promises)) return type.args;
  const fact = engine.world.facts[type.file]!.declarations[type.declaration]!;
  for (const heritage of [...(fact.extends ?? []), ...(fact.implements ?? [])]) {
    const environment =
      fact.typeParameters === undefined || fact.typeParameters.length === 0
        ? undefined
        : { keys: fact.typeParameters.map((index) => parameterKey(type.file, index)), types: type.args, parent: undefined, memo: new Map() };
    const found = baseOf(engine, engine.evaluate(type.file, heritage, environment), wanted, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
