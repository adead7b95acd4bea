import ts from "typescript";
import { checkCalls, type CallSite } from "./checkCalls.ts";
import { checkIdentifiers, type IdentifierCounts, type Requirement } from "./checkIdentifiers.ts";
import { createProgram, type CheckedProgram, type Repository } from "./program.ts";
import { posix, sourceFiles } from "./sourceFiles.ts";
import { groupByConfig } from "./tsconfigs.ts";
import { visitNodes } from "./visitNodes.ts";
import { workspacePackages } from "./workspacePackages.ts";

export type ResolvedImport = { from: string; to: string; specifier: string };

/** What TypeScript's checker says of a repository: plain data, so that it can be kept. */
export type CheckerAnswer = {
  files: string[];
  /** Module specifiers that TypeScript's resolution leads to a file of the set. */
  imports: ResolvedImport[];
  /** Packages that a manifest of the repository depends on, installed or not. */
  dependencies: string[];
  requirements: Requirement[];
  calls: CallSite[];
  counts: IdentifierCounts & { unresolvedSpecifiers: number };
};

export function openRepository(root: string): Repository {
  const files = sourceFiles(root);
  return { root, files, groups: groupByConfig(root, files), packages: workspacePackages(root) };
}

export function askChecker(repository: Repository, progress: (message: string) => void): CheckerAnswer {
  const relative = new Map(repository.files.map((file) => [file.absolute, file.path]));
  const fileOf = (source: ts.SourceFile): string | undefined => relative.get(posix(source.fileName));
  const requirements = new Map<string, Requirement>();
  const calls: CallSite[] = [];
  const imports = new Map<string, ResolvedImport>();
  const counts = { identifiers: 0, resolved: 0, unresolved: 0, acrossFiles: 0, unresolvedSpecifiers: 0 };
  for (const group of repository.groups) {
    progress(`${group.config ?? "no tsconfig"}: ${group.files.length} files`);
    const { program, resolveSpecifier } = createProgram(repository, group);
    const checker = program.getTypeChecker();
    for (const file of group.files) {
      const source = program.getSourceFile(file.absolute);
      if (source === undefined) throw new Error(`The checker did not read ${file.absolute}, although it is a root of its program.`);
      checkIdentifiers(source, file.path, checker, fileOf, requirements, counts);
      calls.push(...checkCalls(source, file.path, checker, fileOf));
      collectImports(source, file.path, resolveSpecifier);
    }
  }
  return {
    files: repository.files.map((file) => file.path),
    imports: [...imports.values()],
    dependencies: dependenciesOf(repository),
    requirements: [...requirements.values()],
    calls,
    counts,
  };

  function collectImports(source: ts.SourceFile, from: string, resolve: CheckedProgram["resolveSpecifier"]): void {
    visitNodes(source, (node) => {
      if (!isSpecifier(node)) return;
      const to = relative.get(posix(resolve(node, source) ?? ""));
      if (to === undefined) {
        if (node.text.startsWith(".")) counts.unresolvedSpecifiers++;
      } else if (to !== from) imports.set(`${from}\0${node.text}\0${to}`, { from, to, specifier: node.text });
    });
  }
}

function isSpecifier(node: ts.Node): node is ts.StringLiteralLike {
  if (!ts.isStringLiteralLike(node)) return false;
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent)) return true;
  if (ts.isLiteralTypeNode(parent)) return ts.isImportTypeNode(parent.parent);
  if (!ts.isCallExpression(parent)) return false;
  return parent.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(parent.expression) && parent.expression.text === "require");
}

function dependenciesOf(repository: Repository): string[] {
  const names = new Set<string>();
  for (const { manifest } of repository.packages.values()) {
    for (const field of [manifest.dependencies, manifest.devDependencies, manifest.peerDependencies]) {
      for (const name of Object.keys(field ?? {})) if (!repository.packages.has(name)) names.add(name);
    }
  }
  return [...names].sort();
}
