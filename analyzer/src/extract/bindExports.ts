/** Export declarations of every form → exports. */
import { Op } from "../model/terms.ts";
import { addImport } from "./bindImports.ts";
import { ts } from "./typescript.ts";
import { declarationAt, declare, nameOffset, owned, refer, startOf } from "./walk.ts";
import type { Walk } from "./walk.ts";

const K = ts.SyntaxKind;

/** `export class …`, `export default function …` */
export function exportLocal(
  walk: Walk,
  node: { modifiers?: ts.NodeArray<ts.ModifierLike> | undefined },
  name: string | undefined,
  declaration: number,
  typeOnly: boolean,
): void {
  let exported = false;
  let isDefault = false;
  for (const modifier of node.modifiers ?? []) {
    if (modifier.kind === K.ExportKeyword) exported = true;
    else if (modifier.kind === K.DefaultKeyword) isDefault = true;
  }
  if (!exported) return;
  const fact = declarationAt(walk, declaration);
  fact.exported = true;
  if (walk.scope !== walk.moduleScope) {
    // In `declare module "x"`: importers find it by this name among the declarations there.
    if (isDefault && name !== "default")
      declarationAt(walk, declare(walk, walk.sourceFile, "default", fact.line, "variable")).term = walk.writer.leaf(Op.declared, declaration);
    return;
  }
  const exportedName = isDefault ? "default" : (name ?? "default");
  const term = typeOnly ? 0 : walk.writer.leaf(Op.declared, declaration);
  walk.facts.exports.push({ kind: "local", name: exportedName, declaration, term, typeOnly, line: fact.line, column: 0 });
}

export function exportDeclaration(walk: Walk, node: ts.ExportDeclaration): void {
  const specifier = node.moduleSpecifier;
  const clause = node.exportClause;
  if (specifier?.kind === K.StringLiteral) {
    const allTypes =
      node.isTypeOnly || (clause?.kind === K.NamedExports && clause.elements.length > 0 && clause.elements.every((element) => element.isTypeOnly));
    const index = addImport(walk, specifier as ts.StringLiteral, "re-export", allTypes);
    if (walk.scope !== walk.moduleScope) return;
    const at = walk.facts.imports[index]?.line ?? 0;
    if (clause === undefined) walk.facts.exports.push({ kind: "all", import: index, typeOnly: node.isTypeOnly, line: at, column: 0 });
    else if (clause.kind === K.NamespaceExport) {
      walk.facts.exports.push({
        kind: "from",
        name: clause.name.text,
        import: index,
        imported: "*",
        typeOnly: node.isTypeOnly,
        line: nameOffset(clause.name),
        column: 0,
      });
    } else {
      for (const element of clause.elements) {
        const imported = (element.propertyName ?? element.name).text;
        walk.facts.exports.push({
          kind: "from",
          name: element.name.text,
          import: index,
          imported,
          typeOnly: node.isTypeOnly || element.isTypeOnly,
          line: nameOffset(element.name),
          column: 0,
        });
      }
    }
    return;
  }
  if (clause?.kind !== K.NamedExports) return;
  if (walk.scope !== walk.moduleScope) {
    for (const element of clause.elements) exportInside(walk, element);
    return;
  }
  for (const element of clause.elements) exportName(walk, element, node.isTypeOnly || element.isTypeOnly);
}

/** Inside `declare module` and namespaces a list exports from there, not from the file: another name is another declaration there. */
function exportInside(walk: Walk, element: ts.ExportSpecifier): void {
  const meaning = element.propertyName === undefined ? undefined : walk.scope.value(element.propertyName.text);
  if (meaning?.value === undefined) return;
  const index = declare(walk, element, element.name.text, nameOffset(element.name), "variable");
  declarationAt(walk, index).term = meaning.value;
}

function exportName(walk: Walk, element: ts.ExportSpecifier, typeOnly: boolean): void {
  const local = (element.propertyName ?? element.name).text;
  const meaning = walk.scope.value(local) ?? walk.scope.type(local);
  if (meaning === undefined) return;
  const line = nameOffset(element.name);
  if (meaning.binding >= 0) {
    const binding = walk.facts.bindings[meaning.binding];
    if (binding === undefined) return;
    refer(walk, "import", meaning.value ?? 0, line);
    walk.facts.exports.push({
      kind: "from",
      name: element.name.text,
      import: binding.import,
      imported: binding.name,
      typeOnly: typeOnly || binding.typeOnly,
      line,
      column: 0,
    });
    return;
  }
  if (meaning.declaration >= 0) declarationAt(walk, meaning.declaration).exported = true;
  walk.facts.exports.push({
    kind: "local",
    name: element.name.text,
    ...(meaning.declaration >= 0 ? { declaration: meaning.declaration } : {}),
    term: meaning.value ?? 0,
    typeOnly,
    line,
    column: 0,
  });
}

/** `export import ledger = require("./ledger")`, `export import Quote = pricing.Quote` */
export function exportAlias(walk: Walk, node: ts.ImportEqualsDeclaration, entity: ts.EntityName | undefined, term: number): void {
  const name = node.name.text;
  const line = nameOffset(node.name);
  const root = entity === undefined ? node.name : entity.kind === K.QualifiedName && entity.left.kind === K.Identifier ? entity.left : undefined;
  const meaning = root === undefined ? undefined : walk.scope.value(root.text);
  const binding = meaning === undefined || meaning.binding < 0 ? undefined : walk.facts.bindings[meaning.binding];
  if (binding !== undefined && (entity === undefined || binding.name === "*")) {
    const imported = entity === undefined ? binding.name : (entity as ts.QualifiedName).right.text;
    walk.facts.exports.push({ kind: "from", name, import: binding.import, imported, typeOnly: node.isTypeOnly || binding.typeOnly, line, column: 0 });
  } else walk.facts.exports.push({ kind: "local", name, term, typeOnly: node.isTypeOnly, line, column: 0 });
}

/** `export default …`, `export = …` */
export function exportAssignment(walk: Walk, node: ts.ExportAssignment): void {
  const name = node.isExportEquals === true ? "=" : "default";
  const value = node.expression;
  if (walk.scope !== walk.moduleScope) {
    // In `declare module "x"`: importers find it by this name among the declarations there.
    const index = declare(walk, node, name, startOf(walk, value), "variable");
    declarationAt(walk, index).term = owned(walk, index, () => walk.expression(value, 0));
    return;
  }
  if (value.kind === K.Identifier) {
    const meaning = walk.scope.value((value as ts.Identifier).text) ?? walk.scope.type((value as ts.Identifier).text);
    const line = nameOffset(value as ts.Identifier);
    walk.expression(value, 0);
    if (meaning !== undefined && meaning.binding >= 0) {
      const binding = walk.facts.bindings[meaning.binding];
      if (binding !== undefined)
        walk.facts.exports.push({ kind: "from", name, import: binding.import, imported: binding.name, typeOnly: binding.typeOnly, line, column: 0 });
      return;
    }
    if (meaning !== undefined && meaning.declaration >= 0) {
      declarationAt(walk, meaning.declaration).exported = true;
      walk.facts.exports.push({ kind: "local", name, declaration: meaning.declaration, term: meaning.value ?? 0, typeOnly: false, line, column: 0 });
      return;
    }
  }
  const index = declare(walk, node, "default", startOf(walk, value), "variable");
  const fact = declarationAt(walk, index);
  fact.exported = true;
  if (value.kind === K.ArrowFunction || value.kind === K.FunctionExpression) {
    fact.kind = "function";
    walk.declarationOf.set(value, index);
  }
  fact.term = owned(walk, index, () => walk.expression(value, 0));
  walk.facts.exports.push({ kind: "local", name, declaration: index, term: fact.term, typeOnly: false, line: startOf(walk, value), column: 0 });
}
