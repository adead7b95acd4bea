/**
 * One metric as counters that follow a module from service to service. A tally looks at the membership that it was made with, which still holds `from` for the
 * module while it moves; -1 stands for no service. Computing from scratch is moving every module in from -1: there is no second way to a number.
 */
export interface Tally<Value> {
  move(module: number, from: number, to: number): void;
  /** The metric now; costs no more than the services (or what has changed) are many. */
  value(): Value;
}

/** Counters by service; services come into being by being counted. */
export function add(counters: number[], service: number, amount: number): void {
  while (counters.length <= service) counters.push(0);
  counters[service]! += amount;
}

/** The rows that name a module, for columns that are laid out by the other end: `row` at `start[i]` to `start[i + 1]` are the entries whose `target` is `i`. */
export interface Incoming {
  readonly start: Int32Array;
  /** Row in which the entry stands. */
  readonly from: Int32Array;
  readonly entry: Int32Array;
}

export function incoming(rows: Int32Array, target: Int32Array, size: number): Incoming {
  const start = new Int32Array(size + 1);
  for (const to of target) start[to + 1]!++;
  for (let i = 0; i < size; i++) start[i + 1]! += start[i]!;
  const next = start.slice(0, size);
  const from = new Int32Array(target.length);
  const entry = new Int32Array(target.length);
  for (let row = 0; row + 1 < rows.length; row++) {
    for (let k = rows[row]!; k < rows[row + 1]!; k++) {
      const at = next[target[k]!]!++;
      from[at] = row;
      entry[at] = k;
    }
  }
  return { start, from, entry };
}
