import { ts } from "./typescript.ts";
import type { DeclarationFact, FileFacts } from "../model/facts.ts";
import type { ReferenceKind } from "../model/graph.ts";
import { referenceKinds } from "../model/graph.ts";
import type { FileContext, Recogniser } from "./recogniser.ts";
import type { Meaning, Scope } from "./scope.ts";
import type { TermWriter } from "./termWriter.ts";

/**
 * State of the walk over one file. The visitors call each other through the slots here, because expressions hold functions, functions
 * statements, and statements expressions, while modules may not import each other in a circle.
 */
export interface Walk {
  readonly text: string;
  readonly sourceFile: ts.SourceFile;
  readonly isJavaScript: boolean;
  readonly writer: TermWriter;
  readonly facts: FileFacts;
  readonly recognisers: ActiveRecognisers;
  /** What recognisers see of this walk. */
  context: FileContext;
  /** References as they are met: kind, term, owner, offset in the text. */
  readonly rows: number[];
  /** Bodies of loops as they are met: offsets of start and end. */
  readonly loops: number[];
  readonly declarationOf: Map<ts.Node, number>;
  /** Statements with a comment, by the function that they give a name to. */
  readonly documented: Map<ts.Node, ts.Node>;
  /** `let`s without a type, with what they are assigned. */
  readonly assignments: Map<Meaning, { term: number; terms: number[] }>;
  /** Mutations of module-level values, by declaration. */
  readonly mutations: Map<number, number[]>;
  /** Local names of `module.exports` (`const Orders = module.exports`). */
  readonly exportsAliases: Set<string>;
  /** Declarations of `exports.name = …` by name. */
  readonly exportMembers: Map<string, number>;
  /** Members that assignments add, by the declaration that they are added to. */
  readonly addedMembers: Map<number, AddedMembers>;
  /** The same for object literals that local variables hold. */
  readonly localMembers: Map<Meaning, LocalObject>;
  /** Declarations of names that this file makes global. */
  readonly globalNames: Map<string, number>;
  readonly moduleScope: Scope;
  scope: Scope;
  owner: number;
  /** Term of `this`. */
  self: number;
  /** Term of `this` in the function expression that is walked next: the object literal that it is a member of. */
  receiver: number;
  /** Term of `this` in the methods of the object literal that is walked next, where it is not the object itself. */
  literalSelf: number;
  /** Term of `super`. */
  parent: number;
  classNode: ts.ClassLikeDeclaration | undefined;
  /** 0 at the top level of the module. */
  functionDepth: number;
  /** In the arguments of a decorator: object literals there declare nothing, or they would pass for members of the class. */
  inDecorator: boolean;
  /** Terms of the values that the current function returns; undefined outside functions. */
  returns: number[] | undefined;
  /** What the current function is expected to return, 0 when nothing is known. */
  returnContext: number;

  expression: (node: ts.Expression, context: number) => number;
  type: (node: ts.TypeNode) => number;
  statement: (node: ts.Statement) => void;
  statements: (nodes: readonly ts.Statement[]) => void;
  functionLike: (node: ts.FunctionLikeDeclaration, context: number, declaration: number) => number;
  classLike: (node: ts.ClassLikeDeclaration, declaration: number) => void;
}

/** A declaration that came into being by assignments, and the terms of all that was assigned. */
interface AddedMember {
  declaration: number;
  terms: number[];
}

export interface AddedMembers {
  members: Map<string, AddedMember>;
  /** Names of members that are written where the owner is declared: an assignment only changes them. */
  written: ReadonlySet<string>;
  /** Terms of objects whose members were copied here: `Object.assign(Orders, { … })`. */
  copied: number[];
}

/** An object literal that a local variable holds. `placeholder` is a part of its term that takes up what is added later. */
export interface LocalObject extends AddedMembers {
  placeholder: number;
}

export interface ActiveRecognisers {
  call: Recogniser[];
  template: Recogniser[];
  class: Recogniser[];
  variable: Recogniser[];
  text: Recogniser[];
}

export const rowWidth = 4;

const kindIndex = new Map(referenceKinds.map((kind, index) => [kind, index]));

/** Notes that the name at `offset` refers to `term`. Nothing is known of unknown terms, so they are left out. */
export function refer(walk: Walk, kind: ReferenceKind, term: number, offset: number): void {
  if (term === 0) return;
  walk.rows.push(kindNumber(kind), term, walk.owner, offset);
}

export function kindNumber(kind: ReferenceKind): number {
  return kindIndex.get(kind) ?? 0;
}

/** Offset of a name's first character, its quote included; a name ends where its node ends, so no trivia has to be skipped. */
export function nameOffset(
  node: ts.Identifier | ts.PrivateIdentifier | ts.StringLiteralLike | ts.NumericLiteral | (ts.Node & { text: string }),
): number {
  return Math.max(node.pos, node.end - node.text.length - (node.kind === ts.SyntaxKind.StringLiteral ? 2 : 0));
}

/** The same for the name of a member, which can be computed, or hold escapes. */
export function memberOffset(walk: Walk, name: ts.PropertyName): number {
  return name.kind === ts.SyntaxKind.ComputedPropertyName || name.kind === ts.SyntaxKind.StringLiteral
    ? startOf(walk, name)
    : nameOffset(name as ts.Identifier);
}

/** Where a node without a name starts. */
export function startOf(walk: Walk, node: ts.Node): number {
  return node.getStart(walk.sourceFile);
}

/** Adds a declaration and returns its index. Offsets are turned into lines when the walk is over. */
export function declare(walk: Walk, node: ts.Node, name: string, nameAt: number, kind: DeclarationFact["kind"]): number {
  const index = walk.facts.declarations.length;
  walk.facts.declarations.push({ name, kind, exported: false, parent: walk.owner, line: nameAt, column: 0, endLine: node.end, term: 0 });
  walk.declarationOf.set(node, index);
  walk.writer.intern(name);
  return index;
}

export function declarationAt(walk: Walk, index: number): DeclarationFact {
  const declaration = walk.facts.declarations[index];
  if (declaration === undefined) throw new RangeError(`no declaration ${index}`);
  return declaration;
}

/** Runs `body` with another owner of what it refers to. */
export function owned<T>(walk: Walk, owner: number, body: () => T): T {
  const before = walk.owner;
  walk.owner = owner;
  try {
    return body();
  } finally {
    walk.owner = before;
  }
}

/** The parser gives every node a place for a number, for the checker, which never sees these trees. A map of half a million nodes costs more. */
type Numbered = ts.Node & { id?: number };

/** Remembers the term of a call, or of a property access. */
export function noteTerm(node: ts.Expression, term: number): void {
  (node as Numbered).id = term;
}

/** Term of an expression that was walked before, in the scope of now. */
export function termOf(walk: Walk, node: ts.Expression): number {
  if (node.kind === ts.SyntaxKind.Identifier) return walk.scope.value((node as ts.Identifier).text)?.value ?? 0;
  if (node.kind === ts.SyntaxKind.ThisKeyword) return walk.self;
  return (node as Numbered).id ?? 0;
}
