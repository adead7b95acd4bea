/** Folder evidence: people put together what belongs together, once the folders that name layers are looked through. */
import type { Channel, EvidenceInput } from "./channel.ts";
import { foldPlural, layerWords } from "./vocabulary.ts";
import { pairsOfColumns, type WeightedPairs } from "./weightedPairs.ts";
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
export function findFolderEvidence({ graph, order, members, layerWords: more }: EvidenceInput, options: FolderOptions = {}): FolderEvidence {
  const folders = areaFolders({ graph, order, members }, options.isLayer ?? ((segment) => namesLayer(segment, more)));
  return { pairs: pairsWithin(folders), folders };
}

export const folder: Channel = (input) => findFolderEvidence(input).pairs;

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
function pairsWithin(folders: readonly (readonly string[])[]): WeightedPairs {
  const numbers = new Map<string, number>();
  const inside: number[][] = [];
  const rows = folders.map((names, i) =>
    Int32Array.from(names, (name) => {
      const number = numbers.get(name) ?? numbers.size;
      numbers.set(name, number);
      (inside[number] ??= []).push(i);
      return number;
    }),
  );
  const from: number[] = [];
  const to: number[] = [];
  for (const list of inside) {
    // Half of them before it and half behind it.
    const steps = Math.min(list.length - 1, mostPartners / 2);
    for (let at = 0; at < list.length; at++) {
      for (let step = 1; step <= steps; step++) {
        const [i, j] = [list[at]!, list[(at + step) % list.length]!];
        from.push(i, j);
        to.push(j, i);
      }
    }
  }
  // Those who meet in several folders are one pair: what it weighs is found once for it.
  const pairs = pairsOfColumns(folders.length, { from, to });
  for (let i = 0; i < folders.length; i++) {
    for (let k = pairs.start[i]!; k < pairs.start[i + 1]!; k++) pairs.weight[k] = commonShare(rows[i]!, rows[pairs.to[k]!]!);
  }
  return pairs;
}

function commonShare(a: Int32Array, b: Int32Array): number {
  let common = 0;
  while (common < a.length && a[common] === b[common]) common++;
  return common / Math.max(a.length, b.length);
}

/** The innermost folder that two modules share, without layers: `/orders/lines`; undefined for none. */
export function explainFolder({ folders }: FolderEvidence, i: number, j: number): string | undefined {
  const others = new Set(folders[j]);
  return folders[i]!.findLast((name) => others.has(name));
}
