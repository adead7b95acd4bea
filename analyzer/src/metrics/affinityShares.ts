import type { AffinityColumns } from "./input.ts";
import { add } from "./tally.ts";

/** Evidence by service: the part that modularity and cohesion share. */
export interface AffinityShares {
  /** Of all services, each pair counted twice: once for each of its ends. */
  all: number;
  /** By service: at its own modules, within it, each pair counted twice. */
  readonly inside: number[];
  /** By service: at its own modules, within it and to others. */
  readonly total: number[];
}

export interface AffinityCounter {
  readonly shares: AffinityShares;
  move(module: number, from: number, to: number): void;
}

export function countAffinity(
  { start, to, weight }: Pick<AffinityColumns, "start" | "to"> & { weight: ArrayLike<number> },
  service: Int32Array,
): AffinityCounter {
  const shares: AffinityShares = { all: 0, inside: [], total: [] };
  const count = (module: number, own: number, sign: 1 | -1): void => {
    if (own < 0) return;
    let inside = 0;
    let total = 0;
    for (let k = start[module]!; k < start[module + 1]!; k++) {
      const other = service[to[k]!]!;
      if (other < 0) continue;
      const found = sign * weight[k]!;
      total += found;
      if (other === own) inside += found;
      else add(shares.total, other, found);
    }
    add(shares.inside, own, 2 * inside);
    add(shares.total, own, total + inside);
    shares.all += 2 * total;
  };
  return {
    shares,
    move(module, from, into) {
      count(module, from, -1);
      count(module, into, 1);
    },
  };
}
