import type { ReferenceTable } from "../model/graph.ts";

const columns = 7;

/** Grows a ReferenceTable row by row. */
export class ReferenceTableWriter {
  #rows = new Int32Array(columns * 4096);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(from: number, owner: number, to: number, symbol: number, kind: number, line: number, column: number): void {
    const at = this.#length * columns;
    if (at === this.#rows.length) {
      const larger = new Int32Array(this.#rows.length * 2);
      larger.set(this.#rows);
      this.#rows = larger;
    }
    const rows = this.#rows;
    rows[at] = from;
    rows[at + 1] = owner;
    rows[at + 2] = to;
    rows[at + 3] = symbol;
    rows[at + 4] = kind;
    rows[at + 5] = line;
    rows[at + 6] = column;
    this.#length++;
  }

  table(): ReferenceTable {
    const length = this.#length;
    const column = (offset: number): Int32Array => {
      const values = new Int32Array(length);
      for (let row = 0; row < length; row++) values[row] = this.#rows[row * columns + offset]!;
      return values;
    };
    return {
      length,
      from: column(0),
      owner: column(1),
      to: column(2),
      symbol: column(3),
      kind: Uint8Array.from(column(4)),
      line: column(5),
      column: column(6),
    };
  }
}
