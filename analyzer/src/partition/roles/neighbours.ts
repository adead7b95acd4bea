import { isRuntimeUse, type Uses } from "../../evidence/uses.ts";

/** Who uses a module and what it uses at run time, among the modules that count. */
export interface Neighbours {
  usersOf(module: number): Int32Array;
  usedBy(module: number): Int32Array;
}

/**
 * `counts`: modules that are looked at; tests, for one, say nothing about what production code is. `typesOnly`: modules that do not exist at run time,
 * whose members are named all the same (`order.total`, where `order` has an imported type).
 */
export function findNeighbours(uses: Uses, counts: Uint8Array, typesOnly: Uint8Array): Neighbours {
  const { size } = uses;
  const userStart = new Int32Array(size + 1);
  const usedStart = new Int32Array(size + 1);
  const used = new Int32Array(uses.to.length);
  let length = 0;
  for (let i = 0; i < size; i++) {
    if (counts[i] === 1) {
      for (let k = uses.start[i]!; k < uses.start[i + 1]!; k++) {
        const j = uses.to[k]!;
        if (counts[j] === 0) continue;
        userStart[j + 1]!++;
        if (typesOnly[j] === 0 && isRuntimeUse(uses, k)) used[length++] = j;
      }
    }
    usedStart[i + 1] = length;
  }
  for (let i = 0; i < size; i++) userStart[i + 1]! += userStart[i]!;
  const users = new Int32Array(userStart[size]!);
  const next = userStart.slice(0, size);
  for (let i = 0; i < size; i++) {
    if (counts[i] === 0) continue;
    for (let k = uses.start[i]!; k < uses.start[i + 1]!; k++) {
      const j = uses.to[k]!;
      if (counts[j] === 1) users[next[j]!++] = i;
    }
  }
  return {
    usersOf: (module) => users.subarray(userStart[module]!, userStart[module + 1]!),
    usedBy: (module) => used.subarray(usedStart[module]!, usedStart[module + 1]!),
  };
}

/** The areas that the modules at hand fall into: an area by module, -1 for those that none claims. */
export interface Areas {
  readonly of: Int32Array;
  readonly count: number;
}

/** An area must have this many modules to count. */
const leastAreaSize = 3;

export function largeAreas(area: Int32Array): Areas {
  const sizes = new Map<number, number>();
  for (const a of area) sizes.set(a, (sizes.get(a) ?? 0) + 1);
  const large = (a: number) => a >= 0 && sizes.get(a)! >= leastAreaSize;
  return { of: area.map((a) => (large(a) ? a : -1)), count: [...sizes.keys()].filter(large).length };
}

/**
 * Over how many areas modules are spread, as an effective number: 1 when all are in one area, n when n areas have equal parts (the inverse
 * Simpson index; one over one minus the participation coefficient of R. Guimerà and L. A. N. Amaral, Nature 433 (2005) 895). Modules without an area do not count.
 */
export function spread(modules: Int32Array, areas: Areas, weightOf: (module: number) => number = () => 1): number {
  const weights = new Map<number, number>();
  let total = 0;
  for (const module of modules) {
    const area = areas.of[module]!;
    if (area < 0) continue;
    const weight = weightOf(module);
    weights.set(area, (weights.get(area) ?? 0) + weight);
    total += weight;
  }
  let squares = 0;
  for (const weight of weights.values()) squares += (weight / total) ** 2;
  return squares === 0 ? 0 : 1 / squares;
}
