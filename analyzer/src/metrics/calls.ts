import type { Uses } from "../evidence/uses.ts";

export interface CallCounts {
  /** Calls and constructions from other services and into other services, by service. */
  readonly in: Int32Array;
  readonly out: Int32Array;
  /** Share of the calls between modules of services that cross from one service to another, 0 to 1. */
  readonly crossingShare: number;
}

/** Counts calls and constructions between modules that have a service. Each crossing call is a call over the wire once services are apart. */
export function countCalls(uses: Uses, service: Int32Array, services: number): CallCounts {
  const counts = { in: new Int32Array(services), out: new Int32Array(services) };
  let all = 0;
  let crossing = 0;
  for (let i = 0; i < uses.size; i++) {
    const from = service[i]!;
    if (from < 0) continue;
    for (let k = uses.start[i]!; k < uses.start[i + 1]!; k++) {
      const to = service[uses.to[k]!]!;
      if (to < 0) continue;
      const calls = uses.calls[k]!;
      all += calls;
      if (to === from) continue;
      crossing += calls;
      counts.out[from]! += calls;
      counts.in[to]! += calls;
    }
  }
  return { ...counts, crossingShare: all > 0 ? crossing / all : 0 };
}
