import { add, type Incoming } from "./tally.ts";

/** What leads from module to module, counted by service. */
export interface PairCounts {
  /** Between modules that have a service. */
  all: number;
  crossing: number;
  /** By service: within it, from others, to others. */
  readonly inside: number[];
  readonly in: number[];
  readonly out: number[];
}

export interface PairCounter {
  readonly counts: PairCounts;
  move(module: number, from: number, to: number): void;
}

/** Counts an amount of each directed pair of modules by the services of its two ends: the part that several metrics share. */
export function countPairs(start: Int32Array, to: Int32Array, amount: Int32Array, users: Incoming, service: Int32Array): PairCounter {
  const counts: PairCounts = { all: 0, crossing: 0, inside: [], in: [], out: [] };
  /** `sign` -1 takes the module out of service `own`, 1 puts it in. */
  const count = (module: number, own: number, sign: 1 | -1): void => {
    if (own < 0) return;
    let all = 0;
    let inside = 0;
    let out = 0;
    let into = 0;
    for (let k = start[module]!; k < start[module + 1]!; k++) {
      const other = service[to[k]!]!;
      const found = sign * amount[k]!;
      if (other < 0 || found === 0) continue;
      all += found;
      if (other === own) inside += found;
      else {
        out += found;
        add(counts.in, other, found);
      }
    }
    for (let k = users.start[module]!; k < users.start[module + 1]!; k++) {
      const other = service[users.from[k]!]!;
      const found = sign * amount[users.entry[k]!]!;
      if (other < 0 || found === 0) continue;
      all += found;
      if (other === own) inside += found;
      else {
        into += found;
        add(counts.out, other, found);
      }
    }
    counts.all += all;
    counts.crossing += out + into;
    add(counts.inside, own, inside);
    add(counts.out, own, out);
    add(counts.in, own, into);
  };
  return {
    counts,
    move(module, from, into) {
      count(module, from, -1);
      count(module, into, 1);
    },
  };
}
