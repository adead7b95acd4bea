import { splitIdentifier } from "../evidence/words.ts";
import type { Terms } from "./terms.ts";

export interface ServiceName {
  /** Lower case, words joined by hyphens. */
  id: string;
  name: string;
}

/** A word must stand for this share of a service's modules, by weight, to name it. */
const leastShare = 0.08;
/** All routes of a service count like this share of its modules. */
const routeShare = 0.6;
/** Between a word and a pair with it that say as much, the pair is the better name: `help center` rather than `center`. */
const pairBonus = 1.05;

/**
 * Names services by the word, or the pair of words, that says most of them: how much of the service it stands for, times the cube root of how much of
 * it is in that service and in no other (a word that all services share tells none from another). A service without such a word is called after
 * `lastResort`, and without that one it is numbered. `given`: names that are known already, by service.
 */
export function nameServices(
  services: readonly (readonly number[])[],
  terms: Terms,
  lastResort: (service: readonly number[]) => string | undefined,
  given: readonly (string | undefined)[] = [],
): ServiceName[] {
  const masses = services.map((modules) => massOf(modules, terms));
  const total = new Map<string, number>();
  for (const mass of masses) for (const [term, weight] of mass) total.set(term, (total.get(term) ?? 0) + weight);

  const candidates = masses.flatMap((mass, service) =>
    Array.from(mass, ([term, weight]) => {
      const share = weight / services[service]!.length;
      return { service, term, share, score: share * Math.cbrt(weight / total.get(term)!) * (term.includes(" ") ? pairBonus : 1) };
    }).filter(({ share }) => share >= leastShare),
  );
  // The service for which a word says most gets it.
  candidates.sort((a, b) => b.score - a.score || a.service - b.service || (a.term < b.term ? -1 : 1));
  const chosen: (string | undefined)[] = services.map((_, service) => given[service]);
  const own: string[][] = services.map(() => []);
  const taken = new Set(given.filter((name) => name !== undefined));
  for (const { service, term } of candidates) {
    own[service]!.push(term);
    if (chosen[service] !== undefined || taken.has(term)) continue;
    chosen[service] = term;
    taken.add(term);
  }
  return distinct(services.map((modules, service) => given[service] ?? write(chosen[service] ?? pair(own[service]!), terms) ?? lastResort(modules)));
}

/** How much each word stands for the modules, and for the routes: what an area is called towards its users is what people call it. */
function massOf(modules: readonly number[], { profiles, routes }: Terms): Map<string, number> {
  const mass = new Map<string, number>();
  for (const module of modules) for (const [term, weight] of profiles[module]!) mass.set(term, (mass.get(term) ?? 0) + weight);
  const served = new Map<string, number>();
  let all = 0;
  for (const module of modules) {
    for (const [term, count] of routes[module]!) {
      served.set(term, (served.get(term) ?? 0) + count);
      all += count;
    }
  }
  // A word for fewer than most routes names a part of the area.
  for (const [term, count] of served) if (count * 2 > all) mass.set(term, (mass.get(term) ?? 0) + (routeShare * modules.length * count) / all);
  return mass;
}

/** Where others have all of a service's words, two of them together still tell it from each. */
function pair([first, second]: readonly string[]): string | undefined {
  return second === undefined ? first : `${first} ${second}`;
}

/** `order item` → `order items`, where people write `items`. */
function write(term: string | undefined, { writtenAs }: Terms): string | undefined {
  if (term === undefined) return undefined;
  const words = term.split(" ");
  const last = words.pop()!;
  return [...words, writtenAs.get(last) ?? last].join(" ");
}

function distinct(names: readonly (string | undefined)[]): ServiceName[] {
  const used = new Set<string>();
  let unnamed = 0;
  return names.map((written) => {
    const base = written ?? `service ${++unnamed}`;
    let name = base;
    for (let number = 2; used.has(idOf(name)); number++) name = `${base} ${number}`;
    used.add(idOf(name));
    return { id: idOf(name), name: written === undefined ? idOf(name) : name };
  });
}

function idOf(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}]+/gu, "-");
}

/** The folder that most of the modules lie in, as words: `src/run-tests` → `run tests`. */
export function commonFolder(paths: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = path.split("/").at(-2);
    if (folder !== undefined) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const [folder] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0] ?? [];
  return folder === undefined ? undefined : splitIdentifier(folder).join(" ") || undefined;
}
