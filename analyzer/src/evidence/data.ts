/** Data evidence: modules belong together when one functionality reads and writes the same tables through them. */
import type { SymbolGraph } from "../model/graph.ts";
import type { Channel, EvidenceInput } from "./channel.ts";
import { exact } from "./exact.ts";
import { findTouches, touchKinds, type TouchKind, type Touches } from "./entityTouches.ts";
import { findFunctionalities, type Functionality } from "./functionalities.ts";
import { countsByModule, createWalk, indexSymbols, type ReachLimits, type SymbolReach } from "./symbolReach.ts";
import { profilePairs, shareAmounts, sharedThings, type ProfileEntry, type Profiles } from "./profilePairs.ts";
import type { WeightedPairs } from "./weightedPairs.ts";

/** What a module has to do with one table, `thing`: how (the strongest way), and the table's share of all that it has to do with tables, 0 to 1. */
export interface TableShare extends ProfileEntry {
  readonly kind: TouchKind;
}

export interface DataEvidence {
  readonly pairs: WeightedPairs;
  /** By row, ascending in `table`; empty for modules that have nothing to do with data. Shares sum to 1. */
  readonly profiles: Profiles<TableShare>;
}

/** Two that write in a transaction 1, that write .7, of which one writes .5, that read .2. */
const strengthOf: readonly (readonly number[])[] = [
  [0.2, 0.5, 0.5],
  [0.5, 0.7, 0.7],
  [0.5, 0.7, 1],
];
const strengthBetween = (own: TableShare, other: TableShare): number => strengthOf[own.kind]![other.kind]!;

const limits: ReachLimits = { depth: 6, symbols: 400, users: 12 };
/** What a step further from the entry counts: the route's own query says more of it than what a notification reads in the end. */
const decay = 0.6;
/** Share of a module's profile that comes from the functionalities that lead through it, where it touches tables itself. */
const inherited = 0.3;
/** What a module that declares an entity has to do with it, in accesses. */
const declared = 8;
/** Smaller shares of a profile are noise that costs pairs. */
const leastShare = 0.04;

/**
 * Each module has a profile over tables: what it touches itself (accesses, uses of the entity, mentions of its type), and what the functionalities that
 * lead through it touch, the less the more steps lie between. Each table counts by its rarity, log(1 + modules / Σ shares), because what all touch tells
 * nobody apart; squared, so that what a module is about stands out from what it mentions; shares sum to 1. The weight of a pair is the Jaccard index of the
 * profiles, 0 to 1, each table by how both access it:
 * Σ_t s(kind_i, kind_j) · min(p_i(t), p_j(t)) / Σ_t max(p_i(t), p_j(t)), with s 1 for writes in transactions, .7 for writes, .5 for a read and a write,
 * .2 for reads. Functionalities and access modes as in L. Nunes, N. Santos, A. Rito Silva, "From a Monolith to a Microservices Architecture: An Approach
 * Based on Transactional Contexts", ECSA 2019. Tables are numbers here: their names are never looked at.
 */
export function findDataEvidence({ graph, order, members, reach }: EvidenceInput): DataEvidence {
  const profiles = describeModules(graph, countsByModule({ order, members }), reach);
  const touched = Array.from(order, (module) => profiles[module]!);
  const telling = howTelling(touched, graph.tables.length);
  const weighed = touched.map((profile) => renormalise(profile.map((each) => ({ ...each, share: exact((each.share * telling[each.thing]!) ** 2) }))));
  return { pairs: profilePairs(weighed, graph.tables.length, strengthBetween), profiles: weighed };
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

function describeModules(graph: SymbolGraph, counts: Uint8Array, known: SymbolReach | undefined): TableShare[][] {
  if (graph.tables.length === 0) return graph.modules.map(() => []);
  const reach = known ?? indexSymbols(graph, counts);
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
  return shareAmounts([...amounts].map(([thing, { amount, kind }]) => ({ thing, kind, amount }))).map(({ thing, kind, share }) => ({
    thing,
    kind,
    share,
  }));
}

function mix(own: readonly TableShare[], passed: readonly TableShare[]): TableShare[] {
  const part = own.length === 0 ? 1 : passed.length === 0 ? 0 : inherited;
  const sum: Amounts = new Map();
  for (const { thing, kind, share } of own) add(sum, thing, kind, share * (1 - part));
  // What passes through a module, it neither reads nor writes itself.
  for (const { thing, share } of passed) add(sum, thing, 0, share * part);
  return shares(sum);
}

function renormalise(profile: readonly TableShare[]): TableShare[] {
  const sum: Amounts = new Map();
  const total = profile.reduce((all, { share }) => all + share, 0);
  for (const { thing, kind, share } of profile) if (share >= leastShare * total) add(sum, thing, kind, share);
  return shares(sum);
}

/** By table: its rarity, 0 and more. */
function howTelling(profiles: Profiles<TableShare>, tables: number): Float64Array {
  const touching = new Float64Array(tables);
  let all = 0;
  for (const profile of profiles) {
    if (profile.length > 0) all++;
    for (const { thing, share } of profile) touching[thing]! += share;
  }
  return touching.map((sum) => (sum > 0 ? Math.log(1 + all / sum) : 0));
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
  return sharedThings(profiles[i]!, profiles[j]!, strengthBetween).map(({ own, other, weight }) => ({
    table: own.thing,
    kinds: [touchKinds[own.kind], touchKinds[other.kind]],
    shares: [own.share, other.share],
    weight,
  }));
}
