/** Modules of the service that the monolith cannot do without at run time, or that cannot be moved. */
import { SyntaxKind } from "ts-morph";
import type { SourceFile } from "ts-morph";
import { declaredBy, reexportedBy } from "./exportedFrom.ts";
import { moduleUses } from "./moduleUses.ts";
import type { KeptModule, Reason } from "./retirement.ts";

export interface Sides {
  files: readonly SourceFile[];
  pathOf: (file: SourceFile) => string;
  isOwned: (file: SourceFile) => boolean;
  /** Files of the service's own package, and tests: they go where the modules go. */
  follows: (file: SourceFile) => boolean;
}

export function keptModules({ files, pathOf, isOwned, follows }: Sides): KeptModule[] {
  const byPath = new Map(files.map((file) => [pathOf(file), file]));
  const kept = new Map<SourceFile, Map<string, Reason>>();
  const open: SourceFile[] = [];
  const keep = (file: SourceFile, reason: Reason): void => {
    const reasons = kept.get(file) ?? new Map<string, Reason>();
    if (!reasons.has(reason.module)) reasons.set(reason.module, reason);
    if (kept.has(file)) return;
    kept.set(file, reasons);
    open.push(file);
  };
  const visit = (file: SourceFile): void => {
    for (const need of neededBy(file, byPath, pathOf)) {
      if (isOwned(need.file) && need.file !== file) keep(need.file, { module: pathOf(file), line: need.line, why: need.what });
    }
  };
  for (const file of files) {
    if (isOwned(file)) {
      const own = ownPlace(file);
      if (own !== undefined) keep(file, { module: pathOf(file), line: own.line, why: `asks for its own place, ${own.text}` });
    } else if (!follows(file)) visit(file);
  }
  for (let file = open.shift(); file !== undefined; file = open.shift()) visit(file);
  return [...kept]
    .map(([file, reasons]) => ({ module: pathOf(file), neededBy: [...reasons.values()].sort((a, b) => (a.module < b.module ? -1 : 1)) }))
    .sort((a, b) => (a.module < b.module ? -1 : 1));
}

interface Need {
  file: SourceFile;
  line: number;
  /** The name, or how it is asked for. */
  what: string;
}

/** Re-exports need nothing by themselves: whoever imports the name does. */
function neededBy(file: SourceFile, byPath: ReadonlyMap<string, SourceFile>, pathOf: (file: SourceFile) => string): Need[] {
  const needs: Need[] = [];
  for (const use of moduleUses(file, byPath, pathOf)) {
    const { target } = use;
    if (target === undefined || use.kind === "type" || use.kind === "export") continue;
    const line = use.literal.getStartLineNumber();
    if (use.kind === "call") {
      for (const each of reexportedBy(target, () => true)) needs.push({ file: each, line, what: "the whole module" });
      continue;
    }
    const { node } = use;
    if (node.isTypeOnly()) continue;
    if (node.getNamespaceImport() !== undefined)
      for (const each of reexportedBy(target, () => true))
        needs.push({ file: each, line, what: `* as ${node.getNamespaceImportOrThrow().getText()}` });
    const whole = node.getDefaultImport();
    if (whole !== undefined) {
      needs.push({ file: target, line, what: whole.getText() });
      for (const declaration of whole.getSymbol()?.getAliasedSymbol()?.getDeclarations() ?? [])
        needs.push({ file: declaration.getSourceFile(), line, what: whole.getText() });
    }
    // `import "./listeners"` is for what it does.
    if (node.getImportClause() === undefined) needs.push({ file: target, line, what: "what it does when it is loaded" });
    for (const named of node.getNamedImports()) {
      if (named.isTypeOnly()) continue;
      const declared = declaredBy(named);
      if (declared?.typeOnly === true) continue;
      needs.push({ file: declared?.file ?? target, line, what: named.getName() });
      // A barrel of the service that is asked directly does something of its own, or nobody would know.
      if (declared !== undefined && declared.file !== target && target.getImportDeclarations().length > 0)
        needs.push({ file: target, line, what: named.getName() });
    }
  }
  return needs;
}

/** Files beside it would not move along. */
function ownPlace(file: SourceFile): { line: number; text: string } | undefined {
  const text = file.getFullText();
  if (!/__dirname|__filename|import\.meta/.test(text)) return undefined;
  const node =
    file.getDescendantsOfKind(SyntaxKind.Identifier).find((each) => /^__(dirname|filename)$/.test(each.getText())) ??
    file.getDescendantsOfKind(SyntaxKind.MetaProperty)[0];
  return node === undefined ? undefined : { line: node.getStartLineNumber(), text: node.getText() };
}
