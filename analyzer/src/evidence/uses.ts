import type { ImportKind } from "../model/facts.ts";
import { groupRows } from "./groupRows.ts";
import { dependencyKinds, referenceKinds, type DependencyKind, type FileEdge, type ReferenceKind, type SymbolGraph } from "../model/graph.ts";

/**
 * Which modules use which, and how: one row for each ordered pair of modules, the rows of a module together and ascending in `to`. All
 * columns are integers: sums of them do not depend on the order in which modules are given.
 */
export interface Uses {
  readonly size: number;
  readonly start: Int32Array;
  readonly to: Int32Array;
  /** References; a pair that is joined by an import alone (for its side effects, to re-export it) counts as one. */
  readonly count: Int32Array;
  /** Sum of the strengths of the references, in tenths. */
  readonly strength: Int32Array;
  /** Calls and constructions. */
  readonly calls: Int32Array;
  /** One bit for each of `dependencyKinds`, at its position. */
  readonly kinds: Int32Array;
}

/**
 * How much one use binds, in tenths. A call couples behaviour, inheritance nearly as much, a value less; a type costs a service little,
 * because it can be shared without a call over the wire.
 */
const strengths = {
  call: 10,
  new: 10,
  extends: 8,
  implements: 8,
  decorator: 5,
  value: 5,
  property: 5,
  jsx: 5,
  type: 1,
  import: 0,
} as const satisfies Record<ReferenceKind, number>;
const strengthOfImport = 1;

const strengthOf = Uint8Array.from(referenceKinds, (kind) => strengths[kind]);
const isUse = Uint8Array.from(referenceKinds, (kind) => (kind === "import" ? 0 : 1));
/** Marks a pair that is known by the name in an import, which may lead there through barrels: no file edge need join the two. */
const named = 1 << 30;
const bitOfReference = Int32Array.from(referenceKinds, (kind) => (kind === "import" ? named : 1 << dependencyKinds.indexOf(kind)));
const isCall = Uint8Array.from(referenceKinds, (kind) => (kind === "call" || kind === "new" ? 1 : 0));

const kindOfImport = {
  import: "import",
  "side-effect": "side-effect",
  "re-export": "re-export",
  dynamic: "dynamic",
  require: "require",
  "create-require": "require",
  "import-equals": "require",
  "import-type": "type-only",
  "reference-path": "reference",
  "reference-types": "reference",
  jsdoc: "jsdoc",
  mock: "mock",
  augmentation: "type-only",
} as const satisfies Record<ImportKind, DependencyKind>;

function bitOf(kind: DependencyKind): number {
  return 1 << dependencyKinds.indexOf(kind);
}
// Looked up for every edge of a large graph.
const bitOfImport = new Map(Object.entries(kindOfImport).map(([written, kind]) => [written, bitOf(kind)]));
const importedForValues = bitOf("import") | bitOf("require");

function bitOfEdge(edge: FileEdge): number {
  const bit = bitOfImport.get(edge.kind)!;
  return edge.typeOnly && (bit & importedForValues) !== 0 ? bitOf("type-only") : bit;
}

const typeLevel: ReadonlySet<DependencyKind> = new Set(["import", "type-only", "mock", "jsdoc", "reference", "implements", "type"]);
const runtimeBits = dependencyKinds.reduce((bits, kind, bit) => (typeLevel.has(kind) ? bits : bits | (1 << bit)), 0);

/** The pair's dependency exists when the program runs: an import of which only types are used does not. */
export function isRuntimeUse(uses: Uses, row: number): boolean {
  return (uses.kinds[row]! & runtimeBits) !== 0;
}

export function kindsOf(bits: number): DependencyKind[] {
  return dependencyKinds.filter((_, bit) => (bits >> bit) & 1);
}

/** `order`: the modules of `graph` in the order that the rows shall have. */
export function countUses(graph: SymbolGraph, order: Int32Array): Uses {
  const size = order.length;
  const rank = new Int32Array(size);
  for (let i = 0; i < size; i++) rank[order[i]!] = i;

  const { references, edges } = graph;
  const byModule = groupRows(references.from, references.length, size);
  const edgeFrom = new Int32Array(edges.length);
  for (let e = 0; e < edges.length; e++) edgeFrom[e] = edges[e]!.from;
  const edgesByModule = groupRows(edgeFrom, edges.length, size);

  const capacity = references.length + edges.length;
  const to = new Int32Array(capacity);
  const count = new Int32Array(capacity);
  const strength = new Int32Array(capacity);
  const calls = new Int32Array(capacity);
  const kinds = new Int32Array(capacity);
  const start = new Int32Array(size + 1);

  // Per target of the current module, cleared through `targets` after each.
  const sum = { count: new Int32Array(size), strength: new Int32Array(size), calls: new Int32Array(size), kinds: new Int32Array(size) };
  const targets = new Int32Array(size);
  let length = 0;
  for (let i = 0; i < size; i++) {
    const module = order[i]!;
    let found = 0;
    for (let k = byModule.start[module]!; k < byModule.start[module + 1]!; k++) {
      const row = byModule.rows[k]!;
      const target = references.to[row]!;
      if (target < 0 || target === module) continue;
      const j = rank[target]!;
      const kind = references.kind[row]!;
      if (sum.kinds[j] === 0) targets[found++] = j;
      sum.count[j]! += isUse[kind]!;
      sum.strength[j]! += strengthOf[kind]!;
      sum.calls[j]! += isCall[kind]!;
      sum.kinds[j]! |= bitOfReference[kind]!;
    }
    for (let k = edgesByModule.start[module]!; k < edgesByModule.start[module + 1]!; k++) {
      const edge = edges[edgesByModule.rows[k]!]!;
      if (edge.to < 0 || edge.to === module) continue;
      const j = rank[edge.to]!;
      if (sum.kinds[j] === 0) targets[found++] = j;
      sum.kinds[j]! |= bitOfEdge(edge);
    }
    const row = targets.subarray(0, found).sort();
    for (let k = 0; k < found; k++) {
      const j = row[k]!;
      to[length] = j;
      count[length] = sum.count[j]! || 1;
      strength[length] = sum.strength[j]! || strengthOfImport;
      calls[length] = sum.calls[j]!;
      kinds[length++] = sum.kinds[j] === named ? 1 << dependencyKinds.indexOf("import") : sum.kinds[j]! & ~named;
      sum.count[j] = sum.strength[j] = sum.calls[j] = sum.kinds[j] = 0;
    }
    start[i + 1] = length;
  }
  return {
    size,
    start,
    to: to.slice(0, length),
    count: count.slice(0, length),
    strength: strength.slice(0, length),
    calls: calls.slice(0, length),
    kinds: kinds.slice(0, length),
  };
}
