/** Terms → types. */
import { Op, primitives } from "../../model/terms.ts";
import type { Target } from "../exportTables.ts";
import { childrenNamed, globalsNamed, namespaceMembers } from "../world.ts";
import type { Place, World } from "../world.ts";
import type { Engine } from "./engine.ts";
import { argumentTerms, functionDeclaration, isOpen, parameterCount } from "./terms.ts";
import { alternatives, bound, extend, instance, parameterKey, primitive, selfKey, union, unknown } from "./type.ts";
import type { Environment, Type } from "./type.ts";

/** The value side of what an import or export names. */
export function valueOfTargets(engine: Engine, targets: readonly Target[], environment: Environment | undefined): Type {
  const types = targets.map((target): Type => {
    switch (target.kind) {
      case "namespace":
      case "ambient":
        return target;
      case "external":
        return { kind: "external", specifier: target.specifier, name: target.name, args: [] };
      case "declaration":
        return target.declaration >= 0
          ? engine.valueOf(target.file, target.declaration, environment)
          : engine.evaluate(target.file, target.term, environment);
    }
  });
  return union(types);
}

/** The type side. */
export function typeOfTargets(engine: Engine, targets: readonly Target[], args: readonly Type[]): Type {
  const types = targets.map((target): Type => {
    switch (target.kind) {
      case "namespace":
      case "ambient":
        return target;
      case "external":
        return { kind: "external", specifier: target.specifier, name: target.name, args };
      case "declaration":
        if (target.declaration >= 0) return engine.typeOf(target.file, target.declaration, args);
        return instanceOf(engine, engine.evaluate(target.file, target.term, undefined), args);
    }
  });
  return union(types);
}

export function evaluateTerm(engine: Engine, file: number, term: number, environment: Environment | undefined): Type {
  const facts = engine.world.facts[file]!;
  const code = facts.terms;
  const first = code[term + 1]!;
  switch (code[term]) {
    case Op.primitive:
      return primitive(primitives[first] ?? "never");
    case Op.literal:
      return { kind: "literal", text: facts.strings[first]! };
    case Op.declared:
      return engine.valueOf(file, first, environment);
    case Op.declaredType:
      return engine.typeOf(file, first, evaluateAll(engine, file, argumentTerms(facts, term + 2), environment));
    case Op.imported:
      return valueOfTargets(engine, engine.exports.binding(file, first), undefined);
    case Op.importedType:
      return typeOfTargets(engine, engine.exports.binding(file, first), evaluateAll(engine, file, argumentTerms(facts, term + 2), environment));
    case Op.global:
      return globalValue(engine, file, facts.strings[first]!);
    case Op.globalType:
      return globalType(engine, facts.strings[first]!, evaluateAll(engine, file, argumentTerms(facts, term + 2), environment));
    case Op.property:
    case Op.present:
      return engine.propertyType(engine.evaluate(file, first, environment), facts.strings[code[term + 2]!]!);
    case Op.element:
      return indexed(engine, engine.evaluate(file, first, environment), engine.evaluate(file, code[term + 2]!, environment));
    case Op.call:
    case Op.construct:
      return engine.callResult(file, term, environment);
    case Op.awaited:
      return engine.awaited(engine.evaluate(file, first, environment));
    case Op.object:
      return { kind: "object", file, term, environment };
    case Op.function:
      return { kind: "function", file, term, environment };
    case Op.union:
      return union(evaluateAll(engine, file, argumentTerms(facts, term + 1), environment));
    case Op.intersection:
      return intersection(evaluateAll(engine, file, argumentTerms(facts, term + 1), environment));
    case Op.iterated:
      return engine.iterate(engine.evaluate(file, first, environment));
    case Op.array:
      return engine.standardInstance("Array", [engine.evaluate(file, first, environment)]);
    case Op.tuple:
      return { kind: "tuple", items: evaluateAll(engine, file, argumentTerms(facts, term + 1), environment) };
    case Op.typeParameter:
      return bound(environment, parameterKey(file, first)) ?? { kind: "parameter", file, index: first };
    case Op.self:
      return bound(environment, selfKey(file, first)) ?? selfOf(engine, file, first, environment);
    case Op.parent:
      return parentOf(engine, file, first, code[term + 2] === 1, environment);
    case Op.keyOf:
      return { kind: "keys", of: engine.evaluate(file, first, environment) };
    case Op.indexed:
      return indexed(engine, engine.evaluate(file, first, environment), engine.evaluate(file, code[term + 2]!, environment));
    case Op.mapped:
      return mapped(engine, file, term, environment);
    case Op.conditional:
      return conditional(engine, file, term, environment);
    case Op.contextParameter:
      return contextParameter(engine, engine.evaluate(file, first, environment), code[term + 2]!);
    case Op.expectedArgument:
      return engine.expectedArgument(file, first, code[term + 2]!, environment);
    case Op.expectedReturn:
      return union(engine.signatures(engine.evaluate(file, first, environment)).map((signature) => engine.returnType(signature)));
    case Op.instance:
      return instanceOf(engine, engine.evaluate(file, first, environment), []);
    case Op.qualifiedType:
      return qualifiedType(
        engine,
        engine.evaluate(file, first, environment),
        facts.strings[code[term + 2]!]!,
        evaluateAll(engine, file, argumentTerms(facts, term + 3), environment),
      );
    case Op.module:
      return valueOfTargets(engine, engine.exports.module(file, first, facts.imports[first]!.kind === "require" ? "=" : "*"), undefined);
    case Op.assigned:
      return engine.evaluate(file, first, environment);
    case Op.guarded:
      return engine.guarded(file, first, code[term + 2]!, code[term + 3]!, environment);
    case Op.rest:
      return engine.evaluate(file, first, environment);
    case Op.exports:
      return valueOfTargets(engine, engine.exports.resolve(file, "="), undefined);
    default:
      return unknown;
  }
}

function evaluateAll(engine: Engine, file: number, terms: readonly number[], environment: Environment | undefined): readonly Type[] {
  return terms.map((term) => engine.evaluate(file, term, environment));
}

export function intersection(types: readonly Type[]): Type {
  const known = types.filter((type) => type.kind !== "unknown" && type.kind !== "primitive");
  if (known.length === 0) return types[0] ?? unknown;
  return known.length === 1 ? known[0]! : { kind: "intersection", types: known };
}

export function declaredValue(engine: Engine, file: number, declaration: number, environment: Environment | undefined): Type {
  const fact = engine.world.facts[file]!.declarations[declaration]!;
  switch (fact.kind) {
    case "class":
      return { kind: "class", file, declaration };
    case "enum":
      return { kind: "members", file, declaration };
    case "namespace":
      return namespaceValue(engine, file, declaration);
    case "enum-member":
      return fact.parent >= 0 ? instance(file, fact.parent) : unknown;
    case "interface":
    case "type": {
      // The name is a value too where another declaration gives it one.
      const value = childrenNamed(engine.world, file, fact.parent, fact.name).find((sibling) => isValue(engine.world, file, sibling));
      return value === undefined ? unknown : engine.valueOf(file, value, environment);
    }
    case "getter":
      return union(engine.signatures(engine.evaluate(file, fact.term, environment)).map((signature) => engine.returnType(signature)));
    default:
      return engine.evaluate(file, fact.term, fact.parent === -1 ? undefined : environment);
  }
}

/** A namespace, and what else has its name: a function or class finds the namespace by itself. */
function namespaceValue(engine: Engine, file: number, declaration: number): Type {
  const { parent, name } = engine.world.facts[file]!.declarations[declaration]!;
  const members: Type = { kind: "members", file, declaration };
  for (const sibling of childrenNamed(engine.world, file, parent, name)) {
    const { kind } = engine.world.facts[file]!.declarations[sibling]!;
    if (kind === "function" || kind === "class") return engine.valueOf(file, sibling, undefined);
    if (kind === "variable") return intersection([engine.valueOf(file, sibling, undefined), members]);
  }
  return members;
}

const isValue = (world: World, file: number, declaration: number): boolean => {
  const { kind } = world.facts[file]!.declarations[declaration]!;
  return kind !== "interface" && kind !== "type";
};

export function declaredType(engine: Engine, file: number, declaration: number, args: readonly Type[]): Type {
  const fact = engine.world.facts[file]!.declarations[declaration]!;
  switch (fact.kind) {
    case "class":
    case "interface":
      return instance(file, declaration, args);
    case "enum":
      return instance(file, declaration);
    case "enum-member":
      return fact.parent >= 0 ? instance(file, fact.parent) : unknown;
    case "type":
      return engine.evaluate(file, fact.term, bindParameters(engine, file, fact.typeParameters ?? [], args, undefined));
    case "namespace":
      return { kind: "members", file, declaration };
    default: {
      const type = childrenNamed(engine.world, file, fact.parent, fact.name).find(
        (sibling) => sibling !== declaration && !isValue(engine.world, file, sibling),
      );
      if (type !== undefined) return engine.typeOf(file, type, args);
      return instanceOf(engine, engine.valueOf(file, declaration, undefined), args);
    }
  }
}

/** Binds type parameters to arguments, to their defaults, or to their constraints. */
export function bindParameters(
  engine: Engine,
  file: number,
  parameters: readonly number[],
  args: readonly Type[],
  parent: Environment | undefined,
): Environment | undefined {
  if (parameters.length === 0) return parent;
  const types: Type[] = [];
  const environment = extend(
    parent,
    parameters.map((parameter) => parameterKey(file, parameter)),
    types,
  );
  for (const [position, parameter] of parameters.entries()) {
    const given = args[position];
    if (given !== undefined && given.kind !== "unknown") types.push(given);
    else {
      const [, constraint, fallback] = engine.world.facts[file]!.typeParameters[parameter]!;
      types.push(engine.evaluate(file, fallback === 0 ? constraint : fallback, environment));
    }
  }
  return environment;
}

function selfOf(engine: Engine, file: number, declaration: number, environment: Environment | undefined): Type {
  const parameters = engine.world.facts[file]!.declarations[declaration]!.typeParameters ?? [];
  return instance(
    file,
    declaration,
    parameters.map((index): Type => bound(environment, parameterKey(file, index)) ?? { kind: "parameter", file, index }),
  );
}

function parentOf(engine: Engine, file: number, declaration: number, isStatic: boolean, environment: Environment | undefined): Type {
  const heritage = engine.world.facts[file]!.declarations[declaration]!.extends?.[0];
  if (heritage === undefined) return unknown;
  const type = engine.evaluate(file, heritage, environment);
  return isStatic ? staticSide(type) : type;
}

/** The class whose instance a type is. */
export function staticSide(type: Type): Type {
  return type.kind === "instance" ? { kind: "class", file: type.file, declaration: type.declaration } : unknown;
}

/** What `new` gives for a value of this type. */
export function instanceOf(engine: Engine, type: Type, args: readonly Type[]): Type {
  switch (type.kind) {
    case "class":
      return instance(type.file, type.declaration, args);
    case "union":
      return union(type.types.map((inner) => instanceOf(engine, inner, args)));
    case "external":
      return args.length === 0 ? type : { ...type, args };
    case "function": {
      const declaration = engine.world.facts[type.file]!.terms[type.term + 2]!;
      // Functions as classes, the way JavaScript was written before 2015: their prototype's members are declared inside them.
      return declaration >= 0 ? instance(type.file, declaration) : unknown;
    }
    default:
      return union(engine.constructSignatures(type).map((signature) => engine.returnType(signature)));
  }
}

function globalValue(engine: Engine, file: number, name: string): Type {
  const { world } = engine;
  const places = globalsNamed(world, file, name);
  // `window.cart`, which some file adds to the interface of windows.
  if (places.length === 0) return world.globals.has("Window") ? engine.propertyType(globalType(engine, "Window", []), name) : unknown;
  const values = places.filter((place) => isValue(world, place.file, place.declaration));
  const own = values.filter((place) => place.file !== world.standard);
  return union((own.length > 0 ? own : values).map((place) => engine.valueOf(place.file, place.declaration, undefined)));
}

export function globalType(engine: Engine, name: string, args: readonly Type[]): Type {
  const { world } = engine;
  const places = (world.globals.get(name) ?? []).filter((place) => {
    const { kind } = world.facts[place.file]!.declarations[place.declaration]!;
    return kind === "class" || kind === "interface" || kind === "type" || kind === "enum" || kind === "namespace";
  });
  const own = places.filter((place) => place.file !== world.standard);
  const isNamespace = (place: Place): boolean => world.facts[place.file]!.declarations[place.declaration]!.kind === "namespace";
  const chosen = own.find((place) => !isNamespace(place)) ?? own[0] ?? places[0];
  if (chosen !== undefined) return engine.typeOf(chosen.file, chosen.declaration, args);
  return utilityType(engine, name, args);
}

const sameMembers = new Set([
  "Partial",
  "Required",
  "Readonly",
  "NonNullable",
  "Pick",
  "Omit",
  "Exclude",
  "Extract",
  "NoInfer",
  "ThisType",
  "DeepPartial",
]);

/** TypeScript's utility types. Pick and Omit keep all members: which are left out does not change where the others are declared. */
function utilityType(engine: Engine, name: string, args: readonly Type[]): Type {
  const first = args[0] ?? unknown;
  if (sameMembers.has(name)) return first;
  switch (name) {
    case "Record":
      return { kind: "record", key: first, value: args[1] ?? unknown };
    case "Awaited":
      return engine.awaited(first);
    case "ReturnType":
      return union(engine.signatures(first).map((signature) => engine.returnType(signature)));
    case "Parameters":
    case "ConstructorParameters": {
      const signature = (name === "Parameters" ? engine.signatures(first) : engine.constructSignatures(first))[0];
      if (signature === undefined) return unknown;
      const items: Type[] = [];
      for (let position = 0; position < 8; position++) {
        const type = engine.parameterType(signature, position);
        items.push(type);
      }
      return { kind: "tuple", items };
    }
    case "InstanceType":
      return instanceOf(engine, first, []);
    case "Uppercase":
    case "Lowercase":
    case "Capitalize":
    case "Uncapitalize":
      return primitive("string");
    default:
      return unknown;
  }
}

function qualifiedType(engine: Engine, namespace: Type, name: string, args: readonly Type[]): Type {
  switch (namespace.kind) {
    case "namespace":
      return typeOfTargets(engine, engine.exports.resolve(namespace.file, name), args);
    case "ambient":
      return typeOfTargets(engine, engine.exports.ambient(namespace.specifier, name), args);
    case "members":
    case "class":
    case "instance": {
      const child = namespaceMembers(engine.world, namespace.file, namespace.declaration, name)[0];
      return child === undefined ? unknown : engine.typeOf(child.file, child.declaration, args);
    }
    case "union":
      return union(namespace.types.map((inner) => qualifiedType(engine, inner, name, args)));
    case "function": {
      // `function express()` beside `namespace express`.
      const declaration = functionDeclaration(engine.world.facts[namespace.file]!, namespace.term);
      const child = declaration < 0 ? undefined : namespaceMembers(engine.world, namespace.file, declaration, name)[0];
      return child === undefined ? unknown : engine.typeOf(child.file, child.declaration, args);
    }
    case "intersection":
      return union(namespace.types.map((inner) => qualifiedType(engine, inner, name, args)));
    case "external":
      return { kind: "external", specifier: namespace.specifier, name: `${namespace.name}.${name}`, args };
    default:
      return unknown;
  }
}

/** `T[K]` */
function indexed(engine: Engine, object: Type, key: Type): Type {
  switch (key.kind) {
    case "literal":
      return engine.propertyType(object, key.text);
    case "union":
      return union(key.types.map((inner) => indexed(engine, object, inner)));
    default:
      return engine.elementType(object);
  }
}

/** `{ [K in keyof T]: V }` has T's members where they are declared; other mapped types are records. */
function mapped(engine: Engine, file: number, term: number, environment: Environment | undefined): Type {
  const facts = engine.world.facts[file]!;
  const parameter = facts.terms[term + 1]!;
  const constraint = engine.evaluate(file, facts.terms[term + 2]!, environment);
  const key: Type = constraint.kind === "parameter" ? constraintOf(engine, constraint) : constraint;
  if (key.kind === "keys") {
    const source = key.of;
    const items = source.kind === "tuple" ? source.items : undefined;
    if (items !== undefined) {
      return {
        kind: "tuple",
        items: items.map((_, position) => mappedValue(engine, file, term, { kind: "literal", text: String(position) }, environment, parameter)),
      };
    }
    if (engine.isStandard(source, arrayNames) && source.kind === "instance") {
      return engine.standardInstance("Array", [mappedValue(engine, file, term, primitive("number"), environment, parameter)]);
    }
    return { kind: "mapped", file, term, environment };
  }
  return { kind: "record", key, value: mappedValue(engine, file, term, key, environment, parameter) };
}

const arrayNames = new Set(["Array", "ReadonlyArray"]);

export function mappedValue(engine: Engine, file: number, term: number, key: Type, environment: Environment | undefined, parameter: number): Type {
  return engine.evaluate(file, engine.world.facts[file]!.terms[term + 3]!, extend(environment, [parameterKey(file, parameter)], [key]));
}

export function constraintOf(engine: Engine, type: Type & { kind: "parameter" }): Type {
  const [, constraint] = engine.world.facts[type.file]!.typeParameters[type.index] ?? ["", 0, 0];
  return constraint === 0 ? unknown : engine.evaluate(type.file, constraint, undefined);
}

/** Both branches, unless `infer` tells; what is impossible adds nothing that a name could point at. */
function conditional(engine: Engine, file: number, term: number, environment: Environment | undefined): Type {
  const [check, bound, then, otherwise] = [1, 2, 3, 4].map((offset) => engine.world.facts[file]!.terms[term + offset]!) as [
    number,
    number,
    number,
    number,
  ];
  const subject = engine.evaluate(file, check, environment);
  const results = alternatives(subject).map((alternative) => {
    const binds = new Map<number, Type[]>();
    engine.unify(file, bound, environment, alternative, binds, 0);
    if (binds.size === 0) return union([engine.evaluate(file, then, environment), engine.evaluate(file, otherwise, environment)]);
    return engine.evaluate(file, then, extend(environment, [...binds.keys()], [...binds.values()].map(union)));
  });
  return union(results);
}

/** @param place of the parameter, and how many there are (see Op.contextParameter): a function of four is none that would be called with three */
function contextParameter(engine: Engine, context: Type, place: number): Type {
  const position = place & 0xff;
  const count = place >> 8;
  const types = engine.signatures(context).map((signature): Type => {
    const facts = engine.world.facts[signature.file]!;
    return count > 3 && parameterCount(facts, signature.term) < count && !isOpen(facts, signature.term)
      ? unknown
      : engine.parameterType(signature, position);
  });
  // A component that is a class has its properties in a member.
  const classes = alternatives(context).filter((type) => type.kind === "class");
  return union([...types, ...classes.map((type) => engine.propertyType(instance(type.file, type.declaration), "props"))]);
}
