/** Rewrites what modules import for the places where everything is afterwards. */
import { posix } from "node:path";
import type { ExportDeclaration, ImportDeclaration, SourceFile } from "ts-morph";
import type { Edit } from "../edits.ts";
import { specifierOf } from "../target.ts";
import { wholeLines } from "./cutSeams.ts";
import { declaredBy, reexportedBy } from "./exportedFrom.ts";
import { moduleUses, type ModuleUse } from "./moduleUses.ts";
import type { Reason } from "./retirement.ts";

export interface Moves {
  files: readonly SourceFile[];
  pathOf: (file: SourceFile) => string;
  /** New path of a file that moves. */
  newPath: (file: SourceFile) => string | undefined;
}

export interface Redirected {
  edits: Edit[];
  /** Whom each file imports afterwards. */
  imports: Map<SourceFile, Set<SourceFile>>;
  notes: Reason[];
}

export function redirectUses(moves: Moves): Redirected {
  const byPath = new Map(moves.files.map((file) => [moves.pathOf(file), file]));
  const result: Redirected = { edits: [], imports: new Map(), notes: [] };
  for (const file of moves.files) {
    const imports = new Set<SourceFile>();
    result.imports.set(file, imports);
    for (const use of moduleUses(file, byPath, moves.pathOf)) {
      const { edit, targets, note } = redirect(file, use, moves);
      for (const target of targets) imports.add(target);
      if (edit !== undefined) result.edits.push({ path: moves.pathOf(file), ...edit });
      if (note !== undefined) result.notes.push({ module: moves.pathOf(file), line: use.literal.getStartLineNumber(), why: note });
    }
  }
  return result;
}

interface Step {
  edit?: Omit<Edit, "path"> | undefined;
  targets: SourceFile[];
  note?: string;
}

function redirect(file: SourceFile, use: ModuleUse, moves: Moves): Step {
  const { literal, target } = use;
  const written = literal.getLiteralValue();
  if (target === undefined || !moves.files.includes(target)) return { edit: besideIt(file, use, moves), targets: [] };
  const respelt = (to: SourceFile): string => respell(written, file, to, target, moves);
  const plain = (): Step => {
    const specifier = respelt(target);
    const changed = specifier !== written;
    return {
      edit: changed ? { start: literal.getStart() + 1, end: literal.getEnd() - 1, text: specifier } : undefined,
      targets: [target],
    };
  };
  if (use.kind === "export") {
    const leavesBarrel = moves.newPath(file) === undefined && moves.newPath(target) !== undefined;
    if (!leavesBarrel || onlyTypes(use.node)) return plain();
    return { edit: wholeLines(file, use.node), targets: [] };
  }
  if (use.kind !== "import") return plain();
  const intact = reexportedBy(target, (barrel, next) => !isCut(barrel, next, moves));
  const stay: string[] = [];
  const elsewhere = new Map<SourceFile, string[]>();
  for (const named of use.node.getNamedImports()) {
    const declared = declaredBy(named);
    const reached = declared === undefined || intact.has(declared.file) || !isLostTo(declared.file, target, moves);
    if (reached) stay.push(named.getText());
    else {
      const local = named.getAliasNode()?.getText() ?? named.getName();
      const text = `${named.isTypeOnly() ? "type " : ""}${declared.name === local ? local : `${declared.name} as ${local}`}`;
      elsewhere.set(declared.file, [...(elsewhere.get(declared.file) ?? []), text]);
    }
  }
  if (elsewhere.size === 0) {
    const lost = use.node.getNamespaceImport() !== undefined && reexportedBy(target, () => true).size > intact.size;
    const note = "names that have moved are no longer reached through this namespace";
    return lost ? { ...plain(), note } : plain();
  }
  return { edit: split(use.node, stay, elsewhere, respelt), targets: [...elsewhere.keys(), ...(stay.length > 0 ? [target] : [])] };
}

const onlyTypes = (node: ExportDeclaration): boolean =>
  node.isTypeOnly() || (node.hasNamedExports() && node.getNamedExports().every((each) => each.isTypeOnly()));

/** A barrel that stays loses what it re-exports of modules that move, but for types. */
function isCut(barrel: SourceFile, target: SourceFile, { newPath }: Moves): boolean {
  if (newPath(barrel) !== undefined || newPath(target) === undefined) return false;
  return !barrel.getExportDeclarations().some((each) => each.getModuleSpecifierSourceFile() === target && onlyTypes(each));
}

/** It was reached before, through lines that go away. */
function isLostTo(declared: SourceFile, target: SourceFile, moves: Moves): boolean {
  return moves.files.includes(declared) && reexportedBy(target, () => true).has(declared);
}

function split(
  node: ImportDeclaration,
  stay: readonly string[],
  elsewhere: ReadonlyMap<SourceFile, readonly string[]>,
  respelt: (to: SourceFile) => string,
): Omit<Edit, "path"> {
  const quote = node.getModuleSpecifier().getText().charAt(0);
  const end = node.getText().endsWith(";") ? ";" : "";
  const keyword = node.isTypeOnly() ? "import type" : "import";
  const line = (names: readonly string[], specifier: string): string => `${keyword} { ${names.join(", ")} } from ${quote}${specifier}${quote}${end}`;
  const own = node.getModuleSpecifierSourceFileOrThrow();
  const whole = node.getDefaultImport()?.getText();
  const head = [...(whole === undefined ? [] : [whole]), ...(stay.length > 0 ? [`{ ${stay.join(", ")} }`] : [])];
  const lines = [
    ...(head.length > 0 ? [`${keyword} ${head.join(", ")} from ${quote}${respelt(own)}${quote}${end}`] : []),
    ...[...elsewhere].map(([to, names]) => line(names, respelt(to))).sort(),
  ];
  return { start: node.getStart(), end: node.getEnd(), text: lines.join("\n") };
}

/** In the spelling of the file: its ending, its aliases as long as they lead to the same place. */
function respell(written: string, from: SourceFile, to: SourceFile, before: SourceFile, { pathOf, newPath }: Moves): string {
  const moved = newPath(to) !== undefined || to !== before;
  if (!moved && (newPath(from) === undefined || !written.startsWith("."))) return written;
  const ending = /\.[mc]?([jt])s$/.exec(written);
  // Aliases are mostly written without an ending, as the module system wants it for relative specifiers is seen elsewhere in the file.
  const extension = written.startsWith(".") ? (ending === null ? "" : ending[1] === "t" ? ".ts" : ".js") : endingOf(from);
  return specifierOf(newPath(from) ?? pathOf(from), newPath(to) ?? pathOf(to), { extension });
}

function endingOf(file: SourceFile): ".js" | ".ts" | "" {
  for (const declaration of file.getImportDeclarations()) {
    const written = declaration.getModuleSpecifierValue();
    if (!written.startsWith(".")) continue;
    return /\.[mc]?js$/.test(written) ? ".js" : /\.[mc]?ts$/.test(written) ? ".ts" : "";
  }
  return "";
}

/** A data file that the program does not hold stays where it is. */
function besideIt(file: SourceFile, { literal }: ModuleUse, { pathOf, newPath }: Moves): Omit<Edit, "path"> | undefined {
  const to = newPath(file);
  const written = literal.getLiteralValue();
  if (to === undefined || !written.startsWith(".")) return undefined;
  const relative = posix.relative(posix.dirname(to), posix.join(posix.dirname(pathOf(file)), written));
  return { start: literal.getStart() + 1, end: literal.getEnd() - 1, text: relative.startsWith(".") ? relative : `./${relative}` };
}
