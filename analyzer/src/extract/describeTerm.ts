/** Terms as people read them: close to the source that they were written from. */
import type { FileFacts } from "../model/facts.ts";
import { readTerm } from "../model/termParts.ts";
import { FunctionFlag, ObjectSlot, Op, ParameterFlag, primitives } from "../model/terms.ts";

/** What is deeper, or beyond so many parts, is left out: terms share parts, so written out they can grow without end, and nobody reads that far. */
const maximumDepth = 24;
const maximumParts = 60;

type Part = { readonly kind: "text"; readonly text: string } | { readonly kind: "number"; readonly value: number };

const nameOfOp = new Map<number, string>(Object.entries(Op).map(([name, op]) => [op, name]));

/** Name of a declaration with those that enclose it: `Orders.create`. */
export function qualifiedName(facts: FileFacts, declaration: number): string {
  const names: string[] = [];
  for (let at = declaration; at >= 0 && names.length < maximumDepth; at = facts.declarations[at]?.parent ?? -1)
    names.unshift(quoteOdd(facts.declarations[at]?.name ?? "?"));
  return names.join(".");
}

/** A name by itself; anything else in quotes, so that odd names cannot be taken for syntax. */
export function quoteOdd(name: string): string {
  return /^[\w$#.()[\]@/*=-]+$/.test(name) ? name : JSON.stringify(name);
}

export function describeTerm(facts: FileFacts, term: number): string {
  return describe(facts, term, [], { parts: maximumParts });
}

function describe(facts: FileFacts, term: number, above: readonly number[], left: { parts: number }): string {
  const op = facts.terms[term];
  if (op === undefined || op === Op.unknown) return "?";
  if (above.includes(term) || above.length >= maximumDepth || left.parts-- <= 0) return "…";
  // What a call expects is told by what is called; the call itself would only be repeated.
  if (op === Op.expectedArgument || op === Op.contextParameter) {
    const of = facts.terms[term + 1] ?? 0;
    const position = (facts.terms[term + 2] ?? 0) & 0xff;
    const called = op === Op.expectedArgument ? calleeOf(facts, of) : of;
    return `${op === Op.expectedArgument ? "argument" : "parameter"} ${position} of ${enclosed(describe(facts, called, [...above, term], left))}`;
  }
  const parts: Part[] = [];
  const inside = [...above, term];
  const text = (value: string): void => void parts.push({ kind: "text", text: value });
  readTerm(facts, term, {
    number: (value) => parts.push({ kind: "number", value }),
    string: (index) => text(facts.strings[index] ?? "?"),
    term: (inner) => text(describe(facts, inner, inside, left)),
    declaration: (index) => text(qualifiedName(facts, index)),
    binding: (index) => text(bindingName(facts, index)),
    typeParameter: (index) => text(facts.typeParameters[index]?.[0] ?? "?"),
    import: (index) => text(quoteOdd(facts.imports[index]?.specifier ?? "?")),
  });
  return format(op, parts);
}

function calleeOf(facts: FileFacts, call: number): number {
  let callee = 0;
  readTerm(facts, call, { ...deaf, term: (inner) => (callee ||= inner) });
  return callee;
}

const deaf = { number: ignore, string: ignore, term: ignore, declaration: ignore, binding: ignore, typeParameter: ignore, import: ignore };
function ignore(): void {}

function bindingName(facts: FileFacts, index: number): string {
  const binding = facts.bindings[index];
  return binding === undefined ? "?" : `${quoteOdd(facts.imports[binding.import]?.specifier ?? "?")}#${quoteOdd(binding.name)}`;
}

function format(op: number, parts: readonly Part[]): string {
  const texts = parts.map((part) => (part.kind === "text" ? part.text : String(part.value)));
  const numberAt = (position: number): number => {
    const part = parts[position];
    return part?.kind === "number" ? part.value : 0;
  };
  const [first = "", second = "", third = ""] = texts;
  switch (op) {
    case Op.primitive:
      return primitives[numberAt(0)] ?? "?";
    case Op.literal:
      return JSON.stringify(first);
    case Op.declared:
    case Op.imported:
      return first;
    case Op.global:
      return `global ${quoteOdd(first)}`;
    case Op.declaredType:
    case Op.importedType:
      return `type ${first}${typeArguments(texts.slice(1))}`;
    case Op.globalType:
      return `type global ${quoteOdd(first)}${typeArguments(texts.slice(1))}`;
    case Op.qualifiedType:
      return `type ${enclosed(first)}.${quoteOdd(second)}${typeArguments(texts.slice(2))}`;
    case Op.property:
      return `${enclosed(first)}.${quoteOdd(second)}`;
    case Op.element:
    case Op.indexed:
      return `${enclosed(first)}[${second}]`;
    case Op.call:
    case Op.construct: {
      const types = numberAt(1);
      const given = texts.slice(2 + types);
      return `${op === Op.construct ? "new " : ""}${enclosed(first)}${typeArguments(texts.slice(2, 2 + types))}(${given.join(", ")})`;
    }
    case Op.object:
      return object(parts);
    case Op.function:
      return signature(parts);
    case Op.union:
      return texts.length === 0 ? "(no types)" : `(${texts.join(" | ")})`;
    case Op.intersection:
      return `(${texts.join(" & ")})`;
    case Op.tuple:
      return `[${texts.join(", ")}]`;
    case Op.array:
      return `${enclosed(first)}[]`;
    case Op.self:
      return `this of ${first}`;
    case Op.parent:
      return `super of ${first}${numberAt(1) === 1 ? " (static)" : ""}`;
    case Op.typeParameter:
      return `<${first}>`;
    case Op.mapped:
      return `{[${first} in ${second}]: ${third}}`;
    case Op.conditional:
      return `(${first} extends ${second} ? ${third} : ${texts[3] ?? "?"})`;
    case Op.module:
      return `module ${first}`;
    case Op.exports:
      return "exports of this file";
    default:
      return `${nameOfOp.get(op) ?? op}(${texts.join(", ")})`;
  }
}

const typeArguments = (texts: readonly string[]): string => (texts.length === 0 ? "" : `<${texts.join(", ")}>`);

/** Put in parentheses where the text before a dot, bracket or call would be misread. */
const enclosed = (text: string): string =>
  /^(?:new |type |function|async|\S+ of |module |exports of |argument |parameter )|=>/.test(text) ? `(${text})` : text;

const slotNames = new Map<number, string>([
  [ObjectSlot.spread, "..."],
  [ObjectSlot.index, "[index]"],
  [ObjectSlot.call, "()"],
  [ObjectSlot.construct, "new()"],
]);

function object(parts: readonly Part[]): string {
  const members: string[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const key = parts[at]!;
    const value = parts[at + 1]!;
    const name = key.kind === "text" ? quoteOdd(key.text) : (slotNames.get(key.value) ?? "?");
    const type = value.kind === "text" ? value.text : "?";
    members.push(name === "..." ? `...${type}` : `${name}: ${type}`);
  }
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** As readTerm tells a function: flags, written result, what is returned unless that is written, predicate, type parameters, parameters. */
function signature(parts: readonly Part[]): string {
  let at = 0;
  const next = (): Part | undefined => parts[at++];
  const number = (): number => {
    const part = next();
    return part?.kind === "number" ? part.value : 0;
  };
  const text = (): string => {
    const part = next();
    return part?.kind === "text" ? part.text : "?";
  };
  const flags = number();
  const written = text();
  const result = written === "?" ? text() : written;
  const predicateParameter = number();
  const predicate = text();
  const typeParameters: string[] = [];
  while (parts[at]?.kind === "text") typeParameters.push(text());
  const parameters = Array.from({ length: number() }, () => {
    const type = text();
    const how = number();
    return `${(how & ParameterFlag.rest) !== 0 ? "..." : ""}${type}${(how & ParameterFlag.optional) !== 0 ? "?" : ""}`;
  });
  const mark = `${(flags & FunctionFlag.async) !== 0 ? "async " : ""}${(flags & FunctionFlag.generator) !== 0 ? "generator " : ""}${(flags & FunctionFlag.constructor) !== 0 ? "constructor " : ""}`;
  const tells = predicateParameter < 0 ? "" : ` (parameter ${predicateParameter} is ${predicate})`;
  return `${mark}${typeArguments(typeParameters)}(${parameters.join(", ")}) => ${written === "?" && result !== "?" ? `returns ${result}` : result}${tells}`;
}
