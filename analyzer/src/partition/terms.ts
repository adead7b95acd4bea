import type { FileFacts } from "../model/facts.ts";
import type { Module, SymbolGraph } from "../model/graph.ts";
import { splitIdentifier } from "../evidence/words.ts";
import { foldPlural, isDomainWord } from "./words.ts";

/** Business words of one module, and pairs of them that stand together, with their weight: 0 to 1, how much the word stands for the module. */
export type TermProfile = ReadonlyMap<string, number>;

export interface Terms {
  /** One for each module, in order. */
  readonly profiles: readonly TermProfile[];
  /** How a folded word is written: the plural where people use one, because services are called `orders` rather than `order`. */
  readonly writtenAs: ReadonlyMap<string, string>;
}

/** Where a word stands decides how much it says. */
const weights = { fileName: 1, entity: 1, route: 0.8, exported: 0.7, folder: 0.5, declared: 0.3 };

/** What each module is about, by the names of its file, folders, declarations, entities and routes. */
export function collectTerms(graph: SymbolGraph, order: Int32Array): Terms {
  const routesOf = new Map<number, string[]>();
  for (const { module, path } of graph.routes) {
    const paths = routesOf.get(module);
    if (paths === undefined) routesOf.set(module, [path]);
    else paths.push(path);
  }
  const plurals = new Map<string, string>();
  const profiles = Array.from(order, (module) => profileOf(graph.modules[module]!, routesOf.get(module) ?? [], plurals));
  return { profiles, writtenAs: plurals };
}

function profileOf({ path, facts }: Module, routes: readonly string[], plurals: Map<string, string>): TermProfile {
  const profile = new Map<string, number>();
  const raise = (term: string, weight: number) => {
    if (weight > (profile.get(term) ?? 0)) profile.set(term, weight);
  };
  const add = (text: string, weight: number) => {
    let before = "";
    for (const word of splitIdentifier(text)) {
      const folded = isDomainWord(word) ? foldPlural(word) : "";
      if (folded !== "") {
        if (folded !== word) plurals.set(folded, word);
        raise(folded, weight);
        if (before !== "") raise(`${before} ${folded}`, weight);
      }
      before = folded;
    }
  };
  addPath(path, add);
  addDeclarations(facts, add);
  for (const { name, table } of facts.entities) {
    add(name, weights.entity);
    add(table, weights.entity);
  }
  for (const route of routes) add(firstSegment(route), weights.route);
  return profile;
}

type Add = (text: string, weight: number) => void;

function addPath(path: string, add: Add): void {
  const segments = path.split("/");
  const file = segments.pop() ?? "";
  add(file.slice(0, file.lastIndexOf(".")), weights.fileName);
  for (const segment of segments) add(segment, weights.folder);
}

function addDeclarations({ declarations }: FileFacts, add: Add): void {
  for (const { name, exported, parent } of declarations) {
    if (parent < 0) add(name, exported ? weights.exported : weights.declared);
  }
}

/** The first part of a route that names something: `/api/v1/orders/:id` → `orders`. */
function firstSegment(route: string): string {
  return route.split("/").find((segment) => /^[a-z]/i.test(segment) && splitIdentifier(segment).some(isDomainWord)) ?? "";
}
