/** Calls: which signature, with which type arguments, giving what. */
import { FunctionFlag, ObjectSlot, Op, ParameterFlag } from "../../model/terms.ts";
import type { FileFacts } from "../../model/facts.ts";
import { childrenNamed } from "../world.ts";
import type { Bindings, Engine, Signature } from "./engine.ts";
import { bindParameters, constraintOf, instanceOf } from "./evaluate.ts";
import {
  argumentAt,
  argumentCount,
  callee,
  functionFlagsOf,
  isOpen,
  parameterCount,
  parameterFlag,
  parameterTerm,
  predicateParameter,
  predicateType,
  receiverTerm,
  returnedValues,
  typeArgumentAt,
  typeArgumentCount,
  typeParameterAt,
  typeParameterCount,
  writtenReturn,
} from "./terms.ts";
import { alternatives, extend, instance, parameterKey, union, unknown } from "./type.ts";
import type { Environment, Type } from "./type.ts";

const nothing: readonly Signature[] = [];

/** Signatures that calling a value of this type can mean. */
export function signaturesOf(engine: Engine, type: Type): readonly Signature[] {
  switch (type.kind) {
    case "function":
      return overloads(engine, type.file, type.term, type.environment);
    case "union":
    case "intersection":
      return type.types.flatMap((inner) => [...signaturesOf(engine, inner)]);
    case "object":
      return slots(engine, type, ObjectSlot.call);
    case "instance": {
      const found = engine.members(type, "()");
      return found
        .map((member) => ({ file: member.file, term: member.term, environment: member.environment }))
        .filter((signature) => isFunction(engine, signature));
    }
    case "parameter": {
      const constraint = constraintOf(engine, type);
      return constraint.kind === "parameter" ? nothing : signaturesOf(engine, constraint);
    }
    default:
      return nothing;
  }
}

const isFunction = (engine: Engine, signature: Signature): boolean => engine.world.facts[signature.file]?.terms[signature.term] === Op.function;

function slots(engine: Engine, type: Type & { kind: "object" }, wanted: number): readonly Signature[] {
  const { terms } = engine.world.facts[type.file]!;
  const found: Signature[] = [];
  for (let slot = 0; slot < terms[type.term + 1]!; slot++) {
    const at = type.term + 2 + slot * 3;
    if (terms[at] === wanted && terms[terms[at + 1]!] === Op.function)
      found.push({ file: type.file, term: terms[at + 1]!, environment: type.environment });
  }
  return found;
}

/** All overloads of a declared function, without the implementation's own signature where there are others. */
function overloads(engine: Engine, file: number, term: number, environment: Environment | undefined): readonly Signature[] {
  const facts = engine.world.facts[file]!;
  const declaration = facts.terms[term + 2]!;
  if (declaration < 0) return [{ file, term, environment }];
  const fact = facts.declarations[declaration]!;
  if (fact.kind !== "function" && fact.kind !== "method" && fact.kind !== "constructor" && fact.kind !== "signature")
    return [{ file, term, environment }];
  const siblings = childrenNamed(engine.world, file, fact.parent, fact.name);
  if (siblings.length < 2) return [{ file, term, environment }];
  const all = siblings
    .filter((sibling) => facts.declarations[sibling]!.kind === fact.kind && facts.terms[facts.declarations[sibling]!.term] === Op.function)
    .map((sibling): Signature => ({ file, term: facts.declarations[sibling]!.term, environment }));
  return all.length === 0 ? [{ file, term, environment }] : all;
}

export function constructSignaturesOf(engine: Engine, type: Type): readonly Signature[] {
  switch (type.kind) {
    case "class":
      return constructorsOf(engine, type.file, type.declaration, 0);
    case "union":
    case "intersection":
      return type.types.flatMap((inner) => [...constructSignaturesOf(engine, inner)]);
    case "object":
      return slots(engine, type, ObjectSlot.construct);
    case "instance":
      return engine
        .members(type, "new()")
        .map((member) => ({ file: member.file, term: member.term, environment: member.environment }))
        .filter((signature) => isFunction(engine, signature));
    case "parameter": {
      const constraint = constraintOf(engine, type);
      return constraint.kind === "parameter" ? nothing : constructSignaturesOf(engine, constraint);
    }
    default:
      return nothing;
  }
}

function constructorsOf(engine: Engine, file: number, declaration: number, depth: number): readonly Signature[] {
  const facts = engine.world.facts[file]!;
  const own = childrenNamed(engine.world, file, declaration, "constructor").filter((child) => facts.declarations[child]!.kind === "constructor");
  if (own.length > 0) return own.map((child) => ({ file, term: facts.declarations[child]!.term, environment: undefined }));
  const heritage = facts.declarations[declaration]!.extends?.[0];
  if (heritage === undefined || depth > 12) return nothing;
  const base = engine.evaluate(file, heritage, undefined);
  return base.kind === "instance" ? constructorsOf(engine, base.file, base.declaration, depth + 1) : nothing;
}

/** Signatures that fit the number of arguments; all of them where none does. */
export function candidatesOf(engine: Engine, file: number, term: number, environment: Environment | undefined): readonly Signature[] {
  const facts = engine.world.facts[file]!;
  const target = engine.evaluate(file, callee(facts, term), environment);
  const all = facts.terms[term] === Op.construct ? engine.constructSignatures(target) : engine.signatures(target);
  if (all.length < 2) return all;
  const given = argumentCount(facts, term);
  const fitting = all.filter((signature) => fits(engine, signature, given));
  return fitting.length > 0 ? fitting : all;
}

function fits(engine: Engine, signature: Signature, given: number): boolean {
  const facts = engine.world.facts[signature.file]!;
  const count = parameterCount(facts, signature.term);
  let required = 0;
  let open = false;
  for (let position = 0; position < count; position++) {
    const flags = parameterFlag(facts, signature.term, position);
    if ((flags & ParameterFlag.rest) !== 0) open = true;
    else if ((flags & ParameterFlag.optional) === 0) required = position + 1;
  }
  return given >= required && (open || given <= count);
}

/** One signature a function, so that overloads do not blur the result: the first that fits. */
function firstOfEach(engine: Engine, signatures: readonly Signature[]): readonly Signature[] {
  if (signatures.length < 2) return signatures;
  const seen = new Set<string>();
  return signatures.filter((signature) => {
    const facts = engine.world.facts[signature.file]!;
    const declaration = facts.terms[signature.term + 2]!;
    const fact = declaration < 0 ? undefined : facts.declarations[declaration];
    const key = fact === undefined ? `${signature.file}:${signature.term}` : `${signature.file}:${fact.parent}:${fact.name}`;
    return seen.has(key) ? false : (seen.add(key), true);
  });
}

export function callResult(engine: Engine, file: number, term: number, environment: Environment | undefined): Type {
  const facts = engine.world.facts[file]!;
  const isNew = facts.terms[term] === Op.construct;
  const target = engine.evaluate(file, callee(facts, term), environment);
  if (isNew) {
    const results = alternatives(target).map((alternative) => constructed(engine, file, term, alternative, environment));
    return union(results);
  }
  const signatures = firstOfEach(engine, engine.candidates(file, term, environment));
  return union(signatures.map((signature) => engine.returnType(instantiated(engine, signature, file, term, environment, true))));
}

function constructed(engine: Engine, file: number, term: number, target: Type, environment: Environment | undefined): Type {
  if (target.kind !== "class") {
    if (target.kind === "external" || target.kind === "function")
      return instanceOf(engine, target, explicitArguments(engine, file, term, environment));
    const signature = engine.constructSignatures(target)[0];
    return signature === undefined ? unknown : engine.returnType(instantiated(engine, signature, file, term, environment, true));
  }
  const parameters = engine.world.facts[target.file]!.declarations[target.declaration]!.typeParameters ?? [];
  if (parameters.length === 0) return instance(target.file, target.declaration);
  const explicit = explicitArguments(engine, file, term, environment);
  if (explicit.length > 0) return instance(target.file, target.declaration, explicit);
  const signature = engine.constructSignatures(target)[0];
  const binds: Bindings = new Map(parameters.map((parameter) => [parameterKey(target.file, parameter), []]));
  if (signature !== undefined) for (const functions of [false, true]) infer(engine, signature, file, term, environment, binds, functions);
  return instance(
    target.file,
    target.declaration,
    parameters.map((parameter) => union(binds.get(parameterKey(target.file, parameter)) ?? [])),
  );
}

function explicitArguments(engine: Engine, file: number, term: number, environment: Environment | undefined): Type[] {
  const facts = engine.world.facts[file]!;
  const types: Type[] = [];
  for (let position = 0; position < typeArgumentCount(facts, term); position++)
    types.push(engine.evaluate(file, typeArgumentAt(facts, term, position), environment));
  return types;
}

/**
 * The signature with its type parameters bound, by written type arguments or by what the arguments are. Arguments that are functions come last, because
 * their own parameters may take their types from the others.
 */
function instantiated(
  engine: Engine,
  signature: Signature,
  file: number,
  term: number,
  environment: Environment | undefined,
  withFunctions: boolean,
): Signature {
  const facts = engine.world.facts[signature.file]!;
  const count = typeParameterCount(facts, signature.term);
  if (count === 0) return signature;
  const parameters = Array.from({ length: count }, (_, position) => typeParameterAt(facts, signature.term, position));
  const explicit = explicitArguments(engine, file, term, environment);
  if (explicit.length > 0) return { ...signature, environment: bindParameters(engine, signature.file, parameters, explicit, signature.environment) };
  const keys = parameters.map((parameter) => parameterKey(signature.file, parameter));
  const binds: Bindings = new Map(keys.map((key) => [key, []]));
  inferReceiver(engine, signature, file, term, environment, binds);
  infer(engine, signature, file, term, environment, binds, false);
  if (withFunctions) {
    const soFar = bindKnown(signature, binds);
    infer(engine, soFar, file, term, environment, binds, true);
  }
  const args = keys.map((key) => union(binds.get(key) ?? []));
  if (!withFunctions) return bindKnown(signature, binds);
  return { ...signature, environment: bindParameters(engine, signature.file, parameters, args, signature.environment) };
}

/** `static find<T>(this: new () => T)`: what the method is called on. */
function inferReceiver(
  engine: Engine,
  signature: Signature,
  file: number,
  term: number,
  environment: Environment | undefined,
  binds: Bindings,
): void {
  const receiver = receiverTerm(engine.world.facts[signature.file]!, signature.term);
  if (receiver === 0) return;
  const { terms } = engine.world.facts[file]!;
  const target = terms[term + 1]!;
  if (terms[target] !== Op.property) return;
  engine.unify(signature.file, receiver, signature.environment, engine.evaluate(file, terms[target + 1]!, environment), binds, 0);
}

function bindKnown(signature: Signature, binds: Bindings): Signature {
  const known = [...binds].filter(([, types]) => types.length > 0);
  return {
    ...signature,
    environment: extend(
      signature.environment,
      known.map(([key]) => key),
      known.map(([, types]) => union(types)),
    ),
  };
}

function infer(
  engine: Engine,
  signature: Signature,
  file: number,
  term: number,
  environment: Environment | undefined,
  binds: Bindings,
  functions: boolean,
): void {
  const facts = engine.world.facts[file]!;
  const own = engine.world.facts[signature.file]!;
  const last = parameterCount(own, signature.term) - 1;
  for (let position = 0; position < argumentCount(facts, term); position++) {
    const argument = argumentAt(facts, term, position);
    if (argument === 0) continue;
    if (takesContext(facts, argument) !== functions) continue;
    const at = Math.min(position, last);
    if (at < 0) return;
    const parameter = parameterTerm(own, signature.term, at);
    if (parameter === 0) continue;
    const isRest = (parameterFlag(own, signature.term, at) & ParameterFlag.rest) !== 0;
    if (position > last && !isRest) return;
    let type = engine.evaluate(file, argument, environment);
    if (isRest) type = engine.standardInstance("Array", [type]);
    engine.unify(signature.file, parameter, signature.environment, type, binds, 0);
  }
}

/** A function that takes types of parameters from where it stands says something only when the others have. */
function takesContext(facts: FileFacts, term: number): boolean {
  if (facts.terms[term] !== Op.function) return false;
  for (let position = 0; position < parameterCount(facts, term); position++) {
    if (facts.terms[parameterTerm(facts, term, position)] === Op.contextParameter) return true;
  }
  return false;
}

export function parameterTypeOf(engine: Engine, signature: Signature, position: number): Type {
  const facts = engine.world.facts[signature.file]!;
  const count = parameterCount(facts, signature.term);
  if (count === 0) return unknown;
  const at = Math.min(position, count - 1);
  const isRest = (parameterFlag(facts, signature.term, at) & ParameterFlag.rest) !== 0;
  if (position >= count && !isRest) return unknown;
  const type = engine.evaluate(signature.file, parameterTerm(facts, signature.term, at), signature.environment);
  if (!isRest) return type;
  return type.kind === "tuple" ? (type.items[position - at] ?? unknown) : engine.iterate(type);
}

export function returnTypeOf(engine: Engine, signature: Signature): Type {
  const facts = engine.world.facts[signature.file]!;
  const written = writtenReturn(facts, signature.term);
  if (written !== 0) return engine.evaluate(signature.file, written, signature.environment);
  const flags = functionFlagsOf(facts, signature.term);
  const returned = returnedValues(facts, signature.term);
  if ((flags & FunctionFlag.generator) !== 0) return unknown;
  const type = returned === 0 ? unknown : engine.evaluate(signature.file, returned, signature.environment);
  return (flags & FunctionFlag.async) !== 0 ? engine.standardInstance("Promise", [engine.awaited(type)]) : type;
}

export function expectedArgument(engine: Engine, file: number, term: number, position: number, environment: Environment | undefined): Type {
  const signatures = engine.candidates(file, term, environment);
  // Overloads are tried in order, as the language does; the first that takes a function here is meant.
  const types: Type[] = [];
  for (const signature of firstFitting(engine, signatures, position)) {
    types.push(engine.parameterType(instantiated(engine, signature, file, term, environment, false), position));
  }
  return union(types);
}

function firstFitting(engine: Engine, signatures: readonly Signature[], position: number): readonly Signature[] {
  return firstOfEach(
    engine,
    signatures.filter(
      (signature) =>
        parameterCount(engine.world.facts[signature.file]!, signature.term) > position || isOpen(engine.world.facts[signature.file]!, signature.term),
    ),
  );
}

/** `x` where `isOrder(x)` was true. */
export function guarded(engine: Engine, file: number, term: number, position: number, original: number, environment: Environment | undefined): Type {
  for (const signature of engine.candidates(file, term, environment)) {
    const facts = engine.world.facts[signature.file]!;
    if (predicateParameter(facts, signature.term) !== position) continue;
    const narrowed = instantiated(engine, signature, file, term, environment, true);
    const type = engine.evaluate(signature.file, predicateType(facts, signature.term), narrowed.environment);
    if (type.kind !== "unknown") return type;
  }
  return engine.evaluate(file, original, environment);
}
