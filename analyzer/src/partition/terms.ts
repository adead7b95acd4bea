import type { Module, SymbolGraph } from "../model/graph.ts";
import { splitIdentifier } from "../evidence/words.ts";
import { foldPlural, tellsBeside } from "../evidence/vocabulary.ts";

/** Business words of one module, and pairs of them that stand together, with their weight: 0 to 1, how much the word stands for the module. */
export type TermProfile = ReadonlyMap<string, number>;

export interface Terms {
  /** One for each module, in order. */
  readonly profiles: readonly TermProfile[];
  /** Number of routes that a module serves under each word, one for each module, in order. */
  readonly routes: readonly TermProfile[];
  /** How a folded word is written: the plural where people use one, because services are called `orders` rather than `order`. */
  readonly writtenAs: ReadonlyMap<string, string>;
}

/** Where a word stands decides how much it says. */
const weights = { fileName: 1, entity: 1, route: 0.8, exported: 0.5, folder: 0.5 };

/**
 * What each module is about, by the names of its file, folders, exports, entities and routes.
 *
 * `counts`: modules that are looked at; the others get an empty profile. `layerWords`: as in `EvidenceInput`.
 */
export function collectTerms(graph: SymbolGraph, order: Int32Array, counts: Uint8Array, layerWords?: ReadonlySet<string>): Terms {
  const routesOf = pathsOfRoutes(graph);
  const collector = new TermCollector(tellsBeside(layerWords));
  const profiles = Array.from(order, (module, i) =>
    counts[i] === 1 ? collector.profileOf(graph.modules[module]!, routesOf.get(module) ?? []) : none,
  );
  const routes = Array.from(order, (module, i) => (counts[i] === 1 ? collector.countRoutes(routesOf.get(module) ?? []) : none));
  return { profiles, routes, writtenAs: collector.writtenAs };
}

const none: TermProfile = new Map();

/** Paths of the routes that each module serves, below where its router is mounted. A module of several routers does not tell which is where. */
function pathsOfRoutes({ routes }: SymbolGraph): Map<number, string[]> {
  const mounts = new Map<number, string>();
  for (const { method, path, module, target } of routes) {
    if (method !== "USE" || target < 0 || target === module) continue;
    mounts.set(target, mounts.has(target) && mounts.get(target) !== path ? "" : path);
  }
  const paths = new Map<number, string[]>();
  for (const { module, path } of routes) {
    const whole = `${mounts.get(module) ?? ""}/${path}`;
    const found = paths.get(module);
    if (found === undefined) paths.set(module, [whole]);
    else found.push(whole);
  }
  return paths;
}

class TermCollector {
  readonly writtenAs = new Map<string, string>();
  /** Names and folders come again and again: what they say is worked out once. */
  readonly #known = new Map<string, readonly string[]>();
  readonly #tells: (word: string) => boolean;

  constructor(tells: (word: string) => boolean) {
    this.#tells = tells;
  }

  profileOf({ path, facts }: Module, routes: readonly string[]): TermProfile {
    const profile = new Map<string, number>();
    const add = (text: string, weight: number) => {
      for (const term of this.#termsOf(text)) if (weight > (profile.get(term) ?? 0)) profile.set(term, weight);
    };
    const slash = path.lastIndexOf("/");
    if (slash > 0) for (const term of this.#termsOfFolder(path.slice(0, slash))) profile.set(term, weights.folder);
    add(path.slice(slash + 1, path.lastIndexOf(".")), weights.fileName);
    for (const each of facts.exports) if (each.kind === "local") add(each.name, weights.exported);
    for (const { name, table } of facts.entities) {
      add(name, weights.entity);
      add(table, weights.entity);
    }
    for (const route of routes) add(firstSegment(route, this.#tells), weights.route);
    return profile;
  }

  countRoutes(routes: readonly string[]): TermProfile {
    if (routes.length === 0) return none;
    const found = new Map<string, number>();
    for (const route of routes) for (const term of this.#termsOf(firstSegment(route, this.#tells))) found.set(term, (found.get(term) ?? 0) + 1);
    return found;
  }

  #termsOf(text: string): readonly string[] {
    let terms = this.#known.get(text);
    if (terms !== undefined) return terms;
    const found: string[] = [];
    let before = "";
    for (const word of splitIdentifier(text)) {
      const folded = this.#tells(word) ? foldPlural(word) : "";
      if (folded !== "") {
        if (folded !== word) this.writtenAs.set(folded, word);
        found.push(folded);
        if (before !== "") found.push(`${before} ${folded}`);
      }
      before = folded;
    }
    this.#known.set(text, (terms = found));
    return terms;
  }

  #termsOfFolder(folder: string): readonly string[] {
    let terms = this.#known.get(`${folder}/`);
    if (terms === undefined) this.#known.set(`${folder}/`, (terms = folder.split("/").flatMap((segment) => this.#termsOf(segment))));
    return terms;
  }
}

/** The first part of a route that names something: `/api/v1/orders/:id` → `orders`. */
function firstSegment(route: string, tells: (word: string) => boolean): string {
  return route.split("/").find((segment) => /^[a-z]/i.test(segment) && splitIdentifier(segment).some(tells)) ?? "";
}
