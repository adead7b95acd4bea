/**
 * Statements that are said again in another file, with what they need there: imports, and unexported declarations of their own file. Only
 * composition roots are excerpted; code of services is imported where it stands.
 */
import { Node, SyntaxKind } from "ts-morph";
import type { Identifier, ImportSpecifier, ParameterDeclaration, SourceFile, Statement } from "ts-morph";
import { declarationOf } from "./declarations.ts";
import type { ImportNeed } from "./imports.ts";

export interface Excerpt {
  imports: ImportNeed[];
  /** Texts of declarations to repeat at module level, in order. */
  declarations: string[];
  /** Texts of statements that must stand before, inside the function: local variables and parameters with a default. */
  locals: string[];
  /** Names that only the caller of the excerpted function could give, and where they are used. */
  missing: { name: string; line: number }[];
}

/**
 * What the nodes need to stand in another file.
 *
 * @param provided names that the new place declares itself
 */
export function excerpt(nodes: readonly Node[], provided: ReadonlySet<string> = new Set()): Excerpt {
  const collector = new Collector(nodes, provided);
  for (const node of nodes) collector.collect(node);
  return collector.result;
}

class Collector {
  readonly result: Excerpt = { imports: [], declarations: [], locals: [], missing: [] };
  readonly #roots: readonly Node[];
  readonly #provided: ReadonlySet<string>;
  readonly #seen = new Set<Node>();

  constructor(roots: readonly Node[], provided: ReadonlySet<string>) {
    this.#roots = roots;
    this.#provided = provided;
  }

  collect(node: Node): void {
    const names = Node.isIdentifier(node) ? [node] : node.getDescendantsOfKind(SyntaxKind.Identifier);
    for (const name of names) if (!isMemberName(name) && !this.#provided.has(name.getText())) this.#need(name);
  }

  #need(name: Identifier): void {
    const declaration = valueDeclaration(name);
    if (declaration === undefined || this.#seen.has(declaration)) return;
    this.#seen.add(declaration);
    if (this.#roots.some((root) => root === declaration || declaration.getAncestors().includes(root))) return;
    const file = declaration.getSourceFile();
    if (isImported(declaration)) this.result.imports.push(importOf(declaration, name.getText()));
    else if (file !== name.getSourceFile()) return;
    else this.#needOfFile(name, declaration, file);
  }

  #needOfFile(name: Identifier, declaration: Node, file: SourceFile): void {
    if (Node.isParameterDeclaration(declaration)) return this.#needParameter(name, declaration);
    const statement = statementOf(declaration);
    if (statement === undefined) return;
    if (statement.getParent() !== file) {
      this.collect(statement);
      this.result.locals.push(statement.getText());
      return;
    }
    if (Node.isExportable(statement) && statement.isExported() && !statement.isDefaultExport()) {
      this.result.imports.push({ from: file, name: name.getText(), as: name.getText(), typeOnly: isType(declaration) });
      return;
    }
    this.collect(statement);
    this.result.declarations.push(statement.getFullText().trim());
  }

  #needParameter(name: Identifier, parameter: ParameterDeclaration): void {
    const initializer = parameter.getInitializer();
    if (initializer === undefined) this.result.missing.push({ name: name.getText(), line: name.getStartLineNumber() });
    else {
      this.collect(initializer);
      this.result.locals.push(`const ${parameter.getName()} = ${initializer.getText()};`);
    }
  }
}

/** The declaration of a value; for `{ a }` that of the variable, not of the property. */
function valueDeclaration(name: Identifier): Node | undefined {
  const parent = name.getParent();
  const symbol = Node.isShorthandPropertyAssignment(parent) ? parent.getValueSymbol() : name.getSymbol();
  return symbol?.getDeclarations()[0];
}

function isMemberName(name: Identifier): boolean {
  const parent = name.getParent();
  if (Node.isPropertyAccessExpression(parent) || Node.isQualifiedName(parent)) return parent.getChildAtIndex(0) !== name;
  return (
    (Node.isPropertyAssignment(parent) ||
      Node.isMethodDeclaration(parent) ||
      Node.isPropertySignature(parent) ||
      Node.isPropertyDeclaration(parent)) &&
    parent.getNameNode() === name
  );
}

function isImported(declaration: Node): boolean {
  return declaration.getFirstAncestorByKind(SyntaxKind.ImportDeclaration) !== undefined;
}

function importOf(declaration: Node, as: string): ImportNeed {
  const statement = declaration.getFirstAncestorByKindOrThrow(SyntaxKind.ImportDeclaration);
  const resolved = statement.getModuleSpecifierSourceFile();
  // Declarations of packages are found in files too; their specifier says all.
  const from = resolved === undefined || resolved.isInNodeModules() || resolved.isDeclarationFile() ? statement.getModuleSpecifierValue() : resolved;
  const typeOnly = statement.isTypeOnly() || (Node.isImportSpecifier(declaration) && declaration.isTypeOnly());
  const direct = Node.isImportSpecifier(declaration) && typeof from !== "string" ? exporter(declaration) : undefined;
  if (direct !== undefined) return { ...direct, as, typeOnly };
  if (Node.isNamespaceImport(declaration)) return { from, name: "*", as, typeOnly };
  return { from, name: Node.isImportSpecifier(declaration) ? declaration.getName() : "default", as, typeOnly };
}

/** The module that declares what a barrel hands on: a barrel would bring all that it re-exports. */
function exporter(specifier: ImportSpecifier): Pick<ImportNeed, "from" | "name"> | undefined {
  const declaration = declarationOf(specifier.getNameNode());
  const file = declaration?.getSourceFile();
  if (declaration === undefined || file === undefined || file.isInNodeModules() || file.isDeclarationFile()) return undefined;
  const symbol = declaration.getSymbol();
  const name = file
    .getSymbol()
    ?.getExports()
    .find((each) => (each.getAliasedSymbol() ?? each) === symbol)
    ?.getName();
  return name === undefined ? undefined : { from: file, name };
}

function isType(declaration: Node): boolean {
  return Node.isInterfaceDeclaration(declaration) || Node.isTypeAliasDeclaration(declaration);
}

function statementOf(declaration: Node): Statement | undefined {
  return Node.isStatement(declaration) ? declaration : declaration.getFirstAncestor((node): node is Statement => Node.isStatement(node));
}
