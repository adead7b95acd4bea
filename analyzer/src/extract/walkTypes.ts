/** Written types → terms. */
import { Op, ParameterFlag, ObjectSlot, FunctionFlag } from "../model/terms.ts";
import { addImport } from "./bindImports.ts";
import { jsDocType } from "./jsDoc.ts";
import { Scope } from "./scope.ts";
import { ts } from "./typescript.ts";
import { declarationAt, declare, memberOffset, nameOffset, owned, refer, startOf } from "./walk.ts";
import type { Walk } from "./walk.ts";
import type { ReferenceKind } from "../model/graph.ts";

type TypeHandler = (walk: Walk, node: never) => number;
const K = ts.SyntaxKind;
const handlers: TypeHandler[] = [];
const on = <N extends ts.TypeNode>(kind: ts.SyntaxKind, handler: (walk: Walk, node: N) => number): void => {
  handlers[kind] = handler;
};

export function typeTerm(walk: Walk, node: ts.TypeNode): number {
  const handler = handlers[node.kind];
  // The table is filled by kind, so a handler gets the node type of its kind.
  return handler === undefined ? jsDocType(walk, node) : handler(walk, node as never);
}

const typeTerms = (walk: Walk, nodes: readonly ts.TypeNode[] | undefined): number[] => nodes?.map((node) => typeTerm(walk, node)) ?? [];

const keywords: [ts.SyntaxKind, Parameters<Walk["writer"]["primitive"]>[0]][] = [
  [K.StringKeyword, "string"],
  [K.NumberKeyword, "number"],
  [K.BooleanKeyword, "boolean"],
  [K.BigIntKeyword, "bigint"],
  [K.SymbolKeyword, "symbol"],
  [K.ObjectKeyword, "object"],
  [K.VoidKeyword, "void"],
  [K.UndefinedKeyword, "undefined"],
  [K.NeverKeyword, "never"],
  [K.TemplateLiteralType, "string"],
];
for (const [kind, name] of keywords) on(kind, (walk) => walk.writer.primitive(name));

on<ts.TemplateLiteralTypeNode>(K.TemplateLiteralType, (walk, node) => {
  for (const span of node.templateSpans) typeTerm(walk, span.type);
  return walk.writer.primitive("string");
});

on<ts.LiteralTypeNode>(K.LiteralType, (walk, node) => {
  const literal = node.literal;
  if (literal.kind === K.StringLiteral || literal.kind === K.NoSubstitutionTemplateLiteral)
    return walk.writer.literal((literal as ts.StringLiteral).text);
  if (literal.kind === K.NullKeyword) return walk.writer.primitive("null");
  if (literal.kind === K.TrueKeyword || literal.kind === K.FalseKeyword) return walk.writer.primitive("boolean");
  return walk.writer.primitive("number");
});

on<ts.TypeReferenceNode>(K.TypeReference, (walk, node) => referenceTerm(walk, node.typeName, typeTerms(walk, node.typeArguments), "type"));

on<ts.ExpressionWithTypeArguments>(K.ExpressionWithTypeArguments, (walk, node) => heritageTerm(walk, node, "type"));

/** `extends A.B<C>`: an entity name in expression clothes; anything else is a value whose instances are meant. */
export function heritageTerm(walk: Walk, node: ts.ExpressionWithTypeArguments, kind: ReferenceKind): number {
  const args = typeTerms(walk, node.typeArguments);
  if (node.expression.kind === K.Identifier) {
    const name = node.expression as ts.Identifier;
    if (walk.scope.type(name.text) !== undefined || walk.scope.value(name.text) === undefined) return referenceTerm(walk, name, args, kind);
  }
  if (node.expression.kind === K.PropertyAccessExpression) {
    const access = node.expression as ts.PropertyAccessExpression;
    if (access.expression.kind === K.Identifier && access.name.kind === K.Identifier) {
      const namespace = namespaceTerm(walk, access.expression as ts.Identifier);
      if (namespace !== 0) return qualified(walk, namespace, access.name as ts.Identifier, args, kind);
    }
  }
  const value = walk.expression(node.expression, 0);
  return walk.writer.over(Op.instance, value);
}

function qualified(walk: Walk, namespace: number, name: ts.Identifier, args: readonly number[], kind: ReferenceKind): number {
  const term = walk.writer.write(Op.qualifiedType, namespace, walk.writer.intern(name.text), args.length, ...args);
  refer(walk, kind, term, nameOffset(name));
  return term;
}

export function referenceTerm(walk: Walk, name: ts.EntityName, args: readonly number[], kind: ReferenceKind): number {
  if (name.kind === K.QualifiedName) {
    const namespace = namespaceTerm(walk, name.left);
    return namespace === 0 ? 0 : qualified(walk, namespace, name.right, args, kind);
  }
  const meaning = walk.scope.type(name.text);
  if (meaning?.type === undefined) {
    if (name.text === "const") return 0;
    const constructor = walk.isJavaScript ? constructorNamed(walk, name.text) : -1;
    if (constructor >= 0) {
      const term = walk.writer.reference(Op.declaredType, constructor, args);
      refer(walk, kind, term, nameOffset(name));
      return term;
    }
    const term = walk.writer.reference(Op.globalType, walk.writer.intern(name.text), args);
    if (!standardTypes.has(name.text)) refer(walk, kind, term, nameOffset(name));
    return term;
  }
  const { op, operand } = meaning.type;
  if (op === Op.typeParameter) return walk.writer.leaf(Op.typeParameter, operand);
  if (op === Op.qualifiedType) {
    walk.writer.intern(name.text);
    refer(walk, kind, operand, nameOffset(name));
    return operand;
  }
  // Scope entries hold only the operations of type references.
  const term = walk.writer.reference(op as Op, operand, args);
  walk.writer.intern(name.text);
  refer(walk, kind, term, nameOffset(name));
  return term;
}

/** A function or variable that JavaScript names as a type: its instances are meant. */
function constructorNamed(walk: Walk, name: string): number {
  const meaning = walk.scope.value(name);
  return meaning === undefined || meaning.binding >= 0 ? -1 : meaning.declaration;
}

/** Left side of `A.B`: a namespace import, a namespace, an enum or a class. */
function namespaceTerm(walk: Walk, name: ts.EntityName): number {
  if (name.kind === K.QualifiedName) {
    const left = namespaceTerm(walk, name.left);
    return left === 0 ? 0 : qualified(walk, left, name.right, [], "type");
  }
  const meaning = walk.scope.value(name.text) ?? walk.scope.type(name.text);
  if (meaning === undefined) {
    const term = walk.writer.leaf(Op.global, walk.writer.intern(name.text));
    refer(walk, "type", term, nameOffset(name));
    return term;
  }
  // A namespace is asked for its types as a type: a constant of the same name may have one of these.
  const isNamespace = meaning.type?.op === Op.declaredType && declarationAt(walk, meaning.type.operand).kind === "namespace";
  const term =
    (isNamespace ? undefined : meaning.value) ??
    (meaning.type === undefined ? 0 : walk.writer.reference(meaning.type.op as Op, meaning.type.operand, []));
  if (meaning.binding >= 0 || meaning.declaration >= 0) refer(walk, "type", term, nameOffset(name));
  return term;
}

on<ts.ArrayTypeNode>(K.ArrayType, (walk, node) => walk.writer.leaf(Op.array, typeTerm(walk, node.elementType)));
on<ts.TupleTypeNode>(K.TupleType, (walk, node) => walk.writer.list(Op.tuple, typeTerms(walk, node.elements)));
on<ts.NamedTupleMember>(K.NamedTupleMember, (walk, node) => typeTerm(walk, node.type));
on<ts.OptionalTypeNode>(K.OptionalType, (walk, node) => typeTerm(walk, node.type));
on<ts.RestTypeNode>(K.RestType, (walk, node) => walk.writer.over(Op.iterated, typeTerm(walk, node.type)));
on<ts.UnionTypeNode>(K.UnionType, (walk, node) => walk.writer.list(Op.union, typeTerms(walk, node.types)));
on<ts.IntersectionTypeNode>(K.IntersectionType, (walk, node) => walk.writer.list(Op.intersection, typeTerms(walk, node.types)));
on<ts.ParenthesizedTypeNode>(K.ParenthesizedType, (walk, node) => typeTerm(walk, node.type));
on<ts.ThisTypeNode>(K.ThisType, (walk) => walk.self);
on<ts.TypePredicateNode>(K.TypePredicate, (walk, node) => {
  if (node.type !== undefined) typeTerm(walk, node.type);
  return walk.writer.primitive("boolean");
});

on<ts.TypeQueryNode>(K.TypeQuery, (walk, node) => {
  for (const argument of node.typeArguments ?? []) typeTerm(walk, argument);
  return valueOfName(walk, node.exprName);
});

function valueOfName(walk: Walk, name: ts.EntityName): number {
  if (name.kind === K.QualifiedName) {
    const left = valueOfName(walk, name.left);
    const term = walk.writer.property(left, name.right.text);
    refer(walk, "type", term, nameOffset(name.right));
    return term;
  }
  if (name.text === "this") return walk.self;
  const meaning = walk.scope.value(name.text);
  if (meaning?.value === undefined) return walk.writer.leaf(Op.global, walk.writer.intern(name.text));
  if (meaning.binding >= 0 || meaning.declaration >= 0) refer(walk, "type", meaning.value, nameOffset(name));
  return meaning.value;
}

on<ts.TypeOperatorNode>(K.TypeOperator, (walk, node) => {
  const operand = typeTerm(walk, node.type);
  return node.operator === K.KeyOfKeyword ? walk.writer.over(Op.keyOf, operand) : operand;
});

on<ts.IndexedAccessTypeNode>(K.IndexedAccessType, (walk, node) => {
  const object = typeTerm(walk, node.objectType);
  const index = node.indexType;
  if (index.kind === K.LiteralType && (index as ts.LiteralTypeNode).literal.kind === K.StringLiteral) {
    const key = (index as ts.LiteralTypeNode).literal as ts.StringLiteral;
    const term = walk.writer.property(object, key.text);
    refer(walk, "type", term, nameOffset(key));
    return term;
  }
  const key = typeTerm(walk, index);
  return object === 0 ? 0 : walk.writer.write(Op.indexed, object, key);
});

on<ts.MappedTypeNode>(K.MappedType, (walk, node) => {
  const parameter = walk.facts.typeParameters.length;
  walk.facts.typeParameters.push([node.typeParameter.name.text, 0, 0]);
  const constraint = node.typeParameter.constraint === undefined ? 0 : typeTerm(walk, node.typeParameter.constraint);
  walk.facts.typeParameters[parameter]![1] = constraint;
  return inScope(walk, () => {
    walk.scope.declare(node.typeParameter.name.text, { type: { op: Op.typeParameter, operand: parameter }, binding: -1, declaration: -1 });
    if (node.nameType !== undefined) typeTerm(walk, node.nameType);
    const value = node.type === undefined ? 0 : typeTerm(walk, node.type);
    return walk.writer.write(Op.mapped, parameter, constraint, value);
  });
});

on<ts.ConditionalTypeNode>(K.ConditionalType, (walk, node) => {
  const check = typeTerm(walk, node.checkType);
  return inScope(walk, () => {
    const bound = typeTerm(walk, node.extendsType);
    const then = typeTerm(walk, node.trueType);
    const otherwise = typeTerm(walk, node.falseType);
    return walk.writer.write(Op.conditional, check, bound, then, otherwise);
  });
});

on<ts.InferTypeNode>(K.InferType, (walk, node) => {
  const name = node.typeParameter.name.text;
  const parameter = walk.facts.typeParameters.length;
  walk.facts.typeParameters.push([name, node.typeParameter.constraint === undefined ? 0 : typeTerm(walk, node.typeParameter.constraint), 0]);
  walk.scope.declare(name, { type: { op: Op.typeParameter, operand: parameter }, binding: -1, declaration: -1 });
  return walk.writer.leaf(Op.typeParameter, parameter);
});

on<ts.ImportTypeNode>(K.ImportType, (walk, node) => {
  const args = typeTerms(walk, node.typeArguments);
  if (node.argument.kind !== K.LiteralType) return 0;
  const literal = (node.argument as ts.LiteralTypeNode).literal;
  if (literal.kind !== K.StringLiteral) return 0;
  const index = addImport(walk, literal as ts.StringLiteral, "import-type", true);
  let term = walk.writer.leaf(Op.module, index);
  if (node.qualifier === undefined) return term;
  const names: ts.Identifier[] = [];
  for (let name: ts.EntityName = node.qualifier; ; name = name.left) {
    if (name.kind === K.Identifier) {
      names.unshift(name);
      break;
    }
    names.unshift(name.right);
  }
  for (const [position, name] of names.entries()) {
    if (node.isTypeOf === true) {
      term = walk.writer.property(term, name.text);
      refer(walk, "type", term, nameOffset(name));
    } else term = qualified(walk, term, name, position === names.length - 1 ? args : [], "type");
  }
  return term;
});

const functionType = (walk: Walk, node: ts.FunctionTypeNode | ts.ConstructorTypeNode): number => signatureTerm(walk, node, -1);
on<ts.FunctionTypeNode>(K.FunctionType, functionType);
on<ts.ConstructorTypeNode>(K.ConstructorType, (walk, node) => {
  const term = functionType(walk, node);
  return walk.writer.write(Op.object, 1, ObjectSlot.construct, term, -1);
});

export function inScope<T>(walk: Walk, body: () => T): T {
  const before = walk.scope;
  walk.scope = new Scope(before, false);
  try {
    return body();
  } finally {
    walk.scope = before;
  }
}

export function declareTypeParameters(walk: Walk, nodes: readonly ts.TypeParameterDeclaration[] | undefined): number[] {
  if (nodes === undefined) return [];
  const indexes = nodes.map((node) => {
    const index = walk.facts.typeParameters.length;
    walk.facts.typeParameters.push([node.name.text, 0, 0]);
    walk.scope.redeclare(node.name.text, { type: { op: Op.typeParameter, operand: index }, binding: -1, declaration: -1 });
    return index;
  });
  for (const [position, node] of nodes.entries()) {
    const parameter = walk.facts.typeParameters[indexes[position]!]!;
    if (node.constraint !== undefined) parameter[1] = typeTerm(walk, node.constraint);
    if (node.default !== undefined) parameter[2] = typeTerm(walk, node.default);
  }
  return indexes;
}

/** A signature without a body: function type, method or call signature. */
export function signatureTerm(walk: Walk, node: ts.SignatureDeclaration, declaration: number): number {
  return inScope(walk, () => {
    const typeParameters = declareTypeParameters(walk, node.typeParameters);
    const parameters: number[] = [];
    let receiver = -1;
    for (const parameter of node.parameters) {
      const name = parameter.name.kind === K.Identifier ? (parameter.name as ts.Identifier).text : "";
      const type = parameter.type === undefined ? 0 : typeTerm(walk, parameter.type);
      if (name === "this") receiver = type;
      else if (name !== "") walk.scope.redeclare(name, { value: type, binding: -1, declaration: -1 });
      if (name !== "this") parameters.push(walk.writer.intern(name), type, parameterFlags(parameter));
    }
    if (receiver >= 0) parameters.push(walk.writer.intern("this"), receiver, ParameterFlag.receiver);
    const { returned, predicateParameter, predicate } = writtenReturn(walk, node);
    return walk.writer.write(
      Op.function,
      declaration < 0 ? FunctionFlag.type : 0,
      declaration,
      node.pos,
      returned,
      0,
      predicateParameter,
      predicate,
      typeParameters.length,
      ...typeParameters,
      parameters.length / 3,
      ...parameters,
    );
  });
}

export function parameterFlags(node: ts.ParameterDeclaration): number {
  return (
    (node.questionToken !== undefined || node.initializer !== undefined ? ParameterFlag.optional : 0) |
    (node.dotDotDotToken !== undefined ? ParameterFlag.rest : 0)
  );
}

export function writtenReturn(walk: Walk, node: ts.SignatureDeclaration): { returned: number; predicateParameter: number; predicate: number } {
  const written = node.type;
  if (written?.kind === K.TypePredicate) {
    const predicate = written as ts.TypePredicateNode;
    const name = predicate.parameterName.kind === K.Identifier ? (predicate.parameterName as ts.Identifier).text : "this";
    return {
      returned: walk.writer.primitive("boolean"),
      predicateParameter: node.parameters.findIndex(
        (parameter) => parameter.name.kind === K.Identifier && (parameter.name as ts.Identifier).text === name,
      ),
      predicate: predicate.type === undefined ? 0 : typeTerm(walk, predicate.type),
    };
  }
  return { returned: written === undefined ? 0 : typeTerm(walk, written), predicateParameter: -1, predicate: 0 };
}

on<ts.TypeLiteralNode>(K.TypeLiteral, (walk, node) => {
  const slots: number[] = [];
  for (const member of node.members) {
    const { name, declaration, term } = typeMember(walk, member, walk.functionDepth === 0);
    slots.push(name, term, declaration);
  }
  return walk.writer.write(Op.object, slots.length / 3, ...slots);
});

/** One member of an interface or type literal. `name`: string index or one of `ObjectSlot`. */
export function typeMember(walk: Walk, member: ts.TypeElement, declares: boolean): { name: number; declaration: number; term: number } {
  switch (member.kind) {
    case K.PropertySignature:
    case K.MethodSignature:
    case K.GetAccessor:
    case K.SetAccessor: {
      const signature = member as ts.PropertySignature | ts.MethodSignature | ts.AccessorDeclaration;
      const name = memberName(signature.name);
      const method = member.kind === K.MethodSignature;
      const kind = method ? "method" : "property";
      const declaration = declares ? declare(walk, member, name ?? "[computed]", memberOffset(walk, signature.name), kind) : -1;
      const term = owned(walk, declares ? declaration : walk.owner, () => {
        if (method) return signatureTerm(walk, signature as ts.MethodSignature, declaration);
        const written = signature.type ?? (member.kind === K.SetAccessor ? (signature as ts.SetAccessorDeclaration).parameters[0]?.type : undefined);
        return written === undefined ? 0 : typeTerm(walk, written);
      });
      if (declares) {
        const fact = declarationAt(walk, declaration);
        fact.term = term;
        if (signature.type !== undefined && !method) fact.type = writtenText(walk, signature.type);
      }
      return { name: name === undefined ? ObjectSlot.index : walk.writer.intern(name), declaration, term };
    }
    case K.CallSignature:
    case K.ConstructSignature: {
      const call = member.kind === K.CallSignature;
      const declaration = declares ? declare(walk, member, call ? "()" : "new()", startOf(walk, member), "signature") : -1;
      const term = signatureTerm(walk, member as ts.CallSignatureDeclaration, declaration);
      if (declares) declarationAt(walk, declaration).term = term;
      return { name: call ? ObjectSlot.call : ObjectSlot.construct, declaration, term };
    }
    case K.IndexSignature: {
      const index = member as ts.IndexSignatureDeclaration;
      const declaration = declares ? declare(walk, member, "[index]", startOf(walk, member), "signature") : -1;
      const written: ts.TypeNode | undefined = index.type;
      const term = written === undefined ? 0 : typeTerm(walk, written);
      if (declares) declarationAt(walk, declaration).term = term;
      return { name: ObjectSlot.index, declaration, term };
    }
    default:
      return { name: ObjectSlot.index, declaration: -1, term: 0 };
  }
}

/** The name of a member where it is known without evaluating anything. */
export function memberName(name: ts.PropertyName): string | undefined {
  if (name.kind === K.ComputedPropertyName) {
    const inner = (name as ts.ComputedPropertyName).expression;
    return inner.kind === K.StringLiteral || inner.kind === K.NoSubstitutionTemplateLiteral ? (inner as ts.StringLiteral).text : undefined;
  }
  return (name as ts.Identifier | ts.StringLiteral | ts.NumericLiteral | ts.PrivateIdentifier).text;
}

/** A written type as one line of at most 200 characters. */
export function writtenText(walk: Walk, node: ts.TypeNode): string {
  return walk.text.slice(node.pos, node.end).replace(/\s+/g, " ").trim().slice(0, 200);
}

/** Types of the language itself: referring to them tells nothing of the project. */
const standardTypes = new Set([
  "Promise",
  "Array",
  "ReadonlyArray",
  "Record",
  "Partial",
  "Required",
  "Readonly",
  "Pick",
  "Omit",
  "Exclude",
  "Extract",
  "NonNullable",
  "Map",
  "Set",
  "Date",
  "Error",
  "RegExp",
  "ReturnType",
  "Parameters",
  "Awaited",
  "InstanceType",
  "ConstructorParameters",
  "Uint8Array",
  "Iterable",
  "AsyncIterable",
  "Generator",
  "AsyncGenerator",
  "Iterator",
  "WeakMap",
  "WeakSet",
  "Function",
  "Object",
  "String",
  "Number",
  "Boolean",
  "PromiseLike",
  "ArrayBuffer",
]);

export const functionFlags = (node: ts.FunctionLikeDeclaration): number =>
  (node.modifiers?.some((modifier) => modifier.kind === K.AsyncKeyword) === true ? FunctionFlag.async : 0) |
  (node.asteriskToken !== undefined ? FunctionFlag.generator : 0) |
  (node.kind === K.ArrowFunction ? FunctionFlag.arrow : 0) |
  (node.kind === K.Constructor ? FunctionFlag.constructor : 0);
