/**
 * The symbol graph: facts joined across files. Modules are numbered by their position in the sorted list of paths; a symbol is a module and
 * the index of a declaration in its facts (-1: the module's top level).
 */
import type { AccessFact, EventFact, FileFacts, ImportKind, JobFact, RouteFact } from "./facts.ts";

/** `import`: the name in an import or re-export, followed through barrels to its declaration; by itself it is no use of the symbol. */
export const referenceKinds = ["call", "new", "extends", "implements", "decorator", "type", "value", "property", "jsx", "import"] as const;
export type ReferenceKind = (typeof referenceKinds)[number];

/** What joins two modules, in the order of reports. */
export const dependencyKinds = [
  "import",
  "side-effect",
  "re-export",
  "dynamic",
  "require",
  "type-only",
  "mock",
  "jsdoc",
  "reference",
  "call",
  "new",
  "extends",
  "implements",
  "decorator",
  "type",
  "value",
  "property",
  "jsx",
] as const;
export type DependencyKind = (typeof dependencyKinds)[number];

export const edgeNotes = ["case-mismatch", "guess"] as const;

/** `to`: module index, or -1 when the target is external (`external` names the package) or unresolved. */
export interface FileEdge {
  from: number;
  to: number;
  kind: ImportKind;
  typeOnly: boolean;
  specifier: string;
  /** Package name, or `node:…` for a built-in; undefined when resolved inside the project or not at all. */
  external?: string;
  /** `case-mismatch`: found only when case is ignored; `guess`: no configuration says so, but one reading leads to a file. */
  note?: (typeof edgeNotes)[number];
  line: number;
  column: number;
}

/**
 * Symbol references, one row each, sorted by module, line, column: columns of equal length instead of objects, because a large monolith has half a
 * million of them. `kind` indexes `referenceKinds`.
 */
export interface ReferenceTable {
  readonly length: number;
  from: Int32Array;
  owner: Int32Array;
  to: Int32Array;
  symbol: Int32Array;
  kind: Uint8Array;
  line: Int32Array;
  column: Int32Array;
}

export interface Module {
  /** POSIX, relative to the root. */
  path: string;
  facts: FileFacts;
}

export interface Table {
  name: string;
  /** Module that declares the entity, -1 when the table is only named in SQL or a query builder. */
  owner: number;
  entity: string | null;
}

export interface TableAccess {
  module: number;
  table: number;
  access: AccessFact["access"];
  owner: number;
  line: number;
  column: number;
}

export interface SymbolGraph {
  modules: Module[];
  edges: FileEdge[];
  references: ReferenceTable;
  tables: Table[];
  accesses: TableAccess[];
  routes: (RouteFact & { module: number; target: number; symbol: number })[];
  events: (EventFact & { module: number })[];
  jobs: (JobFact & { module: number })[];
}
