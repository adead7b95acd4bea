/** The evaluator put together: memory, circles, and the parts that know each other. */
import { Op } from "../../model/terms.ts";
import { Circle } from "../circle.ts";
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
/**
 * A conditional type that leads back to itself with other arguments each time: both branches of each are followed where nothing decides, so each level
 * doubles the work, and one such type of a large project would fill the memory.
 */
const maximumRecursion = 3;
const termSpan = 0x400000;
const partOfCircle: Type = { kind: "circular", type: undefined, parts: [] };

/** Types are evaluated at the first question and remembered; in a circle (`function next() { return step() }` and back) the inner question gets `unknown`. */
export function createEngine(world: World): Engine {
  const memo: ((Type | undefined)[] | undefined)[] = new Array(world.facts.length);
  const pendingAt: Type[] = [];
  const circle = new Circle();
  /** How often each conditional type is being evaluated right now. */
  const openConditionals = new Map<number, number>();

  const memoOf = (file: number): (Type | undefined)[] => (memo[file] ??= new Array<Type | undefined>(world.facts[file]!.terms.length));
  const recall = (file: number, term: number, environment: Environment | undefined): Type | undefined =>
    environment === undefined ? memoOf(file)[term] : environment.memo.get(file * termSpan + term);
  const remember = (file: number, term: number, environment: Environment | undefined, type: Type): void => {
    if (environment === undefined) memoOf(file)[term] = type;
    else environment.memo.set(file * termSpan + term, type);
  };
  const evaluate = (file: number, term: number, environment: Environment | undefined): Type => {
    if (term === 0) return unknown;
    const known = recall(file, term, environment);
    if (known !== undefined) {
      switch (known.kind) {
        case "provisional":
          circle.meet(known.restsOn);
          return known.type;
        case "pending":
          circle.meet(known.depth);
          return unknown;
        case "circular":
          if (known.type !== undefined && circle.isOutside(known.parts)) return known.type;
          break;
        default:
          return known;
      }
    }
    const isConditional = environment !== undefined && world.facts[file]!.terms[term] === Op.conditional;
    const key = file * termSpan + term;
    const recursion = isConditional ? (openConditionals.get(key) ?? 0) : 0;
    if (circle.depth > maximumDepth || recursion >= maximumRecursion) {
      circle.meet(0);
      return unknown;
    }
    if (!isConditional) return answerOf(file, term, environment, known);
    openConditionals.set(key, recursion + 1);
    const type = answerOf(file, term, environment, known);
    openConditionals.set(key, recursion);
    return type;
  };

  /** @param before what is known of a part of a circle */
  const answerOf = (file: number, term: number, environment: Environment | undefined, before: Type | undefined): Type => {
    const outer = circle.restsOn;
    const mark = circle.mark;
    const depth = ++circle.depth;
    if (before !== undefined) circle.openParts++;
    circle.restsOn = Number.POSITIVE_INFINITY;
    remember(file, term, environment, (pendingAt[depth] ??= { kind: "pending", depth }));
    const type = evaluateTerm(engine, file, term, environment);
    const { restsOn } = circle;
    circle.depth--;
    circle.restsOn = outer;
    if (before !== undefined) circle.openParts--;
    if (restsOn === Number.POSITIVE_INFINITY) remember(file, term, environment, type);
    else {
      const isOpen = (): boolean => recall(file, term, environment)?.kind === "pending";
      if (restsOn >= depth || depth === 1) remember(file, term, environment, { kind: "circular", type, parts: [...circle.close(mark), { isOpen }] });
      else {
        circle.keep({ isOpen, forget: () => remember(file, term, environment, before ?? partOfCircle) });
        remember(file, term, environment, { kind: "provisional", restsOn, type });
        circle.meet(restsOn);
      }
    }
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
    exports: createExportTables(world, membersOfValue, circle),
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
