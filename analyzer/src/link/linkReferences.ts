/** References of one module → the declarations that they point at. */
import { referenceKinds } from "../model/graph.ts";
import type { ReferenceKind } from "../model/graph.ts";
import { FunctionFlag, Op, referenceWidth } from "../model/terms.ts";
import type { Target } from "./exportTables.ts";
import type { ReferenceTableWriter } from "./referenceTable.ts";
import type { Engine, Member, Signature } from "./types/engine.ts";
import { functionDeclaration, functionFlagsOf } from "./types/terms.ts";
import { alternatives } from "./types/type.ts";
import { globalType } from "./types/evaluate.ts";
import { globalsNamed, namespaceMembers } from "./world.ts";
import type { Place, World } from "./world.ts";

const index = (kind: ReferenceKind): number => referenceKinds.indexOf(kind);
const call = index("call");
const construct = index("new");
const property = index("property");
const value = index("value");
const imported = index("import");

/** A declaration that a reference points at; `file` −1: outside the project. */
export interface Pointed {
  file: number;
  declaration: number;
}

/** Appends all references of module `file`, in source order, each target once. */
export function linkReferences(engine: Engine, file: number, table: ReferenceTableWriter): void {
  const facts = engine.world.facts[file]!;
  const rows = facts.references;
  const emit = (pointed: readonly Pointed[], kind: number, owner: number, line: number, column: number): void => {
    for (let at = 0; at < pointed.length; at++) {
      const { file: to, declaration } = pointed[at]!;
      if (to < 0 || to === engine.world.standard) continue;
      let seen = false;
      for (let before = 0; before < at && !seen; before++) seen = pointed[before]!.file === to && pointed[before]!.declaration === declaration;
      if (!seen) table.add(file, owner, to, declaration, kind, line, column);
    }
  };
  for (const [position, binding] of facts.bindings.entries()) {
    const { line, column } = facts.imports[binding.import]!;
    emit(pointedBy(engine.exports.binding(file, position)), imported, -1, line, column);
  }
  for (const fact of facts.exports) {
    if (fact.kind === "from") emit(pointedBy(engine.exports.module(file, fact.import, fact.imported)), imported, -1, fact.line, fact.column);
  }
  for (let row = 0; row < rows.length; row += referenceWidth) {
    const kind = rows[row]!;
    const term = rows[row + 1]!;
    const owner = rows[row + 2]!;
    const line = rows[row + 3]!;
    const column = rows[row + 4]!;
    const pointed = pointedAt(engine, file, term);
    if (kind === call || kind === construct) emitCall(engine, file, term, kind, pointed, (list, as) => emit(list, as, owner, line, column));
    else emit(pointed, kind, owner, line, column);
  }
}

/**
 * A call points at what is called. Where a variable or property holds a function that was written elsewhere, the name is a use of the variable and the
 * call goes to the function.
 */
function emitCall(
  engine: Engine,
  file: number,
  term: number,
  kind: number,
  pointed: readonly Pointed[],
  emit: (pointed: readonly Pointed[], kind: number) => void,
): void {
  const { world } = engine;
  if (pointed.length > 0 && pointed.every((place) => place.file < 0 || isCallable(engine, place))) {
    emit(pointed, kind);
    return;
  }
  const type = engine.evaluate(file, term, undefined);
  const called: Pointed[] = [];
  for (const alternative of alternatives(type)) {
    if (alternative.kind === "class") called.push({ file: alternative.file, declaration: alternative.declaration });
    const signatures = kind === construct ? engine.constructSignatures(alternative) : engine.signatures(alternative);
    if (alternative.kind === "class") continue;
    if (alternative.kind === "function" && kind === construct)
      called.push({ file: alternative.file, declaration: functionDeclaration(world.facts[alternative.file]!, alternative.term) });
    for (const signature of signatures) {
      // A function type has no body: what has that type is called.
      if (pointed.length > 0 && isFunctionType(engine, signature)) continue;
      called.push({ file: signature.file, declaration: functionDeclaration(world.facts[signature.file]!, signature.term) });
    }
  }
  const elsewhere = called.filter((place) => place.file !== world.standard && !pointed.some((known) => known.file === place.file));
  if (elsewhere.length === 0) {
    emit(pointed.length > 0 ? pointed : called.filter((place) => place.declaration >= 0), kind);
    return;
  }
  emit(pointed, hasMember(engine, file, term) ? property : value);
  emit(elsewhere, kind);
}

function isFunctionType(engine: Engine, { file, term }: Signature): boolean {
  const facts = engine.world.facts[file]!;
  const declaration = functionDeclaration(facts, term);
  return declaration < 0 ? (functionFlagsOf(facts, term) & FunctionFlag.type) !== 0 : facts.declarations[declaration]!.kind === "signature";
}

const hasMember = (engine: Engine, file: number, term: number): boolean => engine.world.facts[file]!.terms[term] === Op.property;

const callable = new Set(["function", "method", "class", "constructor", "signature"]);
const isCallable = (engine: Engine, place: Pointed): boolean =>
  place.declaration >= 0 && callable.has(engine.world.facts[place.file]!.declarations[place.declaration]!.kind);

function pointedBy(targets: readonly Target[]): readonly Pointed[] {
  return targets.map((target) =>
    target.kind === "declaration" ? target : target.kind === "namespace" ? { file: target.file, declaration: -1 } : outside,
  );
}

const outside: Pointed = { file: -1, declaration: -1 };
const nowhere: readonly Pointed[] = [];

/** Declarations that the name behind a term points at. */
export function pointedAt(engine: Engine, file: number, term: number): readonly Pointed[] {
  const { world } = engine;
  const facts = world.facts[file]!;
  const code = facts.terms;
  const first = code[term + 1]!;
  switch (code[term]) {
    case Op.declared:
    case Op.declaredType:
      return [{ file, declaration: first }];
    case Op.imported:
    case Op.importedType:
      return pointedBy(engine.exports.binding(file, first));
    case Op.global:
    case Op.globalType:
      return pointedByGlobal(engine, file, facts.strings[first]!);
    case Op.property: {
      const object = engine.evaluate(file, first, undefined);
      if (object.kind === "unknown") return nowhere;
      return pointedByMembers(engine.members(object, facts.strings[code[term + 2]!]!));
    }
    case Op.qualifiedType: {
      const namespace = engine.evaluate(file, first, undefined);
      const name = facts.strings[code[term + 2]!]!;
      if (namespace.kind === "namespace") return pointedBy(engine.exports.resolve(namespace.file, name));
      if (namespace.kind === "ambient") return pointedBy(engine.exports.ambient(namespace.specifier, name));
      return alternatives(namespace).flatMap((part) => {
        if (part.kind !== "members" && part.kind !== "class" && part.kind !== "instance") return nowhere;
        return namespaceMembers(world, part.file, part.declaration, name);
      });
    }
    case Op.parent: {
      const base = facts.declarations[first]!.extends?.[0];
      if (base === undefined) return nowhere;
      const type = engine.evaluate(file, base, undefined);
      return type.kind === "instance" ? [{ file: type.file, declaration: type.declaration }] : nowhere;
    }
    default:
      return nowhere;
  }
}

/** A global, or what some file adds to the interface of windows. */
function pointedByGlobal(engine: Engine, file: number, name: string): readonly Pointed[] {
  const { world } = engine;
  const places = globalsNamed(world, file, name);
  if (places.length === 0) return world.globals.has("Window") ? pointedByMembers(engine.members(globalType(engine, "Window", []), name)) : nowhere;
  return places.filter((place) => !isOnlyAddedTo(world, place));
}

/** `app.cart = …` where nothing says what `app` is: the member is declared there, `app` is not. Namespaces have no term of their own. */
function isOnlyAddedTo(world: World, { file, declaration }: Place): boolean {
  const { kind, term } = world.facts[file]!.declarations[declaration]!;
  return kind === "namespace" && term !== 0;
}

function pointedByMembers(members: readonly Member[]): readonly Pointed[] {
  return members.map((member) => (member.file < 0 ? outside : { file: member.file, declaration: member.declaration }));
}
