import ts from 'typescript';
import { excerpt } from './checkIdentifiers.ts';
import { callSituation } from './situation.ts';
import { visitNodes } from './visitNodes.ts';

/**
 * A call, construction, tagged template or decorator. `line` and `column` are those of the callee's last name (what a
 * reader points at), `startLine` and `startColumn` those of the whole expression; all 1-based.
 *
 * `inside`: declared in the analysed files, in one of `targets`. `outside`: in a library. `unknown`: the checker has no
 * answer, as where the callee comes from a package that is not installed.
 */
export type CallSite = {
  from: string;
  line: number;
  column: number;
  startLine: number;
  startColumn: number;
  kind: 'call' | 'new' | 'tag' | 'decorator' | 'super';
  answer: 'inside' | 'outside' | 'unknown';
  targets: CallTarget[];
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
    const found = declarationsOf(site, callee, checker);
    const inside = (found ?? []).flatMap((declaration) => {
      const file = fileOf(declaration.getSourceFile());
      return file === undefined ? [] : [{ file, names: namesOf(declaration) }];
    });
    const answer = inside.length > 0 ? 'inside' : found === undefined ? 'unknown' : 'outside';
    return {
      from,
      line: at.line + 1,
      column: at.character + 1,
      startLine: start.line + 1,
      startColumn: start.character + 1,
      kind: kindOf(site),
      answer,
      targets: inside,
      situation: answer === 'inside' ? callSituation(site, callee, checker) : '',
      text: answer === 'inside' ? excerpt(site, source) : '',
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
  return node.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(node.expression) && node.expression.text === 'require');
}

/** The declarations that the call means, `undefined` where the checker does not know. */
function declarationsOf(site: Site, callee: ts.Expression, checker: ts.TypeChecker): ts.Node[] | undefined {
  const signature = checker.getResolvedSignature(site);
  const declared = signatureDeclarations(signature);
  if (ts.isNewExpression(site)) {
    // What is constructed is the class that is named, also where its constructor is inherited or absent.
    const classes = (calleeSymbol(callee, checker)?.declarations ?? []).filter(ts.isClassLike);
    const all = [...classes, ...declared.filter((each) => !isAnonymousType(each))];
    if (all.length > 0) return all;
  }
  const named = declared.filter((each) => !isAnonymousType(each));
  if (named.length > 0) return named;
  // Called through a function type (`handler: Handler`): the callee is the member or variable that has this type.
  const symbol = calleeSymbol(callee, checker);
  const declarations = symbol?.declarations ?? [];
  if (declared.length > 0) return declarations;
  if (site.kind === ts.SyntaxKind.CallExpression && callee.kind === ts.SyntaxKind.SuperKeyword) {
    const base = checker.getTypeAtLocation(callee).symbol?.declarations ?? [];
    return base.length > 0 ? base : undefined;
  }
  const type = checker.getTypeAtLocation(callee);
  return (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never)) !== 0 || declarations.length === 0 ? undefined : declarations;
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

function isAnonymousType(declaration: ts.Node): boolean {
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
  if (ts.isExportAssignment(node)) return 'default';
  const name = ts.getNameOfDeclaration(node as ts.Declaration); // answers undefined for any node that declares nothing
  if (name === undefined) return undefined;
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}

function kindOf(site: Site): CallSite['kind'] {
  if (ts.isNewExpression(site)) return 'new';
  if (ts.isTaggedTemplateExpression(site)) return 'tag';
  if (ts.isDecorator(site)) return 'decorator';
  if (site.expression.kind === ts.SyntaxKind.SuperKeyword) return 'super';
  // The call in `@Entity('orders')` is written as a decorator, whatever the syntax tree says.
  return ts.isDecorator(site.parent) ? 'decorator' : 'call';
}
