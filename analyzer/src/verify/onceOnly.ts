/** What repeats by itself in both processes happens twice. */
import type { ServiceManifest } from "../model/serviceManifest.ts";
import type { Reason } from "../model/verdict.ts";
import { recordsOf, type RecordLine } from "./records.ts";

/** `monolith`: its records while the switch says remote. */
export function runsTwice(manifest: ServiceManifest, monolith: readonly RecordLine[], service: readonly RecordLine[]): Reason[] {
  const there = new Set(recordsOf(monolith, "schedule").map(({ at }) => at));
  const both = [...new Set(recordsOf(service, "schedule").map(({ at }) => at))].filter((at) => there.has(at)).sort();
  const own = new Set([...manifest.modules, ...manifest.jobs.map(({ module }) => module)]);
  const moduleOf = (at: string): string => at.slice(0, at.lastIndexOf(":"));
  const jobs = both.filter((at) => own.has(moduleOf(at)));
  const carried = both.filter((at) => !own.has(moduleOf(at)));
  const reasons: Reason[] = [];
  if (jobs.length > 0)
    reasons.push({
      kind: "runs-twice",
      state: "failed",
      message: `Set up in the monolith and in the service, so that it would run twice: ${jobs.join(", ")}. Start it in the process that the switch names.`,
      at: jobs,
    });
  if (carried.length > 0)
    reasons.push({
      kind: "runs-twice",
      state: "note",
      message: `Code that the service carries sets up timers in both processes: harmless for caches of their own, not for what writes: ${carried.join(", ")}`,
      at: carried,
    });
  return reasons;
}
