import { Op, primitives } from "../model/terms.ts";

/** Writes the flat term array of one file. Terms without arguments of their own are written once and shared. */
export class TermWriter {
  readonly code: number[] = [Op.unknown];
  readonly strings: string[] = [];
  /** How often each string was interned, for the file's words. */
  readonly uses: number[] = [];
  readonly #strings = new Map<string, number>();
  readonly #leaves = new Map<number, number>();
  readonly #properties = new Map<number, number>();

  /** Index of a name that the file uses here. */
  intern(text: string): number {
    const index = this.#indexOf(text);
    this.uses[index]!++;
    return index;
  }

  #indexOf(text: string): number {
    let index = this.#strings.get(text);
    if (index === undefined) {
      index = this.strings.length;
      this.#strings.set(text, index);
      this.strings.push(text);
      this.uses.push(0);
    }
    return index;
  }

  /** A term of one operand that may be shared: same operation, same operand, same meaning. */
  leaf(op: Op, operand: number): number {
    const key = operand * 64 + op;
    let term = this.#leaves.get(key);
    if (term === undefined) {
      term = this.code.length;
      this.code.push(op, operand);
      this.#leaves.set(key, term);
    }
    return term;
  }

  primitive(name: (typeof primitives)[number]): number {
    return this.leaf(Op.primitive, primitives.indexOf(name));
  }

  literal(text: string): number {
    return this.leaf(Op.literal, this.#indexOf(text));
  }

  property(object: number, name: string): number {
    const string = this.intern(name);
    if (object === 0) return 0;
    const key = object * 0x100000 + string;
    let term = this.#properties.get(key);
    if (term === undefined) {
      term = this.code.length;
      this.code.push(Op.property, object, string);
      this.#properties.set(key, term);
    }
    return term;
  }

  /** An operation over one term; unknown stays unknown. */
  over(op: Op, term: number): number {
    return term === 0 ? 0 : this.leaf(op, term);
  }

  write(...values: number[]): number {
    const term = this.code.length;
    for (const value of values) this.code.push(value);
    return term;
  }

  /** A list operation `[op, n, …terms]`; a union or intersection of one is that one. */
  list(op: Op, terms: readonly number[]): number {
    if ((op === Op.union || op === Op.intersection) && terms.length === 1) return terms[0]!;
    const term = this.code.length;
    this.code.push(op, terms.length);
    for (const item of terms) this.code.push(item);
    return term;
  }

  /** A type reference `[op, operand, n, …arguments]`. */
  reference(op: Op, operand: number, args: readonly number[]): number {
    if (args.length === 0) {
      const key = operand * 64 + op;
      const known = this.#leaves.get(key);
      if (known !== undefined) return known;
      const term = this.write(op, operand, 0);
      this.#leaves.set(key, term);
      return term;
    }
    const term = this.code.length;
    this.code.push(op, operand, args.length);
    for (const argument of args) this.code.push(argument);
    return term;
  }
}
