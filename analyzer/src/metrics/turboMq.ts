import { countPairs } from "./countPairs.ts";
import type { UseColumns } from "./input.ts";
import type { Incoming, Tally } from "./tally.ts";

export interface TurboMq {
  /** Mean of the cluster factors of services that have modules, 0 to 1. */
  mean: number;
  /** By service, 0 to 1. */
  factors: readonly number[];
}

/**
 * TurboMQ per service: the cluster factor CF_s = 2μ_s / (2μ_s + ε_s), μ_s the strength of the uses within service s, ε_s that of the uses between s and other services,
 * either way; CF_s = 0 where μ_s = 0. TurboMQ is Σ CF_s; divided by the number of services, so that partitions of different sizes can be compared: the plain sum grows
 * with every split.
 *
 * B. S. Mitchell, S. Mancoridis, "On the automatic modularization of software systems using the Bunch tool", IEEE Trans. Software Eng. 32 (2006) 193.
 *
 * `sizes`: modules by service.
 */
export function tallyTurboMq(uses: UseColumns, users: Incoming, service: Int32Array, sizes: readonly number[]): Tally<TurboMq> {
  const { counts, move } = countPairs(uses.start, uses.to, uses.strength, users, service);
  return {
    move,
    value() {
      const factors = counts.inside.map((inside, s) => (inside > 0 ? (2 * inside) / (2 * inside + (counts.in[s] ?? 0) + (counts.out[s] ?? 0)) : 0));
      const services = sizes.filter((size) => size > 0).length;
      return { mean: services > 0 ? factors.reduce((sum, factor) => sum + factor, 0) / services : 0, factors };
    },
  };
}
