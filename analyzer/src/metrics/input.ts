/**
 * What metrics are computed from: the symbol graph folded into columns of integers, made once (`metricsInput.ts`) and small enough to be sent to a page. Modules are
 * numbers; what a module is called, and everything else that only people need, is left out. Only integers, so that sums are the same in whatever order they are made:
 * metrics after a hundred moves equal those of the same membership computed from scratch, to the last bit.
 *
 * Ragged columns are compressed sparse rows: the entries of row `i` stand at `start[i]` to `start[i + 1]`.
 */
export interface MetricsInput {
  readonly modules: number;
  /** 1 for modules that should have a service, 0 for the shared, the platform, tests and what else stays apart. */
  readonly domain: Uint8Array;
  readonly uses: UseColumns;
  /** How much pairs of modules belong together, by all evidence: each pair in both its rows, in units of `affinityUnit`. */
  readonly affinity: AffinityColumns;
  readonly symbols: SymbolColumns;
  readonly accesses: AccessColumns;
  readonly functionalities: FunctionalityColumns;
  /** Absent without enough history. */
  readonly coChanges: CoChangeColumns | undefined;
}

/** One row for each module, one entry for each module that it uses. */
export interface UseColumns {
  readonly start: Int32Array;
  readonly to: Int32Array;
  /** Calls and constructions. */
  readonly calls: Int32Array;
  /** Of these, those that stand in a loop. */
  readonly loopCalls: Int32Array;
  /** Sum of the strengths of all references, in tenths: a call binds more than a type. */
  readonly strength: Int32Array;
  /** 1 where the use exists when the program runs. */
  readonly runtime: Uint8Array;
}

export interface AffinityColumns {
  readonly start: Int32Array;
  readonly to: Int32Array;
  readonly weight: Int32Array;
}

/** One row for each symbol that another module uses when the program runs. */
export interface SymbolColumns {
  /** Module that declares it. */
  readonly module: Int32Array;
  readonly start: Int32Array;
  /** Modules that use it, each once. */
  readonly user: Int32Array;
}

/** One row for each module, one entry for each table that it reads or writes. */
export interface AccessColumns {
  readonly tables: number;
  readonly start: Int32Array;
  readonly table: Int32Array;
  /** Places in the code that read or write. */
  readonly reads: Int32Array;
  readonly writes: Int32Array;
}

/** One row for each functionality: a route, a job, a consumer, with the accesses that it reaches, each module, table and way once. */
export interface FunctionalityColumns {
  readonly length: number;
  readonly accessStart: Int32Array;
  readonly accessModule: Int32Array;
  readonly accessTable: Int32Array;
  /** 1: writes, 0: reads. */
  readonly accessWrites: Uint8Array;
}

/** Pairs of modules that were changed together, each once. */
export interface CoChangeColumns {
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** How much of their changes they had together, in units of `affinityUnit`. */
  readonly count: Int32Array;
}

/** Weights of evidence as integers: finer than any channel can tell. */
export const affinityUnit = 2 ** -20;
