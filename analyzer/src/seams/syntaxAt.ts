/** From the places of facts to nodes of syntax trees and back. */
import type { Place } from "../model/shapes.ts";
import type { GraphIndex } from "./graphIndex.ts";
import type { TypeProgram } from "./typeProgram.ts";
import { ts } from "./typescript.ts";

export interface SyntaxAt {
  /** Innermost node that begins at a place. */
  node(module: number, line: number, column: number): ts.Node | undefined;
  /** The declaration that a fact stands for: function, class, variable, method, … */
  declaration(module: number, declaration: number): ts.Declaration | undefined;
  /** The declaration whose name stands at a node, as facts number them; -1: none. */
  factOf(module: number, node: ts.Node): number;
  /** Place of the beginning of a node, or of the name where it declares something. */
  place(node: ts.Node): Place;
}

export function openSyntax(program: TypeProgram, index: GraphIndex): SyntaxAt {
  const byPlace = new Map<number, Map<number, number>>();
  const at = (module: number, line: number, column: number): ts.Node | undefined => {
    const file = program.source(module);
    if (file === undefined) return undefined;
    const starts = file.getLineStarts();
    const start = starts[line - 1];
    return start === undefined ? undefined : innermostAt(file, start + column - 1);
  };
  const factOf = (module: number, node: ts.Node): number => {
    let known = byPlace.get(module);
    if (known === undefined) {
      byPlace.set(module, (known = new Map()));
      for (const [position, { line, column }] of index.graph.modules[module]!.facts.declarations.entries()) {
        const key = line * 4096 + column;
        if (!known.has(key)) known.set(key, position);
      }
    }
    const file = node.getSourceFile();
    const { line, character } = file.getLineAndCharacterOfPosition(nameOf(node).getStart(file));
    return known.get((line + 1) * 4096 + character + 1) ?? -1;
  };
  return {
    node: at,
    declaration(module, declaration) {
      const fact = index.declaration(module, declaration);
      if (fact === undefined) return undefined;
      let node = at(module, fact.line, fact.column);
      // From the name to what it names.
      while (node !== undefined && !isDeclaring(node)) node = node.parent;
      // The checker's declarations are nodes with a symbol; `isDeclaring` names those kinds.
      return node as ts.Declaration | undefined;
    },
    factOf,
    place(node) {
      const file = node.getSourceFile();
      const module = program.moduleOf(file);
      const { line, character } = file.getLineAndCharacterOfPosition(nameOf(node).getStart(file));
      return { module: index.graph.modules[module]?.path ?? file.fileName, line: line + 1, column: character + 1 };
    },
  };
}

function nameOf(node: ts.Node): ts.Node {
  if (ts.isArrowFunction(node) || (ts.isFunctionExpression(node) && node.name === undefined)) {
    const { parent } = node;
    if ((ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) && parent.initializer === node)
      return parent.name;
  }
  return ts.getNameOfDeclaration(node as ts.Declaration) ?? node;
}

const isDeclaring = (node: ts.Node): boolean =>
  ts.isFunctionDeclaration(node) ||
  ts.isClassLike(node) ||
  ts.isVariableDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isMethodSignature(node) ||
  ts.isPropertyDeclaration(node) ||
  ts.isPropertySignature(node) ||
  ts.isPropertyAssignment(node) ||
  ts.isShorthandPropertyAssignment(node) ||
  ts.isGetAccessor(node) ||
  ts.isSetAccessor(node) ||
  ts.isConstructorDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isEnumDeclaration(node) ||
  ts.isEnumMember(node) ||
  ts.isModuleDeclaration(node) ||
  ts.isParameter(node) ||
  ts.isFunctionExpression(node) ||
  ts.isArrowFunction(node) ||
  ts.isExportAssignment(node) ||
  (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken);

function innermostAt(file: ts.SourceFile, position: number): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (position < node.pos || position >= node.end) return;
    if (node.getStart(file) === position) found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

/** The function-like node around a node; undefined at the top level of the module. */
export function functionAround(node: ts.Node): ts.SignatureDeclaration | undefined {
  for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent) if (ts.isFunctionLike(at)) return at;
  return undefined;
}

/** The call that a name is called by: `orders.place` in `orders.place(…)`, `place` in `place(…)` and in `new Place(…)`. */
export function callOf(name: ts.Node): ts.CallExpression | ts.NewExpression | undefined {
  let callee: ts.Node = name;
  if (ts.isPropertyAccessExpression(callee.parent) && callee.parent.name === callee) callee = callee.parent;
  while (ts.isParenthesizedExpression(callee.parent) || ts.isNonNullExpression(callee.parent)) callee = callee.parent;
  const { parent } = callee;
  return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === callee ? parent : undefined;
}
