import ts from "typescript";

/**
 * Where the knowledge comes from that a reader (or an analyzer without a checker) needs to resolve a name, derived from
 * the syntax around it: `this.field, injected`, `variable <- awaited call (written return)` and so on. Misses are grouped by it.
 */
export function identifierSituation(node: ts.Node, checker: ts.TypeChecker): string {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return `member of ${receiver(parent.expression, checker)}`;
  if (ts.isElementAccessExpression(parent)) return `element name of ${receiver(parent.expression, checker)}`;
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) {
    return `destructured from ${patternSource(parent.parent, checker)}`;
  }
  if (ts.isQualifiedName(parent) && parent.right === node) return "qualified type name";
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return "import name";
  if (ts.isExportSpecifier(parent) || ts.isNamespaceExport(parent)) return "export name";
  if (ts.isJsxAttribute(parent)) return "jsx attribute";
  const symbol = checker.getSymbolAtLocation(node);
  if (symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0) return "imported name";
  return isInJsDoc(node) ? "jsdoc name" : "global name";
}

export function callSituation(site: ts.Node, callee: ts.Node, checker: ts.TypeChecker): string {
  const prefix = ts.isNewExpression(site) ? "new " : ts.isDecorator(site) ? "decorator " : "";
  if (callee.kind === ts.SyntaxKind.SuperKeyword) return "super call";
  const node = unwrap(callee);
  if (ts.isPropertyAccessExpression(node)) return `${prefix}member of ${receiver(node.expression, checker)}`;
  if (ts.isElementAccessExpression(node)) return `${prefix}element of ${receiver(node.expression, checker)}`;
  if (ts.isIdentifier(node)) return prefix + named(node, checker);
  return `${prefix}result of ${receiver(node, checker)}`;
}

/** Describes the object that a member is taken from. */
function receiver(expression: ts.Expression, checker: ts.TypeChecker): string {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) return named(node, checker);
  if (ts.isPropertyAccessExpression(node)) {
    if (node.expression.kind === ts.SyntaxKind.ThisKeyword) return `this.field, ${fieldOrigin(node.name, checker)}`;
    const owner = unwrap(node.expression);
    const field = fieldOrigin(node.name, checker);
    return ts.isIdentifier(owner) && isAlias(owner, checker) ? `field of imported name, ${field}` : `field of a value, ${field}`;
  }
  return expressionKind(node, checker);
}

function expressionKind(expression: ts.Expression, checker: ts.TypeChecker): string {
  const node = unwrap(expression);
  if (ts.isAwaitExpression(node)) return `awaited ${expressionKind(node.expression, checker)}`;
  if (ts.isCallExpression(node)) return callKind(node, checker);
  if (ts.isNewExpression(node)) return "new";
  if (ts.isElementAccessExpression(node)) return "element access";
  if (ts.isPropertyAccessExpression(node)) return "field";
  if (ts.isConditionalExpression(node)) return "conditional";
  if (ts.isBinaryExpression(node)) return `operator ${ts.tokenToString(node.operatorToken.kind) ?? ""}`;
  if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) return "literal";
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isClassExpression(node)) return "function";
  if (node.kind === ts.SyntaxKind.ThisKeyword) return "this";
  if (node.kind === ts.SyntaxKind.SuperKeyword) return "super";
  if (ts.isIdentifier(node)) return isAlias(node, checker) ? "imported name" : "another variable";
  if (ts.isTypeAssertionExpression(node) || ts.isAsExpression(node)) return "type assertion";
  return "other expression";
}

function callKind(node: ts.CallExpression, checker: ts.TypeChecker): string {
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return "import()";
  if (ts.isIdentifier(node.expression) && node.expression.text === "require") return "require()";
  const declaration = checker.getResolvedSignature(node)?.declaration;
  if (declaration === undefined) return "call (unknown signature)";
  const library = /\/typescript\/lib\/lib\.|\/node_modules\//.test(declaration.getSourceFile().fileName);
  const generic = (declaration.typeParameters?.length ?? 0) > 0 ? ", generic" : "";
  if (library) return `library call${generic}`;
  return declaration.type === undefined ? `call (inferred return${generic})` : `call (written return${generic})`;
}

function named(node: ts.Identifier, checker: ts.TypeChecker): string {
  const symbol = checker.getSymbolAtLocation(node);
  if (symbol === undefined) return "unresolved name";
  if ((symbol.flags & ts.SymbolFlags.Alias) !== 0) return "imported name";
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
  if (declaration === undefined) return "name without declaration";
  if (ts.isParameter(declaration)) return parameterOrigin(declaration, checker);
  if (ts.isBindingElement(declaration)) return `destructured ${patternSource(declaration.parent, checker)}`;
  if (ts.isVariableDeclaration(declaration)) return variableOrigin(declaration, checker);
  if (declaration.getSourceFile() !== node.getSourceFile()) return "global name";
  if (ts.isFunctionDeclaration(declaration)) return "local function";
  if (ts.isClassDeclaration(declaration)) return "local class";
  if (ts.isEnumDeclaration(declaration)) return "local enum";
  return "other local name";
}

function variableOrigin(declaration: ts.VariableDeclaration, checker: ts.TypeChecker): string {
  if (declaration.type !== undefined) return "variable, written type";
  if (ts.isCatchClause(declaration.parent)) return "catch variable";
  const statement = declaration.parent.parent;
  if (ts.isForOfStatement(statement)) return `for-of variable <- ${origin(statement.expression, checker)}`;
  if (declaration.initializer === undefined) return "variable, assigned later";
  return `variable <- ${origin(declaration.initializer, checker)}`;
}

/** One step further than the expression itself: for a field, where the field has its type from. */
function origin(expression: ts.Expression, checker: ts.TypeChecker): string {
  const node = unwrap(expression);
  if (ts.isAwaitExpression(node)) return `awaited ${origin(node.expression, checker)}`;
  if (ts.isPropertyAccessExpression(node)) return `field, ${fieldOrigin(node.name, checker)}`;
  return expressionKind(node, checker);
}

function parameterOrigin(declaration: ts.ParameterDeclaration, checker: ts.TypeChecker): string {
  if (declaration.type !== undefined) return "parameter, written type";
  if (declaration.initializer !== undefined) return "parameter, inferred from default";
  const owner = declaration.parent;
  if (!ts.isArrowFunction(owner) && !ts.isFunctionExpression(owner)) return "parameter, untyped";
  let holder: ts.Node = owner.parent;
  while (ts.isParenthesizedExpression(holder)) holder = holder.parent;
  if (!ts.isCallExpression(holder) && !ts.isNewExpression(holder)) return "parameter, contextual";
  return `callback parameter of ${ts.isCallExpression(holder) ? callKind(holder, checker) : "new"}`;
}

function patternSource(pattern: ts.BindingPattern, checker: ts.TypeChecker): string {
  const holder = pattern.parent;
  if (ts.isBindingElement(holder)) return "a nested pattern";
  return ts.isParameter(holder) ? parameterOrigin(holder, checker) : variableOrigin(holder, checker);
}

function fieldOrigin(name: ts.Node, checker: ts.TypeChecker): string {
  const declaration = checker.getSymbolAtLocation(name)?.declarations?.[0];
  if (declaration === undefined) return "unknown";
  const elsewhere = declaration.getSourceFile() === name.getSourceFile() ? "" : ", declared elsewhere";
  if (ts.isParameter(declaration)) return `constructor property${elsewhere}`;
  if (ts.isGetAccessor(declaration)) return `getter (${declaration.type === undefined ? "inferred" : "written"})${elsewhere}`;
  if (ts.isPropertyDeclaration(declaration) || ts.isPropertySignature(declaration)) {
    if (declaration.type !== undefined) return `written type${elsewhere}`;
    return `inferred from initializer${elsewhere}`;
  }
  if (ts.isPropertyAssignment(declaration) || ts.isShorthandPropertyAssignment(declaration)) return `object literal${elsewhere}`;
  if (ts.isSourceFile(declaration)) return "module";
  if (ts.isBinaryExpression(declaration.parent)) return `assignment${elsewhere}`;
  if (ts.isEnumMember(declaration)) return `enum member${elsewhere}`;
  return `other${elsewhere}`;
}

function isAlias(node: ts.Node, checker: ts.TypeChecker): boolean {
  return ((checker.getSymbolAtLocation(node)?.flags ?? 0) & ts.SymbolFlags.Alias) !== 0;
}

function unwrap(node: ts.Node): ts.Expression {
  let inner = node;
  while (ts.isParenthesizedExpression(inner) || ts.isNonNullExpression(inner) || ts.isSatisfiesExpression(inner)) {
    inner = inner.expression;
  }
  // Callers pass expressions only, and each wrapper above holds an expression.
  return inner as ts.Expression;
}

function isInJsDoc(node: ts.Node): boolean {
  return (node.flags & ts.NodeFlags.JSDoc) !== 0;
}
