/** Ownership evidence: what the same people maintain belongs together. */
import type { History } from "../model/history.ts";
import { exact } from "./exact.ts";
import { isLongEnough, isTelling, rowsByPath, type HistoryLimits, type OutsideInput } from "./history.ts";
import { profilePairs, shareAmounts, sharedThings, type ProfileEntry, type Profiles } from "./profilePairs.ts";
import { pairsFrom, type WeightedPairs } from "./weightedPairs.ts";

export interface OwnershipSources {
  history?: History | undefined;
  /** Who is responsible for a path, as CODEOWNERS says it; empty for nobody. */
  owners?: ((path: string) => readonly string[]) | undefined;
}

/** People, and what each module has to do with them. */
export interface People {
  readonly names: readonly string[];
  /** `thing` is the number of a name. */
  readonly profiles: Profiles<ProfileEntry>;
}

export interface OwnershipEvidence {
  readonly pairs: WeightedPairs;
  readonly authors: People;
  readonly owners: People;
}

/** Who has to do with a larger share of the modules tells none of them apart. */
const mostCommon = 0.5;

/**
 * The mean, over what is known at all (authors, owners), of the Jaccard index of two modules' profiles, 0 to 1. Authors: shares of the commits of at most 30
 * files, by e-mail address; only with ≥ 100 commits by ≥ 2 authors. Owners: those that CODEOWNERS names, in equal shares. People count by their rarity,
 * log(1 + modules / Σ shares); those who have to do with more than half of the modules do not count. A person's share of the commits is the measure of
 * C. Bird et al., "Don't Touch My Code! Examining the Effects of Ownership on Software Quality", ESEC/FSE 2011. Absent where paths are withheld.
 */
export function findOwnershipEvidence(input: OutsideInput, { history, owners }: OwnershipSources, limits: HistoryLimits = {}): OwnershipEvidence {
  const size = input.order.length;
  const rows = rowsByPath(input);
  const authors = describe(history !== undefined && isLongEnough(history, limits) ? commitsByAuthor(history, limits, rows, size) : emptyRows(size));
  const responsible = describe(owners === undefined ? emptyRows(size) : namedOwners(owners, rows, size));
  const known = [authors, responsible].filter(({ names }) => names.length > 0);
  const found = known.flatMap(({ names, profiles }) => listPairs(profilePairs(profiles, names.length), 1 / known.length));
  return { pairs: pairsFrom(size, found), authors, owners: responsible };
}

/** Amount by name, of one module. */
type Amounts = Map<string, number>;

const emptyRows = (size: number): Amounts[] => Array.from({ length: size }, () => new Map());

function commitsByAuthor(history: History, limits: HistoryLimits, rows: ReadonlyMap<string, number>, size: number): Amounts[] {
  const found = emptyRows(size);
  for (const commit of history.commits) {
    if (!isTelling(commit, limits)) continue;
    for (const path of new Set(commit.files)) {
      const row = rows.get(path);
      if (row !== undefined) found[row]!.set(commit.author, (found[row]!.get(commit.author) ?? 0) + 1);
    }
  }
  return found;
}

function namedOwners(owners: (path: string) => readonly string[], rows: ReadonlyMap<string, number>, size: number): Amounts[] {
  const found = emptyRows(size);
  for (const [path, row] of rows) for (const owner of owners(path)) found[row]!.set(owner, 1);
  return found;
}

function describe(amounts: readonly Amounts[]): People {
  const modulesOf = new Map<string, number>();
  for (const row of amounts) for (const name of row.keys()) modulesOf.set(name, (modulesOf.get(name) ?? 0) + 1);
  const known = amounts.filter((row) => row.size > 0).length;
  // Sorted, so that numbers do not depend on who was met first.
  const names = [...modulesOf].flatMap(([name, modules]) => (modules <= known * mostCommon ? [name] : [])).sort();
  const numberOf = new Map(names.map((name, number) => [name, number]));
  const telling = (row: Amounts) => [...row].flatMap(([name, amount]) => (numberOf.has(name) ? [{ thing: numberOf.get(name)!, amount }] : []));
  const shares = amounts.map((row) => shareAmounts(telling(row)));
  const touched = new Float64Array(names.length);
  for (const row of shares) for (const { thing, share } of row) touched[thing]! += share;
  const profiles = shares.map((row) =>
    shareAmounts(row.map(({ thing, share }) => ({ thing, amount: exact(share * Math.log(1 + known / touched[thing]!)) }))).map(
      ({ thing, share }): ProfileEntry => ({ thing, share }),
    ),
  );
  return { names, profiles };
}

function listPairs({ size, start, to, weight }: WeightedPairs, part: number): [from: number, to: number, weight: number][] {
  const listed: [number, number, number][] = [];
  for (let i = 0; i < size; i++) for (let k = start[i]!; k < start[i + 1]!; k++) listed.push([i, to[k]!, weight[k]! * part]);
  return listed;
}

export interface SharedPerson {
  readonly name: string;
  readonly as: "author" | "owner";
  /** What each of the two modules has to do with the person, of all telling people: 0 to 1. */
  readonly shares: readonly [number, number];
  /** Part of the pair's weight. */
  readonly weight: number;
}

/** The people that two modules have in common, those who bind most first; the weights sum to that of the pair. */
export function explainOwnership({ authors, owners }: OwnershipEvidence, i: number, j: number): SharedPerson[] {
  const part = authors.names.length > 0 && owners.names.length > 0 ? 1 / 2 : 1;
  const shared = ({ names, profiles }: People, as: SharedPerson["as"]): SharedPerson[] =>
    sharedThings(profiles[i]!, profiles[j]!).map(({ own, other, weight }) => ({
      name: names[own.thing]!,
      as,
      shares: [own.share, other.share],
      weight: weight * part,
    }));
  return [...shared(authors, "author"), ...shared(owners, "owner")].sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
}
