/** The symbol graph in, a proposal of services out. Pure: the same graph and options give the same bytes, whatever the order of the modules. */
import type { Alternative, Analysis, AnalyzedModule, AnalyzedService, AnalyzedTable, Role, Suggestion } from "./model/analysis.ts";
import type { Boundaries } from "./model/boundaries.ts";
import type { Config } from "./model/config.ts";
import type { SymbolGraph } from "./model/graph.ts";
import type { Warning } from "./model/warning.ts";
import { constraintsOf, type BoundaryConstraints } from "./boundaries/constraints.ts";
import { keepConstraints } from "./boundaries/keepConstraints.ts";
import { toldRoles } from "./boundaries/toldRoles.ts";
import { FicusError } from "./errors.ts";
import { listDependencies, orderOfPaths } from "./evidence/dependencies.ts";
import type { EvidenceInput } from "./evidence/channel.ts";
import type { ChannelPairs, Fused } from "./evidence/fuse.ts";
import { gatherEvidence, type TellWeights } from "./evidence/gather.ts";
import { strengthsAmong } from "./evidence/structural.ts";
import { countUses, type Uses } from "./evidence/uses.ts";
import { foldPlural } from "./evidence/vocabulary.ts";
import { undirected } from "./evidence/weightedPairs.ts";
import { findDegenerate } from "./metrics/degenerate.ts";
import type { MetricsInput } from "./metrics/input.ts";
import { makeMetricsInput } from "./metrics/metricsInput.ts";
import { createScore, type Metrics, type ServiceScore } from "./metrics/score.ts";
import { listAlternatives, type Alternative as AlternativeDivision } from "./partition/alternatives.ts";
import { attachLoose } from "./partition/attach.ts";
import { partition, splitUpTo } from "./partition/communities.ts";
import { divide } from "./partition/divide.ts";
import { nameByFolders } from "./partition/featureFolders.ts";
import { countRole, warnOfLayers } from "./partition/findings.ts";
import { commonFolder, nameServices, type ServiceName } from "./partition/naming.ts";
import { orderModules } from "./partition/order.ts";
import { placeModules, type Placement } from "./partition/placement.ts";
import { redact, type Blind } from "./partition/redact.ts";
import { judgeRoles } from "./partition/roles.ts";
import { suggestSplits } from "./partition/suggestSplits.ts";
import { ownTables } from "./partition/tables.ts";
import { collectTerms, type Terms } from "./partition/terms.ts";

export interface AnalyzeOptions {
  /** Name of the analysed folder. */
  root: string;
  /** How many services to propose; found from the structure when not given. */
  services?: number | undefined;
  seed?: number | undefined;
  blind?: Blind | undefined;
  /** What the people of the project say of it. Of paths it says nothing when these are withheld. */
  config?: Config | undefined;
  /** How much each kind of evidence says; those that are not named keep their weight, 0 is off. */
  weights?: TellWeights | undefined;
  /** Evidence from outside of the code: history, ownership, runtime. Rows in the order of `orderModules`. */
  beside?: ((order: Int32Array, members: Uint8Array) => ChannelPairs) | undefined;
  /** What people decided: pins, links and locks are kept to; the rest is theirs to compare. */
  boundaries?: Boundaries | undefined;
  /** Found by earlier stages. */
  warnings?: readonly Warning[] | undefined;
}

const defaultSeed = 1;
const leastSize = 3;
/** Areas for judging roles need not be good, only many enough to tell what serves several of them. */
const areas = { resolution: 1.5, leastSize, leastCohesion: 0.4 };

/** The result and what it was concluded from, for whoever explains it or asks what would be otherwise. */
export interface Examination {
  readonly analysis: Analysis;
  /** Modules of the graph in the order of the rows of everything below. */
  readonly order: Int32Array;
  /** What the evidence was gathered from. */
  readonly input: EvidenceInput;
  /** How much pairs of modules belong together: each channel, and all of them. */
  readonly evidence: Fused;
  readonly metricsInput: MetricsInput;
  /** Service of each row, -1 for none; `ids` names them. */
  readonly service: Int32Array;
  readonly ids: readonly string[];
}

/** @throws FicusError `too-many-services` when more services are asked for than there are domain modules */
export function analyzeGraph(graph: SymbolGraph, options: AnalyzeOptions): Analysis {
  return examineGraph(graph, options).analysis;
}

/** As `analyzeGraph`, with what the result was concluded from. */
export function examineGraph(graph: SymbolGraph, options: AnalyzeOptions): Examination {
  const seed = options.seed ?? defaultSeed;
  const visible = redact(graph, options.blind);
  const order = orderModules(graph, visible, options.blind);
  const uses = countUses(visible, order);
  const findAreas = (members: Uint8Array): Int32Array => partition(undirected(strengthsAmong(uses, members)), members, { seed, ...areas });
  const truePaths = Array.from(order, (module) => graph.modules[module]!.path);
  // What people said of paths says nothing where there are none.
  const { boundaries, config }: Pick<AnalyzeOptions, "boundaries" | "config"> = options.blind === undefined ? options : {};
  const constraints = boundaries === undefined ? undefined : constraintsOf(boundaries, truePaths);
  const told = toldRoles(config ?? {}, truePaths, constraints);
  const roles = judgeRoles(visible, order, uses, findAreas, told);
  const members = Uint8Array.from(roles, (role) => (role === "domain" ? 1 : 0));
  const domainModules = countRole(roles, "domain");
  checkCount(options.services, domainModules);

  const layerWords = new Set((config?.layerWords ?? []).map((word) => foldPlural(word.toLowerCase())));
  const outside = options.beside?.(order, members);
  const input = { graph: visible, order, uses, members, layerWords };
  const evidence = gatherEvidence(input, { ...options.config?.weights, ...options.weights }, outside);
  const { pairs } = evidence.fused;
  const terms = collectTerms(visible, order, members, layerWords);
  const paths = Array.from(order, (module) => visible.modules[module]!.path);
  const count = options.services === undefined ? undefined : Math.max(1, options.services - (constraints?.locked.size ?? 0));
  // Where the number is given, locked services are counted and the search is for the others.
  const free = count === undefined ? members : withoutLocked(members, constraints);
  const divided = divide(evidence.uses, pairs, free, { seed, leastSize, count, all: members });
  const attached = attachLoose(divided.community, free, paths, terms.profiles, count === undefined ? leastSize : Infinity);
  const complete = count === undefined ? attached : splitUpTo(pairs, attached, count, seed);
  const proposal = proposeServices(constraints === undefined ? complete : keepConstraints(pairs, complete, constraints), terms, paths);

  // What is withheld from the evidence is not withheld from whoever judges it.
  const reach = visible === graph ? evidence.reach : undefined;
  const metricsInput = makeMetricsInput({ graph, order, uses, members, pairs, history: outside?.history, reach });
  const metrics = createScore(metricsInput, proposal.service).metrics();
  const services = describeServices(proposal, graph, order, truePaths, metrics);
  const warnings = [
    ...(options.warnings ?? []),
    ...told.idle.map((setting): Warning => ({ reason: "broken-config", message: `${setting} of the configuration matches no module` })),
    ...(constraints?.contradictions ?? []).map((message): Warning => ({ reason: "contradicting-boundaries", message })),
    // What was asked for is no finding.
    ...(options.services === undefined ? findDegenerate(metrics) : []),
    ...(options.blind === undefined ? warnOfLayers(services.map((each) => each.modules)) : []),
  ];
  const analysis: Analysis = {
    schemaVersion: 1,
    root: options.root,
    modules: describeModules(proposal, graph, order, roles, placeModules(divided.pairs, divided.runs, proposal.service).map(decided(constraints))),
    dependencies: listDependencies(
      uses,
      truePaths,
      Int32Array.from(roles, (role) => (role === "test" ? 1 : 0)),
    ),
    services: services.toSorted((a, b) => compare(a.id, b.id)),
    metrics: metrics.system,
    data: { tables: describeTables(proposal, graph, order) },
    alternatives: listAlternatives(pairs, divided.divisions, proposal.service).map((each) => describeAlternative(each, proposal, graph, order)),
    suggestions: options.blind === "names" ? [] : describeSplits(proposal, graph, order, uses, roles),
    warnings: warnings.toSorted(byPlace),
    timings: {},
  };
  return {
    analysis,
    order,
    input: { ...input, reach: evidence.reach },
    evidence: evidence.fused,
    metricsInput,
    service: proposal.service,
    ids: proposal.names.map(({ id }) => id),
  };
}

/** Where people put a module, the search has nothing to be unsure of. */
const decided =
  (constraints: BoundaryConstraints | undefined) =>
  (placement: Placement, row: number): Placement =>
    constraints?.fixed[row] === undefined ? placement : { ...placement, confidence: 1, margin: 1 };

/** Nothing joins a locked service, so it takes no part in the search. */
function withoutLocked(members: Uint8Array, constraints: BoundaryConstraints | undefined): Uint8Array {
  if (constraints === undefined || constraints.locked.size === 0) return members;
  return members.map((member, i) => (constraints.locked.has(constraints.fixed[i] ?? "") ? 0 : member));
}

function checkCount(services: number | undefined, domainModules: number): void {
  if (services === undefined || services <= domainModules) return;
  throw new FicusError(
    "too-many-services",
    `--services ${services} asks for more services than there are domain modules (${domainModules}): ask for fewer, or analyse a larger folder.`,
  );
}

interface Proposal {
  /** By row, -1 for modules without a service. */
  service: Int32Array;
  names: ServiceName[];
  /** Rows by service. */
  members: number[][];
}

/** Services in the order of their size, named. */
function proposeServices(community: Int32Array, terms: Terms, paths: readonly string[]): Proposal {
  const members: number[][] = [];
  community.forEach((c, i) => {
    if (c >= 0) (members[c] ??= []).push(i);
  });
  // The sort is stable: services of equal size keep the order of their first module.
  members.sort((a, b) => b.length - a.length);
  const service = new Int32Array(community.length).fill(-1);
  members.forEach((modules, s) => modules.forEach((i) => (service[i] = s)));
  return {
    service,
    names: nameServices(members, terms, (modules) => commonFolder(modules.map((i) => paths[i]!)), nameByFolders(members, paths)),
    members,
  };
}

function describeServices(proposal: Proposal, graph: SymbolGraph, order: Int32Array, paths: readonly string[], metrics: Metrics): AnalyzedService[] {
  return proposal.members.map((modules, s) => ({
    ...proposal.names[s]!,
    modules: modules.map((i) => paths[i]!).sort(compare),
    loc: modules.reduce((sum, i) => sum + graph.modules[order[i]!]!.facts.lines, 0),
    metrics: metricsOf(metrics.services[s]!),
  }));
}

function metricsOf(score: ServiceScore): AnalyzedService["metrics"] {
  const { cohesion, callsIn, callsOut, clusterFactor, cyclicWith, interfaceSize, loopCallsOut } = score;
  return { cohesion, callsIn, callsOut, clusterFactor, cyclicWith, interfaceSize, loopCallsOut };
}

function describeModules(
  proposal: Proposal,
  graph: SymbolGraph,
  order: Int32Array,
  roles: readonly Role[],
  placements: readonly Placement[],
): AnalyzedModule[] {
  const rank = ranksOf(order);
  const idOf = (s: number): string | null => proposal.names[s]?.id ?? null;
  return Array.from(orderOfPaths(graph.modules.map((module) => module.path)), (module) => {
    const i = rank[module]!;
    const { path, facts } = graph.modules[module]!;
    const service = idOf(proposal.service[i]!);
    const { confidence, runnerUp, margin } = placements[i]!;
    return { path, loc: facts.lines, role: roles[i]!, service, confidence, runnerUp: idOf(runnerUp), margin };
  });
}

function describeAlternative(
  { service, services, crossing, balance, largest }: AlternativeDivision,
  proposal: Proposal,
  graph: SymbolGraph,
  order: Int32Array,
): Alternative {
  const rank = ranksOf(order);
  const shared = Array.from({ length: services }, () => new Map<number, number>());
  service.forEach((s, i) => {
    if (s >= 0) shared[s]!.set(proposal.service[i]!, (shared[s]!.get(proposal.service[i]!) ?? 0) + 1);
  });
  const sixDigits = (value: number): number => Math.round(value * 1e6) / 1e6;
  return {
    services: shared.map((counts) => {
      const [[mostly]] = [...counts].sort(([a, m], [b, n]) => n - m || a - b) as [[number, number]]; // every number has a module
      return { modules: [...counts.values()].reduce((sum, count) => sum + count, 0), mostly: proposal.names[mostly]?.id ?? null };
    }),
    crossing: sixDigits(crossing),
    balance: sixDigits(balance),
    largestShare: sixDigits(largest),
    assignment: Array.from(orderOfPaths(graph.modules.map((module) => module.path)), (module) => service[rank[module]!]!),
  };
}

function describeSplits(proposal: Proposal, graph: SymbolGraph, order: Int32Array, uses: Uses, roles: readonly Role[]): Suggestion[] {
  const serviceOf = new Int32Array(order.length);
  const users = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) {
    serviceOf[order[i]!] = proposal.service[i]!;
    // Tests use what they test, whoever it belongs to.
    if (roles[i] !== "test") for (let k = uses.start[i]!; k < uses.start[i + 1]!; k++) users[order[uses.to[k]!]!]!++;
  }
  return suggestSplits(graph, serviceOf, users)
    .map(({ module, parts, rest }): Suggestion => {
      const { path, facts } = graph.modules[module]!;
      const namesOf = (symbols: readonly number[]): string[] => symbols.map((symbol) => facts.declarations[symbol]!.name).sort(compare);
      return {
        kind: "split",
        path,
        parts: parts
          .map(({ service, symbols }) => ({ service: proposal.names[service]!.id, symbols: namesOf(symbols) }))
          .sort((a, b) => compare(a.service, b.service)),
        rest: namesOf(rest),
      };
    })
    .sort((a, b) => compare(a.path, b.path));
}

function describeTables(proposal: Proposal, graph: SymbolGraph, order: Int32Array): AnalyzedTable[] {
  const rank = ranksOf(order);
  const owners = ownTables(
    graph,
    Int32Array.from(graph.modules, (_, module) => proposal.service[rank[module]!]!),
  );
  const readers: Set<string>[] = graph.tables.map(() => new Set());
  const writers: Set<string>[] = graph.tables.map(() => new Set());
  for (const { module, table, access } of graph.accesses) (access === "write" ? writers : readers)[table]?.add(graph.modules[module]!.path);
  return graph.tables
    .map(({ name }, table) => ({
      name,
      owner: proposal.names[owners[table]!]?.id ?? null,
      readers: [...readers[table]!].sort(compare),
      writers: [...writers[table]!].sort(compare),
    }))
    .sort((a, b) => compare(a.name, b.name) || compare(JSON.stringify(a), JSON.stringify(b)));
}

function ranksOf(order: Int32Array): Int32Array {
  const rank = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) rank[order[i]!] = i;
  return rank;
}

function byPlace(a: Warning, b: Warning): number {
  return (
    compare(a.reason, b.reason) ||
    compare(a.path ?? "", b.path ?? "") ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
