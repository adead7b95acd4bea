import type { Role } from "../model/analysis.ts";
import type { Warning } from "../model/warning.ts";
import { splitIdentifier } from "../evidence/words.ts";
import { foldPlural } from "../evidence/vocabulary.ts";

const layers = new Set([
  "controller",
  "service",
  "repository",
  "entity",
  "model",
  "route",
  "router",
  "dto",
  "schema",
  "middleware",
  "helper",
  "validator",
  "resolver",
  "view",
  "component",
  "hook",
  "store",
  "type",
]);
/** So much of a service is one layer, and so much of the layer is in that service. */
const layerShare = 0.75;
const leastLayers = 3;

/** Services that are a technical layer each: the controllers here, the repositories there. */
export function warnOfLayers(services: readonly (readonly string[])[]): Warning[] {
  const counts = services.map((paths) => countBy(paths.map(layerOf).filter((layer) => layer !== undefined)));
  const totals = new Map<string, number>();
  for (const each of counts) for (const [layer, count] of each) totals.set(layer, (totals.get(layer) ?? 0) + count);
  const gathered = [...totals].filter(([layer, total]) =>
    counts.some((each, s) => {
      const here = each.get(layer) ?? 0;
      return here > 1 && here >= total * layerShare && here >= services[s]!.length * layerShare;
    }),
  );
  if (gathered.length < leastLayers) return [];
  const names = gathered
    .map(([layer]) => layer)
    .sort()
    .join(", ");
  return [
    {
      reason: "layers-not-features",
      message: `Some proposed services are technical layers (${names}) rather than business areas: too little of the code joins the layers of one area. Try another --services.`,
    },
  ];
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** The technical layer that a path names: by the last word of the file's name that is one, else by the innermost such folder. */
export function layerOf(path: string): string | undefined {
  for (const segment of path.split("/").reverse()) {
    const layer = splitIdentifier(segment.replace(/\.\w+$/, ""))
      .map(foldPlural)
      .findLast((word) => layers.has(word));
    if (layer !== undefined) return layer;
  }
  return undefined;
}

export function countRole(roles: readonly Role[], role: Role): number {
  return roles.filter((each) => each === role).length;
}
