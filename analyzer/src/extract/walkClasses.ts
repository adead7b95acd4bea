/** Classes and interfaces: members, heritage, injected parameters. */
import type { DeclarationFact } from "../model/facts.ts";
import { Op } from "../model/terms.ts";
import { decorators } from "./decorators.ts";
import { noteInjection } from "./injections.ts";
import { typeInJsDoc } from "./jsDoc.ts";
import { Scope } from "./scope.ts";
import { ts } from "./typescript.ts";
import { declarationAt, declare, memberOffset, nameOffset, owned, startOf } from "./walk.ts";
import type { Walk } from "./walk.ts";
import { constantTerm } from "./walkExpressions.ts";
import { declareTypeParameters, heritageTerm, memberName, typeMember, typeTerm, writtenText } from "./walkTypes.ts";

const K = ts.SyntaxKind;

export function interfaceLike(walk: Walk, node: ts.InterfaceDeclaration, declaration: number): void {
  const before = { scope: walk.scope, self: walk.self };
  walk.scope = new Scope(before.scope, false);
  walk.self = walk.writer.leaf(Op.self, declaration);
  owned(walk, declaration, () => {
    const fact = declarationAt(walk, declaration);
    fact.typeParameters = declareTypeParameters(walk, node.typeParameters);
    fact.extends = (node.heritageClauses ?? []).flatMap((clause) => clause.types.map((type) => heritageTerm(walk, type, "extends")));
    for (const member of node.members) typeMember(walk, member, true);
  });
  walk.scope = before.scope;
  walk.self = before.self;
}

export function classLike(walk: Walk, node: ts.ClassLikeDeclaration, declaration: number): void {
  const before = { scope: walk.scope, self: walk.self, parent: walk.parent, classNode: walk.classNode };
  const fact = declarationAt(walk, declaration);
  decorators(walk, node, fact);
  if (node.modifiers?.some((modifier) => modifier.kind === K.AbstractKeyword) === true) fact.abstract = true;
  walk.scope = new Scope(before.scope, false);
  walk.classNode = node;
  if (node.name !== undefined && walk.scope.value(node.name.text) === undefined) {
    walk.scope.declare(node.name.text, {
      value: walk.writer.leaf(Op.declared, declaration),
      type: { op: Op.declaredType, operand: declaration },
      binding: -1,
      declaration,
    });
  }
  owned(walk, declaration, () => {
    fact.typeParameters = declareTypeParameters(walk, node.typeParameters);
    for (const clause of node.heritageClauses ?? []) {
      const isExtends = clause.token === K.ExtendsKeyword;
      const terms = clause.types.map((type) => heritageTerm(walk, type, isExtends ? "extends" : "implements"));
      if (isExtends) fact.extends = terms;
      else fact.implements = terms;
    }
    for (const member of node.members) classMember(walk, node, member, declaration);
  });
  for (const recogniser of walk.recognisers.class) recogniser.class?.(node, walk.context);
  walk.scope = before.scope;
  walk.self = before.self;
  walk.parent = before.parent;
  walk.classNode = before.classNode;
}

function modifiersOf(
  node: ts.PropertyDeclaration | ts.MethodDeclaration | ts.AccessorDeclaration | ts.ParameterDeclaration,
  fact: DeclarationFact,
): void {
  for (const modifier of node.modifiers ?? []) {
    if (modifier.kind === K.StaticKeyword) fact.static = true;
    else if (modifier.kind === K.AbstractKeyword) fact.abstract = true;
    else if (modifier.kind === K.PrivateKeyword) fact.visibility = "private";
    else if (modifier.kind === K.ProtectedKeyword) fact.visibility = "protected";
  }
  if (node.name?.kind === K.PrivateIdentifier) fact.visibility = "private";
}

function classMember(walk: Walk, node: ts.ClassLikeDeclaration, member: ts.ClassElement, owner: number): void {
  const isStatic = (member as ts.MethodDeclaration).modifiers?.some((modifier) => modifier.kind === K.StaticKeyword) === true;
  walk.self = isStatic || member.kind === K.ClassStaticBlockDeclaration ? walk.writer.leaf(Op.declared, owner) : walk.writer.leaf(Op.self, owner);
  walk.parent = walk.writer.write(Op.parent, owner, isStatic ? 1 : 0);
  switch (member.kind) {
    case K.PropertyDeclaration:
      propertyMember(walk, member as ts.PropertyDeclaration, owner);
      return;
    case K.Constructor: {
      const index = declare(walk, member, "constructor", constructorOffset(walk, member as ts.ConstructorDeclaration), "constructor");
      const fact = declarationAt(walk, index);
      parameterProperties(walk, node, member as ts.ConstructorDeclaration, owner);
      fact.term = owned(walk, index, () => walk.functionLike(member as ts.ConstructorDeclaration, 0, index));
      return;
    }
    case K.MethodDeclaration:
    case K.GetAccessor:
    case K.SetAccessor: {
      const method = member as ts.MethodDeclaration | ts.AccessorDeclaration;
      const name = memberName(method.name);
      if (name === undefined) walk.expression((method.name as ts.ComputedPropertyName).expression, 0);
      const kind = member.kind === K.MethodDeclaration ? "method" : member.kind === K.GetAccessor ? "getter" : "setter";
      const index = declare(walk, member, name ?? "[computed]", memberOffset(walk, method.name), kind);
      const fact = declarationAt(walk, index);
      modifiersOf(method, fact);
      decorators(walk, method, fact);
      if (method.type !== undefined) fact.type = writtenText(walk, method.type);
      fact.term = owned(walk, index, () => walk.functionLike(method, 0, index));
      return;
    }
    case K.ClassStaticBlockDeclaration:
      walk.functionDepth++;
      walk.statements((member as ts.ClassStaticBlockDeclaration).body.statements);
      walk.functionDepth--;
      return;
    case K.IndexSignature: {
      const index = declare(walk, member, "[index]", startOf(walk, member), "signature");
      // A broken source can leave the type out.
      const type: ts.TypeNode | undefined = (member as ts.IndexSignatureDeclaration).type;
      declarationAt(walk, index).term = type === undefined ? 0 : typeTerm(walk, type);
      return;
    }
    default:
  }
}

/** The keyword has no node of its own: it follows the modifiers. */
function constructorOffset(walk: Walk, node: ts.ConstructorDeclaration): number {
  const from = node.modifiers?.at(-1)?.end ?? startOf(walk, node);
  const found = walk.text.indexOf("constructor", from);
  return found < 0 || found > node.end ? from : found;
}

function propertyMember(walk: Walk, member: ts.PropertyDeclaration, owner: number): void {
  const name = memberName(member.name);
  if (name === undefined) walk.expression((member.name as ts.ComputedPropertyName).expression, 0);
  const index = declare(walk, member, name ?? "[computed]", memberOffset(walk, member.name), "property");
  const fact = declarationAt(walk, index);
  modifiersOf(member, fact);
  decorators(walk, member, fact);
  noteInjection(walk, member, owner, name ?? "");
  owned(walk, index, () => {
    const written = member.type !== undefined ? typeTerm(walk, member.type) : walk.isJavaScript ? typeInJsDoc(walk, member) : 0;
    if (member.type !== undefined) fact.type = writtenText(walk, member.type);
    fact.term = written;
    if (member.initializer === undefined) return;
    walk.functionDepth++;
    const value = constantTerm(walk, member.initializer, written);
    walk.functionDepth--;
    if (written === 0 && member.type === undefined) fact.term = value;
  });
}

/** `constructor(private orders: Orders)`: a property and, for containers, an injection. */
function parameterProperties(walk: Walk, node: ts.ClassLikeDeclaration, constructor: ts.ConstructorDeclaration, owner: number): void {
  for (const parameter of constructor.parameters) {
    if (parameter.name.kind !== K.Identifier) continue;
    const name = parameter.name as ts.Identifier;
    noteInjection(walk, parameter, owner, name.text, node);
    const isProperty = parameter.modifiers?.some((modifier) => propertyModifiers.has(modifier.kind)) === true;
    if (!isProperty) continue;
    const index = declare(walk, parameter, name.text, nameOffset(name), "property");
    const fact = declarationAt(walk, index);
    modifiersOf(parameter, fact);
    if (parameter.type !== undefined) {
      fact.type = writtenText(walk, parameter.type);
      const rows = walk.rows.length;
      fact.term = typeTerm(walk, parameter.type);
      // The constructor's own walk notes these references.
      walk.rows.length = rows;
    } else if (parameter.initializer !== undefined) {
      const rows = walk.rows.length;
      fact.term = walk.expression(parameter.initializer, 0);
      walk.rows.length = rows;
    }
  }
}

const propertyModifiers = new Set<ts.SyntaxKind>([K.PublicKeyword, K.PrivateKeyword, K.ProtectedKeyword, K.ReadonlyKeyword, K.OverrideKeyword]);
