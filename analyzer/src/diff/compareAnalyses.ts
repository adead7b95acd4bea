/** What changed between two analyses. Pure; lines are looked up in graphs where there are any. */
import { createFindSites, type FindSites } from "../explain/findSites.ts";
import type { ComparedAnalysis, ComparedCrossing, ComparedService, ComparedSide, Difference, MovedModule } from "../model/difference.ts";
import type { SymbolGraph } from "../model/graph.ts";
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
  const services = matchServices(before.analysis.services, after.analysis.services);
  return {
    schemaVersion: 1,
    root: after.analysis.root,
    before: describeSide(before),
    after: describeSide(after),
    services,
    modules: compareModules(before.analysis, after.analysis, services),
    crossings: compareCrossings(before, after),
    metrics: { before: before.analysis.metrics, after: after.analysis.metrics },
  };
}

function describeSide({ label, commit, boundaries, analysis }: Side): ComparedSide {
  return { label, commit, boundaries, modules: analysis.modules.length, services: analysis.services.length };
}

function compareModules(before: ComparedAnalysis, after: ComparedAnalysis, services: readonly ComparedService[]): Difference["modules"] {
  const was = new Map(before.modules.map((module) => [module.path, module]));
  const is = new Map(after.modules.map((module) => [module.path, module]));
  const became = new Map(services.flatMap((service) => (service.before === null ? [] : [[service.before, service.after] as const])));
  const moved = after.modules.flatMap(({ path, service, role }): MovedModule[] => {
    const old = was.get(path);
    if (old === undefined) return [];
    const expected = old.service === null ? null : (became.get(old.service) ?? undefined);
    if (expected === service && old.role === role) return [];
    return [{ path, from: old.service, to: service, roleBefore: old.role, roleAfter: role }];
  });
  const brief = ({ path, service }: ComparedAnalysis["modules"][number]) => ({ path, service });
  return {
    added: after.modules.filter(({ path }) => !was.has(path)).map(brief),
    removed: before.modules.filter(({ path }) => !is.has(path)).map(brief),
    moved,
  };
}

type Dependency = ComparedAnalysis["dependencies"][number];

interface Indexed {
  serviceOf: Map<string, string | null>;
  byPair: Map<string, Dependency>;
  moduleAt: Map<string, number>;
  findSites: FindSites;
}

function index({ analysis, graph }: Side): Indexed {
  return {
    serviceOf: new Map(analysis.modules.map(({ path, service }) => [path, service])),
    byPair: new Map(analysis.dependencies.map((dependency) => [pairOf(dependency), dependency])),
    moduleAt: new Map(graph?.modules.map(({ path }, module) => [path, module])),
    findSites: graph === undefined ? () => [] : createFindSites(graph),
  };
}

/** A path holds no such character. */
const pairOf = ({ from, to }: Dependency): string => `${from}\0${to}`;

function compareCrossings(before: Side, after: Side): Difference["crossings"] {
  const [was, is] = [index(before), index(after)];
  return { new: crossingsOnlyIn(is, was), gone: crossingsOnlyIn(was, is) };
}

/** Services are called as they are on the side that a crossing is of. */
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
