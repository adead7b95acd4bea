/** Why a module sits where it sits. Pure: the examination of a graph in, plain data out. */
import type { Examination } from "../analyze.ts";
import type { OutsideSources } from "../evidence/outside.ts";
import { createReasons } from "../evidence/reasons.ts";
import { createScore } from "../metrics/score.ts";
import type { Boundaries } from "../model/boundaries.ts";
import type { ExplainedService, Explanation, Neighbour } from "../model/explanation.ts";
import type { SymbolGraph } from "../model/graph.ts";
import { createFindSites } from "./findSites.ts";
import { withOwnServices } from "./ownExamination.ts";

/** Services beside its own, and neighbours in each, that are worth a look. */
const mostServices = 5;
const mostNeighbours = 8;
const mostSites = 12;

export interface ExplainOptions {
  /** Where people decided which module is whose, that is what is explained. */
  boundaries?: Boundaries | undefined;
  /** What the channels from outside of the code read. */
  outside?: OutsideSources | undefined;
}

/** `module`: its number in the graph. */
export function explainModule(
  graph: SymbolGraph,
  found: Examination,
  module: number,
  { boundaries, outside = { ownership: false } }: ExplainOptions = {},
): Explanation {
  const examination = boundaries === undefined ? found : withOwnServices(found, graph, boundaries);
  const { analysis, order, evidence, service, ids } = examination;
  const row = order.indexOf(module);
  const path = graph.modules[module]!.path;
  const analyzed = analysis.modules.find((each) => each.path === path)!;
  const own = service[row]!;

  const ties = tiesOf(examination, row);
  const all = ties.reduce((sum, { weight }) => sum + weight, 0);
  const share = (weight: number): number => (all > 0 ? Math.min(1, weight / all) : 0);
  const byService = new Map<number, Tie[]>();
  for (const tie of ties) byService.set(tie.service, [...(byService.get(tie.service) ?? []), tie]);
  const total = (s: number): number => (byService.get(s) ?? []).reduce((sum, { weight }) => sum + weight, 0);
  const others = [...byService.keys()].filter((s) => s !== own).sort((a, b) => total(b) - total(a) || a - b);
  const nameOf = new Map(analysis.services.map(({ id, name }) => [id, name]));

  const findSites = createFindSites(graph);
  const reasonsFor = createReasons(
    examination.input,
    outside,
    evidence.channels.map(({ name }) => name),
  );
  const channelsBetween = (other: number): Neighbour["evidence"] =>
    evidence.channels
      .flatMap(({ name, weight, pairs }) => {
        for (let k = pairs.start[row]!; k < pairs.start[row + 1]!; k++) {
          if (pairs.to[k] === other) return [{ channel: name, share: share(weight * pairs.weight[k]!) }];
        }
        return [];
      })
      .sort((a, b) => b.share - a.share);
  const explain = (s: number): ExplainedService => ({
    id: ids[s]!,
    name: nameOf.get(ids[s]!) ?? ids[s]!,
    share: share(total(s)),
    evidence: evidence.channels.map(({ name, weight, pairs }) => {
      let sum = 0;
      for (let k = pairs.start[row]!; k < pairs.start[row + 1]!; k++) if (service[pairs.to[k]!] === s) sum += weight * pairs.weight[k]!;
      return { channel: name, share: share(sum) };
    }),
    neighbours: (byService.get(s) ?? []).slice(0, mostNeighbours).map((tie): Neighbour => {
      const other = order[tie.row]!;
      const by = channelsBetween(tie.row);
      const sites = [...findSites(module, other), ...findSites(other, module)];
      return {
        path: graph.modules[other]!.path,
        weight: share(tie.weight),
        evidence: by,
        // A channel may see something in many that it joins to others only.
        reasons: reasonsFor(row, tie.row).filter((reason) => by.some(({ channel }) => channel === reason.channel)),
        sites: sites.slice(0, mostSites),
        references: sites.length,
      };
    }),
  });
  const runnerUp = others[0];
  return {
    schemaVersion: 1,
    root: analysis.root,
    boundaries: boundaries !== undefined,
    // Of people's services the analysis knows no runner-up.
    module: boundaries === undefined ? analyzed : { ...analyzed, runnerUp: own < 0 || runnerUp === undefined ? null : ids[runnerUp]! },
    channels: evidence.channels.map(({ name, weight }) => ({ name, weight })),
    services: [...(own >= 0 ? [own] : []), ...others.slice(0, mostServices)].map(explain),
    margin: own < 0 ? 0 : share(total(own)) - (runnerUp === undefined ? 0 : share(total(runnerUp))),
    tables: tablesOf(graph, analysis, module),
    users: usersOf(graph, examination, module),
    move: own < 0 || runnerUp === undefined ? null : moveTo(examination, graph, row, runnerUp, byService.get(own) ?? [], total(runnerUp)),
  };
}

interface Tie {
  row: number;
  service: number;
  weight: number;
}

/** Modules with a service that the row is joined to, the strongest first. */
function tiesOf({ evidence, service }: Examination, row: number): Tie[] {
  const { start, to, weight } = evidence.pairs;
  const ties: Tie[] = [];
  for (let k = start[row]!; k < start[row + 1]!; k++) {
    const other = to[k]!;
    if (service[other]! >= 0) ties.push({ row: other, service: service[other]!, weight: weight[k]! });
  }
  return ties.sort((a, b) => b.weight - a.weight || a.row - b.row);
}

/** The fewest ties are the strongest: each that is cut takes its weight from the one side only. */
function moveTo(
  { metricsInput, service, ids, order }: Examination,
  graph: SymbolGraph,
  row: number,
  to: number,
  held: readonly Tie[],
  pull: number,
): Explanation["move"] {
  const hold = held.reduce((sum, { weight }) => sum + weight, 0);
  let left = hold;
  const cut: Tie[] = [];
  for (const tie of held) {
    if (left < pull) break;
    cut.push(tie);
    left -= tie.weight;
  }
  const score = createScore(metricsInput, service);
  const before = score.metrics().system;
  score.move(row, to);
  return {
    to: ids[to]!,
    ties: cut.map((tie) => graph.modules[order[tie.row]!]!.path),
    tiesShare: hold > 0 ? Math.min(1, (hold - Math.max(0, left)) / hold) : 0,
    before,
    after: score.metrics().system,
  };
}

function tablesOf({ tables, accesses }: SymbolGraph, analysis: Examination["analysis"], module: number): Explanation["tables"] {
  return tables
    .flatMap(({ name, owner }, table) => {
      const sites = accesses.filter((access) => access.module === module && access.table === table);
      if (sites.length === 0 && owner !== module) return [];
      const known = analysis.data.tables.find((each) => each.name === name);
      return [
        {
          name,
          owner: known?.owner ?? null,
          declared: owner === module,
          sites: sites.map(({ line, column, access }) => ({ line, column, access })).sort((a, b) => a.line - b.line || a.column - b.column),
        },
      ];
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function usersOf({ references }: SymbolGraph, { order, service, ids }: Examination, module: number): Explanation["users"] {
  const serviceOf = new Map(Array.from(order, (each, row) => [each, service[row]!]));
  const users = new Map<string, Set<number>>();
  for (let row = 0; row < references.length; row++) {
    const from = references.from[row]!;
    const s = serviceOf.get(from)!;
    if (references.to[row] !== module || from === module || s < 0) continue;
    users.set(ids[s]!, (users.get(ids[s]!) ?? new Set()).add(from));
  }
  return [...users]
    .map(([id, modules]) => ({ service: id, modules: modules.size }))
    .sort((a, b) => b.modules - a.modules || (a.service < b.service ? -1 : 1));
}
