import { adjustedMutualInformation } from "../metrics/adjustedMutualInformation.ts";
import { contingency } from "../metrics/contingency.ts";
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
/** Services that agree with layers this much are layers. */
const mirrored = 0.4;

/**
 * Services that are technical layers: the controllers here, the repositories there. Told by the layers that are gathered in one service each, and by how
 * much knowing the layer of a module tells of its service (adjusted mutual information).
 */
export function warnOfLayers(services: readonly (readonly string[])[]): Warning[] {
  const gathered = gatheredLayers(services);
  const paths = services.flat();
  const service = services.flatMap((each, s) => each.map(() => s));
  const agreement = (other: readonly string[]): number => (paths.length === 0 ? 0 : adjustedMutualInformation(contingency(service, other)));
  const likeLayers = agreement(paths.map((path) => layerOf(path) ?? ""));
  const layersSeen = new Set(paths.map(layerOf)).size;
  if (gathered.length < leastLayers && (likeLayers < mirrored || layersSeen < leastLayers)) return [];
  const likeFolders = agreement(paths.map((path) => path.slice(0, path.lastIndexOf("/") + 1)));
  const names = gathered.length > 0 ? ` (${gathered.join(", ")})` : "";
  return [
    {
      reason: "layers-not-features",
      message: `Some proposed services are technical layers${names} rather than business areas: too little of the code joins the layers of one area. Agreement of the services with layers is ${likeLayers.toFixed(2)}, with folders ${likeFolders.toFixed(2)} (adjusted mutual information, 0 to 1). Try another --services.`,
    },
  ];
}

function gatheredLayers(services: readonly (readonly string[])[]): string[] {
  const counts = services.map((paths) => countBy(paths.map(layerOf).filter((layer) => layer !== undefined)));
  const totals = new Map<string, number>();
  for (const each of counts) for (const [layer, count] of each) totals.set(layer, (totals.get(layer) ?? 0) + count);
  const gathered = [...totals].filter(([layer, total]) =>
    counts.some((each, s) => {
      const here = each.get(layer) ?? 0;
      return here > 1 && here >= total * layerShare && here >= services[s]!.length * layerShare;
    }),
  );
  return gathered.map(([layer]) => layer).sort();
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
