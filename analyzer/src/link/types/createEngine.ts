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
  const memo: ((Type | undefined)[] | undefined)[] = new Array(world.facts.length);
  const pendingAt: Type[] = [];
  /** Depth of the outermost question that the current answer rests on while it is not answered itself. */
  let restsOn = Number.POSITIVE_INFINITY;
  let depth = 0;
  /** What to forget when the outermost question of a circle is answered: file, term, environment. */
  const provisional: { file: number; term: number; environment: Environment | undefined }[] = [];

  const memoOf = (file: number): (Type | undefined)[] => (memo[file] ??= new Array<Type | undefined>(world.facts[file]!.terms.length));
  const remember = (file: number, term: number, environment: Environment | undefined, type: Type): void => {
    if (environment === undefined) memoOf(file)[term] = type;
    else environment.memo.set(file * termSpan + term, type);
  };
  const forget = (): void => {
    for (const { file, term, environment } of provisional) {
      if (environment === undefined) memoOf(file)[term] = undefined;
      else environment.memo.delete(file * termSpan + term);
    }
    provisional.length = 0;
  };

  const evaluate = (file: number, term: number, environment: Environment | undefined): Type => {
    if (term === 0) return unknown;
    const known = environment === undefined ? memoOf(file)[term] : environment.memo.get(file * termSpan + term);
    if (known !== undefined) {
      if (known.kind === "provisional") {
        if (known.restsOn < restsOn) restsOn = known.restsOn;
        return known.type;
      }
      if (known.kind !== "pending") return known;
      if (known.depth < restsOn) restsOn = known.depth;
      return unknown;
    }
    if (depth > maximumDepth) {
      restsOn = 0;
      return unknown;
    }
    depth++;
    remember(file, term, environment, (pendingAt[depth] ??= { kind: "pending", depth }));
    const outer = restsOn;
    restsOn = Number.POSITIVE_INFINITY;
    const type = evaluateTerm(engine, file, term, environment);
    if (restsOn >= depth || depth === 1) {
      if (restsOn !== Number.POSITIVE_INFINITY) forget();
      remember(file, term, environment, type);
      restsOn = outer;
    } else {
      provisional.push({ file, term, environment });
      remember(file, term, environment, { kind: "provisional", restsOn, type });
      if (outer < restsOn) restsOn = outer;
    }
    depth--;
    return type;
  };

  const membersOfValue = (file: number, term: number, name: string): readonly Target[] =>
    engine
      .members(engine.evaluate(file, term, undefined), name)
      .flatMap((member): Target[] =>
        member.file < 0 ? [] : [{ kind: "declaration", file: member.file, declaration: member.declaration, term: member.term }],
      );

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
    isStandard: (type, names) =>
      type.kind === "instance" && type.file === world.standard && names.has(standardFacts.declarations[type.declaration]!.name),
  };
  return engine;
}
