import type { SymbolColumns } from "./input.ts";
import { add, incoming, type Tally } from "./tally.ts";

export interface InterfaceSize {
  /** Mean over the services that have modules. */
  mean: number;
  /** By service: its symbols that others use. */
  sizes: readonly number[];
}

/**
 * Interface size: the symbols of a service (functions, classes, constants; types are free) that modules of other services use when the program runs. Each becomes an
 * operation that has to be served, versioned and kept.
 *
 * Interface number (IFN) of W. Jin, T. Liu, Y. Cai, R. Kazman, R. Mo, Q. Zheng, "Service candidate identification from monolithic systems based on execution traces", IEEE
 * Trans. Software Eng. 47 (2021) 987, on symbols in the code.
 *
 * `sizes`: modules by service.
 */
export function tallyInterfaceSize(symbols: SymbolColumns, modules: number, service: Int32Array, sizes: readonly number[]): Tally<InterfaceSize> {
  const { module: declaring, start, user } = symbols;
  const used = incoming(start, user, modules);
  const rows = Int32Array.from({ length: declaring.length + 1 }, (_, row) => row);
  const declared = incoming(rows, declaring, modules);
  /** By symbol: its users in other services than its own. */
  const foreign = new Int32Array(declaring.length);
  const published: number[] = [];

  const setForeign = (symbol: number, own: number, now: number): void => {
    const before = foreign[symbol]!;
    foreign[symbol] = now;
    if (before === 0 && now > 0) add(published, own, 1);
    else if (before > 0 && now === 0) add(published, own, -1);
  };
  return {
    move(module, from, to) {
      for (let k = used.start[module]!; k < used.start[module + 1]!; k++) {
        const symbol = used.from[k]!;
        const own = service[declaring[symbol]!]!;
        if (own < 0) continue;
        const before = from >= 0 && from !== own ? 1 : 0;
        const now = to >= 0 && to !== own ? 1 : 0;
        if (before !== now) setForeign(symbol, own, foreign[symbol]! + now - before);
      }
      for (let k = declared.start[module]!; k < declared.start[module + 1]!; k++) {
        const symbol = declared.from[k]!;
        if (from >= 0) setForeign(symbol, from, 0);
        if (to < 0) continue;
        let now = 0;
        for (let u = start[symbol]!; u < start[symbol + 1]!; u++) {
          const its = service[user[u]!]!;
          if (its >= 0 && its !== to) now++;
        }
        setForeign(symbol, to, now);
      }
    },
    value() {
      const services = sizes.filter((size) => size > 0).length;
      const all = published.reduce((sum, size) => sum + size, 0);
      return { mean: services > 0 ? all / services : 0, sizes: published };
    },
  };
}
