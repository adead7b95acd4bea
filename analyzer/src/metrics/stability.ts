import type { AffinityColumns } from "./input.ts";
import type { Tally } from "./tally.ts";

/**
 * Stability: share of the modules with a service for which no other service has more of their evidence than their own; 0 to 1, 1 without modules. 1 means that moving any
 * single module makes its own placing no better: a Nash equilibrium of modules that go where they belong most. Modules without evidence are content anywhere.
 *
 * Nash stability of A. Bogomolnaia, M. O. Jackson, "The stability of hedonic coalition structures", Games and Economic Behavior 38 (2002) 201.
 */
export function tallyStability({ start, to, weight }: AffinityColumns, service: Int32Array): Tally<number> {
  const size = start.length - 1;
  const placed = new Uint8Array(size);
  const content = new Uint8Array(size);
  const isStale = new Uint8Array(size);
  const stale: number[] = [];
  const mark = (module: number): void => {
    if (isStale[module] === 1) return;
    isStale[module] = 1;
    stale.push(module);
  };
  let modules = 0;
  let stable = 0;
  const sums: number[] = [];

  const isContent = (module: number): boolean => {
    const own = service[module]!;
    let most = 0;
    for (let k = start[module]!; k < start[module + 1]!; k++) {
      const other = service[to[k]!]!;
      if (other < 0) continue;
      sums[other] = (sums[other] ?? 0) + weight[k]!;
      if (sums[other] > most) most = sums[other];
    }
    const isMost = (sums[own] ?? 0) >= most;
    for (let k = start[module]!; k < start[module + 1]!; k++) if (service[to[k]!]! >= 0) sums[service[to[k]!]!] = 0;
    return isMost;
  };
  return {
    move(module) {
      mark(module);
      for (let k = start[module]!; k < start[module + 1]!; k++) mark(to[k]!);
    },
    value() {
      for (const module of stale) {
        const isPlaced = service[module]! >= 0 ? 1 : 0;
        const now = isPlaced === 1 && isContent(module) ? 1 : 0;
        modules += isPlaced - placed[module]!;
        stable += now - content[module]!;
        placed[module] = isPlaced;
        content[module] = now;
        isStale[module] = 0;
      }
      stale.length = 0;
      return modules > 0 ? stable / modules : 1;
    },
  };
}
