/**
 * The large lists of facts as rows of integers, and their names as one list of strings: as JSON they are three times as long, and most of the time of a
 * warm run goes into parsing them. Rows of a list follow each other without lengths; flags in the first integer say what a row holds.
 */
import { declarationKinds, importKinds } from "../model/facts.ts";
import type { BindingFact, DeclarationFact, ExportFact, FileFacts, ImportFact } from "../model/facts.ts";

export const rowSections = ["imports", "bindings", "exports", "declarations"] as const;
export type RowSection = (typeof rowSections)[number];

/** Receives rows and their names. */
interface Rows {
  numbers: number[];
  names: string[];
}

const importKindNumber = new Map(importKinds.map((kind, index) => [kind, index]));
const declarationKindNumber = new Map(declarationKinds.map((kind, index) => [kind, index]));
const exportKinds = ["local", "from", "all"] as const;
/** An export that no declaration of the file stands behind. */
const noDeclaration = -2;

export function writeImports({ numbers, names }: Rows, facts: readonly ImportFact[]): void {
  for (const { specifier, kind, typeOnly, pattern, line, column } of facts) {
    names.push(specifier);
    numbers.push((importKindNumber.get(kind) ?? 0) | (typeOnly ? 0x100 : 0) | (pattern === undefined ? 0 : pattern ? 0x200 : 0x400), line, column);
  }
}

function readImports({ numbers, names }: StoredRows): ImportFact[] {
  const facts: ImportFact[] = [];
  for (let at = 0, name = 0; at < numbers.length; at += 3) {
    const head = numbers[at]!;
    const fact: ImportFact = {
      specifier: names(name++),
      kind: importKinds[head & 0xff]!,
      typeOnly: (head & 0x100) !== 0,
      line: numbers[at + 1]!,
      column: numbers[at + 2]!,
    };
    if ((head & 0x600) !== 0) fact.pattern = (head & 0x200) !== 0;
    facts.push(fact);
  }
  return facts;
}

export function writeBindings({ numbers, names }: Rows, facts: readonly BindingFact[]): void {
  for (const fact of facts) {
    names.push(fact.local, fact.name);
    numbers.push(fact.import * 2 + (fact.typeOnly ? 1 : 0));
  }
}

function readBindings({ numbers, names }: StoredRows): BindingFact[] {
  const facts: BindingFact[] = [];
  for (let at = 0; at < numbers.length; at++) {
    const head = numbers[at]!;
    facts.push({ local: names(at * 2), import: head >> 1, name: names(at * 2 + 1), typeOnly: (head & 1) !== 0 });
  }
  return facts;
}

export function writeExports({ numbers, names }: Rows, facts: readonly ExportFact[]): void {
  for (const fact of facts) {
    const head = exportKinds.indexOf(fact.kind) | (fact.typeOnly ? 0x100 : 0);
    if (fact.kind === "local") {
      names.push(fact.name);
      numbers.push(head, fact.declaration ?? noDeclaration, fact.term, fact.line, fact.column);
    } else {
      if (fact.kind === "from") names.push(fact.name, fact.imported);
      numbers.push(head, fact.import, 0, fact.line, fact.column);
    }
  }
}

function readExports({ numbers, names }: StoredRows): ExportFact[] {
  const facts: ExportFact[] = [];
  for (let at = 0, name = 0; at < numbers.length; at += 5) {
    const [head, target, term, line, column] = [numbers[at]!, numbers[at + 1]!, numbers[at + 2]!, numbers[at + 3]!, numbers[at + 4]!];
    const typeOnly = (head & 0x100) !== 0;
    const kind = exportKinds[head & 0xff];
    if (kind === "from") facts.push({ kind, name: names(name++), import: target, imported: names(name++), typeOnly, line, column });
    else if (kind === "all") facts.push({ kind, import: target, typeOnly, line, column });
    else if (target === noDeclaration) facts.push({ kind: "local", name: names(name++), term, typeOnly, line, column });
    else facts.push({ kind: "local", name: names(name++), declaration: target, term, typeOnly, line, column });
  }
  return facts;
}

/** What a row of a declaration holds, above the number of its kind. */
const Has = {
  exported: 0x100,
  static: 0x200,
  abstract: 0x400,
  private: 0x800,
  protected: 0x1000,
  type: 0x2000,
  extends: 0x4000,
  implements: 0x8000,
  typeParameters: 0x10000,
  decorators: 0x20000,
} as const;

export function writeDeclarations({ numbers, names }: Rows, facts: readonly DeclarationFact[]): void {
  for (const fact of facts) {
    let head = declarationKindNumber.get(fact.kind) ?? 0;
    if (fact.exported) head |= Has.exported;
    if (fact.static === true) head |= Has.static;
    if (fact.abstract === true) head |= Has.abstract;
    if (fact.visibility !== undefined) head |= fact.visibility === "private" ? Has.private : Has.protected;
    if (fact.type !== undefined) head |= Has.type;
    if (fact.extends !== undefined) head |= Has.extends;
    if (fact.implements !== undefined) head |= Has.implements;
    if (fact.typeParameters !== undefined) head |= Has.typeParameters;
    if (fact.decorators !== undefined) head |= Has.decorators;
    numbers.push(head, fact.parent, fact.line, fact.column, fact.endLine, fact.term);
    names.push(fact.name);
    if (fact.type !== undefined) names.push(fact.type);
    if (fact.extends !== undefined) numbers.push(fact.extends.length, ...fact.extends);
    if (fact.implements !== undefined) numbers.push(fact.implements.length, ...fact.implements);
    if (fact.typeParameters !== undefined) numbers.push(fact.typeParameters.length, ...fact.typeParameters);
    if (fact.decorators !== undefined) {
      numbers.push(fact.decorators.length);
      names.push(...fact.decorators);
    }
  }
}

function readDeclarations({ numbers, names }: StoredRows): DeclarationFact[] {
  const facts: DeclarationFact[] = [];
  let name = 0;
  let at = 0;
  const list = (): number[] => {
    const length = numbers[at++]!;
    const items = Array.from(numbers.subarray(at, at + length));
    at += length;
    return items;
  };
  while (at < numbers.length) {
    const head = numbers[at]!;
    const fact: DeclarationFact = {
      name: names(name++),
      kind: declarationKinds[head & 0xff]!,
      exported: (head & Has.exported) !== 0,
      parent: numbers[at + 1]!,
      line: numbers[at + 2]!,
      column: numbers[at + 3]!,
      endLine: numbers[at + 4]!,
      term: numbers[at + 5]!,
    };
    at += 6;
    if (head > 0x1ff) {
      if ((head & Has.static) !== 0) fact.static = true;
      if ((head & Has.abstract) !== 0) fact.abstract = true;
      if ((head & (Has.private | Has.protected)) !== 0) fact.visibility = (head & Has.private) !== 0 ? "private" : "protected";
      if ((head & Has.type) !== 0) fact.type = names(name++);
      if ((head & Has.extends) !== 0) fact.extends = list();
      if ((head & Has.implements) !== 0) fact.implements = list();
      if ((head & Has.typeParameters) !== 0) fact.typeParameters = list();
      if ((head & Has.decorators) !== 0) {
        const count = numbers[at++]!;
        fact.decorators = Array.from({ length: count }, () => names(name++));
      }
    }
    facts.push(fact);
  }
  return facts;
}

export interface StoredRows {
  numbers: Int32Array;
  /** Name at a position among those of the section. */
  names: (position: number) => string;
}

const readers: { [S in RowSection]: (rows: StoredRows) => FileFacts[S] } = {
  imports: readImports,
  bindings: readBindings,
  exports: readExports,
  declarations: readDeclarations,
};

export const readRows = <S extends RowSection>(section: S, rows: StoredRows): FileFacts[S] => readers[section](rows);
