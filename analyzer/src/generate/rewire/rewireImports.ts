/** Points the imports that cross at the facade, and only these; types keep coming from where they are declared. */
import { Node, SyntaxKind } from "ts-morph";
import type { BindingElement, ImportDeclaration, ImportSpecifier, SourceFile } from "ts-morph";
import type { Edit } from "../edits.ts";
import { declarationOf } from "../source/declarations.ts";

/** An exported name of the service, and the module that stands for it. */
export interface Facade {
  /** Declaration of the symbol that is replaced. */
  declaration: Node;
  /** Name that the facade's module exports. */
  name: string;
  /** Path of the facade's module, below the root. */
  module: string;
}

export interface Rewired {
  edits: Edit[];
  /** Uses that no import statement can redirect: namespaces, re-exports, dynamic imports. */
  left: { path: string; line: number; name: string; why: "namespace" | "re-export" | "dynamic" }[];
}

/** @param specifierOf the specifier by which a file imports a module, both below the root */
export function rewireImports(
  files: readonly SourceFile[],
  facades: readonly Facade[],
  pathOf: (file: SourceFile) => string,
  specifierOf: (from: string, to: string) => string,
): Rewired {
  const byDeclaration = new Map(facades.map((facade) => [facade.declaration, facade]));
  const modules = new Set(facades.map((facade) => facade.declaration.getSourceFile()));
  const result: Rewired = { edits: [], left: [] };
  for (const file of files) {
    const path = pathOf(file);
    const facadeOf = (name: Node): Facade | undefined => {
      const declaration = declarationOf(name);
      return declaration === undefined ? undefined : byDeclaration.get(declaration);
    };
    for (const declaration of file.getImportDeclarations()) {
      if (declaration.isTypeOnly()) continue;
      const edit = rewireDeclaration(declaration, facadeOf, (to) => specifierOf(path, to));
      if (edit !== undefined) result.edits.push({ path, ...edit });
      const namespace = declaration.getNamespaceImport();
      const target = declaration.getModuleSpecifierSourceFile();
      if (namespace !== undefined && target !== undefined && modules.has(target)) {
        result.left.push({ path, line: declaration.getStartLineNumber(), name: namespace.getText(), why: "namespace" });
      }
    }
    for (const edit of rewireRequires(file, facadeOf, (to) => specifierOf(path, to))) result.edits.push({ path, ...edit });
    for (const call of file.getDescendantsOfKind(SyntaxKind.CallExpression)) {
      if (call.getExpression().getKind() !== SyntaxKind.ImportKeyword) continue;
      const target = call.getArguments()[0]?.getSymbol()?.getDeclarations()[0]?.getSourceFile();
      if (target !== undefined && modules.has(target)) {
        result.left.push({ path, line: call.getStartLineNumber(), name: call.getText(), why: "dynamic" });
      }
    }
  }
  return result;
}

type Change = Omit<Edit, "path">;

function rewireDeclaration(
  declaration: ImportDeclaration,
  facadeOf: (name: Node) => Facade | undefined,
  specifier: (module: string) => string,
): Change | undefined {
  const stay: ImportSpecifier[] = [];
  const moved = new Map<string, string[]>();
  const move = (facade: Facade, as: string): void => {
    const names = moved.get(facade.module) ?? [];
    moved.set(facade.module, [...names, facade.name === as ? as : `${facade.name} as ${as}`]);
  };
  for (const named of declaration.getNamedImports()) {
    const facade = named.isTypeOnly() ? undefined : facadeOf(named.getNameNode());
    if (facade === undefined) stay.push(named);
    else move(facade, named.getAliasNode()?.getText() ?? named.getName());
  }
  const whole = declaration.getDefaultImport();
  const wholeFacade = whole === undefined ? undefined : facadeOf(whole);
  if (whole !== undefined && wholeFacade !== undefined) move(wholeFacade, whole.getText());
  if (moved.size === 0) return undefined;

  const quote = declaration.getModuleSpecifier().getText().charAt(0);
  const end = declaration.getText().endsWith(";") ? ";" : "";
  const lines: string[] = [];
  const head = [
    ...(whole !== undefined && wholeFacade === undefined ? [whole.getText()] : []),
    ...(stay.length > 0 ? [`{ ${stay.map((each) => each.getText()).join(", ")} }`] : []),
  ];
  if (head.length > 0) lines.push(`import ${head.join(", ")} from ${declaration.getModuleSpecifier().getText()}${end}`);
  for (const [module, names] of [...moved].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(`import { ${names.join(", ")} } from ${quote}${specifier(module)}${quote}${end}`);
  }
  return { start: declaration.getStart(), end: declaration.getEnd(), text: lines.join("\n") };
}

/** `const { place } = require("./orders")`. */
function rewireRequires(file: SourceFile, facadeOf: (name: Node) => Facade | undefined, specifier: (module: string) => string): Change[] {
  if (!file.getFullText().includes("require(")) return [];
  const changes: Change[] = [];
  for (const statement of file.getVariableStatements()) {
    const [declared, ...others] = statement.getDeclarations();
    const pattern = declared?.getNameNode();
    const call = declared?.getInitializer();
    if (others.length > 0 || !Node.isObjectBindingPattern(pattern) || !Node.isCallExpression(call) || call.getExpression().getText() !== "require")
      continue;
    const elements = pattern.getElements();
    const moved = elements.flatMap((element): [BindingElement, Facade][] => {
      const facade = facadeOf(element.getPropertyNameNode() ?? element.getNameNode());
      return facade === undefined ? [] : [[element, facade]];
    });
    if (moved.length === 0) continue;
    const keyword = statement.getDeclarationKind();
    const stay = elements.filter((element) => !moved.some(([each]) => each === element));
    const lines = stay.length > 0 ? [`${keyword} { ${stay.map((each) => each.getText()).join(", ")} } = ${call.getText()};`] : [];
    for (const [element, facade] of moved) {
      const local = element.getName();
      const name = facade.name === local ? local : `${facade.name}: ${local}`;
      lines.push(`${keyword} { ${name} } = require(${JSON.stringify(specifier(facade.module))});`);
    }
    changes.push({ start: statement.getStart(), end: statement.getEnd(), text: lines.join("\n") });
  }
  return changes;
}
