import type { MetricsInput } from "../metrics/input.ts";
import { createScore, type ServiceScore } from "../metrics/score.ts";
import { isCommonRole } from "../model/boundaries.ts";
import type { SystemMetrics } from "../model/analysis.ts";

/** What memberships are measured on: the code, folded into columns. */
export interface Ground {
  /** Path of each row. */
  paths: readonly string[];
  input: MetricsInput;
}

export interface Measured {
  system: SystemMetrics;
  services: ReadonlyMap<string, ServiceScore>;
}

/** Metrics of a membership. `owners`: service, `shared` or `platform` by path; `ids`: services, those without modules included. */
export function measure({ paths, input }: Ground, owners: ReadonlyMap<string, string>, ids: readonly string[]): Measured {
  const numbers = new Map(ids.toSorted().map((id, number) => [id, number]));
  const service = Int32Array.from(paths, (path) => numbers.get(owners.get(path) ?? "") ?? -1);
  // What people take out of all services is not missing in any.
  const domain = Uint8Array.from(input.domain, (value, i) => (isCommonRole(owners.get(paths[i]!) ?? "") ? 0 : value));
  const metrics = createScore({ ...input, domain }, service).metrics();
  const empty: ServiceScore = {
    modules: 0,
    cohesion: 0,
    callsIn: 0,
    callsOut: 0,
    clusterFactor: 0,
    cyclicWith: 0,
    interfaceSize: 0,
    loopCallsOut: 0,
  };
  return { system: metrics.system, services: new Map([...numbers].map(([id, number]) => [id, metrics.services[number] ?? empty])) };
}
