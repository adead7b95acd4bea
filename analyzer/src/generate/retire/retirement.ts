/** What retiring a service answers with: every file as it was and as it becomes, and what people must know of it. */

export interface RetirementInput {
  service: string;
  /** The service's modules, below the monolith's root. */
  owned: ReadonlySet<string>;
  /** Folder of the service's package, and of what stands for it in the monolith. */
  package: string;
  isTest: (path: string) => boolean;
  /** Folder of the monolith's sources, which moved modules leave behind; "" for the root. */
  sources: string;
}

export interface ChangedFile {
  path: string;
  /** Where it is afterwards; undefined when it is removed. */
  to: string | undefined;
  before: string;
  after: string;
}

export interface Reason {
  module: string;
  line: number;
  why: string;
}

export interface KeptModule {
  module: string;
  /** The first that needs it, of each module. */
  neededBy: Reason[];
}

export interface Retirement {
  service: string;
  /** Sorted by path; only what changes. */
  files: ChangedFile[];
  moved: { from: string; to: string }[];
  /** Modules of the service that the monolith cannot do without. */
  kept: KeptModule[];
  /** Modules that nobody imports any more. */
  removed: string[];
  /** Modules of the monolith that only the service uses now: they may follow it, one by one. */
  alone: string[];
  /** Tests of the monolith that import what has moved. */
  tests: string[];
  notes: Reason[];
}
