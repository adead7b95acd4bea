/** What changed between two analyses. Pure; lines are looked up in graphs where there are any. */
import { createFindSites, type FindSites } from "../explain/findSites.ts";
import type { ComparedAnalysis, ComparedCrossing, ComparedService, ComparedSide, Difference, MovedModule } from "../model/difference.ts";
import type { SymbolGraph } from "../model/graph.ts";
import { findRenames } from "./findRenames.ts";
import { matchServices } from "./matchServices.ts";

export interface Side {
  label: string;
  commit: string | null;
  /** `ficus.boundaries.json` decided the membership. */
  boundaries: boolean;
  analysis: ComparedAnalysis;
  /** Absent for a saved analysis. */
  graph?: SymbolGraph | undefined;
}

const mostSites = 5;

export function compareAnalyses(before: Side, after: Side): Difference {
  const renames = before.graph !== undefined && after.graph !== undefined ? findRenames(before.graph, after.graph) : new Map<string, string>();
  const nowCalled = (path: string): string => renames.get(path) ?? path;
  const services = matchServices(
    before.analysis.services.map((service) => ({ ...service, modules: service.modules.map(nowCalled) })),
    after.analysis.services,
  );
  const [was, is] = [index(before, nowCalled), index(after, (path) => path)];
  return {
    schemaVersion: 1,
    root: after.analysis.root,
    before: describeSide(before),
    after: describeSide(after),
    services,
    modules: compareModules(before.analysis, after.analysis, services, renames),
    // Services are called as they are on the side that a crossing is of.
    crossings: { new: crossingsOnlyIn(is, was), gone: crossingsOnlyIn(was, is) },
    metrics: { before: before.analysis.metrics, after: after.analysis.metrics },
  };
}

function describeSide({ label, commit, boundaries, analysis }: Side): ComparedSide {
  return { label, commit, boundaries, modules: analysis.modules.length, services: analysis.services.length };
}

function compareModules(
  before: ComparedAnalysis,
  after: ComparedAnalysis,
  services: readonly ComparedService[],
  renames: ReadonlyMap<string, string>,
): Difference["modules"] {
  const was = new Map(before.modules.map((module) => [renames.get(module.path) ?? module.path, module]));
  const is = new Set(after.modules.map(({ path }) => path));
  const became = new Map(services.flatMap((service) => (service.before === null ? [] : [[service.before, service.after] as const])));
  const moved = after.modules.flatMap(({ path, service, role }): MovedModule[] => {
    const old = was.get(path);
    if (old === undefined) return [];
    // What was in a service that is gone has moved wherever it is now.
    const isWhereItWas = old.service === null ? service === null : service !== null && became.get(old.service) === service;
    return isWhereItWas && old.role === role ? [] : [{ path, from: old.service, to: service, roleBefore: old.role, roleAfter: role }];
  });
  const brief = ({ path, service }: ComparedAnalysis["modules"][number]) => ({ path, service });
  return {
    added: after.modules.filter(({ path }) => !was.has(path)).map(brief),
    removed: before.modules.filter(({ path }) => !is.has(path) && !renames.has(path)).map(brief),
    renamed: [...renames].map(([from, to]) => ({ from, to })).sort((a, b) => compare(a.to, b.to)),
    moved,
  };
}

type Dependency = ComparedAnalysis["dependencies"][number];

interface Indexed {
  serviceOf: Map<string, string | null>;
  /** By the two paths as they are called now. */
  byPair: Map<string, Dependency>;
  moduleAt: Map<string, number>;
  findSites: FindSites;
}

function index({ analysis, graph }: Side, nowCalled: (path: string) => string): Indexed {
  return {
    serviceOf: new Map(analysis.modules.map(({ path, service }) => [path, service])),
    // A path holds no such character.
    byPair: new Map(analysis.dependencies.map((dependency) => [`${nowCalled(dependency.from)}\0${nowCalled(dependency.to)}`, dependency])),
    moduleAt: new Map(graph?.modules.map(({ path }, module) => [path, module])),
    findSites: graph === undefined ? () => [] : createFindSites(graph),
  };
}

function crossingsOnlyIn(side: Indexed, other: Indexed): ComparedCrossing[] {
  const found: ComparedCrossing[] = [];
  for (const [pair, dependency] of side.byPair) {
    const ends = crossing(side, dependency);
    if (ends === undefined) continue;
    const counterpart = other.byPair.get(pair);
    if (counterpart !== undefined && crossing(other, counterpart) !== undefined) continue;
    const { from, to, kinds } = dependency;
    const sites = sitesOf(side, from, to);
    found.push({
      from,
      to,
      fromService: ends.from,
      toService: ends.to,
      kinds,
      because: counterpart === undefined ? "dependency" : "membership",
      sites: sites.slice(0, mostSites),
      references: sites.length,
    });
  }
  return found.sort(
    (a, b) => compare(a.fromService, b.fromService) || compare(a.toService, b.toService) || compare(a.from, b.from) || compare(a.to, b.to),
  );
}

function crossing({ serviceOf }: Indexed, { from, to }: Dependency): { from: string; to: string } | undefined {
  const [a, b] = [serviceOf.get(from), serviceOf.get(to)];
  return a && b && a !== b ? { from: a, to: b } : undefined;
}

function sitesOf({ findSites, moduleAt }: Indexed, from: string, to: string): ComparedCrossing["sites"] {
  const [a, b] = [moduleAt.get(from), moduleAt.get(to)];
  return a === undefined || b === undefined ? [] : findSites(a, b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
