/** Names that variables, parameters and destructuring patterns bring into scope. */
import { Op } from "../model/terms.ts";
import type { Meaning } from "./scope.ts";
import { ts } from "./typescript.ts";
import { declarationAt, declare, memberOffset, nameOffset, refer } from "./walk.ts";
import type { Walk } from "./walk.ts";
import { memberName } from "./walkTypes.ts";

const K = ts.SyntaxKind;

/** Binds the names of `pattern` to parts of `source`. `depth0`: the names are module-level declarations. */
export function bindPattern(walk: Walk, pattern: ts.BindingName, source: number, node: ts.Node): void {
  if (pattern.kind === K.Identifier) {
    bindLocal(walk, pattern as ts.Identifier, source, node);
    return;
  }
  if (pattern.kind === K.ArrayBindingPattern) {
    for (const [position, element] of (pattern as ts.ArrayBindingPattern).elements.entries()) {
      if (element.kind !== K.BindingElement) continue;
      const item = element.dotDotDotToken === undefined ? walk.writer.property(source, String(position)) : source;
      bindElement(walk, element, item, node);
    }
    return;
  }
  const taken: string[] = [];
  for (const element of (pattern as ts.ObjectBindingPattern).elements) {
    if (element.dotDotDotToken !== undefined) {
      const rest = source === 0 ? 0 : walk.writer.write(Op.rest, source, taken.length, ...taken.map((name) => walk.writer.intern(name)));
      bindElement(walk, element, rest, node);
      continue;
    }
    if (element.propertyName?.kind === K.ComputedPropertyName) walk.expression(element.propertyName.expression, 0);
    const named = element.propertyName ?? (element.name.kind === K.Identifier ? element.name : undefined);
    const name = named === undefined ? undefined : memberName(named);
    if (named === undefined || name === undefined) {
      bindElement(walk, element, 0, node);
      continue;
    }
    taken.push(name);
    const term = walk.writer.property(source, name);
    refer(walk, "property", term, memberOffset(walk, named));
    bindElement(walk, element, term, node);
  }
}

function bindElement(walk: Walk, element: ts.BindingElement, term: number, node: ts.Node): void {
  let value = term;
  if (element.initializer !== undefined) {
    const fallback = walk.expression(element.initializer, term);
    if (fallback !== 0 && fallback !== term) value = term === 0 ? fallback : walk.writer.write(Op.union, 2, term, fallback);
  }
  bindPattern(walk, element.name, value, element.name.kind === K.Identifier ? element : node);
}

/** A single name: a declaration at the top level of the module, a plain local elsewhere. */
export function bindLocal(walk: Walk, name: ts.Identifier, term: number, node: ts.Node): void {
  const known = walk.scope.own(name.text);
  if (walk.functionDepth === 0 && known !== undefined && known.declaration >= 0) {
    const declaration = declarationAt(walk, known.declaration);
    if (declaration.term === 0) declaration.term = term;
    return;
  }
  const meaning: Meaning = { value: term, binding: -1, declaration: -1, node };
  walk.scope.redeclare(name.text, meaning);
  const promised = walk.scope.promised(name.text);
  if (promised !== 0) walk.writer.code[promised + 1] = term;
}

/** Makes declarations of all names of a module-level pattern, before anything is walked. */
export function predeclarePattern(walk: Walk, pattern: ts.BindingName, node: ts.Node): number[] {
  if (pattern.kind === K.Identifier) {
    const name = pattern as ts.Identifier;
    const index = declare(walk, node, name.text, nameOffset(name), "variable");
    walk.scope.declare(name.text, { value: walk.writer.leaf(Op.declared, index), binding: -1, declaration: index, node });
    return [index];
  }
  const found: number[] = [];
  for (const element of (pattern as ts.BindingPattern).elements) {
    if (element.kind === K.BindingElement) found.push(...predeclarePattern(walk, element.name, element.name.kind === K.Identifier ? element : node));
  }
  return found;
}

/** A `let` without a type: its type is the union of what it is assigned. */
export function bindUntyped(walk: Walk, name: ts.Identifier, node: ts.Node): void {
  const term = walk.writer.write(Op.assigned, 0);
  bindLocal(walk, name, term, node);
  const meaning = walk.scope.value(name.text);
  if (meaning !== undefined) walk.assignments.set(meaning, { term, terms: [] });
}
