import type { Role } from "../model/analysis.ts";
import type { Warning } from "../model/warning.ts";
import { splitIdentifier } from "../evidence/words.ts";
import { foldPlural } from "./words.ts";

/** Fewer domain modules than this may well be one service. */
const enoughModules = 20;
const mostInOne = 0.7;

/** A proposal that keeps nearly everything together helps nobody: say so instead of looking successful. */
export function warnOfOneService(largest: number, domainModules: number): Warning[] {
  if (domainModules < enoughModules || largest <= mostInOne) return [];
  const message = `One service holds ${Math.round(largest * 100)} % of the domain modules: the code is too entangled for this first proposal. Ask for a number of services with --services, or leave parts out with --exclude.`;
  return [{ reason: "one-service", message }];
}

const layers = new Set(["controller", "service", "repository", "entity", "model", "route", "router", "dto", "schema", "middleware", "helper", "validator", "resolver", "view", "component", "hook", "store", "type"]);
const layerShare = 0.8;
const leastLayers = 3;
const leastModules = 4;

/** Services that are made of one technical layer each: controllers here, repositories there. */
export function warnOfLayers(services: readonly (readonly string[])[]): Warning[] {
  let layered = 0;
  let all = 0;
  const found = new Map<string, number>();
  for (const paths of services) {
    const known = paths.map(layerOf).filter((layer) => layer !== undefined);
    if (known.length < leastModules || known.length < paths.length / 2) continue;
    all += known.length;
    const counts = new Map<string, number>();
    for (const layer of known) counts.set(layer, (counts.get(layer) ?? 0) + 1);
    const [layer, count] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
    if (count < known.length * layerShare) continue;
    layered += known.length;
    found.set(layer, (found.get(layer) ?? 0) + 1);
  }
  if (found.size < leastLayers || layered < all * layerShare) return [];
  const names = [...found.keys()].sort().join(", ");
  return [{ reason: "layers-not-features", message: `The proposed services are technical layers (${names}) rather than business areas: too little of the code's own structure joins the layers of one area. Try another --services.` }];
}

/** The technical layer that a path names: by the last word of the file's name that is one, else by the innermost such folder. */
export function layerOf(path: string): string | undefined {
  for (const segment of path.split("/").reverse()) {
    const layer = splitIdentifier(segment.replace(/\.\w+$/, "")).map(foldPlural).findLast((word) => layers.has(word));
    if (layer !== undefined) return layer;
  }
  return undefined;
}

export function countRole(roles: readonly Role[], role: Role): number {
  return roles.filter((each) => each === role).length;
}
