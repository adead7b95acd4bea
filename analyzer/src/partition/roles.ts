import type { Role } from "../model/analysis.ts";
import type { SymbolGraph } from "../model/graph.ts";
import type { Uses } from "../evidence/uses.ts";
import { isBarrel, isSharedBarrel } from "./roles/barrels.ts";
import { findRoots, mayBeRoot, wiresParts } from "./roles/compositionRoots.ts";
import { findNeighbours, largeAreas } from "./roles/neighbours.ts";
import {
  looksAmbient,
  looksGenerated,
  looksLikeEntry,
  looksLikeMigration,
  looksLikeScript,
  looksLikeTest,
  looksLikeToolConfiguration,
} from "./roles/pathConventions.ts";
import { findSupport, isBusy, isPlatform } from "./roles/support.ts";
import { findTraits } from "./roles/traits.ts";
import { findTestContent } from "./testApi.ts";

/** What the people of the project say themselves. */
export interface ToldRoles {
  roles: readonly (Role | undefined)[];
  /** 1 for modules where programs start. */
  entries: Uint8Array;
}

/** Finds areas among the members, as an area by module, -1 for none. */
export type FindAreas = (members: Uint8Array) => Int32Array;

/**
 * The role of each module, in the order of the rows of `uses`. First what a file says of itself (generated, test), then conventions of paths where
 * there are paths, then structure: how many of the areas that `findAreas` sees in the remaining modules use a module, or are used by it. `told`, by row,
 * goes before all of it.
 */
export function judgeRoles(graph: SymbolGraph, order: Int32Array, uses: Uses, findAreas: FindAreas, told?: ToldRoles): Role[] {
  const alone = judgeAlone(graph, order, uses);
  const said = told?.roles ?? [];
  // What is told to be part of the domain takes part in the areas, whatever it looks like.
  const roles = alone.map((role, i) => (said[i] === undefined ? role : said[i] === "domain" ? undefined : said[i]));
  judgeByStructure(graph, order, uses, findAreas, roles, told?.entries);
  return roles.map((role, i) => said[i] ?? role ?? "domain");
}

type Verdicts = (Role | undefined)[];

/** 1 for each module that something else than a test uses. */
function usedByProduction(uses: Uses, roles: Verdicts): Uint8Array {
  const used = new Uint8Array(uses.size);
  for (let i = 0; i < uses.size; i++) {
    if (roles[i] === "test") continue;
    for (let k = uses.start[i]!; k < uses.start[i + 1]!; k++) used[uses.to[k]!] = 1;
  }
  return used;
}

/** What a file and its path say without a look at the whole. */
function judgeAlone(graph: SymbolGraph, order: Int32Array, uses: Uses): Verdicts {
  const testContent = findTestContent(graph);
  const roles: Verdicts = Array.from(order, (module) => {
    const { path, facts } = graph.modules[module]!;
    if (facts.generated || looksGenerated(path)) return "generated";
    return testContent[module] === 1 || looksLikeTest(path) ? "test" : undefined;
  });
  const used = usedByProduction(uses, roles);
  return roles.map((role, i) => {
    if (role !== undefined) return role;
    const { path } = graph.modules[order[i]!]!;
    if (looksLikeToolConfiguration(path) || looksLikeMigration(path)) return "platform";
    if (looksAmbient(path)) return "shared";
    return used[i] === 0 && looksLikeScript(path) ? "composition-root" : undefined;
  });
}

function judgeByStructure(graph: SymbolGraph, order: Int32Array, uses: Uses, findAreas: FindAreas, roles: Verdicts, entries?: Uint8Array): void {
  const size = order.length;
  const rank = new Int32Array(size);
  for (let i = 0; i < size; i++) rank[order[i]!] = i;
  const traits = findTraits(graph, rank);

  const open: number[] = [];
  const barrels: number[] = [];
  const counts = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    if (roles[i] !== undefined) continue;
    if (isBarrel(graph.modules[order[i]!]!.facts)) barrels.push(i);
    else {
      open.push(i);
      counts[i] = 1;
    }
  }
  const neighbours = findNeighbours(uses, counts, traits.typesOnly);
  const candidates = open.filter((i) => mayBeRoot(i, neighbours, traits));
  const members = counts.slice();
  for (const i of candidates) if (wiresParts(i, neighbours)) members[i] = 0;
  for (const i of open) if (isBusy(i, neighbours, traits, open.length)) members[i] = 0;
  const areas = largeAreas(findAreas(members));

  const roots = findRoots(candidates, neighbours, areas, (i) => entries?.[i] === 1 || looksLikeEntry(graph.modules[order[i]!]!.path));
  for (const i of roots) roles[i] = "composition-root";
  const rest = open.filter((i) => !roots.has(i));
  for (const i of findSupport(rest, neighbours, traits, areas, roots)) roles[i] = isPlatform(i, traits) ? "platform" : "shared";

  const isSupport = (i: number) => roles[i] === "shared" || roles[i] === "platform";
  for (const i of barrels) {
    const parts = uses.to.subarray(uses.start[i]!, uses.start[i + 1]!);
    if (isSharedBarrel(parts, areas, isSupport)) roles[i] = "shared";
  }
}
