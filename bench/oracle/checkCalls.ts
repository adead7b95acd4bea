import ts from "typescript";
import { excerpt } from "./checkIdentifiers.ts";
import { callSituation } from "./situation.ts";
import { visitNodes } from "./visitNodes.ts";

/**
 * A call, construction, tagged template or decorator. `line` and `column` are those of the callee's last name (what a
 * reader points at), `startLine` and `startColumn` those of the whole expression; all 1-based.
 *
 * `inside`: declared in the analysed files, in one of `targets`. `value`: a function that a local variable or parameter
 * holds, known by its type only. `outside`: declared in a library. `unknown`: the checker has no answer, as where the
 * callee comes from a package that is not installed.
 *
 * `alsoRight`: files that it is no mistake to name, besides the targets: where the variable that holds the callee is
 * declared, and where its function type is written.
 */
export type CallSite = {
  from: string;
  line: number;
  column: number;
  startLine: number;
  startColumn: number;
  kind: "call" | "new" | "tag" | "decorator" | "super";
  answer: "inside" | "value" | "outside" | "unknown";
  targets: CallTarget[];
  alsoRight: string[];
  situation: string;
  text: string;
};

/** `names`: the declared name first, then the names of what holds it, innermost first. */
export type CallTarget = { file: string; names: string[] };

type Site = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression | ts.Decorator;

export function checkCalls(
  source: ts.SourceFile,
  from: string,
  checker: ts.TypeChecker,
  fileOf: (source: ts.SourceFile) => string | undefined,
): CallSite[] {
  const sites: CallSite[] = [];
  visitNodes(source, (node) => {
    const callee = calleeOf(node);
    // calleeOf answers for the kinds of Site only.
    if (callee !== undefined) sites.push(check(node as Site, callee));
  });
  return sites;

  function check(site: Site, callee: ts.Expression): CallSite {
    const name = lastName(callee);
    const at = source.getLineAndCharacterOfPosition(name.getStart(source));
    const start = source.getLineAndCharacterOfPosition(site.getStart(source));
    const found = calleeDeclarations(site, callee, checker);
    const targets = distinct(
      found.declarations.flatMap((declaration) => {
        const file = fileOf(declaration.getSourceFile());
        return file === undefined ? [] : [{ file, names: namesOf(declaration) }];
      }),
    );
    const files = new Set(found.related.map((declaration) => fileOf(declaration.getSourceFile())).filter((file) => file !== undefined));
    const answer = !found.known ? "unknown" : found.declarations.length === 0 ? "value" : targets.length > 0 ? "inside" : "outside";
    return {
      from,
      line: at.line + 1,
      column: at.character + 1,
      startLine: start.line + 1,
      startColumn: start.character + 1,
      kind: kindOf(site),
      answer,
      targets,
      alsoRight: [...files].filter((file) => targets.every((target) => target.file !== file)).sort(),
      situation: answer === "inside" ? callSituation(site, callee, checker) : "",
      text: answer === "inside" ? excerpt(site, source) : "",
    };
  }
}

function calleeOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isCallExpression(node)) return isModuleLoading(node) ? undefined : node.expression;
  if (ts.isNewExpression(node)) return node.expression;
  if (ts.isTaggedTemplateExpression(node)) return node.tag;
  // `@Entity('orders')` is a call already; the bare `@Entity` is one without parentheses.
  if (ts.isDecorator(node)) return ts.isCallExpression(node.expression) ? undefined : node.expression;
  return undefined;
}

function isModuleLoading(node: ts.CallExpression): boolean {
  return node.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(node.expression) && node.expression.text === "require");
}

type Callee = {
  known: boolean;
  /** What the call means; empty where it is a local value. */
  declarations: ts.Node[];
  related: ts.Node[];
};

/**
 * The declaration of the resolved signature, with two exceptions. A construction means the class that is named, also
 * where its constructor is inherited or absent. A signature that is only a function type (`handler: Handler`) has no
 * body or name of its own: the callee is then the member or variable of that type.
 */
function calleeDeclarations(site: Site, callee: ts.Expression, checker: ts.TypeChecker): Callee {
  const signatures = signatureDeclarations(checker.getResolvedSignature(site));
  const declared = signatures.filter((each) => !isFunctionType(each));
  const holder = holderDeclarations(callee, checker);
  const related = [...holder, ...signatures];
  if (callee.kind === ts.SyntaxKind.SuperKeyword || ts.isNewExpression(site)) {
    const classes = classDeclarations(callee, holder, checker);
    if (classes.length > 0) return { known: true, declarations: [...classes, ...declared], related };
  }
  if (declared.length > 0) {
    // A function without a name may have come out of a wrapper (`exports.show = guarded(async () => …)`): to name the
    // member that holds it is as right as to name the function that the wrapper made.
    const isNameless = declared.every((each) => ts.isArrowFunction(each) || ts.isFunctionExpression(each));
    const members = isNameless ? holder.filter((each) => !isLocalValue(each)) : [];
    return { known: true, declarations: [...declared, ...members], related };
  }
  const type = checker.getTypeAtLocation(callee);
  const isKnown = (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never)) === 0;
  return { known: isKnown && holder.length > 0, declarations: holder.filter((each) => !isLocalValue(each)), related };
}

/** Also reaches the class behind `Base` in `const Base = Mixin(Model)`, which has no constructor signature of its own. */
function classDeclarations(callee: ts.Expression, holder: readonly ts.Node[], checker: ts.TypeChecker): ts.Node[] {
  const classes = holder.filter(ts.isClassLike);
  if (classes.length > 0) return classes;
  return (checker.getTypeAtLocation(callee).symbol?.declarations ?? []).filter(ts.isClassLike);
}

/** Where the callee's last name is declared; for a destructured one, the property that it was taken from. */
function holderDeclarations(callee: ts.Expression, checker: ts.TypeChecker): ts.Node[] {
  const declarations = calleeSymbol(callee, checker)?.declarations ?? [];
  return declarations.flatMap((declaration): ts.Node[] => {
    if (!ts.isBindingElement(declaration) || !ts.isObjectBindingPattern(declaration.parent)) return [declaration];
    const name = declaration.propertyName ?? declaration.name;
    if (!ts.isIdentifier(name)) return [declaration];
    return checker.getTypeAtLocation(declaration.parent).getProperty(name.text)?.declarations ?? [declaration];
  });
}

function isLocalValue(declaration: ts.Node): boolean {
  if (ts.isParameter(declaration) || ts.isBindingElement(declaration)) return true;
  return ts.isVariableDeclaration(declaration) && !ts.isSourceFile(declaration.parent.parent.parent);
}

function signatureDeclarations(signature: ts.Signature | undefined): ts.Node[] {
  if (signature === undefined) return [];
  // A call on a union has one signature per member; only this internal field tells them apart.
  const parts = (signature as ts.Signature & { compositeSignatures?: ts.Signature[] }).compositeSignatures ?? [signature];
  return parts.flatMap((part) => {
    const declaration: ts.Node | undefined = part.getDeclaration();
    return declaration === undefined ? [] : [declaration];
  });
}

function isFunctionType(declaration: ts.Node): boolean {
  return (
    ts.isFunctionTypeNode(declaration) ||
    ts.isConstructorTypeNode(declaration) ||
    ts.isCallSignatureDeclaration(declaration) ||
    ts.isConstructSignatureDeclaration(declaration) ||
    ts.isJSDocSignature(declaration) ||
    ts.isJSDocFunctionType(declaration)
  );
}

function calleeSymbol(callee: ts.Expression, checker: ts.TypeChecker): ts.Symbol | undefined {
  const symbol = checker.getSymbolAtLocation(lastName(callee));
  if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Alias) === 0) return symbol;
  return checker.getAliasedSymbol(symbol);
}

function lastName(callee: ts.Expression): ts.Expression | ts.MemberName {
  let node = callee;
  while (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node)) node = node.expression;
  if (ts.isPropertyAccessExpression(node)) return node.name;
  if (ts.isElementAccessExpression(node)) return node.argumentExpression;
  return node;
}

function distinct(targets: readonly CallTarget[]): CallTarget[] {
  return [...new Map(targets.map((target) => [`${target.file}#${target.names.join()}`, target])).values()];
}

function namesOf(declaration: ts.Node): string[] {
  const names: string[] = [];
  for (let node: ts.Node | undefined = declaration; node !== undefined && !ts.isSourceFile(node); node = node.parent) {
    const name = nameOf(node);
    if (name !== undefined && names.at(-1) !== name) names.push(name);
  }
  return names;
}

function nameOf(node: ts.Node): string | undefined {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    if (ts.isPropertyAccessExpression(node.left)) return node.left.name.text;
    return ts.isIdentifier(node.left) ? node.left.text : undefined;
  }
  if (ts.isExportAssignment(node)) return "default";
  const name = ts.getNameOfDeclaration(node as ts.Declaration); // answers undefined for any node that declares nothing
  if (name === undefined) return undefined;
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}

function kindOf(site: Site): CallSite["kind"] {
  if (ts.isNewExpression(site)) return "new";
  if (ts.isTaggedTemplateExpression(site)) return "tag";
  if (ts.isDecorator(site)) return "decorator";
  if (site.expression.kind === ts.SyntaxKind.SuperKeyword) return "super";
  // The call in `@Entity('orders')` is written as a decorator, whatever the syntax tree says.
  return ts.isDecorator(site.parent) ? "decorator" : "call";
}
