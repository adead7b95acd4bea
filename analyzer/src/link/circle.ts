/**
 * Questions that are being answered, one inside the other, and the circles among them. A question that meets itself further out gets an empty answer there.
 * What was derived from an empty answer holds only inside the outer question, and is forgotten when that one is answered. And what a circle gave its first
 * question holds only while no other question of the same circle is open. So an answer does not depend on what was asked before.
 */
export class Circle {
  /** How many questions are open. */
  depth = 0;
  /** Depth of the outermost open question that the current answer rests on. */
  restsOn = Number.POSITIVE_INFINITY;
  /** How many of the open questions are known to be part of a circle. */
  openParts = 0;
  readonly #provisional: Provisional[] = [];

  /** To be handed to `close` by the question that is asked now. */
  get mark(): number {
    return this.#provisional.length;
  }

  /** Notes an answer that rests on a question further out. */
  keep(provisional: Provisional): void {
    this.#provisional.push(provisional);
  }

  /** The first question of a circle is answered: forgets what was derived inside since `mark`, and returns whose answers those were. */
  close(mark: number): CirclePart[] {
    const parts: CirclePart[] = [];
    while (this.#provisional.length > mark) {
      const provisional = this.#provisional.pop()!;
      provisional.forget();
      parts.push(provisional);
    }
    return parts;
  }

  /** Notes that the current answer rests on the question at `depth`. */
  meet(depth: number): void {
    if (depth < this.restsOn) this.restsOn = depth;
  }

  /** May an answer of a circle with these parts be used here? */
  isOutside(parts: readonly CirclePart[]): boolean {
    return this.openParts === 0 || !parts.some((part) => part.isOpen());
  }
}

/** A question of a circle. */
export interface CirclePart {
  isOpen(): boolean;
}

export interface Provisional extends CirclePart {
  forget(): void;
}
