import ts from "typescript";
import { identifierSituation } from "./situation.ts";
import { visitNodes } from "./visitNodes.ts";

/** `from` needs at least one of `to` (one file, save for a property of a union type). */
export type Requirement = { from: string; to: string[]; sites: RequirementSites[] };
export type RequirementSites = { situation: string; count: number; line: number; column: number; text: string };
export type IdentifierCounts = { identifiers: number; resolved: number; unresolved: number; acrossFiles: number };

/** Resolves every identifier of `source` and adds what it needs from other files of the set to `requirements`. */
export function checkIdentifiers(
  source: ts.SourceFile,
  from: string,
  checker: ts.TypeChecker,
  fileOf: (source: ts.SourceFile) => string | undefined,
  requirements: Map<string, Requirement>,
  counts: IdentifierCounts,
): void {
  visitNodes(source, (node) => {
    if (!isName(node) || isOwnName(node)) return;
    counts.identifiers++;
    const symbols = symbolsAt(node, checker);
    if (symbols.length === 0) counts.unresolved++;
    else counts.resolved++;
    let across = false;
    for (const symbol of symbols) {
      for (const requirement of located(symbol, node)) {
        across = true;
        record(node, requirement);
      }
    }
    if (across) counts.acrossFiles++;
  });

  function located(symbol: ts.Symbol, node: ts.Node): string[][] {
    const target = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
    const files = declaringFiles(target);
    if (files.length > 1 && isUnionMember(node, checker)) return files.includes(from) ? [] : [files];
    return files.filter((file) => file !== from).map((file) => [file]);
  }

  function declaringFiles(symbol: ts.Symbol): string[] {
    const files = new Set<string>();
    for (const declaration of symbol.declarations ?? []) {
      const file = fileOf(declaration.getSourceFile());
      if (file !== undefined && !(file !== from && isScriptValue(declaration, symbol))) files.add(file);
    }
    return [...files].sort();
  }

  function record(node: ts.Node, to: string[]): void {
    const key = `${from}\0${to.join("\0")}`;
    let requirement = requirements.get(key);
    if (requirement === undefined) {
      requirement = { from, to, sites: [] };
      requirements.set(key, requirement);
    }
    const situation = identifierSituation(node, checker);
    const known = requirement.sites.find((site) => site.situation === situation);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
    requirement.sites.push({ situation, count: 1, line: line + 1, column: character + 1, text: excerpt(node, source) });
  }
}

export function excerpt(node: ts.Node, source: ts.SourceFile): string {
  const text = (isName(node) ? node.parent : node).getText(source).replaceAll(/\s+/g, " ");
  return text.length > 90 ? `${text.slice(0, 87)}...` : text;
}

function isName(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return true;
  return ts.isStringLiteralLike(node) && ts.isElementAccessExpression(node.parent) && node.parent.argumentExpression === node;
}

function symbolsAt(node: ts.Node, checker: ts.TypeChecker): ts.Symbol[] {
  const { parent } = node;
  const found: (ts.Symbol | undefined)[] = [];
  if (ts.isShorthandPropertyAssignment(parent) && parent.name === node) {
    found.push(checker.getShorthandAssignmentValueSymbol(parent));
    if (isAssignmentTarget(parent.parent)) {
      // An identifier by the grammar: the name of a shorthand property is one.
      found.push(checker.getPropertySymbolOfDestructuringAssignment(node as ts.Identifier));
    }
  } else if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent) && isPropertyOfPattern(parent, node)) {
    const name = ts.isIdentifier(node) ? node.text : "";
    found.push(checker.getTypeAtLocation(parent.parent).getProperty(name));
  } else {
    found.push(checker.getSymbolAtLocation(node));
  }
  return found.filter((symbol): symbol is ts.Symbol => symbol !== undefined && !checker.isUnknownSymbol(symbol));
}

/** `{ total }` and `{ total: sum }` in a pattern: the name that is looked up in the destructured value. */
function isPropertyOfPattern(element: ts.BindingElement, node: ts.Node): boolean {
  if (element.dotDotDotToken !== undefined) return false;
  return element.propertyName === undefined ? element.name === node : element.propertyName === node;
}

function isAssignmentTarget(literal: ts.Node): boolean {
  let node = literal;
  while (ts.isParenthesizedExpression(node.parent) || ts.isPropertyAssignment(node.parent) || ts.isObjectLiteralExpression(node.parent)) {
    node = node.parent;
  }
  const holder = node.parent;
  return ts.isBinaryExpression(holder) && holder.operatorToken.kind === ts.SyntaxKind.EqualsToken && holder.left === node;
}

/**
 * A declaration's own name needs nothing from elsewhere, even where other files add to the same interface. Names in
 * import and export clauses do, and so does a pattern's name that is also the property's.
 */
function isOwnName(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isImportClause(parent)) return false;
  if (ts.isNamespaceImport(parent) || ts.isNamespaceExport(parent) || ts.isImportEqualsDeclaration(parent)) return false;
  if (ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAccessExpression(parent)) return false;
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent) && isPropertyOfPattern(parent, node)) return false;
  return "name" in parent && parent.name === node && !ts.isMetaProperty(parent);
}

/** A property that several members of a union have: one of the declarations is meant, which one only the run tells. */
function isUnionMember(node: ts.Node, checker: ts.TypeChecker): boolean {
  const { parent } = node;
  let owner: ts.Type | undefined;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) owner = checker.getTypeAtLocation(parent.expression);
  else if (ts.isElementAccessExpression(parent)) owner = checker.getTypeAtLocation(parent.expression);
  else if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) owner = checker.getTypeAtLocation(parent.parent);
  return owner !== undefined && checker.getApparentType(checker.getNonNullableType(owner)).isUnion();
}

/**
 * A variable of a file without imports and exports. The checker takes it for a global of the whole program, as in a page
 * with script tags; at run time such a file is a module (or a script of its own), and the name means nothing elsewhere.
 */
export function isScriptValue(declaration: ts.Node, symbol: ts.Symbol): boolean {
  const source = declaration.getSourceFile();
  if (source.isDeclarationFile || (symbol.flags & ts.SymbolFlags.Value) === 0) return false;
  const program: ts.Node & { commonJsModuleIndicator?: unknown } = source;
  return !ts.isExternalModule(source) && program.commonJsModuleIndicator === undefined && !ts.isSourceFile(declaration);
}
