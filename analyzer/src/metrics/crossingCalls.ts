import { countPairs } from "./countPairs.ts";
import type { UseColumns } from "./input.ts";
import type { Incoming, Tally } from "./tally.ts";

export interface CrossingCalls {
  /** Calls and constructions that go from one service to another, over all between modules that have one; 0 to 1, 0 without calls. */
  share: number;
  /** By service: calls from other services. */
  in: readonly number[];
  /** By service: calls into other services. */
  out: readonly number[];
}

/**
 * Share of calls that cross: ICP = Σ_{s≠t} calls(s, t) / Σ_{s,t} calls(s, t). Each crossing call goes over the wire once services are apart.
 *
 * Inter-partition call percentage of A. K. Kalia, J. Xiao, R. Krishna, S. Sinha, M. Vukovic, D. Banerjee, "Mono2Micro: a practical and effective tool for decomposing
 * monolithic Java applications to microservices", ESEC/FSE 2021, on calls in the code instead of calls in a trace.
 */
export function tallyCrossingCalls(uses: UseColumns, users: Incoming, service: Int32Array): Tally<CrossingCalls> {
  const { counts, move } = countPairs(uses.start, uses.to, uses.calls, users, service);
  return { move, value: () => ({ share: counts.all > 0 ? counts.crossing / counts.all : 0, in: counts.in, out: counts.out }) };
}
