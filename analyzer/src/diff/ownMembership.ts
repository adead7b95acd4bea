import type { Examination } from "../analyze.ts";
import { membershipOf } from "../boundaries/membership.ts";
import { createScore } from "../metrics/score.ts";
import type { Boundaries } from "../model/boundaries.ts";
import type { ComparedAnalysis } from "../model/difference.ts";
import type { SymbolGraph } from "../model/graph.ts";

/** The analysis with the membership that people decided instead of the one that was proposed. What the file does not speak of has no service. */
export function withBoundaries({ analysis, metricsInput, order }: Examination, graph: SymbolGraph, boundaries: Boundaries): ComparedAnalysis {
  const paths = analysis.modules.map(({ path }) => path);
  const { service, role } = membershipOf(boundaries, paths);
  const modules = analysis.modules.map((module, i) => ({
    path: module.path,
    role: role[i] ?? (service[i] === null ? module.role : ("domain" as const)),
    service: service[i]!,
  }));
  const ids = Object.keys(boundaries.services).sort();
  const numberOf = new Map(ids.map((id, s) => [id, s]));
  const serviceOf = new Map(modules.map((module) => [module.path, module.service === null ? -1 : (numberOf.get(module.service) ?? -1)]));
  // Who says that a module is everybody's does not miss it in a service.
  const isCommon = new Set(modules.flatMap((module, i) => (role[i] === null ? [] : [module.path])));
  const domain = Uint8Array.from(order, (module, i) => (isCommon.has(graph.modules[module]!.path) ? 0 : metricsInput.domain[i]!));
  const membership = Array.from(order, (module) => serviceOf.get(graph.modules[module]!.path)!);
  return {
    schemaVersion: analysis.schemaVersion,
    root: analysis.root,
    modules,
    dependencies: analysis.dependencies,
    services: ids.flatMap((id) => {
      const own = modules.flatMap((module) => (module.service === id ? [module.path] : []));
      return own.length === 0 ? [] : [{ id, name: boundaries.services[id]!.name, modules: own }];
    }),
    metrics: createScore({ ...metricsInput, domain }, membership).metrics().system,
  };
}
