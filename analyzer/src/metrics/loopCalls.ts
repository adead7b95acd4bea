import { countPairs } from "./countPairs.ts";
import type { UseColumns } from "./input.ts";
import type { Incoming, Tally } from "./tally.ts";

export interface LoopCalls {
  /** Places where a loop calls another service. */
  crossing: number;
  /** By service: such places in its own code. */
  out: readonly number[];
}

/**
 * Chatty calls: calls and constructions in a loop (`for`, `while`, the callback of `map`, `forEach` and their kin) that go to another service. What cost nothing in one
 * process becomes one round trip for every turn of the loop: the first candidates for an operation that takes many at once.
 *
 * The anti-pattern "chatty service" of C. Richardson, "Microservices Patterns", Manning 2018; "chatty I/O" of the Azure Architecture Center.
 */
export function tallyLoopCalls(uses: UseColumns, users: Incoming, service: Int32Array): Tally<LoopCalls> {
  const { counts, move } = countPairs(uses.start, uses.to, uses.loopCalls, users, service);
  return { move, value: () => ({ crossing: counts.crossing, out: counts.out }) };
}
