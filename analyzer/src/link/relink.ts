/** Which references of an earlier run still hold, and what has to be linked again. */
import type { FileEdge, Module, ReferenceTable } from "../model/graph.ts";
import type { FileFacts, ImportKind } from "../model/facts.ts";
import type { StoredLinks } from "./linksBlob.ts";
import { compareSurfaces, moveDeclarations } from "./surface.ts";

export interface Relinking {
  /** Modules to link again, in order. */
  changed: readonly number[];
  /** For each changed module: where its earlier declarations are now. */
  moved: ReadonlyMap<number, Int32Array>;
}

/**
 * Undefined when everything has to be linked again: a change that others can see. The files and the configuration must be those of the earlier run.
 *
 * @param factsBefore facts of an earlier content, by its key
 */
export function planRelinking(
  modules: readonly Module[],
  keys: readonly string[],
  before: StoredLinks,
  factsBefore: (key: string) => FileFacts | undefined,
): Relinking | undefined {
  const changed = modules.flatMap((_, index) => (keys[index] === before.keys[index] ? [] : [index]));
  if (changed.length > Math.max(8, modules.length / 50)) return undefined;
  const moved = new Map<number, Int32Array>();
  for (const index of changed) {
    const earlier = factsBefore(before.keys[index]!);
    if (earlier === undefined) return undefined;
    const { facts } = modules[index]!;
    const change = compareSurfaces(earlier, facts);
    if (change.kind === "changed") return undefined;
    if (change.kind === "exports" && isAwaited(modules, keys, before, index, new Set(change.names))) return undefined;
    moved.set(index, moveDeclarations(earlier, facts));
  }
  return { changed, moved };
}

/** `await import("./billing")` and its kin are values without a binding. */
const wholeModule = new Set<ImportKind>(["dynamic", "require", "create-require", "import-type", "jsdoc"]);

/** Does another module forward all names of module `index`, or ask it for one of the new ones? */
function isAwaited(modules: readonly Module[], keys: readonly string[], before: StoredLinks, index: number, names: ReadonlySet<string>): boolean {
  // Whoever holds the whole module may ask it for any name.
  const takes = (name: string): boolean => name === "*" || name === "=" || names.has(name);
  return before.targets.some((targets, from) => {
    const imports = targets.flatMap((target, position) => (target !== undefined && "module" in target && target.module === index ? [position] : []));
    if (imports.length === 0) return false;
    // The earlier imports of a module that changed too are not those of its facts.
    if (keys[from] !== before.keys[from]) return true;
    const { bindings, exports, imports: mentions } = modules[from]!.facts;
    return (
      imports.some((position) => wholeModule.has(mentions[position]!.kind)) ||
      exports.some((fact) => fact.kind !== "local" && imports.includes(fact.import) && (fact.kind === "all" || takes(fact.imported))) ||
      bindings.some((binding) => imports.includes(binding.import) && takes(binding.name))
    );
  });
}

/**
 * The earlier table with the rows of the changed modules replaced by `fresh`, whose rows are theirs in the same order. Undefined when a kept row points at
 * a declaration that is gone.
 */
export function replaceRows(before: ReferenceTable, fresh: ReferenceTable, { changed, moved }: Relinking): ReferenceTable | undefined {
  const isChanged = new Set(changed);
  const kept: number[] = [];
  for (let row = 0; row < before.length; row++) if (!isChanged.has(before.from[row]!)) kept.push(row);
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
