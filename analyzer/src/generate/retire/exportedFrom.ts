/** Where an imported name is declared, and whether a barrel still leads there. */
import { Node } from "ts-morph";
import type { ImportSpecifier, SourceFile } from "ts-morph";

export interface Declared {
  file: SourceFile;
  /** Name under which its module exports it. */
  name: string;
  /** There is nothing of it at run time. */
  typeOnly: boolean;
}

export function declaredBy(specifier: ImportSpecifier): Declared | undefined {
  const symbol = specifier.getNameNode().getSymbol();
  const declarations = (symbol?.getAliasedSymbol() ?? symbol)?.getDeclarations() ?? [];
  const [first] = declarations;
  if (first === undefined || Node.isImportSpecifier(first)) return undefined;
  const file = first.getSourceFile();
  const typeOnly = declarations.every((each) => Node.isInterfaceDeclaration(each) || Node.isTypeAliasDeclaration(each));
  return { file, name: exportedName(file, first) ?? specifier.getName(), typeOnly };
}

function exportedName(file: SourceFile, declaration: Node): string | undefined {
  for (const [name, declarations] of file.getExportedDeclarations()) if (declarations.some((each) => each === declaration)) return name;
  return undefined;
}

/** Modules that a module re-exports, itself first; `follow` says which of the statements count. */
export function reexportedBy(file: SourceFile, follow: (barrel: SourceFile, target: SourceFile) => boolean): Set<SourceFile> {
  const found = new Set([file]);
  for (const barrel of found) {
    for (const declaration of barrel.getExportDeclarations()) {
      const target = declaration.getModuleSpecifierSourceFile();
      if (target !== undefined && follow(barrel, target)) found.add(target);
    }
  }
  return found;
}
