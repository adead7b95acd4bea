/** Reading the parts of terms; the layout is documented in model/terms.ts. */
import type { FileFacts } from "../../model/facts.ts";
import { ParameterFlag } from "../../model/terms.ts";

/** A function term: [op, flags, declaration, line, written, returned, predicate parameter, predicate, n, …type parameters, m, …parameters] */

export const functionFlagsOf = (facts: FileFacts, term: number): number => facts.terms[term + 1]!;
export const functionDeclaration = (facts: FileFacts, term: number): number => facts.terms[term + 2]!;
export const writtenReturn = (facts: FileFacts, term: number): number => facts.terms[term + 4]!;
export const returnedValues = (facts: FileFacts, term: number): number => facts.terms[term + 5]!;
export const predicateParameter = (facts: FileFacts, term: number): number => facts.terms[term + 6]!;
export const predicateType = (facts: FileFacts, term: number): number => facts.terms[term + 7]!;
export const typeParameterCount = (facts: FileFacts, term: number): number => facts.terms[term + 8]!;
export const typeParameterAt = (facts: FileFacts, term: number, position: number): number => facts.terms[term + 9 + position]!;
const parametersAt = (facts: FileFacts, term: number): number => term + 9 + facts.terms[term + 8]!;
/** Number of parameters without that for `this`. */
export function parameterCount(facts: FileFacts, term: number): number {
  const at = parametersAt(facts, term);
  const count = facts.terms[at]!;
  return count > 0 && facts.terms[at + count * 3] === ParameterFlag.receiver ? count - 1 : count;
}
/** Written type of `this`, 0 where none is. */
export function receiverTerm(facts: FileFacts, term: number): number {
  const at = parametersAt(facts, term);
  const count = facts.terms[at]!;
  return count > 0 && facts.terms[at + count * 3] === ParameterFlag.receiver ? facts.terms[at + count * 3 - 1]! : 0;
}
export const parameterTerm = (facts: FileFacts, term: number, position: number): number =>
  facts.terms[parametersAt(facts, term) + 1 + position * 3 + 1]!;
export const parameterFlag = (facts: FileFacts, term: number, position: number): number =>
  facts.terms[parametersAt(facts, term) + 1 + position * 3 + 2]!;

/** Does the function take any number of arguments? */
export function isOpen(facts: FileFacts, term: number): boolean {
  const count = parameterCount(facts, term);
  return count > 0 && (parameterFlag(facts, term, count - 1) & ParameterFlag.rest) !== 0;
}

/** A call or construction: [op, callee, n, m, …n type arguments, …m arguments] */
export const callee = (facts: FileFacts, term: number): number => facts.terms[term + 1]!;
export const typeArgumentCount = (facts: FileFacts, term: number): number => facts.terms[term + 2]!;
export const argumentCount = (facts: FileFacts, term: number): number => facts.terms[term + 3]!;
export const typeArgumentAt = (facts: FileFacts, term: number, position: number): number => facts.terms[term + 4 + position]!;
export const argumentAt = (facts: FileFacts, term: number, position: number): number => facts.terms[term + 4 + facts.terms[term + 2]! + position]!;

/** A type reference: [op, operand, n, …arguments]; a qualified one has the name before n. */
export function argumentTerms(facts: FileFacts, at: number): number[] {
  const count = facts.terms[at]!;
  const terms: number[] = new Array(count);
  for (let position = 0; position < count; position++) terms[position] = facts.terms[at + 1 + position]!;
  return terms;
}
