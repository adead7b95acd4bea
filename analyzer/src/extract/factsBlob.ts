/**
 * Facts as bytes, for the cache and for the way between threads. Sections are decoded when they are first asked for: a run that changes one file looks
 * into few of the others. Integers are little-endian, as on every machine that runs Node.
 *
 * Layout: head (`headLength` integers), integers of the numeric sections, bytes of the text sections.
 */
import type { FileFacts } from "../model/facts.ts";
import { readRows, rowSections, writeBindings, writeDeclarations, writeExports, writeImports } from "./factRows.ts";
import type { RowSection } from "./factRows.ts";

const textSections = [
  "typeParameters",
  "augmentations",
  "injections",
  "routes",
  "entities",
  "accesses",
  "transactions",
  "state",
  "events",
  "jobs",
  "problems",
] as const;
type TextSection = (typeof textSections)[number];

/** Positions in the head: lengths of sections, except for the first two, and how many names lie before those of each list of rows. */
const flagsAt = 1;
const termsAt = 2;
const referencesAt = 3;
const usesAt = 4;
const loopsAt = 5;
const globalsAt = 6;
const rowsAt = 7;
const namesBeforeAt = rowsAt + rowSections.length;
const stringsAt = namesBeforeAt + rowSections.length;
const namesAt = stringsAt + 1;
const textAt = namesAt + 1;
const headLength = textAt + textSections.length;

const Flag = { module: 1, generated: 2, stringsAreJson: 4, namesAreJson: 8 } as const;
const separator = "\0";
const encoder = new TextEncoder();

/** Names hold no NUL and no half characters; literal types can. */
function joinStrings(strings: readonly string[]): { text: string; isJson: boolean } {
  const text = strings.join(separator);
  let separators = 0;
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) separators++;
  const isJson = separators !== Math.max(0, strings.length - 1) || !text.isWellFormed() || (strings.length === 1 && text === "");
  return { text: isJson ? JSON.stringify(strings) : text, isJson };
}

const splitStrings = (text: string, isJson: boolean): string[] =>
  // What JSON.parse gives back is what joinStrings put there.
  isJson ? (JSON.parse(text) as string[]) : text === "" ? [] : text.split(separator);

export function encodeFacts(facts: FileFacts): Uint8Array {
  const head = new Int32Array(headLength);
  const numbers: number[] = [];
  const names: string[] = [];
  const rows = { numbers, names };
  const write = [
    () => writeImports(rows, facts.imports),
    () => writeBindings(rows, facts.bindings),
    () => writeExports(rows, facts.exports),
    () => writeDeclarations(rows, facts.declarations),
  ];
  for (const [section, writeSection] of write.entries()) {
    const before = numbers.length;
    head[namesBeforeAt + section] = names.length;
    writeSection();
    head[rowsAt + section] = numbers.length - before;
  }
  const strings = joinStrings(facts.strings);
  const joinedNames = joinStrings(names);
  head[0] = facts.lines;
  head[flagsAt] =
    (facts.isModule ? Flag.module : 0) |
    (facts.generated ? Flag.generated : 0) |
    (strings.isJson ? Flag.stringsAreJson : 0) |
    (joinedNames.isJson ? Flag.namesAreJson : 0);
  const { terms, references, uses, loops, globals } = facts;
  head[termsAt] = terms.length;
  head[referencesAt] = references.length;
  head[usesAt] = uses.length;
  head[loopsAt] = loops.length;
  head[globalsAt] = globals.length;

  const pieces: Uint8Array[] = [];
  let textLength = 0;
  const addText = (position: number, text: string): void => {
    if (text === "") return;
    const piece = encoder.encode(text);
    head[position] = piece.length;
    textLength += piece.length;
    pieces.push(piece);
  };
  addText(stringsAt, strings.text);
  addText(namesAt, joinedNames.text);
  for (const [position, section] of textSections.entries()) if (facts[section].length > 0) addText(textAt + position, JSON.stringify(facts[section]));

  const integers = headLength + terms.length + references.length + uses.length + loops.length + globals.length + numbers.length;
  const bytes = new Uint8Array(integers * 4 + textLength);
  const view = new Int32Array(bytes.buffer, 0, integers);
  let at = 0;
  for (const list of [head, terms, references, uses, loops, globals, numbers]) {
    view.set(list, at);
    at += list.length;
  }
  let offset = integers * 4;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

/** @throws {RangeError} when the bytes are not of this layout: then the entry is to be made anew */
export function decodeFacts(blob: Uint8Array): FileFacts {
  const bytes = blob.byteOffset % 4 === 0 ? blob : blob.slice();
  const head = new Int32Array(bytes.buffer, bytes.byteOffset, headLength);
  return new StoredFacts(bytes, head);
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

class StoredFacts implements FileFacts {
  readonly lines: number;
  readonly isModule: boolean;
  readonly generated: boolean;
  readonly terms: Int32Array;
  readonly references: Int32Array;
  readonly uses: Int32Array;
  readonly loops: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #head: Int32Array;
  /** Offsets of the first integer of `globals`, and of the first byte of text, in the bytes. */
  readonly #globalsAt: number;
  readonly #textsAt: number;
  #globals: number[] | undefined;
  #strings: string[] | undefined;
  #names: string[] | undefined;
  #rows: unknown[] | undefined;
  #texts: unknown[] | undefined;

  constructor(bytes: Uint8Array, head: Int32Array) {
    this.#bytes = bytes;
    this.#head = head;
    this.lines = head[0]!;
    this.isModule = (head[flagsAt]! & Flag.module) !== 0;
    this.generated = (head[flagsAt]! & Flag.generated) !== 0;
    const { buffer, byteOffset } = bytes;
    let at = headLength * 4;
    this.terms = new Int32Array(buffer, byteOffset + at, head[termsAt]!);
    at += head[termsAt]! * 4;
    this.references = new Int32Array(buffer, byteOffset + at, head[referencesAt]!);
    at += head[referencesAt]! * 4;
    this.uses = new Int32Array(buffer, byteOffset + at, head[usesAt]!);
    at += head[usesAt]! * 4;
    this.loops = new Int32Array(buffer, byteOffset + at, head[loopsAt]!);
    at += head[loopsAt]! * 4;
    this.#globalsAt = at;
    at += head[globalsAt]! * 4;
    for (let section = rowsAt; section < namesBeforeAt; section++) at += head[section]! * 4;
    this.#textsAt = at;
    for (let section = stringsAt; section < headLength; section++) at += head[section]!;
    if (at !== bytes.length) throw new RangeError(`stored facts are ${bytes.length} bytes long, their sections ${at}`);
  }

  #integers(offset: number, length: number): Int32Array {
    return new Int32Array(this.#bytes.buffer, this.#bytes.byteOffset + offset, length);
  }

  #text(offset: number, length: number): string {
    return decoder.decode(this.#bytes.subarray(offset, offset + length));
  }

  get globals(): number[] {
    if (this.#head[globalsAt] === 0) return none;
    return (this.#globals ??= [...this.#integers(this.#globalsAt, this.#head[globalsAt]!)]);
  }

  get strings(): string[] {
    return (this.#strings ??= splitStrings(this.#text(this.#textsAt, this.#head[stringsAt]!), (this.#head[flagsAt]! & Flag.stringsAreJson) !== 0));
  }

  #allNames(): string[] {
    return (this.#names ??= splitStrings(
      this.#text(this.#textsAt + this.#head[stringsAt]!, this.#head[namesAt]!),
      (this.#head[flagsAt]! & Flag.namesAreJson) !== 0,
    ));
  }

  #rowsOf<S extends RowSection>(name: S): FileFacts[S] {
    const position = rowSections.indexOf(name);
    const length = this.#head[rowsAt + position]!;
    // An empty section is nobody's to change: facts are read only once they are stored.
    if (length === 0) return none as FileFacts[S];
    const known = (this.#rows ??= []);
    if (known[position] === undefined) {
      let offset = this.#globalsAt + this.#head[globalsAt]! * 4;
      for (let before = 0; before < position; before++) offset += this.#head[rowsAt + before]! * 4;
      const names = this.#allNames();
      const first = this.#head[namesBeforeAt + position]!;
      known[position] = readRows(name, { numbers: this.#integers(offset, length), names: (at) => names[first + at]! });
    }
    // Written above, at the position of this very section.
    return known[position] as FileFacts[S];
  }

  #section<S extends TextSection>(name: S): FileFacts[S] {
    const position = textSections.indexOf(name);
    const length = this.#head[textAt + position]!;
    if (length === 0) return none as FileFacts[S];
    const known = (this.#texts ??= []);
    if (known[position] === undefined) {
      let offset = this.#textsAt + this.#head[stringsAt]! + this.#head[namesAt]!;
      for (let before = 0; before < position; before++) offset += this.#head[textAt + before]!;
      known[position] = JSON.parse(this.#text(offset, length));
    }
    // What JSON.parse gives back is what encodeFacts put there.
    return known[position] as FileFacts[S];
  }

  get imports(): FileFacts["imports"] {
    return this.#rowsOf("imports");
  }
  get bindings(): FileFacts["bindings"] {
    return this.#rowsOf("bindings");
  }
  get exports(): FileFacts["exports"] {
    return this.#rowsOf("exports");
  }
  get declarations(): FileFacts["declarations"] {
    return this.#rowsOf("declarations");
  }
  get typeParameters(): FileFacts["typeParameters"] {
    return this.#section("typeParameters");
  }
  get augmentations(): FileFacts["augmentations"] {
    return this.#section("augmentations");
  }
  get injections(): FileFacts["injections"] {
    return this.#section("injections");
  }
  get routes(): FileFacts["routes"] {
    return this.#section("routes");
  }
  get entities(): FileFacts["entities"] {
    return this.#section("entities");
  }
  get accesses(): FileFacts["accesses"] {
    return this.#section("accesses");
  }
  get transactions(): FileFacts["transactions"] {
    return this.#section("transactions");
  }
  get state(): FileFacts["state"] {
    return this.#section("state");
  }
  get events(): FileFacts["events"] {
    return this.#section("events");
  }
  get jobs(): FileFacts["jobs"] {
    return this.#section("jobs");
  }
  get problems(): FileFacts["problems"] {
    return this.#section("problems");
  }
}

const none: never[] = [];
