/** The evaluator put together: memory, circles, and the parts that know each other. */
import { createExportTables } from "../exportTables.ts";
import type { Target } from "../exportTables.ts";
import type { World } from "../world.ts";
import { callResult, candidatesOf, constructSignaturesOf, expectedArgument, guarded, parameterTypeOf, returnTypeOf, signaturesOf } from "./calls.ts";
import type { Engine } from "./engine.ts";
import { declaredType, declaredValue, evaluateTerm } from "./evaluate.ts";
import { awaited, elementType, iterate, memberType, membersOf } from "./members.ts";
import { instance, union, unknown } from "./type.ts";
import type { Environment, Type } from "./type.ts";
import { unify } from "./unify.ts";

const maximumDepth = 150;
const termSpan = 0x400000;

/**
 * Types are evaluated at the first question and remembered. In a circle (`function next() { return step() }` and back) the inner question gets
 * `unknown`; what was derived from that is remembered only until the circle's first question is answered, so that answers do not depend on where the
 * questions began.
 */
export function createEngine(world: World): Engine {
  const memo: (Type | undefined)[][] = world.facts.map(() => []);
  const inProgress = new Map<string | number, number>();
  /** Depth of the outermost question that the current answers rest on without it being answered. */
  let restsOn = Number.POSITIVE_INFINITY;
  let depth = 0;
  let provisional: (() => void)[] = [];

  const remember = (file: number, term: number, environment: Environment | undefined, type: Type): void => {
    if (environment === undefined) memo[file]![term] = type;
    else environment.memo.set(file * termSpan + term, type);
  };
  const forget = (file: number, term: number, environment: Environment | undefined): void => {
    if (environment === undefined) memo[file]![term] = undefined;
    else environment.memo.delete(file * termSpan + term);
  };

  const environmentIds = new Map<Environment, number>();
  const keyOf = (file: number, term: number, environment: Environment | undefined): string | number => {
    if (environment === undefined) return file * termSpan + term;
    let id = environmentIds.get(environment);
    if (id === undefined) environmentIds.set(environment, (id = environmentIds.size));
    return `${file}:${term}:${id}`;
  };

  const evaluate = (file: number, term: number, environment: Environment | undefined): Type => {
    if (term === 0) return unknown;
    const known = environment === undefined ? memo[file]![term] : environment.memo.get(file * termSpan + term);
    if (known !== undefined) return known;
    const key = keyOf(file, term, environment);
    const asked = inProgress.get(key);
    if (asked !== undefined) {
      if (asked < restsOn) restsOn = asked;
      return unknown;
    }
    if (depth > maximumDepth) {
      restsOn = 0;
      return unknown;
    }
    depth++;
    inProgress.set(key, depth);
    const outer = restsOn;
    restsOn = Number.POSITIVE_INFINITY;
    const type = evaluateTerm(engine, file, term, environment);
    inProgress.delete(key);
    remember(file, term, environment, type);
    if (restsOn < depth) provisional.push(() => forget(file, term, environment));
    else if (restsOn === depth) {
      for (const drop of provisional) drop();
      provisional = [];
      remember(file, term, environment, type);
      restsOn = Number.POSITIVE_INFINITY;
    }
    depth--;
    if (depth === 0 && provisional.length > 0) {
      for (const drop of provisional) drop();
      provisional = [];
      restsOn = Number.POSITIVE_INFINITY;
    }
    if (outer < restsOn) restsOn = outer;
    return type;
  };

  const membersOfValue = (file: number, term: number, name: string): readonly Target[] =>
    engine.members(engine.evaluate(file, term, undefined), name).flatMap((member): Target[] => (member.file < 0 ? [] : [{ kind: "declaration", file: member.file, declaration: member.declaration, term: member.term }]));

  const standard = new Map<string, number>();
  const standardFacts = world.facts[world.standard]!;
  for (const [declaration, { name, kind, parent }] of standardFacts.declarations.entries()) {
    if (kind === "interface" && parent === -1) standard.set(name, declaration);
  }

  const engine: Engine = {
    world,
    exports: createExportTables(world, membersOfValue),
    evaluate,
    valueOf: (file, declaration, environment) => declaredValue(engine, file, declaration, environment),
    typeOf: (file, declaration, args) => declaredType(engine, file, declaration, args),
    members: (type, name) => membersOf(engine, type, name),
    memberType: (member) => memberType(engine, member),
    propertyType: (type, name) => {
      const found = engine.members(type, name);
      return found.length === 1 ? engine.memberType(found[0]!) : union(found.map((member) => engine.memberType(member)));
    },
    elementType: (type) => elementType(engine, type),
    iterate: (type) => iterate(engine, type),
    awaited: (type) => awaited(engine, type),
    signatures: (type) => signaturesOf(engine, type),
    constructSignatures: (type) => constructSignaturesOf(engine, type),
    callResult: (file, term, environment) => callResult(engine, file, term, environment),
    candidates: (file, term, environment) => candidatesOf(engine, file, term, environment),
    parameterType: (signature, position) => parameterTypeOf(engine, signature, position),
    returnType: (signature) => returnTypeOf(engine, signature),
    expectedArgument: (file, term, position, environment) => expectedArgument(engine, file, term, position, environment),
    guarded: (file, term, position, original, environment) => guarded(engine, file, term, position, original, environment),
    unify: (file, term, environment, type, binds, at) => unify(engine, file, term, environment, type, binds, at),
    standardInstance: (name, args) => {
      const declaration = standard.get(name);
      return declaration === undefined ? unknown : instance(world.standard, declaration, args);
    },
    isStandard: (type, names) => type.kind === "instance" && type.file === world.standard && names.has(standardFacts.declarations[type.declaration]!.name),
  };
  return engine;
}
