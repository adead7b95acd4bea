/**
 * Facts as bytes, for the cache and for the way between threads. Sections are decoded when they are first asked for: a run that changes one file looks
 * into few of the others. Integers are little-endian, as on every machine that runs Node.
 *
 * Layout: head (`headLength` integers), integers of the numeric sections, bytes of the text sections.
 */
import type { FileFacts } from "../model/facts.ts";

const numericSections = ["terms", "references", "uses", "globals"] as const;
const textSections = [
  "imports",
  "bindings",
  "exports",
  "declarations",
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

const flagsAt = 1;
const numericAt = 2;
const stringsAt = numericAt + numericSections.length;
const textAt = stringsAt + 1;
const headLength = textAt + textSections.length;
const separator = "\0";
const encoder = new TextEncoder();

export function encodeFacts(facts: FileFacts): Uint8Array {
  const numbers = [facts.terms, facts.references, facts.uses, Int32Array.from(facts.globals)];
  const texts = textSections.map((section) => (facts[section].length === 0 ? "" : JSON.stringify(facts[section])));
  // Names hold no NUL and no half characters; literal types can.
  const joined = facts.strings.join(separator);
  const isJson = joined.split(separator).length !== facts.strings.length || !joined.isWellFormed();
  const strings = isJson ? JSON.stringify(facts.strings) : joined;
  const pieces = [strings, ...texts].map((text) => encoder.encode(text));
  const head = new Int32Array(headLength);
  head[0] = facts.lines;
  head[flagsAt] = (facts.isModule ? 1 : 0) | (facts.generated ? 2 : 0) | (isJson ? 4 : 0) | (facts.strings.length === 0 ? 8 : 0);
  for (const [position, list] of numbers.entries()) head[numericAt + position] = list.length;
  for (const [position, piece] of pieces.entries()) head[stringsAt + position] = piece.length;
  const integers = headLength + numbers.reduce((sum, list) => sum + list.length, 0);
  const bytes = new Uint8Array(integers * 4 + pieces.reduce((sum, piece) => sum + piece.length, 0));
  const view = new Int32Array(bytes.buffer, 0, integers);
  view.set(head);
  let at = headLength;
  for (const list of numbers) {
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
  readonly #bytes: Uint8Array;
  readonly #head: Int32Array;
  readonly #textsAt: number;
  #globals: number[] | undefined;
  #strings: string[] | undefined;
  readonly #sections: unknown[] = [];

  constructor(bytes: Uint8Array, head: Int32Array) {
    this.#bytes = bytes;
    this.#head = head;
    this.lines = head[0]!;
    this.isModule = (head[flagsAt]! & 1) !== 0;
    this.generated = (head[flagsAt]! & 2) !== 0;
    const [terms, references, uses, globals] = [0, 1, 2, 3].map((section) => head[numericAt + section]!) as [number, number, number, number];
    let at = bytes.byteOffset + headLength * 4;
    this.terms = new Int32Array(bytes.buffer, at, terms);
    at += terms * 4;
    this.references = new Int32Array(bytes.buffer, at, references);
    at += references * 4;
    this.uses = new Int32Array(bytes.buffer, at, uses);
    at += uses * 4;
    this.#textsAt = at + globals * 4 - bytes.byteOffset;
    let end = this.#textsAt;
    for (let section = stringsAt; section < headLength; section++) end += head[section]!;
    if (end !== bytes.length) throw new RangeError(`stored facts are ${bytes.length} bytes long, their sections ${end}`);
  }

  get globals(): number[] {
    if (this.#globals === undefined) {
      const count = this.#head[numericAt + 3]!;
      this.#globals = count === 0 ? none : [...new Int32Array(this.#bytes.buffer, this.#bytes.byteOffset + this.#textsAt - count * 4, count)];
    }
    return this.#globals;
  }

  get strings(): string[] {
    if (this.#strings === undefined) {
      const flags = this.#head[flagsAt]!;
      const text = this.#text(this.#textsAt, this.#head[stringsAt]!);
      // What JSON.parse gives back is what encodeFacts put there.
      this.#strings = (flags & 8) !== 0 ? [] : (flags & 4) !== 0 ? (JSON.parse(text) as string[]) : text.split(separator);
    }
    return this.#strings;
  }

  #text(offset: number, length: number): string {
    return decoder.decode(this.#bytes.subarray(offset, offset + length));
  }

  #section<S extends TextSection>(name: S): FileFacts[S] {
    const position = textSections.indexOf(name);
    const length = this.#head[textAt + position]!;
    // An empty section is nobody's to change: facts are read only once they are stored.
    if (length === 0) return none as FileFacts[S];
    let known = this.#sections[position];
    if (known === undefined) {
      let offset = this.#textsAt + this.#head[stringsAt]!;
      for (let before = 0; before < position; before++) offset += this.#head[textAt + before]!;
      known = JSON.parse(this.#text(offset, length));
      this.#sections[position] = known;
    }
    return known as FileFacts[S];
  }

  get imports(): FileFacts["imports"] {
    return this.#section("imports");
  }
  get bindings(): FileFacts["bindings"] {
    return this.#section("bindings");
  }
  get exports(): FileFacts["exports"] {
    return this.#section("exports");
  }
  get declarations(): FileFacts["declarations"] {
    return this.#section("declarations");
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
