import { bitSet, clearBit, copyUnion, countCommon, hasBit, setBit, type Bits } from "./bits.ts";
import type { FunctionalityColumns } from "./input.ts";
import { incoming, type Tally } from "./tally.ts";

export interface MigrationComplexity {
  /** Mean over all functionalities; 0 where none is distributed. */
  mean: number;
  /** Share of the functionalities whose data is in more than one service, 0 to 1. */
  distributed: number;
  /** By functionality. */
  readonly each: Int32Array;
}

/** What one functionality does to the data of one service. */
interface LocalTransaction {
  service: number;
  /** Functionalities that write what is read here, or read what is written here. */
  touched: Bits;
}

/**
 * Functionality migration complexity. A functionality (route, job, consumer) whose accesses are in several services becomes a saga of one local transaction in each. For
 * each of them count the other *distributed* functionalities that write a table it reads (they may show it half-done work), or read a table it writes (it may show them
 * half-done work):
 *
 *   complexity(f) = Σ_{lt ∈ f} |{ g ≠ f : g distributed, ∃ (d, mode) ∈ lt : g accesses d in the other mode }|, and 0 when f is in one service.
 *
 * It estimates the cost of redesigning f with relaxed consistency. N. Santos, A. Rito Silva, "A complexity metric for microservices architecture migration", ICSA 2020;
 * their traces have an order, so that one service can be visited twice; ours come from the code and visit each service once.
 *
 * After a move only functionalities through that module are looked at again, and those whose data meets one that became, or ceased to be, distributed.
 */
export function tallyMigrationComplexity(columns: FunctionalityColumns, modules: number, service: Int32Array): Tally<MigrationComplexity> {
  const { length, accessStart, accessModule, accessTable, accessWrites } = columns;
  const through = incoming(accessStart, accessModule, modules);
  const { readers, writers } = accessors(columns);
  const spread = bitSet(length);
  let spreadCount = 0;
  const locals: LocalTransaction[][] = Array.from({ length }, () => []);
  const each = new Int32Array(length);
  let sum = 0;
  const stale = new Set<number>();

  const findLocals = (f: number): LocalTransaction[] => {
    const found: LocalTransaction[] = [];
    for (let k = accessStart[f]!; k < accessStart[f + 1]!; k++) {
      const own = service[accessModule[k]!]!;
      if (own < 0) continue;
      let local = found.find((each) => each.service === own);
      if (local === undefined) found.push((local = { service: own, touched: bitSet(length) }));
      copyUnion(local.touched, (accessWrites[k] === 1 ? readers : writers)[accessTable[k]!]!);
    }
    for (const { touched } of found) clearBit(touched, f);
    return found;
  };
  const setComplexity = (f: number, now: number): void => {
    sum += now - each[f]!;
    each[f] = now;
  };
  const settle = (): void => {
    const turned: number[] = [];
    for (const f of stale) {
      locals[f] = findLocals(f);
      const isSpread = locals[f].length > 1;
      // What lies in one service costs nothing, so its sets need not be kept.
      if (!isSpread) locals[f] = [];
      if (isSpread === hasBit(spread, f)) continue;
      turned.push(f);
      (isSpread ? setBit : clearBit)(spread, f);
      spreadCount += isSpread ? 1 : -1;
    }
    for (const f of stale)
      setComplexity(
        f,
        locals[f]!.reduce((count, { touched }) => count + countCommon(touched, spread), 0),
      );
    if (turned.length === 0) return stale.clear();
    for (let f = 0; f < length; f++) {
      if (locals[f]!.length === 0 || stale.has(f)) continue;
      let difference = 0;
      for (const { touched } of locals[f]!) for (const g of turned) if (hasBit(touched, g)) difference += hasBit(spread, g) ? 1 : -1;
      if (difference !== 0) setComplexity(f, each[f]! + difference);
    }
    stale.clear();
  };
  return {
    move(module) {
      for (let k = through.start[module]!; k < through.start[module + 1]!; k++) stale.add(through.from[k]!);
    },
    value() {
      settle();
      return { mean: length > 0 ? sum / length : 0, distributed: length > 0 ? spreadCount / length : 0, each };
    },
  };
}

/** Which functionalities read and write each table. */
function accessors({ length, accessStart, accessTable, accessWrites }: FunctionalityColumns): { readers: Bits[]; writers: Bits[] } {
  const tables = accessTable.reduce((most, table) => Math.max(most, table), -1) + 1;
  const readers = Array.from({ length: tables }, () => bitSet(length));
  const writers = Array.from({ length: tables }, () => bitSet(length));
  for (let f = 0; f < length; f++) {
    for (let k = accessStart[f]!; k < accessStart[f + 1]!; k++) setBit((accessWrites[k] === 1 ? writers : readers)[accessTable[k]!]!, f);
  }
  return { readers, writers };
}
