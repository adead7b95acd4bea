import type { ExportTables } from "../exportTables.ts";
import type { World } from "../world.ts";
import type { Environment, Type } from "./type.ts";

/** A declaration, or a place inside one, that a name can point at, with what is needed to say its type. */
export interface Member {
  readonly file: number;
  /** −1: a member without declaration of its own; then `owner` is what encloses it. */
  readonly declaration: number;
  readonly term: number;
  readonly environment: Environment | undefined;
  /** Fixed type, where it is no term of a file: elements of tuples, values of records. */
  readonly type?: Type;
}

/** One callable signature: a function term and what its type parameters' surroundings are bound to. */
export interface Signature {
  readonly file: number;
  readonly term: number;
  readonly environment: Environment | undefined;
}

/**
 * The evaluator's parts know each other through this record, because types, members and calls are defined in terms of one another.
 */
export interface Engine {
  readonly world: World;
  readonly exports: ExportTables;
  evaluate(file: number, term: number, environment: Environment | undefined): Type;
  /** Type of the value that a declaration names. */
  valueOf(file: number, declaration: number, environment: Environment | undefined): Type;
  /** Type that a declaration names, with arguments. */
  typeOf(file: number, declaration: number, args: readonly Type[]): Type;
  members(type: Type, name: string): readonly Member[];
  memberType(member: Member): Type;
  propertyType(type: Type, name: string): Type;
  /** What `type[key]` gives when nothing is known of the key. */
  elementType(type: Type): Type;
  iterate(type: Type): Type;
  awaited(type: Type): Type;
  signatures(type: Type): readonly Signature[];
  constructSignatures(type: Type): readonly Signature[];
  callResult(file: number, term: number, environment: Environment | undefined): Type;
  /** Signatures of a call term that fit its number of arguments, best first. */
  candidates(file: number, term: number, environment: Environment | undefined): readonly Signature[];
  parameterType(signature: Signature, position: number): Type;
  returnType(signature: Signature): Type;
  expectedArgument(file: number, term: number, position: number, environment: Environment | undefined): Type;
  guarded(file: number, term: number, position: number, original: number, environment: Environment | undefined): Type;
  /** Binds type parameters so that the type written as `term` becomes `type`. */
  unify(file: number, term: number, environment: Environment | undefined, type: Type, binds: Bindings, depth: number): void;
  standardInstance(name: string, args: readonly Type[]): Type;
  isStandard(type: Type, names: ReadonlySet<string>): boolean;
}

/** Type parameters being inferred, by `parameterKey`. */
export type Bindings = Map<number, Type[]>;
