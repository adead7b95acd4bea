/** Whose each module is: by the boundaries that people own, where there are any, else by what the analysis proposes. */
import type { Membership } from "../boundaries/membership.ts";
import { FicusError } from "../errors.ts";
import { didYouMean } from "../boundaries/spelling.ts";
import type { Analysis } from "../model/analysis.ts";
import type { Boundaries } from "../model/boundaries.ts";
import type { SymbolGraph } from "../model/graph.ts";
import type { Sides } from "./graphIndex.ts";

export interface NamedService {
  id: string;
  name: string;
}

export interface ServiceSides {
  sides: Sides;
  /** Sorted by id. */
  services: NamedService[];
}

/** @param owned the boundaries file, and whose it says each module of the graph is, in the graph's order */
export function sidesOf(
  graph: SymbolGraph,
  analysis: Analysis,
  owned?: { boundaries: Boundaries; membership: Pick<Membership, "service" | "role"> },
): ServiceSides {
  const analysed = new Map(analysis.modules.map((module) => [module.path, module]));
  if (owned === undefined) {
    return {
      sides: {
        service: graph.modules.map(({ path }) => analysed.get(path)?.service ?? null),
        role: graph.modules.map(({ path }) => analysed.get(path)?.role ?? "domain"),
      },
      services: analysis.services.map(({ id, name }) => ({ id, name })),
    };
  }
  const { boundaries, membership } = owned;
  const isTest = (path: string): boolean => analysed.get(path)?.role === "test";
  return {
    sides: {
      // A glob of members catches tests that lie beside the sources; they are on nobody's side.
      service: graph.modules.map(({ path }, module) => (isTest(path) ? null : (membership.service[module] ?? null))),
      role: graph.modules.map(({ path }, module) => {
        if (isTest(path)) return "test";
        const said = membership.role[module] ?? null;
        if (said !== null) return said;
        return (membership.service[module] ?? null) === null ? (analysed.get(path)?.role ?? "domain") : "domain";
      }),
    },
    services: Object.entries(boundaries.services)
      .map(([id, { name }]) => ({ id, name }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** @throws FicusError `bad-option` when there is no such service */
export function findService(services: readonly NamedService[], wanted: string): NamedService {
  const lower = wanted.toLowerCase();
  const found = services.find(({ id }) => id === wanted) ?? services.find(({ id, name }) => id === lower || name.toLowerCase() === lower);
  if (found !== undefined) return found;
  const ids = services.map(({ id }) => id);
  throw new FicusError(
    "bad-option",
    ids.length === 0
      ? "There are no services: see ficus analyze for what is proposed, or make ficus.boundaries.json with ficus boundaries init."
      : `There is no service ${JSON.stringify(wanted)}${didYouMean(wanted, ids)}; there are ${ids.join(", ")}.`,
  );
}
