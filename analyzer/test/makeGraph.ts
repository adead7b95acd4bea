/** Symbol graphs for tests, from a terse description of a small shop. */
import type { FileFacts, ImportKind } from "../src/model/facts.ts";
import { referenceKinds, type FileEdge, type Module, type ReferenceKind, type SymbolGraph } from "../src/model/graph.ts";
import { Op } from "../src/model/terms.ts";

/** What a module uses: paths of the shop, `path *3` for three times. */
type Targets = readonly string[];

export interface ModuleSketch extends Partial<Record<ReferenceKind, Targets>> {
  /** File edges without a reference to what they bring in. */
  edges?: Partial<Record<ImportKind, Targets>>;
  /** Packages that it imports. */
  packages?: readonly string[];
  /** Packages of which it imports types alone. */
  typePackages?: readonly string[];
  /** Names that it exports; each a declaration, of `declares` if given there. */
  exports?: readonly string[];
  declares?: FileFacts["declarations"][number]["kind"];
  /** Passes on what these export: `export * from`. */
  passesOn?: Targets;
  /** Table of the entity that it declares. */
  entity?: string;
  reads?: readonly string[];
  writes?: readonly string[];
  /** `POST /orders` */
  routes?: readonly string[];
  state?: boolean;
  generated?: boolean;
  jobs?: boolean;
  /** Global functions that it calls, as a test does. */
  globals?: readonly string[];
  lines?: number;
}

export type ShopSketch = Readonly<Record<string, ModuleSketch>>;

const position = { line: 1, column: 1 };

export function makeGraph(shop: ShopSketch): SymbolGraph {
  const paths = Object.keys(shop).sort();
  const at = new Map(paths.map((path, module) => [path, module]));
  const find = (path: string): number => {
    const module = at.get(path);
    if (module === undefined) throw new Error(`the shop has no module ${path}`);
    return module;
  };
  const modules = paths.map((path): Module => ({ path, facts: makeFacts(shop[path]!) }));
  const tableNames = [
    ...new Set(
      Object.values(shop).flatMap(({ entity, reads = [], writes = [] }) => [...(entity === undefined ? [] : [entity]), ...reads, ...writes]),
    ),
  ].sort();
  const graph: SymbolGraph = {
    modules,
    edges: paths.flatMap((path, from) => edgesOf(shop[path]!, from, find)),
    references: referenceTable(paths.flatMap((path, from) => referencesOf(shop[path]!, from, find))),
    tables: tableNames.map((name) => {
      const owner = paths.findIndex((path) => shop[path]!.entity === name);
      return { name, owner, entity: owner < 0 ? null : name };
    }),
    accesses: [],
    routes: [],
    events: [],
    jobs: [],
  };
  for (const [module, path] of paths.entries()) {
    const { reads = [], writes = [], routes = [], jobs } = shop[path]!;
    for (const table of reads) graph.accesses.push({ module, table: tableNames.indexOf(table), access: "read", owner: -1, ...position });
    for (const table of writes) graph.accesses.push({ module, table: tableNames.indexOf(table), access: "write", owner: -1, ...position });
    for (const route of routes) {
      const [method = "", where = ""] = route.split(" ");
      graph.routes.push({
        framework: "express",
        method,
        path: where,
        handler: "<inline>",
        term: 0,
        owner: -1,
        ...position,
        module,
        target: module,
        symbol: -1,
      });
    }
    if (jobs) graph.jobs.push({ kind: "cron", schedule: "0 3 * * *", owner: -1, ...position, module });
  }
  return graph;
}

export function makeFacts(sketch: ModuleSketch): FileFacts {
  const { exports = [], declares = "function", passesOn = [], entity, generated = false, globals = [], state = false, lines = 10 } = sketch;
  return {
    lines,
    isModule: true,
    generated,
    strings: [...globals],
    uses: new Int32Array(globals.length).fill(1),
    // Term 0 is unknown; then each global's term.
    terms: Int32Array.from([Op.unknown, ...globals.flatMap((_, string) => [Op.global, string])]),
    references: Int32Array.from(globals.flatMap((_, string) => [referenceKinds.indexOf("call"), 1 + 2 * string, -1, 1, 1])),
    loops: new Int32Array(0),
    imports: [],
    bindings: [],
    exports: [
      ...exports.map((name, declaration) => ({ kind: "local" as const, name, declaration, term: 0, typeOnly: false, ...position })),
      ...passesOn.map((_, index) => ({ kind: "all" as const, import: index, typeOnly: false, ...position })),
    ],
    declarations: exports.map((name) => ({ name, kind: declares, exported: true, parent: -1, ...position, endLine: lines, term: 0 })),
    typeParameters: [],
    globals: [],
    augmentations: [],
    injections: [],
    routes: [],
    entities: entity === undefined ? [] : [{ orm: "typeorm", name: entity, table: entity, declaration: 0, relations: [], ...position }],
    accesses: [],
    transactions: [],
    state: state ? [{ name: "cache", declaration: -1, mutations: [position], ...position }] : [],
    events: [],
    jobs: [],
    problems: [],
  };
}

function edgesOf(
  { edges = {}, packages = [], typePackages = [], passesOn = [], ...uses }: ModuleSketch,
  from: number,
  find: (path: string) => number,
): FileEdge[] {
  const edge = (kind: ImportKind, to: number, specifier: string, typeOnly = false): FileEdge => ({
    from,
    to,
    kind,
    typeOnly,
    specifier,
    ...position,
  });
  const used = new Set(referenceKinds.flatMap((kind) => (uses[kind] ?? []).map((target) => parseTarget(target).path)));
  return [
    ...[...used].map((path) => edge("import", find(path), path)),
    // The keys of `edges` are import kinds by its type.
    ...Object.entries(edges).flatMap(([kind, targets]) => (targets ?? []).map((path) => edge(kind as ImportKind, find(path), path))),
    ...passesOn.map((path) => edge("re-export", find(path), path)),
    ...packages.map((name) => ({ ...edge("import", -1, name), external: name })),
    ...typePackages.map((name) => ({ ...edge("import", -1, name, true), external: name })),
  ];
}

type Row = [from: number, to: number, kind: number];

function referencesOf(sketch: ModuleSketch, from: number, find: (path: string) => number): Row[] {
  return referenceKinds.flatMap((kind, number) =>
    (sketch[kind] ?? []).flatMap((target) => {
      const { path, times } = parseTarget(target);
      return Array.from({ length: times }, (): Row => [from, find(path), number]);
    }),
  );
}

function parseTarget(target: string): { path: string; times: number } {
  const [path = "", times = "1"] = target.split(" *");
  return { path, times: Number(times) };
}

export function referenceTable(rows: readonly Row[]): SymbolGraph["references"] {
  const column = (k: 0 | 1 | 2) => Int32Array.from(rows, (row) => row[k]);
  return {
    length: rows.length,
    from: column(0),
    owner: new Int32Array(rows.length).fill(-1),
    to: column(1),
    symbol: new Int32Array(rows.length).fill(-1),
    kind: Uint8Array.from(rows, (row) => row[2]),
    line: Int32Array.from(rows, (_, row) => row + 1),
    column: new Int32Array(rows.length).fill(1),
  };
}

/** The same graph with its modules in another order. */
export function reorder(graph: SymbolGraph, order: readonly number[]): SymbolGraph {
  const place = new Map(order.map((module, position) => [module, position]));
  const moved = (module: number): number => (module < 0 ? module : place.get(module)!);
  const { references } = graph;
  return {
    ...graph,
    modules: order.map((module) => graph.modules[module]!),
    edges: graph.edges.map((edge) => ({ ...edge, from: moved(edge.from), to: moved(edge.to) })),
    references: { ...references, from: references.from.map(moved), to: references.to.map(moved) },
    tables: graph.tables.map((table) => ({ ...table, owner: moved(table.owner) })),
    accesses: graph.accesses.map((access) => ({ ...access, module: moved(access.module) })),
    routes: graph.routes.map((route) => ({ ...route, module: moved(route.module), target: moved(route.target) })),
    events: graph.events.map((event) => ({ ...event, module: moved(event.module) })),
    jobs: graph.jobs.map((job) => ({ ...job, module: moved(job.module) })),
  };
}

/** The same graph with other paths, its modules sorted by them as always. */
export function rename(graph: SymbolGraph, newPath: (path: string) => string): SymbolGraph {
  const renamed = {
    ...graph,
    modules: graph.modules.map(({ path, facts }) => ({ path: newPath(path), facts })),
    edges: graph.edges.map((edge) => (edge.to < 0 ? edge : { ...edge, specifier: newPath(edge.specifier) })),
  };
  const order = [...renamed.modules.keys()].sort((a, b) => (renamed.modules[a]!.path < renamed.modules[b]!.path ? -1 : 1));
  return reorder(renamed, order);
}
