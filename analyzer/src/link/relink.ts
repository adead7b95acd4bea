/** Which references of an earlier run still hold, and what has to be linked again. */
import type { FileFacts, ImportKind } from "../model/facts.ts";
import type { FileEdge, Module, ReferenceTable } from "../model/graph.ts";
import type { StoredLinks } from "./linksBlob.ts";
import { compareSurfaces, isSeenEverywhere, moveDeclarations } from "./surface.ts";

export interface Relinking {
  /** Modules with another content, in order. */
  changed: readonly number[];
  /** Those, and all that can see what changed in them, in order. */
  relinked: readonly number[];
  /** For each changed module: where its earlier declarations are now. */
  moved: ReadonlyMap<number, Int32Array>;
}

type Targets = StoredLinks["targets"];

/** Modules whose content is not that of the earlier run; undefined when so many changed that nothing is gained by looking at each. */
export function changedModules(keys: readonly string[], before: StoredLinks): number[] | undefined {
  const changed = keys.flatMap((key, index) => (key === before.keys[index] ? [] : [index]));
  return changed.length > Math.max(8, keys.length / 50) ? undefined : changed;
}

/**
 * What a module refers to depends on itself, on the modules that it imports directly or through others, and on those that declare something for all. So a
 * change that others can see concerns the importers of its module. Undefined when it can concern everybody. The files and the configuration must be those
 * of the earlier run.
 *
 * @param targets where the imports of all modules lead now
 * @param factsBefore facts of an earlier content, by its key
 */
export function planRelinking(
  modules: readonly Module[],
  changed: readonly number[],
  before: StoredLinks,
  targets: Targets,
  factsBefore: (key: string) => FileFacts | undefined,
): Relinking | undefined {
  const earlier = new Map<number, FileFacts>();
  for (const index of changed) {
    const facts = factsBefore(before.keys[index]!);
    if (facts === undefined) return undefined;
    earlier.set(index, facts);
  }
  const versions = versionsOf(modules, targets, before, earlier);
  const importers = importersOf(versions);
  const moved = new Map<number, Int32Array>();
  const relinked = new Set(changed);
  for (const [index, old] of earlier) {
    const now = modules[index]!.facts;
    moved.set(index, moveDeclarations(old, now));
    const change = compareSurfaces(old, now);
    if (change.kind === "same") continue;
    if (isSeenEverywhere(old) || isSeenEverywhere(now)) return undefined;
    const concerned = closure(importers, index);
    if (change.kind === "exports" && !isAwaited(versions, importers, index, concerned, new Set(change.names))) continue;
    for (const importer of concerned) relinked.add(importer);
  }
  for (const index of relinked) if (!earlier.has(index) && isSeenEverywhere(modules[index]!.facts)) return undefined;
  return { changed, relinked: [...relinked].sort((left, right) => left - right), moved };
}

/** A module as it is, and as it was where it changed. */
interface Version {
  facts: FileFacts;
  targets: Targets[number];
}

function versionsOf(modules: readonly Module[], targets: Targets, before: StoredLinks, earlier: ReadonlyMap<number, FileFacts>): Version[][] {
  return modules.map(({ facts }, index) => {
    const old = earlier.get(index);
    return [{ facts, targets: targets[index] ?? [] }, ...(old === undefined ? [] : [{ facts: old, targets: before.targets[index] ?? [] }])];
  });
}

function importersOf(versions: readonly (readonly Version[])[]): number[][] {
  const importers: number[][] = versions.map(() => []);
  for (const [from, list] of versions.entries()) {
    for (const version of list)
      for (const target of version.targets) if (target !== undefined && "module" in target) importers[target.module]!.push(from);
  }
  return importers;
}

/** All that import `start`, directly or through others. */
function closure(importers: readonly (readonly number[])[], start: number): Set<number> {
  const found = new Set<number>();
  const queue = [start];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const importer of importers[at]!) {
      if (found.has(importer)) continue;
      found.add(importer);
      queue.push(importer);
    }
  }
  return found;
}

/**
 * Does a module ask module `index` for one of `names`, which it exports only now or no more? Who takes all of its exports passes them on to its own
 * importers: then a name is asked for if one of those has any use for it.
 */
function isAwaited(
  versions: readonly (readonly Version[])[],
  importers: readonly (readonly number[])[],
  index: number,
  concerned: ReadonlySet<number>,
  names: ReadonlySet<string>,
): boolean {
  const isModule = versions[index]!.every(({ facts }) => facts.isModule);
  const isWhole = (name: string): boolean => name === "*" || name === "=" || (name === "default" && !isModule);
  let passesOn = !isModule;
  for (const importer of new Set(importers[index])) {
    for (const { facts, targets } of versions[importer]!) {
      const asked = askedNames(facts, targets, index);
      if (asked.some((name) => names.has(name))) return true;
      passesOn ||= asked.some(isWhole);
    }
  }
  if (!passesOn) return false;
  const hearers = isModule ? concerned : new Set([...concerned, index]);
  return [...hearers].some((hearer) =>
    versions[hearer]!.some(({ facts }, version) => (hearer === index && version === 0 ? false : knows(facts, names))),
  );
}

/** Names that a module takes from module `index`; `*` for all of them. */
function askedNames(facts: FileFacts, targets: Targets[number], index: number): string[] {
  const names: string[] = [];
  for (const [position, target] of targets.entries()) {
    if (target === undefined || !("module" in target) || target.module !== index) continue;
    const bound = facts.bindings.flatMap((binding) => (binding.import === position ? [binding.name] : []));
    const forwarded = facts.exports.flatMap((fact) =>
      fact.kind === "local" || fact.import !== position ? [] : [fact.kind === "all" ? "*" : fact.imported],
    );
    names.push(...bound, ...forwarded);
    if (bound.length + forwarded.length === 0 && loading.has(facts.imports[position]!.kind)) names.push("*");
  }
  return names;
}

/** Imports whose value or type is used in place, without a binding. */
const loading = new Set<ImportKind>(["dynamic", "require", "create-require", "import-equals", "import-type", "jsdoc", "mock"]);

const knows = ({ bindings, exports, strings }: FileFacts, names: ReadonlySet<string>): boolean =>
  bindings.some(({ name }) => names.has(name)) ||
  exports.some((fact) => fact.kind === "from" && names.has(fact.imported)) ||
  strings.some((text) => names.has(text));

/**
 * The earlier table with the rows of the relinked modules replaced by `fresh`, whose rows are theirs in the same order. Undefined when a kept row points at
 * a declaration that is gone.
 */
export function replaceRows(before: ReferenceTable, fresh: ReferenceTable, { relinked, moved }: Relinking): ReferenceTable | undefined {
  const isReplaced = new Uint8Array((relinked.at(-1) ?? -1) + 1);
  for (const index of relinked) isReplaced[index] = 1;
  const kept: number[] = [];
  for (let row = 0; row < before.length; row++) if (isReplaced[before.from[row]!] !== 1) kept.push(row);
  const length = kept.length + fresh.length;
  const table = {
    length,
    from: new Int32Array(length),
    owner: new Int32Array(length),
    to: new Int32Array(length),
    symbol: new Int32Array(length),
    kind: new Uint8Array(length),
    line: new Int32Array(length),
    column: new Int32Array(length),
  };
  let next = 0;
  for (let row = 0, at = 0; row < length; row++) {
    const takesFresh = at >= kept.length || (next < fresh.length && fresh.from[next]! < before.from[kept[at]!]!);
    const source = takesFresh ? fresh : before;
    const position = takesFresh ? next++ : kept[at++]!;
    table.from[row] = source.from[position]!;
    table.owner[row] = source.owner[position]!;
    table.to[row] = source.to[position]!;
    const symbol = source.symbol[position]!;
    const moves = takesFresh || symbol < 0 ? undefined : moved.get(table.to[row]!);
    table.symbol[row] = moves === undefined ? symbol : moves[symbol]!;
    if (symbol >= 0 && table.symbol[row]! < 0) return undefined;
    table.kind[row] = source.kind[position]!;
    table.line[row] = source.line[position]!;
    table.column[row] = source.column[position]!;
  }
  return table;
}

export function replaceEdges(before: readonly FileEdge[], fresh: readonly FileEdge[], changed: readonly number[]): FileEdge[] {
  const isChanged = new Set(changed);
  return [...before.filter((edge) => !isChanged.has(edge.from)), ...fresh].sort((left, right) => left.from - right.from);
}
