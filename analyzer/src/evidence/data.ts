/** Data evidence: modules belong together when one functionality reads and writes the same tables through them. */
import type { SymbolGraph } from "../model/graph.ts";
import type { Channel, EvidenceInput } from "./channel.ts";
import { exact } from "./exact.ts";
import { findTouches, touchKinds, type TouchKind, type Touches } from "./entityTouches.ts";
import { findFunctionalities, type Functionality } from "./functionalities.ts";
import { createWalk, indexSymbols, type ReachLimits, type SymbolReach } from "./symbolReach.ts";
import type { WeightedPairs } from "./weightedPairs.ts";

/** What a module has to do with one table: how (the strongest way), and the table's share of all that it has to do with tables, 0 to 1. */
export interface TableShare {
  readonly table: number;
  readonly kind: TouchKind;
  readonly share: number;
}

export interface DataEvidence {
  readonly pairs: WeightedPairs;
  /** By row, ascending in `table`; empty for modules that have nothing to do with data. Shares sum to 1. */
  readonly profiles: readonly (readonly TableShare[])[];
}

/** Two that write in a transaction 1, that write .7, of which one writes .5, that read .2. */
const strengthOf: readonly (readonly number[])[] = [
  [0.2, 0.5, 0.5],
  [0.5, 0.7, 0.7],
  [0.5, 0.7, 1],
];

const limits: ReachLimits = { depth: 6, symbols: 400, users: 12 };
/** What a step further from the entry counts: the route's own query says more of it than what a notification reads in the end. */
const decay = 0.6;
/** Share of a module's profile that comes from the functionalities that lead through it, where it touches tables itself. */
const inherited = 0.3;
/** What a module that declares an entity has to do with it, in accesses. */
const declared = 8;
/** Smaller shares of a profile are noise that costs pairs. */
const leastShare = 0.04;
/** Partners of a module that are kept at most. */
const mostPartners = 40;

/**
 * Each module has a profile over tables: what it touches itself (accesses, uses of the entity, mentions of its type), and what the functionalities that
 * lead through it touch, the less the more steps lie between. Each table counts by its rarity, log(1 + modules / Σ shares), because what all touch tells
 * nobody apart; squared, so that what a module is about stands out from what it mentions; shares sum to 1. The weight of a pair is the Jaccard index of the profiles, 0 to 1, each table by how both access it:
 * Σ_t s(kind_i, kind_j) · min(p_i(t), p_j(t)) / Σ_t max(p_i(t), p_j(t)), with s 1 for writes in transactions, .7 for writes, .5 for a read and a write,
 * .2 for reads. Functionalities and access modes as in L. Nunes, N. Santos, A. Rito Silva, "From a Monolith to a Microservices Architecture: An Approach
 * Based on Transactional Contexts", ECSA 2019. Tables are numbers here: their names are never looked at.
 */
export function findDataEvidence({ graph, order, members }: EvidenceInput): DataEvidence {
  const size = order.length;
  const counts = new Uint8Array(size);
  for (let i = 0; i < size; i++) counts[order[i]!] = members[i]!;
  const profiles = describeModules(graph, counts);
  const touched = Array.from(order, (module) => profiles[module]!);
  const telling = howTelling(touched, graph.tables.length);
  const weighed = touched.map((profile) => renormalise(profile.map((each) => ({ ...each, share: exact((each.share * telling[each.table]!) ** 2) }))));
  return { pairs: pairsOf(weighed, graph.tables.length), profiles: weighed };
}

export const data: Channel = (input) => findDataEvidence(input).pairs;

/** Amounts by table of one module. */
type Amounts = Map<number, { amount: number; kind: TouchKind }>;

function add(amounts: Amounts, table: number, kind: TouchKind, amount: number): void {
  const known = amounts.get(table);
  if (known === undefined) amounts.set(table, { amount: exact(amount), kind });
  else {
    known.amount += exact(amount);
    if (kind > known.kind) known.kind = kind;
  }
}

function describeModules(graph: SymbolGraph, counts: Uint8Array): TableShare[][] {
  if (graph.tables.length === 0) return graph.modules.map(() => []);
  const reach = indexSymbols(graph, counts);
  const touches = findTouches(graph, reach);
  const direct = graph.modules.map((): Amounts => new Map());
  for (const { symbol, table, kind, amount } of touches.list) add(direct[reach.moduleOf[symbol]!]!, table, kind, amount);
  for (const [table, { owner }] of graph.tables.entries()) if (owner >= 0) add(direct[owner]!, table, 1, declared);
  const passed = inheritAmounts(graph, reach, touches, findFunctionalities(graph, reach, counts));
  return direct.map((own, module) => (counts[module] === 0 ? [] : mix(shares(own), shares(passed[module]!))));
}

/** By module: what the functionalities that lead through it touch, the nearer its entry the more. */
function inheritAmounts(graph: SymbolGraph, reach: SymbolReach, touches: Touches, functionalities: readonly Functionality[]): Amounts[] {
  const passed = graph.modules.map((): Amounts => new Map());
  const walk = createWalk(reach, limits);
  for (const each of functionalities) {
    const touched: Amounts = new Map();
    const stepsTo = new Map<number, number>();
    walk(each, (symbol, steps) => {
      const module = reach.moduleOf[symbol]!;
      if (!stepsTo.has(module)) stepsTo.set(module, steps);
      const near = decay ** steps;
      for (let k = touches.start[symbol]!; k < touches.start[symbol + 1]!; k++) {
        const { table, kind, amount, line } = touches.list[k]!;
        if (steps === 0 && (line < each.line || line > each.endLine)) continue;
        const known = touched.get(table);
        if (known === undefined) touched.set(table, { amount: exact(amount * near), kind });
        else {
          known.amount = Math.max(known.amount, exact(amount * near));
          if (kind > known.kind) known.kind = kind;
        }
      }
    });
    const total = [...touched.values()].reduce((sum, { amount }) => sum + amount, 0);
    if (total === 0) continue;
    for (const [module, steps] of stepsTo) {
      for (const [table, { amount, kind }] of touched) add(passed[module]!, table, kind, (decay ** steps * amount) / total);
    }
  }
  return passed;
}

function shares(amounts: Amounts): TableShare[] {
  const listed = [...amounts].map(([table, { amount, kind }]) => ({ table, kind, share: amount })).sort((a, b) => a.table - b.table);
  const total = listed.reduce((sum, { share }) => sum + share, 0);
  return total > 0 ? listed.map((each) => ({ ...each, share: exact(each.share / total) })) : [];
}

function mix(own: readonly TableShare[], passed: readonly TableShare[]): TableShare[] {
  const part = own.length === 0 ? 1 : passed.length === 0 ? 0 : inherited;
  const sum: Amounts = new Map();
  for (const { table, kind, share } of own) add(sum, table, kind, share * (1 - part));
  // What passes through a module, it neither reads nor writes itself.
  for (const { table, share } of passed) add(sum, table, 0, share * part);
  return shares(sum);
}

function renormalise(profile: readonly TableShare[]): TableShare[] {
  const sum: Amounts = new Map();
  const total = profile.reduce((all, { share }) => all + share, 0);
  for (const { table, kind, share } of profile) if (share >= leastShare * total) add(sum, table, kind, share);
  return shares(sum);
}

/** By table: its rarity, 0 and more. */
function howTelling(profiles: readonly (readonly TableShare[])[], tables: number): Float64Array {
  const touching = new Float64Array(tables);
  let all = 0;
  for (const profile of profiles) {
    if (profile.length > 0) all++;
    for (const { table, share } of profile) touching[table]! += share;
  }
  return touching.map((sum) => (sum > 0 ? Math.log(1 + all / sum) : 0));
}

function pairsOf(profiles: readonly (readonly TableShare[])[], tables: number): WeightedPairs {
  const size = profiles.length;
  const byTable: { row: number; share: number; kind: TouchKind }[][] = Array.from({ length: tables }, () => []);
  for (const [row, profile] of profiles.entries()) for (const { table, share, kind } of profile) byTable[table]!.push({ row, share, kind });
  const start = new Int32Array(size + 1);
  const to: number[] = [];
  const weight: number[] = [];
  const common = new Float64Array(size);
  const joint = new Float64Array(size);
  for (const [i, profile] of profiles.entries()) {
    const found: number[] = [];
    for (const { table, share, kind } of profile) {
      for (const other of byTable[table]!) {
        if (other.row === i) continue;
        if (common[other.row] === 0) found.push(other.row);
        const least = Math.min(share, other.share);
        common[other.row]! += least;
        joint[other.row]! += exact(least * strengthOf[kind]![other.kind]!);
      }
    }
    // Σ max = Σ p_i + Σ p_j − Σ min, and both profiles sum to 1.
    const partners = found.map((j) => ({ j, weight: joint[j]! / (2 - common[j]!) }));
    for (const j of found) common[j] = joint[j] = 0;
    for (const { j, weight: w } of strongest(partners)) {
      to.push(j);
      weight.push(w);
    }
    start[i + 1] = to.length;
  }
  return { size, start, to: Int32Array.from(to), weight: Float64Array.from(weight) };
}

/** The strongest partners, ascending. Those that are as strong as the last one kept are kept as well: their order must not decide. */
function strongest(partners: { j: number; weight: number }[]): { j: number; weight: number }[] {
  if (partners.length > mostPartners) {
    const least = partners.map(({ weight }) => weight).sort((a, b) => b - a)[mostPartners - 1]!;
    partners = partners.filter(({ weight }) => weight >= least);
  }
  return partners.sort((a, b) => a.j - b.j);
}

export interface SharedTable {
  readonly table: number;
  readonly kinds: readonly [(typeof touchKinds)[number], (typeof touchKinds)[number]];
  /** Shares of the table in what each of the two has to do with data. */
  readonly shares: readonly [number, number];
  /** Part of the pair's weight. */
  readonly weight: number;
}

/** The tables that two modules have in common, the most telling first; the weights sum to the pair's weight in one direction. */
export function explainData({ profiles }: DataEvidence, i: number, j: number): SharedTable[] {
  const others = new Map(profiles[j]!.map((each) => [each.table, each]));
  const common = profiles[i]!.flatMap((own) => {
    const other = others.get(own.table);
    return other === undefined ? [] : [{ own, other, least: Math.min(own.share, other.share) }];
  });
  const total = 2 - common.reduce((sum, { least }) => sum + least, 0);
  return common
    .map(({ own, other, least }): SharedTable => ({
      table: own.table,
      kinds: [touchKinds[own.kind], touchKinds[other.kind]],
      shares: [own.share, other.share],
      weight: (least * strengthOf[own.kind]![other.kind]!) / total,
    }))
    .sort((a, b) => b.weight - a.weight || a.table - b.table);
}
