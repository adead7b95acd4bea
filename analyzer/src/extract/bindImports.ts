/** Import declarations, requires and their kin → imports and bindings. */
import type { ImportKind } from "../model/facts.ts";
import { Op } from "../model/terms.ts";
import { ts } from "./typescript.ts";
import type { Walk } from "./walk.ts";

const K = ts.SyntaxKind;

/** Adds a mention of another module and returns its index. Line holds the offset until the walk is over. */
export function addImport(walk: Walk, specifier: ts.StringLiteralLike, kind: ImportKind, typeOnly: boolean): number {
  return addImportText(walk, specifier.text, specifier.end - specifier.text.length - 2, kind, typeOnly);
}

export function addImportText(walk: Walk, specifier: string, offset: number, kind: ImportKind, typeOnly: boolean, pattern = false): number {
  const index = walk.facts.imports.length;
  walk.facts.imports.push({ specifier, kind, typeOnly, line: Math.max(0, offset), column: 0, ...(pattern ? { pattern } : {}) });
  return index;
}

/** Makes `local` stand for `name` of the imported module, as a value and as a type. */
export function bind(walk: Walk, local: string, importIndex: number, name: string, typeOnly: boolean, node: ts.Node): void {
  const binding = walk.facts.bindings.length;
  walk.facts.bindings.push({ local, import: importIndex, name, typeOnly });
  walk.writer.intern(local);
  walk.scope.redeclare(local, {
    value: walk.writer.leaf(Op.imported, binding),
    type: { op: Op.importedType, operand: binding },
    binding,
    declaration: -1,
    node,
  });
  const promised = walk.scope.promised(local);
  if (promised !== 0) walk.writer.code[promised + 1] = walk.writer.leaf(Op.imported, binding);
}

export function bindImportDeclaration(walk: Walk, node: ts.ImportDeclaration): void {
  if (node.moduleSpecifier.kind !== K.StringLiteral) return;
  const specifier = node.moduleSpecifier as ts.StringLiteral;
  const clause = node.importClause;
  if (clause === undefined) {
    addImport(walk, specifier, "side-effect", false);
    return;
  }
  const named = clause.namedBindings?.kind === K.NamedImports ? (clause.namedBindings as ts.NamedImports).elements : undefined;
  const isType = clause.phaseModifier === K.TypeKeyword;
  const allTypes = isType || (clause.name === undefined && named !== undefined && named.length > 0 && named.every((element) => element.isTypeOnly));
  const index = addImport(walk, specifier, "import", allTypes);
  if (clause.name !== undefined) bind(walk, clause.name.text, index, "default", isType, clause);
  if (clause.namedBindings?.kind === K.NamespaceImport)
    bind(walk, (clause.namedBindings as ts.NamespaceImport).name.text, index, "*", isType, clause);
  for (const element of named ?? []) {
    bind(walk, element.name.text, index, element.propertyName?.text ?? element.name.text, isType || element.isTypeOnly, element);
  }
}

export function bindImportEquals(walk: Walk, node: ts.ImportEqualsDeclaration): void {
  const reference = node.moduleReference;
  if (reference.kind === K.ExternalModuleReference) {
    const expression = (reference as ts.ExternalModuleReference).expression;
    if (expression.kind !== K.StringLiteral) return;
    const index = addImport(walk, expression as ts.StringLiteral, "import-equals", node.isTypeOnly);
    bind(walk, node.name.text, index, "=", node.isTypeOnly, node);
  }
}

/** `/// <reference …>` directives. */
export function bindReferences(walk: Walk): void {
  for (const file of walk.sourceFile.referencedFiles) addImportText(walk, file.fileName, file.pos - 1, "reference-path", true);
  for (const file of walk.sourceFile.typeReferenceDirectives) addImportText(walk, file.fileName, file.pos - 1, "reference-types", true);
}
