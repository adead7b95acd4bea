import type { FileFacts } from "../../model/facts.ts";
import { spread, type Areas } from "./neighbours.ts";

/** Says nothing itself and only passes on what others export. References lead through it to where things are declared. */
export function isBarrel(facts: FileFacts): boolean {
  return facts.declarations.length === 0 && facts.exports.length > 0 && facts.exports.every((each) => each.kind !== "local");
}

/** A barrel belongs to what it passes on; one over several areas, or mostly over what belongs to none, belongs to none of them. */
export function isSharedBarrel(parts: Int32Array, areas: Areas, isSupport: (module: number) => boolean): boolean {
  return parts.length > 0 && (parts.filter(isSupport).length * 2 >= parts.length || spread(parts, areas) > 2);
}
