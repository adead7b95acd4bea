import type { UseColumns } from "./input.ts";
import { add, type Incoming, type Tally } from "./tally.ts";

export interface CyclicPairs {
  /** Pairs of services that need each other. */
  count: number;
  /** By service: how many others it is in such a pair with. */
  with: readonly number[];
}

/**
 * Cyclic dependency pairs: CDP = |{ {s, t} : s uses t and t uses s }|, by uses that exist when the program runs; sharing a type is no circle. Two such services cannot be
 * deployed, tested or understood one before the other.
 *
 * "Cyclic dependency" of D. Taibi, V. Lenarduzzi, "On the definition of microservice bad smells", IEEE Software 35 (2018) 56, in its shortest and most frequent form.
 */
export function tallyCyclicPairs(uses: UseColumns, users: Incoming, service: Int32Array): Tally<CyclicPairs> {
  /** Uses from service to service, by `from * manyServices + to`; pairs without are absent. */
  const found = new Map<number, number>();
  const partners: number[] = [];
  let cyclic = 0;
  const count = (from: number, to: number, sign: 1 | -1): void => {
    const key = from * manyServices + to;
    const before = found.get(key) ?? 0;
    const now = before + sign;
    if (now === 0) found.delete(key);
    else found.set(key, now);
    if ((before === 0 || now === 0) && found.has(to * manyServices + from)) {
      cyclic += sign;
      add(partners, from, sign);
      add(partners, to, sign);
    }
  };
  const countModule = (module: number, own: number, sign: 1 | -1): void => {
    if (own < 0) return;
    for (let k = uses.start[module]!; k < uses.start[module + 1]!; k++) {
      const other = service[uses.to[k]!]!;
      if (other >= 0 && other !== own && uses.runtime[k] === 1) count(own, other, sign);
    }
    for (let k = users.start[module]!; k < users.start[module + 1]!; k++) {
      const other = service[users.from[k]!]!;
      if (other >= 0 && other !== own && uses.runtime[users.entry[k]!] === 1) count(other, own, sign);
    }
  };
  return {
    move(module, from, to) {
      countModule(module, from, -1);
      countModule(module, to, 1);
    },
    value: () => ({ count: cyclic, with: partners }),
  };
}

/** More than any monolith has modules; its square is an exact number. */
const manyServices = 2 ** 22;
