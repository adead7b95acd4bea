import type { AccessColumns } from "./input.ts";
import type { Tally } from "./tally.ts";

export interface TransactionalPurity {
  /** Mean over the tables that are read, 0 to 1; 1 where nothing is read. */
  reads: number;
  /** Mean over the tables that are written, 0 to 1; 1 where nothing is written. */
  writes: number;
}

/**
 * Database transactional purity. For table d let p_s be the share of its accesses that stand in service s; its purity is 1 − H(p) / ln k with H(p) = −Σ p_s ln p_s and k
 * the number of services: 1 when one service alone uses the table, 0 when all use it alike. The metric is the mean over tables, with reads and writes apart: a foreign
 * reader can be given a copy, a foreign writer needs a distributed transaction or a saga.
 *
 * V. Nitin, S. Asthana, B. Ray, R. Krishna, "CARGO: AI-guided dependency analysis for migrating monolithic applications to microservices architecture", ASE 2022, where it
 * is the plain entropy, less being better; divided by ln k so that partitions of different sizes can be compared.
 *
 * `sizes`: modules by service.
 */
export function tallyTransactionalPurity(accesses: AccessColumns, sizes: readonly number[]): Tally<TransactionalPurity> {
  const reads = tallyTables(accesses, accesses.reads);
  const writes = tallyTables(accesses, accesses.writes);
  return {
    move(module, from, to) {
      reads.move(module, from, to);
      writes.move(module, from, to);
    },
    value() {
      const services = sizes.filter((size) => size > 0).length;
      return { reads: reads.purity(services), writes: writes.purity(services) };
    },
  };
}

function tallyTables(
  { tables, start, table }: AccessColumns,
  amount: Int32Array,
): { move: Tally<never>["move"]; purity: (services: number) => number } {
  /** By table: accesses by service. */
  const counts: Map<number, number>[] = Array.from({ length: tables }, () => new Map());
  const entropies = new Float64Array(tables);
  const stale = new Set<number>();
  const count = (d: number, service: number, difference: number): void => {
    if (service < 0) return;
    const now = (counts[d]!.get(service) ?? 0) + difference;
    if (now === 0) counts[d]!.delete(service);
    else counts[d]!.set(service, now);
  };
  return {
    move(module, from, to) {
      for (let k = start[module]!; k < start[module + 1]!; k++) {
        if (amount[k] === 0) continue;
        count(table[k]!, from, -amount[k]!);
        count(table[k]!, to, amount[k]!);
        stale.add(table[k]!);
      }
    },
    purity(services) {
      for (const d of stale) entropies[d] = entropy([...counts[d]!.values()]);
      stale.clear();
      let used = 0;
      let sum = 0;
      for (let d = 0; d < tables; d++) {
        if (counts[d]!.size === 0) continue;
        used++;
        sum += counts[d]!.size === 1 ? 1 : 1 - entropies[d]! / Math.log(services);
      }
      return used > 0 ? sum / used : 1;
    },
  };
}

/** Sorted, because the last digit of a sum depends on its order. */
function entropy(counts: number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.sort((a, b) => a - b).reduce((sum, count) => sum - (count / total) * Math.log(count / total), 0);
}
