/** Folder evidence: people put together what belongs together, once the folders that name layers are looked through. */
import type { Channel, EvidenceInput } from "./channel.ts";
import { foldPlural, layerWords } from "./vocabulary.ts";
import { pairsFrom, type WeightedPairs } from "./weightedPairs.ts";
import { splitIdentifier } from "./words.ts";

/** A folder of more modules than this share says that they are one program, not one area. */
const mostCommon = 0.5;
/** In a large folder each module has this many partners: enough to hold it together, without a pair for every two. */
const mostPartners = 64;

export interface FolderEvidence {
  readonly pairs: WeightedPairs;
  /** By row: the folders that count, outermost first, each as its path without layers. */
  readonly folders: readonly (readonly string[])[];
}

export interface FolderOptions {
  /** Does the folder name a layer (controllers, services, dto)? By its words, unless told otherwise. */
  isLayer?: ((segment: string) => boolean) | undefined;
}

/**
 * The share of folders that two modules have in common: |common prefix| / |longer path|, 0 to 1, over their folders without those that name layers and
 * without those that hold more than half of all modules. `orders/dto/line.ts` and `orders/service.ts` stand in the same folder: 1. Where paths are
 * withheld there are no pairs.
 */
export function findFolderEvidence({ graph, order, members }: EvidenceInput, options: FolderOptions = {}): FolderEvidence {
  const folders = areaFolders({ graph, order, members }, options.isLayer ?? ((segment) => namesLayer(segment)));
  return { pairs: pairsFrom(order.length, [...pairsWithin(folders)]), folders };
}

export const folder: Channel = (input) => findFolderEvidence(input, { isLayer: (segment) => namesLayer(segment, input.layerWords) }).pairs;

/** All words of the folder are words of layers: `controllers`, `data-access`, but not `order-service`. A folder without words (`v1`) names none. */
export function namesLayer(segment: string, more: ReadonlySet<string> = new Set()): boolean {
  const words = splitIdentifier(segment);
  return words.length > 0 && words.every((word) => layerWords.has(word) || layerWords.has(foldPlural(word)) || more.has(foldPlural(word)));
}

/** By row: the folders that say something, outermost first, each with all before it as its name. */
function areaFolders({ graph, order, members }: Omit<EvidenceInput, "uses">, isLayer: (segment: string) => boolean): string[][] {
  const known = new Map<string, string[]>();
  const foldersOf = (path: string): string[] => {
    const directory = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    let folders = known.get(directory);
    if (folders === undefined) {
      folders = [];
      for (const segment of directory.split("/")) {
        if (segment !== "" && !isLayer(segment)) folders.push(`${folders.at(-1) ?? ""}/${segment}`);
      }
      known.set(directory, folders);
    }
    return folders;
  };
  const rows = Array.from(order, (module, i) => (members[i] === 1 ? foldersOf(graph.modules[module]!.path) : []));
  const held = new Map<string, number>();
  for (const row of rows) for (const name of row) held.set(name, (held.get(name) ?? 0) + 1);
  const all = members.reduce((sum, member) => sum + member, 0);
  return rows.map((row) => row.filter((name) => held.get(name)! <= all * mostCommon));
}

/** Pairs that share a folder. Each module meets the next ones of its folder, in a ring, so that a folder of n costs n pairs and not n². */
function* pairsWithin(folders: readonly string[][]): Generator<[from: number, to: number, weight: number]> {
  const inside = new Map<string, number[]>();
  for (const [i, row] of folders.entries()) {
    for (const name of row) {
      const list = inside.get(name);
      if (list === undefined) inside.set(name, [i]);
      else list.push(i);
    }
  }
  const weightOf = (i: number, j: number): number => {
    const [a, b] = [folders[i]!, folders[j]!];
    let common = 0;
    while (common < a.length && a[common] === b[common]) common++;
    return common / Math.max(a.length, b.length);
  };
  const met = new Set<number>();
  for (const list of inside.values()) {
    for (const [at, i] of list.entries()) {
      // Half of them before it and half behind it.
      for (let step = 1; step <= Math.min(list.length - 1, mostPartners / 2); step++) {
        const j = list[(at + step) % list.length]!;
        const key = Math.min(i, j) * folders.length + Math.max(i, j);
        if (met.has(key)) continue;
        met.add(key);
        const weight = weightOf(i, j);
        yield [i, j, weight];
        yield [j, i, weight];
      }
    }
  }
}

/** The innermost folder that two modules share, without layers: `/orders/lines`; undefined for none. */
export function explainFolder({ folders }: FolderEvidence, i: number, j: number): string | undefined {
  const others = new Set(folders[j]);
  return folders[i]!.findLast((name) => others.has(name));
}
