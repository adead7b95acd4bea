/**
 * A recogniser finds one family of framework facts (routes, entities, table access …) in one file. The walk over the syntax tree calls it at the nodes
 * that it asks for, after the node's children were walked; it reads the tree through `FileContext` and adds to `context.facts`.
 *
 * The tree has no parent pointers (they cost time in every file): what a recogniser needs of the surroundings, the context tells.
 */
import type { ts } from "./typescript.ts";
import type { FileFacts } from "../model/facts.ts";

export interface ImportedName {
  specifier: string;
  /** Name exported there; `*` the namespace, `=` the whole module by require, `default`. */
  name: string;
}

export interface FileContext {
  readonly sourceFile: ts.SourceFile;
  /** Facts collected so far; recognisers push into routes, entities, accesses, transactions, events, jobs. */
  readonly facts: FileFacts;
  /** Declaration that encloses the current node, -1 at the top level of the module. */
  readonly owner: number;
  /** Class declaration that encloses the current node, if any. */
  readonly classNode: ts.ClassLikeDeclaration | undefined;
  /** 1-based line and column of a node's first token. */
  position(node: ts.Node): { line: number; column: number };
  endLine(node: ts.Node): number;
  /** What an identifier stands for here if it is imported (static import, require, createRequire) and not shadowed. */
  imported(name: string): ImportedName | undefined;
  /** The initializer that a `const`/`let`/property of this file was given, if `expression` is such a name or `this.name`. */
  initializer(expression: ts.Expression): ts.Expression | undefined;
  /** The written type of what `expression` names: variable, parameter, property or constructor-injected parameter (`this.name`). */
  writtenType(expression: ts.Expression): ts.TypeNode | undefined;
  /** Decorators on that same parameter or property (`@InjectRepository(Order)`). */
  decoratorsOf(expression: ts.Expression): readonly ts.Decorator[];
  /** Text of a literal, a template (each `${}` becomes `*`), a concatenation, or a `const` of this file that is one; undefined when nothing is known. */
  constant(expression: ts.Expression): string | undefined;
  /** The term of an expression already walked (0 when unknown). */
  term(expression: ts.Expression): number;
  /** Index of the declaration that a declaring node (class, function, variable …) makes, -1 if none. */
  declaration(node: ts.Node): number;
}

export interface Recogniser {
  /** Cheap test on the file's text and imports, so that files without the framework pay nothing. */
  applies(context: FileContext): boolean;
  /** Calls and constructions. */
  call?(node: ts.CallExpression | ts.NewExpression, context: FileContext): void;
  template?(node: ts.TaggedTemplateExpression, context: FileContext): void;
  /** Classes, after all their members. */
  class?(node: ts.ClassLikeDeclaration, context: FileContext): void;
  /** Variable declarations, after their initializer. */
  variable?(node: ts.VariableDeclaration, context: FileContext): void;
  /** String literals and templates without tag that stand anywhere. */
  text?(node: ts.StringLiteralLike | ts.TemplateExpression, context: FileContext): void;
}
