/** Members that assignments give to what was declared before: `Orders.create = …`, `Order.prototype.total = …`, `this.lines = …`, `app.cart = …`. */
import { ObjectSlot, Op } from "../model/terms.ts";
import { requiredSpecifier } from "./commonJs.ts";
import { inertGlobals, isGlobalObject } from "./globals.ts";
import { exportMember, exportWhole, isExports, isModuleExports } from "./moduleExports.ts";
import type { MemberAccess } from "./moduleExports.ts";
import type { Meaning } from "./scope.ts";
import { noteMutation } from "./state.ts";
import { ts } from "./typescript.ts";
import { declarationAt, declare, nameOffset, owned } from "./walk.ts";
import type { AddedMembers, LocalObject, Walk } from "./walk.ts";
import { memberName } from "./walkTypes.ts";

const K = ts.SyntaxKind;

/** What a member can be added to. `isStatic`: to the declared value itself, not to its instances. */
type Container = { kind: "exports" } | { kind: "local"; meaning: Meaning } | { kind: "declaration"; owner: number; isStatic: boolean };

/** Term of the assigned value if the assignment adds a member or an export; undefined for plain assignments. */
export function memberAssignment(walk: Walk, node: ts.BinaryExpression): number | undefined {
  const { left } = node;
  if (left.kind === K.Identifier)
    return walk.isJavaScript
      ? globalAssignment(walk, node, { object: left, name: (left as ts.Identifier).text, offset: nameOffset(left as ts.Identifier) })
      : undefined;
  const access = accessed(left);
  if (access === undefined) return undefined;
  if (!walk.isJavaScript) {
    if (!walk.facts.isModule) {
      if (isExports(walk, left)) return exportWhole(walk, node);
      if (isExports(walk, access.object)) return exportMember(walk, node, access);
    }
    const owner = walk.functionDepth === 0 ? functionNamed(walk, access.object) : -1;
    return owner < 0 ? undefined : addToDeclaration(walk, node, access, owner, true);
  }
  if (left.kind === K.PropertyAccessExpression && isModuleExports(walk, left as ts.PropertyAccessExpression)) return exportWhole(walk, node);
  if (isGlobalObject(walk, access.object)) return globalAssignment(walk, node, access);
  // What a function changes in somebody else's global is data, unless it is code.
  const container = containerOf(walk, access.object, walk.functionDepth === 0 || isFunction(node.right));
  switch (container?.kind) {
    case "exports":
      return exportMember(walk, node, access);
    case "local":
      return addToLocal(walk, node, access, container.meaning);
    case "declaration":
      return addToDeclaration(walk, node, access, container.owner, container.isStatic);
    case undefined:
      return undefined;
  }
}

/** The member that is assigned to: `orders.create`, `orders["create"]`. */
function accessed(node: ts.Expression): MemberAccess | undefined {
  if (node.kind === K.PropertyAccessExpression) {
    const { expression, name } = node as ts.PropertyAccessExpression;
    return { object: expression, name: name.text, offset: nameOffset(name) };
  }
  if (node.kind !== K.ElementAccessExpression) return undefined;
  const { expression, argumentExpression: key } = node as ts.ElementAccessExpression;
  return key.kind === K.StringLiteral
    ? { object: expression, name: (key as ts.StringLiteral).text, offset: key.end - (key as ts.StringLiteral).text.length - 2 }
    : undefined;
}

/** TypeScript lets members be added to functions alone. */
function functionNamed(walk: Walk, node: ts.Expression): number {
  const owner = node.kind === K.Identifier ? (walk.scope.value((node as ts.Identifier).text)?.declaration ?? -1) : -1;
  return owner >= 0 && declarationAt(walk, owner).kind === "function" ? owner : -1;
}

/** @param declares an unknown name becomes the global of that name, for a member is about to be added to it */
function containerOf(walk: Walk, node: ts.Expression, declares: boolean): Container | undefined {
  if (isExports(walk, node)) return { kind: "exports" };
  switch (node.kind) {
    case K.Identifier: {
      const name = (node as ts.Identifier).text;
      const meaning = walk.scope.value(name);
      if (meaning === undefined) {
        const owner = walk.globalNames.get(name) ?? (declares ? declareGlobal(walk, node, name, nameOffset(node as ts.Identifier), "namespace") : -1);
        return owner < 0 ? undefined : { kind: "declaration", owner, isStatic: true };
      }
      if (meaning.declaration >= 0) return { kind: "declaration", owner: meaning.declaration, isStatic: true };
      return walk.localMembers.has(meaning) ? { kind: "local", meaning } : undefined;
    }
    case K.ThisKeyword: {
      const { code } = walk.writer;
      const owner = code[walk.self + 1] ?? -1;
      if (walk.self === 0) return undefined;
      if (code[walk.self] === Op.exports) return { kind: "exports" };
      if (code[walk.self] === Op.self) return { kind: "declaration", owner, isStatic: false };
      return code[walk.self] === Op.declared ? { kind: "declaration", owner, isStatic: true } : undefined;
    }
    case K.PropertyAccessExpression: {
      const { expression, name } = node as ts.PropertyAccessExpression;
      if (isGlobalObject(walk, expression)) {
        const owner = walk.globalNames.get(name.text);
        return owner === undefined ? undefined : { kind: "declaration", owner, isStatic: true };
      }
      return containerIn(walk, containerOf(walk, expression, false), name.text);
    }
    default:
      return undefined;
  }
}

/** The container that member `name` of another one is: only what was itself added or exported has a place to keep members. */
function containerIn(walk: Walk, outer: Container | undefined, name: string): Container | undefined {
  if (outer === undefined) return undefined;
  if (outer.kind === "declaration" && outer.isStatic && name === "prototype") return { ...outer, isStatic: false };
  const inner =
    outer.kind === "exports"
      ? walk.exportMembers.get(name)
      : (outer.kind === "local" ? walk.localMembers.get(outer.meaning) : walk.addedMembers.get(outer.owner))?.members.get(name)?.declaration;
  return inner === undefined ? undefined : { kind: "declaration", owner: inner, isStatic: true };
}

function addToDeclaration(walk: Walk, node: ts.BinaryExpression, access: MemberAccess, owner: number, isStatic: boolean): number | undefined {
  if (isStatic && access.name === "prototype") return replacePrototype(walk, node, owner);
  return addMember(walk, node, access, membersAddedTo(walk, owner), owner, walk.writer.leaf(isStatic ? Op.declared : Op.self, owner), isStatic);
}

function addToLocal(walk: Walk, node: ts.BinaryExpression, access: MemberAccess, meaning: Meaning): number | undefined {
  const local = walk.localMembers.get(meaning);
  return local === undefined ? undefined : addMember(walk, node, access, local, walk.owner, meaning.value ?? 0, true);
}

function membersAddedTo(walk: Walk, owner: number): AddedMembers {
  let added = walk.addedMembers.get(owner);
  if (added === undefined) walk.addedMembers.set(owner, (added = { members: new Map(), written: writtenMembers(walk, owner), copied: [] }));
  return added;
}

function writtenMembers(walk: Walk, owner: number): Set<string> {
  const { classNode } = walk;
  if (classNode !== undefined && walk.declarationOf.get(classNode) === owner)
    return new Set(classNode.members.flatMap((member) => (member.name === undefined ? [] : [memberName(member.name) ?? ""])));
  return new Set(
    walk.facts.declarations.flatMap((declaration) => (declaration.parent === owner && directMembers.has(declaration.kind) ? [declaration.name] : [])),
  );
}

const directMembers = new Set<string>(["method", "property", "getter", "setter"]);

/** An object literal that a local variable begins with: its term, open for members that are added later. */
export function openLocal(walk: Walk, literal: ts.ObjectLiteralExpression, term: number): { term: number; local: LocalObject } {
  const placeholder = walk.writer.write(Op.assigned, 0);
  const written = new Set(literal.properties.flatMap((property) => (property.name === undefined ? [] : [memberName(property.name) ?? ""])));
  return { term: walk.writer.list(Op.intersection, [term, placeholder]), local: { placeholder, members: new Map(), written, copied: [] } };
}

function addMember(
  walk: Walk,
  node: ts.BinaryExpression,
  access: MemberAccess,
  { members, written }: AddedMembers,
  owner: number,
  receiver: number,
  isStatic: boolean,
): number | undefined {
  if (written.has(access.name)) return undefined;
  const { name } = access;
  walk.expression(access.object, 0);
  noteMutation(walk, node.left, node);
  let member = members.get(name);
  if (member === undefined) {
    const declaration = owned(walk, owner, () => declare(walk, node, name, access.offset, isFunction(node.right) ? "method" : "property"));
    if (isStatic) declarationAt(walk, declaration).static = true;
    members.set(name, (member = { declaration, terms: [] }));
    walk.declarationOf.set(node.right, declaration);
  }
  // `this` in a member is what it was added to; in a capitalised one, which is a constructor, its own instance.
  if (node.right.kind === K.FunctionExpression && !(isStatic && /^[A-Z]/.test(name))) walk.receiver = receiver;
  const term = owned(walk, member.declaration, () => walk.expression(node.right, 0));
  walk.receiver = 0;
  if (term !== 0) member.terms.push(term);
  declarationAt(walk, member.declaration).term ||= term;
  return term;
}

/** `Order.prototype = { total() {} }`, `Order.prototype = Object.create(Base.prototype)`: instances inherit from the value. */
function replacePrototype(walk: Walk, node: ts.BinaryExpression, owner: number): number {
  walk.expression((node.left as ts.PropertyAccessExpression | ts.ElementAccessExpression).expression, 0);
  walk.literalSelf = walk.writer.leaf(Op.self, owner);
  const term = walk.expression(node.right, 0);
  walk.literalSelf = 0;
  if (term !== 0) (declarationAt(walk, owner).extends ??= []).push(term);
  return term;
}

/** `app = …`, `window.app = …`: a name that all scripts see, unless it only hands on what another module is. */
function globalAssignment(walk: Walk, node: ts.BinaryExpression, { object, name, offset }: MemberAccess): number | undefined {
  if (inertGlobals.has(name) || isSimple(node.right) || comesFromImport(walk, node.right)) return undefined;
  // A counter that someone forgot to declare is no interface.
  if (node.left === object && (walk.functionDepth > 0 || walk.scope.value(name) !== undefined || !isComposite(node.right))) return undefined;
  const known = walk.globalNames.get(name);
  const owner = known ?? declareGlobal(walk, node.left, name, offset, "variable");
  const fact = declarationAt(walk, owner);
  fact.kind = isFunction(node.right) ? "function" : "variable";
  if (!walk.declarationOf.has(node.right)) walk.declarationOf.set(node.right, owner);
  const term = owned(walk, owner, () => walk.expression(node.right, 0));
  if (fact.term === 0) fact.term = term;
  return term;
}

/** An import, another global, or what a package gives: `require("pino")()`, `dom.window` with `dom` of a package. */
function comesFromImport(walk: Walk, value: ts.Expression): boolean {
  let root = value;
  if (root.kind === K.PropertyAccessExpression && isGlobalObject(walk, (root as ts.PropertyAccessExpression).expression)) return true;
  while (
    root.kind === K.CallExpression ||
    root.kind === K.PropertyAccessExpression ||
    root.kind === K.NewExpression ||
    root.kind === K.ParenthesizedExpression
  ) {
    if (requiredSpecifier(walk, root) !== undefined) break;
    root = (root as ts.PropertyAccessExpression).expression;
  }
  const meaning = root.kind === K.Identifier ? walk.scope.value((root as ts.Identifier).text) : undefined;
  const binding = meaning === undefined || meaning.binding < 0 ? undefined : walk.facts.bindings[meaning.binding];
  const specifier = requiredSpecifier(walk, root)?.text ?? (binding === undefined ? undefined : walk.facts.imports[binding.import]?.specifier);
  return specifier !== undefined && (root === value || !specifier.startsWith("."));
}

const isFunction = (value: ts.Expression): boolean => value.kind === K.FunctionExpression || value.kind === K.ArrowFunction;

/** Text, a number, a truth: `window.location = url + "/cart"`. */
function isSimple(value: ts.Expression): boolean {
  if (value.kind === K.BinaryExpression) return isSimple((value as ts.BinaryExpression).left) || isSimple((value as ts.BinaryExpression).right);
  return (
    value.kind <= K.LastLiteralToken ||
    value.kind === K.TemplateExpression ||
    value.kind === K.TrueKeyword ||
    value.kind === K.FalseKeyword ||
    value.kind === K.NullKeyword
  );
}

function isComposite(value: ts.Expression): boolean {
  switch (value.kind) {
    case K.ObjectLiteralExpression:
    case K.FunctionExpression:
    case K.ArrowFunction:
    case K.ClassExpression:
    case K.NewExpression:
      return true;
    case K.BinaryExpression: {
      const { operatorToken, left, right } = value as ts.BinaryExpression;
      return (operatorToken.kind === K.BarBarToken || operatorToken.kind === K.EqualsToken) && (isComposite(left) || isComposite(right));
    }
    default:
      return false;
  }
}

function declareGlobal(walk: Walk, node: ts.Node, name: string, offset: number, kind: "namespace" | "variable"): number {
  if (inertGlobals.has(name)) return -1;
  const index = owned(walk, -1, () => declare(walk, node, name, offset, kind));
  walk.globalNames.set(name, index);
  walk.facts.globals.push(index);
  return index;
}

/** `Object.assign(module.exports, require("./orders"))`, `inherits(Order, Record)`: members that come in a call. */
export function membersByCall(walk: Walk, node: ts.CallExpression, call: number): void {
  const [target, ...sources] = node.arguments;
  const name = calledName(node.expression);
  if (call === 0 || target === undefined || (name !== "assign" && name !== "extend" && name !== "inherits")) return;
  const container = containerOf(walk, target, false);
  if (container === undefined) return;
  const firstArgument = call + 4 + walk.writer.code[call + 2]!;
  for (const [position, source] of sources.entries()) {
    const term = walk.writer.code[firstArgument + 1 + position] ?? 0;
    if (term === 0) continue;
    if (name === "inherits") {
      if (container.kind === "declaration") (declarationAt(walk, container.owner).extends ??= []).push(walk.writer.leaf(Op.instance, term));
    } else if (container.kind === "exports") {
      walk.facts.exports.push({ kind: "local", name: "=", term, typeOnly: false, line: source.pos, column: 0 });
    } else if (container.kind === "declaration" && !container.isStatic) (declarationAt(walk, container.owner).extends ??= []).push(term);
    else if (container.kind === "declaration") membersAddedTo(walk, container.owner).copied.push(term);
    else walk.localMembers.get(container.meaning)?.copied.push(term);
  }
}

function calledName(callee: ts.Expression): string {
  if (callee.kind === K.Identifier) return (callee as ts.Identifier).text;
  return callee.kind === K.PropertyAccessExpression ? (callee as ts.PropertyAccessExpression).name.text : "";
}

/** When the walk is over: declarations have the types of all that was assigned, and their owners the members that were added. */
export function closeAddedMembers(walk: Walk): void {
  for (const added of [...walk.addedMembers.values(), ...walk.localMembers.values()]) {
    for (const { declaration, terms } of added.members.values()) {
      if (terms.length > 1) declarationAt(walk, declaration).term = walk.writer.list(Op.union, [...new Set(terms)]);
    }
  }
  for (const [owner, added] of walk.addedMembers) {
    const fact = declarationAt(walk, owner);
    // Functions and classes find the declarations inside them by themselves.
    if (fact.kind !== "variable" && fact.kind !== "property" && fact.kind !== "namespace") continue;
    const object = objectOf(walk, added);
    if (object !== 0) fact.term = fact.term === 0 ? object : walk.writer.list(Op.intersection, [fact.term, object]);
  }
  for (const local of walk.localMembers.values()) walk.writer.code[local.placeholder + 1] = objectOf(walk, local);
  for (const fact of walk.facts.exports) {
    if (fact.kind === "local" && fact.declaration !== undefined && walk.addedMembers.has(fact.declaration))
      fact.term = declarationAt(walk, fact.declaration).term;
  }
}

function objectOf(walk: Walk, { members, copied }: AddedMembers): number {
  const slots = copied.flatMap((term): number[] => [ObjectSlot.spread, term, -1]);
  for (const [name, { declaration }] of members) {
    const fact = declarationAt(walk, declaration);
    if (fact.static === true) slots.push(walk.writer.intern(name), fact.term, declaration);
  }
  return slots.length === 0 ? 0 : walk.writer.write(Op.object, slots.length / 3, ...slots);
}
