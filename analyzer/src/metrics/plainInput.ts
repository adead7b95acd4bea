import type { MetricsInput } from "./input.ts";

type Column = Int32Array | Uint8Array;
type Plain<T> = T extends Column ? number[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;

/** The same with lists instead of columns: for JSON, as in a page that is one file. Messages between threads and frames take columns as they are. */
export type PlainInput = Plain<MetricsInput>;

export function plainInput(input: MetricsInput): PlainInput {
  const { modules, domain, uses, affinity, symbols, accesses, functionalities, coChanges } = input;
  return {
    modules,
    domain: [...domain],
    uses: {
      start: [...uses.start],
      to: [...uses.to],
      calls: [...uses.calls],
      loopCalls: [...uses.loopCalls],
      strength: [...uses.strength],
      runtime: [...uses.runtime],
    },
    affinity: { start: [...affinity.start], to: [...affinity.to], weight: [...affinity.weight] },
    symbols: { module: [...symbols.module], start: [...symbols.start], user: [...symbols.user] },
    accesses: {
      tables: accesses.tables,
      start: [...accesses.start],
      table: [...accesses.table],
      reads: [...accesses.reads],
      writes: [...accesses.writes],
    },
    functionalities: {
      length: functionalities.length,
      accessStart: [...functionalities.accessStart],
      accessModule: [...functionalities.accessModule],
      accessTable: [...functionalities.accessTable],
      accessWrites: [...functionalities.accessWrites],
    },
    coChanges: coChanges && { a: [...coChanges.a], b: [...coChanges.b], count: [...coChanges.count] },
  };
}

export function inputOf({ modules, domain, uses, affinity, symbols, accesses, functionalities, coChanges }: PlainInput): MetricsInput {
  const int = (list: readonly number[]): Int32Array => Int32Array.from(list);
  const byte = (list: readonly number[]): Uint8Array => Uint8Array.from(list);
  return {
    modules,
    domain: byte(domain),
    uses: {
      start: int(uses.start),
      to: int(uses.to),
      calls: int(uses.calls),
      loopCalls: int(uses.loopCalls),
      strength: int(uses.strength),
      runtime: byte(uses.runtime),
    },
    affinity: { start: int(affinity.start), to: int(affinity.to), weight: int(affinity.weight) },
    symbols: { module: int(symbols.module), start: int(symbols.start), user: int(symbols.user) },
    accesses: {
      tables: accesses.tables,
      start: int(accesses.start),
      table: int(accesses.table),
      reads: int(accesses.reads),
      writes: int(accesses.writes),
    },
    functionalities: {
      length: functionalities.length,
      accessStart: int(functionalities.accessStart),
      accessModule: int(functionalities.accessModule),
      accessTable: int(functionalities.accessTable),
      accessWrites: byte(functionalities.accessWrites),
    },
    // JSON leaves out what is undefined.
    coChanges: coChanges && { a: int(coChanges.a), b: int(coChanges.b), count: int(coChanges.count) },
  };
}
