/** The operands of a term, by role: what a reader of terms needs that does not evaluate them. */
import type { FileFacts } from "./facts.ts";
import { Op } from "./terms.ts";

export interface TermReader {
  /** A plain number: flags, positions. */
  number(value: number): void;
  string(index: number): void;
  term(term: number): void;
  declaration(index: number): void;
  binding(index: number): void;
  typeParameter(index: number): void;
  import(index: number): void;
}

/** Tells `reader` of all operands of `term`, in the order in which they are written. */
export function readTerm(facts: FileFacts, term: number, reader: TermReader): void {
  const code = facts.terms;
  const at = (offset: number): number => code[term + offset]!;
  const terms = (from: number, count: number): void => {
    for (let position = 0; position < count; position++) reader.term(at(from + position));
  };
  switch (at(0)) {
    case Op.unknown:
    case Op.exports:
      return;
    case Op.primitive:
      return reader.number(at(1));
    case Op.literal:
    case Op.global:
      return reader.string(at(1));
    case Op.declared:
    case Op.self:
      return reader.declaration(at(1));
    case Op.parent:
      reader.declaration(at(1));
      return reader.number(at(2));
    case Op.declaredType:
      reader.declaration(at(1));
      return terms(3, at(2));
    case Op.imported:
      return reader.binding(at(1));
    case Op.importedType:
      reader.binding(at(1));
      return terms(3, at(2));
    case Op.globalType:
      reader.string(at(1));
      return terms(3, at(2));
    case Op.property:
    case Op.present:
      reader.term(at(1));
      return reader.string(at(2));
    case Op.element:
    case Op.indexed:
      return terms(1, 2);
    case Op.call:
    case Op.construct:
      reader.term(at(1));
      reader.number(at(2));
      return terms(4, at(2) + at(3));
    case Op.awaited:
    case Op.iterated:
    case Op.array:
    case Op.keyOf:
    case Op.expectedReturn:
    case Op.instance:
    case Op.assigned:
      return reader.term(at(1));
    case Op.object:
      for (let slot = 0; slot < at(1); slot++) {
        const name = at(2 + slot * 3);
        if (name >= 0) reader.string(name);
        else reader.number(name);
        reader.term(at(3 + slot * 3));
      }
      return;
    case Op.function:
      return readFunction(facts, term, reader);
    case Op.union:
    case Op.intersection:
    case Op.tuple:
      return terms(2, at(1));
    case Op.typeParameter:
      return reader.typeParameter(at(1));
    case Op.mapped:
      reader.typeParameter(at(1));
      return terms(2, 2);
    case Op.conditional:
      return terms(1, 4);
    case Op.contextParameter:
    case Op.expectedArgument:
      reader.term(at(1));
      return reader.number(at(2));
    case Op.qualifiedType:
      reader.term(at(1));
      reader.string(at(2));
      return terms(4, at(3));
    case Op.module:
      return reader.import(at(1));
    case Op.guarded:
      reader.term(at(1));
      reader.number(at(2));
      return reader.term(at(3));
    case Op.rest:
      reader.term(at(1));
      for (let position = 0; position < at(2); position++) reader.string(at(3 + position));
      return;
    default:
      throw new RangeError(`no operation ${at(0)} at term ${term}`);
  }
}

/** A written result hides what is returned; names of parameters mean nothing to callers. */
function readFunction(facts: FileFacts, term: number, reader: TermReader): void {
  const code = facts.terms;
  reader.number(code[term + 1]!);
  reader.term(code[term + 4]!);
  if (code[term + 4] === 0) reader.term(code[term + 5]!);
  reader.number(code[term + 6]!);
  reader.term(code[term + 7]!);
  const typeParameters = code[term + 8]!;
  for (let position = 0; position < typeParameters; position++) reader.typeParameter(code[term + 9 + position]!);
  const parametersAt = term + 9 + typeParameters;
  reader.number(code[parametersAt]!);
  for (let position = 0; position < code[parametersAt]!; position++) {
    reader.term(code[parametersAt + 2 + position * 3]!);
    reader.number(code[parametersAt + 3 + position * 3]!);
  }
}
