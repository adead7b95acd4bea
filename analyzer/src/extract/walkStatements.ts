/** Statements: declarations first, as the language hoists them, then what they do. */
import { Op } from "../model/terms.ts";
import { addImport, bindImportDeclaration, bindImportEquals } from "./bindImports.ts";
import { bindPattern, bindUntyped, predeclarePattern } from "./bindPatterns.ts";
import { openLocal } from "./addedMembers.ts";
import { bindRequire } from "./commonJs.ts";
import { exportAlias, exportAssignment, exportDeclaration, exportLocal } from "./bindExports.ts";
import { declareInJsDoc, documentedFunction, typeInJsDoc } from "./jsDoc.ts";
import { noteLoop } from "./loops.ts";
import { aliasesExports } from "./moduleExports.ts";
import { applyNarrowing, narrowed, withNarrowing } from "./narrow.ts";
import { survive } from "./survive.ts";
import { ts } from "./typescript.ts";
import { declarationAt, declare, memberOffset, nameOffset, owned, refer, startOf } from "./walk.ts";
import type { Walk } from "./walk.ts";
import { declareTypeParameters, inScope, referenceTerm, typeTerm, writtenText } from "./walkTypes.ts";
import { classLike, interfaceLike } from "./walkClasses.ts";
import { constantTerm } from "./walkExpressions.ts";

const K = ts.SyntaxKind;
type Handler = (walk: Walk, node: never) => void;
const handlers: Handler[] = [];
const on = <N extends ts.Statement>(kind: ts.SyntaxKind, handler: (walk: Walk, node: N) => void): void => {
  handlers[kind] = handler;
};

/** Walks a list of statements that share a scope: hoists what they declare, then walks each. */
export function statements(walk: Walk, nodes: readonly ts.Statement[]): void {
  const closeComments = walk.isJavaScript ? declareInJsDoc(walk, nodes) : undefined;
  const isTop = walk.scope === walk.moduleScope;
  const run = (node: ts.Statement, visit: (walk: Walk, node: ts.Statement) => void): void =>
    isTop ? survive(walk, node, () => visit(walk, node)) : visit(walk, node);
  for (const node of nodes) run(node, predeclare);
  closeComments?.();
  const { scope } = walk;
  if (walk.functionDepth !== 0) scope.statements = nodes;
  for (const node of nodes) run(node, statement);
}

export function statement(walk: Walk, node: ts.Statement): void {
  // The table is filled by kind, so a handler gets the node type of its kind.
  handlers[node.kind]?.(walk, node as never);
}

/** A statement that stands where a block could: `if (late) var fee = 1`, and what a syntax error left there. */
function single(walk: Walk, node: ts.Statement): void {
  predeclare(walk, node);
  statement(walk, node);
}

const hasModifier = (node: { modifiers?: ts.NodeArray<ts.ModifierLike> | undefined }, kind: ts.SyntaxKind): boolean =>
  node.modifiers?.some((modifier) => modifier.kind === kind) === true;

function predeclare(walk: Walk, node: ts.Statement): void {
  switch (node.kind) {
    case K.ImportDeclaration:
      bindImportDeclaration(walk, node as ts.ImportDeclaration);
      return;
    case K.ImportEqualsDeclaration:
      bindImportEquals(walk, node as ts.ImportEqualsDeclaration);
      return;
    case K.FunctionDeclaration: {
      const { name } = node as ts.FunctionDeclaration;
      const index = declare(walk, node, name?.text ?? "default", name === undefined ? startOf(walk, node) : nameOffset(name), "function");
      if (name !== undefined) walk.scope.declare(name.text, { value: walk.writer.leaf(Op.declared, index), binding: -1, declaration: index, node });
      exportLocal(walk, node as ts.FunctionDeclaration, name?.text, index, false);
      return;
    }
    case K.ClassDeclaration: {
      const { name } = node as ts.ClassDeclaration;
      const index = declare(walk, node, name?.text ?? "default", name === undefined ? startOf(walk, node) : nameOffset(name), "class");
      if (name !== undefined) declareBoth(walk, name.text, index, node);
      exportLocal(walk, node as ts.ClassDeclaration, name?.text, index, false);
      return;
    }
    case K.InterfaceDeclaration:
    case K.TypeAliasDeclaration: {
      const { name } = node as ts.InterfaceDeclaration | ts.TypeAliasDeclaration;
      const index = declare(walk, node, name.text, nameOffset(name), node.kind === K.InterfaceDeclaration ? "interface" : "type");
      walk.scope.declare(name.text, { type: { op: Op.declaredType, operand: index }, binding: -1, declaration: index, node });
      exportLocal(walk, node as ts.InterfaceDeclaration, name.text, index, true);
      return;
    }
    case K.EnumDeclaration: {
      const { name } = node as ts.EnumDeclaration;
      const index = declare(walk, node, name.text, nameOffset(name), "enum");
      declareBoth(walk, name.text, index, node);
      exportLocal(walk, node as ts.EnumDeclaration, name.text, index, false);
      return;
    }
    case K.ModuleDeclaration: {
      const { name } = node as ts.ModuleDeclaration;
      if (name.kind !== K.Identifier || name.text === "global") return;
      const index = declare(walk, node, name.text, nameOffset(name), "namespace");
      declareBoth(walk, name.text, index, node);
      exportLocal(walk, node as ts.ModuleDeclaration, name.text, index, false);
      return;
    }
    case K.VariableStatement:
      predeclareVariables(walk, node as ts.VariableStatement);
      return;
    default:
  }
}

function declareBoth(walk: Walk, name: string, index: number, node: ts.Node): void {
  walk.scope.declare(name, {
    value: walk.writer.leaf(Op.declared, index),
    type: { op: Op.declaredType, operand: index },
    binding: -1,
    declaration: index,
    node,
  });
}

/** Only the module's own variables are declarations; those of functions are bound where they stand. */
function predeclareVariables(walk: Walk, node: ts.VariableStatement): void {
  if (walk.functionDepth !== 0) return;
  const exported = hasModifier(node, K.ExportKeyword);
  for (const declaration of node.declarationList.declarations) {
    if (bindRequire(walk, declaration)) {
      walk.declarationOf.set(declaration, -1);
      continue;
    }
    for (const index of predeclarePattern(walk, declaration.name, declaration)) {
      const fact = declarationAt(walk, index);
      if (exported) exportLocal(walk, node, fact.name, index, false);
      if (isFunction(declaration.initializer) && declaration.name.kind === K.Identifier) {
        fact.kind = "function";
        walk.declarationOf.set(declaration.initializer, index);
      }
    }
    const value = declaration.initializer;
    if (walk.isJavaScript && value !== undefined && declaration.name.kind === K.Identifier && aliasesExports(walk, value)) {
      walk.exportsAliases.add((declaration.name as ts.Identifier).text);
    }
  }
}

const isFunction = (node: ts.Expression | undefined): node is ts.ArrowFunction | ts.FunctionExpression =>
  node?.kind === K.ArrowFunction || node?.kind === K.FunctionExpression;

/** `const Order = function () { this.lines = []; }` inside a function: in JavaScript, a class by its capital. */
function declareConstructor(walk: Walk, name: ts.Identifier, value: ts.Expression): void {
  if (!walk.isJavaScript || value.kind !== K.FunctionExpression || !/^[A-Z]/.test(name.text)) return;
  walk.declarationOf.set(value, declare(walk, value, name.text, nameOffset(name), "function"));
}

function variables(walk: Walk, list: ts.VariableDeclarationList, statementNode: ts.Node): void {
  for (const node of list.declarations) variable(walk, node, statementNode);
}

function variable(walk: Walk, node: ts.VariableDeclaration, statementNode: ts.Node): void {
  if (walk.declarationOf.get(node) === -1) return;
  if (walk.functionDepth !== 0 && bindRequire(walk, node)) return;
  const atTop = walk.functionDepth === 0 && node.name.kind === K.Identifier;
  const index = atTop ? (walk.scope.own((node.name as ts.Identifier).text)?.declaration ?? -1) : -1;
  owned(walk, index >= 0 ? index : walk.owner, () => {
    const written = node.type !== undefined ? typeTerm(walk, node.type) : walk.isJavaScript ? typeInJsDoc(walk, statementNode) : 0;
    if (index >= 0 && node.type !== undefined) declarationAt(walk, index).type = writtenText(walk, node.type);
    if (node.initializer === undefined && node.type === undefined && written === 0 && node.name.kind === K.Identifier) {
      bindUntyped(walk, node.name as ts.Identifier, node);
      return;
    }
    let itself = 0;
    if (walk.functionDepth !== 0 && node.name.kind === K.Identifier && isFunction(node.initializer)) {
      // Recursive local functions see themselves.
      itself = written === 0 ? walk.writer.write(Op.assigned, 0) : written;
      declareConstructor(walk, node.name as ts.Identifier, node.initializer);
      walk.scope.redeclare((node.name as ts.Identifier).text, { value: itself, binding: -1, declaration: -1, node });
    }
    const value = node.initializer === undefined ? 0 : constantTerm(walk, node.initializer, written);
    if (itself !== 0 && itself !== written) walk.writer.code[itself + 1] = value;
    const isOpen =
      walk.isJavaScript &&
      walk.functionDepth !== 0 &&
      written === 0 &&
      node.name.kind === K.Identifier &&
      node.initializer?.kind === K.ObjectLiteralExpression;
    if (!isOpen) bindPattern(walk, node.name, node.type !== undefined || written !== 0 ? written : value, node);
    else {
      const { term, local } = openLocal(walk, node.initializer as ts.ObjectLiteralExpression, value);
      bindPattern(walk, node.name, term, node);
      const meaning = walk.scope.own((node.name as ts.Identifier).text);
      if (meaning !== undefined) walk.localMembers.set(meaning, local);
    }
  });
  for (const recogniser of walk.recognisers.variable) recogniser.variable?.(node, walk.context);
}

on<ts.VariableStatement>(K.VariableStatement, (walk, node) => {
  if (walk.isJavaScript) documentedFunction(walk, node, node.declarationList.declarations[0]?.initializer);
  variables(walk, node.declarationList, node);
});
on<ts.FunctionDeclaration>(K.FunctionDeclaration, (walk, node) => {
  const index = walk.declarationOf.get(node) ?? -1;
  const term = owned(walk, index, () => walk.functionLike(node, 0, index));
  if (index >= 0) declarationAt(walk, index).term = term;
});
on<ts.ClassDeclaration>(K.ClassDeclaration, (walk, node) => classLike(walk, node, walk.declarationOf.get(node) ?? -1));
on<ts.InterfaceDeclaration>(K.InterfaceDeclaration, (walk, node) => interfaceLike(walk, node, walk.declarationOf.get(node) ?? -1));
on<ts.TypeAliasDeclaration>(K.TypeAliasDeclaration, (walk, node) => {
  const index = walk.declarationOf.get(node) ?? -1;
  inScope(walk, () =>
    owned(walk, index, () => {
      const fact = declarationAt(walk, index);
      fact.typeParameters = declareTypeParameters(walk, node.typeParameters);
      fact.term = typeTerm(walk, node.type);
    }),
  );
});
on<ts.EnumDeclaration>(K.EnumDeclaration, (walk, node) => {
  const index = walk.declarationOf.get(node) ?? -1;
  inScope(walk, () =>
    owned(walk, index, () => {
      for (const member of node.members) {
        const name = member.name.kind === K.ComputedPropertyName ? "[computed]" : (member.name as ts.Identifier).text;
        const at = declare(walk, member, name, memberOffset(walk, member.name), "enum-member");
        const fact = declarationAt(walk, at);
        fact.static = true;
        fact.term = walk.writer.reference(Op.declaredType, index, []);
        if (member.initializer !== undefined) walk.expression(member.initializer, 0);
        // Later members can use earlier ones by their bare names.
        walk.scope.declare(name, { value: walk.writer.leaf(Op.declared, at), binding: -1, declaration: at, node: member });
      }
    }),
  );
});

on<ts.ModuleDeclaration>(K.ModuleDeclaration, (walk, node) => {
  const body = node.body;
  if (body === undefined) {
    if (node.name.kind === K.StringLiteral) walk.facts.augmentations.push({ specifier: node.name.text, declarations: [] });
    return;
  }
  const isGlobal = node.name.kind === K.Identifier && (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
  const augments = node.name.kind === K.StringLiteral;
  if (augments && walk.facts.isModule && !node.name.text.includes("*")) addImport(walk, node.name as ts.StringLiteral, "augmentation", true);
  const index = walk.declarationOf.get(node) ?? walk.owner;
  const first = walk.facts.declarations.length;
  inScope(walk, () =>
    owned(walk, isGlobal || augments ? -1 : index, () => {
      if (body.kind === K.ModuleBlock) statements(walk, (body as ts.ModuleBlock).statements);
      else if (body.kind === K.ModuleDeclaration) statements(walk, [body as ts.ModuleDeclaration]);
    }),
  );
  const added = walk.facts.declarations.flatMap((fact, at) => (at >= first && fact.parent === (isGlobal || augments ? -1 : index) ? [at] : []));
  if (isGlobal) walk.facts.globals.push(...added);
  else if (augments) walk.facts.augmentations.push({ specifier: (node.name as ts.StringLiteral).text, declarations: added });
});

on<ts.ExpressionStatement>(K.ExpressionStatement, (walk, node) => {
  if (walk.isJavaScript) documentedFunction(walk, node, node.expression);
  walk.expression(node.expression, 0);
});
on<ts.Block>(K.Block, (walk, node) => inScope(walk, () => statements(walk, node.statements)));

on<ts.IfStatement>(K.IfStatement, (walk, node) => {
  walk.expression(node.expression, 0);
  withNarrowing(walk, narrowed(walk, node.expression, true), () => single(walk, node.thenStatement));
  const otherwise = narrowed(walk, node.expression, false);
  if (node.elseStatement !== undefined) withNarrowing(walk, otherwise, () => single(walk, node.elseStatement!));
  // `if (!(error instanceof NotFound)) throw error;` tells of all that follows.
  else if (otherwise.length > 0 && leaves(node.thenStatement)) applyNarrowing(walk, otherwise);
});

function leaves(node: ts.Statement): boolean {
  switch (node.kind) {
    case K.ReturnStatement:
    case K.ThrowStatement:
    case K.ContinueStatement:
    case K.BreakStatement:
      return true;
    case K.Block: {
      const last = (node as ts.Block).statements.at(-1);
      return last !== undefined && leaves(last);
    }
    default:
      return false;
  }
}

on<ts.ReturnStatement>(K.ReturnStatement, (walk, node) => {
  if (node.expression === undefined) return;
  const value = walk.expression(node.expression, walk.returnContext);
  if (value !== 0) walk.returns?.push(value);
});
on<ts.ThrowStatement>(K.ThrowStatement, (walk, node) => void walk.expression(node.expression, 0));
on<ts.WhileStatement>(K.WhileStatement, (walk, node) => {
  noteLoop(walk, node.expression, node.statement);
  walk.expression(node.expression, 0);
  withNarrowing(walk, narrowed(walk, node.expression, true), () => single(walk, node.statement));
});
on<ts.DoStatement>(K.DoStatement, (walk, node) => {
  noteLoop(walk, node.statement, node.expression);
  single(walk, node.statement);
  walk.expression(node.expression, 0);
});
on<ts.ForStatement>(K.ForStatement, (walk, node) =>
  inScope(walk, () => {
    if (node.initializer !== undefined) initializer(walk, node.initializer, 0);
    if (node.condition !== undefined) walk.expression(node.condition, 0);
    if (node.incrementor !== undefined) walk.expression(node.incrementor, 0);
    noteLoop(walk, node.condition, node.incrementor, node.statement);
    single(walk, node.statement);
  }),
);
on<ts.ForOfStatement>(K.ForOfStatement, (walk, node) =>
  inScope(walk, () => {
    let item = walk.writer.over(Op.iterated, walk.expression(node.expression, 0));
    if (node.awaitModifier !== undefined) item = walk.writer.over(Op.awaited, item);
    initializer(walk, node.initializer, item);
    noteLoop(walk, node.statement);
    single(walk, node.statement);
  }),
);
on<ts.ForInStatement>(K.ForInStatement, (walk, node) =>
  inScope(walk, () => {
    walk.expression(node.expression, 0);
    initializer(walk, node.initializer, walk.writer.primitive("string"));
    noteLoop(walk, node.statement);
    single(walk, node.statement);
  }),
);

function initializer(walk: Walk, node: ts.ForInitializer, item: number): void {
  if (node.kind !== K.VariableDeclarationList) {
    walk.expression(node as ts.Expression, 0);
    return;
  }
  const list = node as ts.VariableDeclarationList;
  // Loop variables are locals, at the top level of the module too.
  walk.functionDepth++;
  if (item === 0) variables(walk, list, list);
  else for (const declaration of list.declarations) bindPattern(walk, declaration.name, item, declaration);
  walk.functionDepth--;
}

on<ts.SwitchStatement>(K.SwitchStatement, (walk, node) => {
  walk.expression(node.expression, 0);
  inScope(walk, () => {
    for (const clause of node.caseBlock.clauses) for (const child of clause.statements) predeclare(walk, child);
    for (const clause of node.caseBlock.clauses) {
      const guard = clause.kind === K.CaseClause ? (clause as ts.CaseClause).expression : undefined;
      if (guard !== undefined) walk.expression(guard, 0);
      // `switch (true) { case error instanceof NotFound: … }`
      const facts = guard !== undefined && node.expression.kind === K.TrueKeyword ? narrowed(walk, guard, true) : [];
      withNarrowing(walk, facts, () => {
        for (const child of clause.statements) statement(walk, child);
      });
    }
  });
});
on<ts.TryStatement>(K.TryStatement, (walk, node) => {
  statement(walk, node.tryBlock);
  const clause = node.catchClause;
  if (clause !== undefined) {
    inScope(walk, () => {
      const declared = clause.variableDeclaration;
      if (declared !== undefined) {
        walk.functionDepth++;
        bindPattern(walk, declared.name, declared.type === undefined ? 0 : typeTerm(walk, declared.type), declared);
        walk.functionDepth--;
      }
      statement(walk, clause.block);
    });
  }
  if (node.finallyBlock !== undefined) statement(walk, node.finallyBlock);
});
on<ts.LabeledStatement>(K.LabeledStatement, (walk, node) => single(walk, node.statement));
on<ts.ExportDeclaration>(K.ExportDeclaration, exportDeclaration);
on<ts.ExportAssignment>(K.ExportAssignment, exportAssignment);
on<ts.ImportEqualsDeclaration>(K.ImportEqualsDeclaration, (walk, node) => {
  if (node.moduleReference.kind !== K.ExternalModuleReference) importAlias(walk, node, node.moduleReference as ts.EntityName);
  else if (hasModifier(node, K.ExportKeyword) && walk.scope === walk.moduleScope) exportAlias(walk, node, undefined, 0);
});

/** `import Quote = pricing.Quote`: another name for a member of a namespace, as a value and as a type. */
function importAlias(walk: Walk, node: ts.ImportEqualsDeclaration, name: ts.EntityName): void {
  const value = valueOfEntity(walk, name);
  const rows = walk.rows.length;
  const type = referenceTerm(walk, name, [], "type");
  // The same names were noted as values.
  walk.rows.length = rows;
  const known = name.kind === K.Identifier ? walk.scope.type(name.text)?.type : { op: Op.qualifiedType, operand: type };
  walk.scope.declare(node.name.text, { value, ...(known === undefined ? {} : { type: known }), binding: -1, declaration: -1, node });
  if (hasModifier(node, K.ExportKeyword) && walk.scope === walk.moduleScope) exportAlias(walk, node, name, value);
}

function valueOfEntity(walk: Walk, name: ts.EntityName): number {
  if (name.kind === K.Identifier) return walk.expression(name, 0);
  const term = walk.writer.property(valueOfEntity(walk, name.left), name.right.text);
  refer(walk, "property", term, nameOffset(name.right));
  return term;
}
