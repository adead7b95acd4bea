/** Every place where a module names another one, whatever the syntax. */
import { posix } from "node:path";
import { Node, SyntaxKind } from "ts-morph";
import type { ExportDeclaration, ImportDeclaration, SourceFile, StringLiteral } from "ts-morph";

export type ModuleUse = {
  /** The specifier. */
  literal: StringLiteral;
  /** Undefined for packages, and for files that are no modules of the program. */
  target: SourceFile | undefined;
} & (
  | { kind: "import"; node: ImportDeclaration }
  | { kind: "export"; node: ExportDeclaration }
  /** `import("…").Type` */
  | { kind: "type" }
  /** `import("…")`, `require("…")`, `vi.mock("…")` */
  | { kind: "call" }
);

/** Functions of test runners that take a module's name end with one of these. */
const calls = /^(import|require|require\.resolve|(jest|vi|mock|td)\.(\w*[mM]ock\w*|importActual|requireActual|module|replace\w*))$/;

export function moduleUses(file: SourceFile, byPath: ReadonlyMap<string, SourceFile>, pathOf: (file: SourceFile) => string): ModuleUse[] {
  const uses: ModuleUse[] = [];
  for (const node of file.getImportDeclarations())
    uses.push({ kind: "import", node, literal: node.getModuleSpecifier(), target: node.getModuleSpecifierSourceFile() });
  for (const node of file.getExportDeclarations()) {
    const literal = node.getModuleSpecifier();
    if (literal !== undefined) uses.push({ kind: "export", node, literal, target: node.getModuleSpecifierSourceFile() });
  }
  const resolve = (literal: StringLiteral): SourceFile | undefined => {
    const declared = literal.getSymbol()?.getDeclarations()[0];
    return Node.isSourceFile(declared) ? declared : byRelative(pathOf(file), literal.getLiteralValue(), byPath);
  };
  for (const node of file.getDescendantsOfKind(SyntaxKind.ImportType)) {
    const argument = node.getArgument();
    const literal = Node.isLiteralTypeNode(argument) ? argument.getLiteral() : undefined;
    if (Node.isStringLiteral(literal)) uses.push({ kind: "type", literal, target: resolve(literal) });
  }
  for (const node of file.getDescendantsOfKind(SyntaxKind.CallExpression)) {
    const literal = node.getArguments()[0];
    if (Node.isStringLiteral(literal) && calls.test(node.getExpression().getText())) uses.push({ kind: "call", literal, target: resolve(literal) });
  }
  return uses;
}

const endings = ["", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

function byRelative(from: string, specifier: string, byPath: ReadonlyMap<string, SourceFile>): SourceFile | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const base = posix.join(posix.dirname(from), specifier);
  const stems = [base, base.replace(/\.([mc]?)jsx?$/, ""), `${base}/index`];
  for (const stem of stems)
    for (const ending of endings) {
      const found = byPath.get(stem + ending);
      if (found !== undefined) return found;
    }
  return undefined;
}
