import type { Examination } from "../analyze.ts";
import { ownersOf } from "../boundaries/edit.ts";
import { measure } from "../boundaries/measure.ts";
import { isCommonRole, type Boundaries } from "../model/boundaries.ts";
import type { ComparedAnalysis } from "../model/difference.ts";
import type { SymbolGraph } from "../model/graph.ts";

/** The analysis with the membership that people decided instead of the one that was proposed. What the file does not speak of has no service. */
export function withBoundaries({ analysis, metricsInput, order }: Examination, graph: SymbolGraph, boundaries: Boundaries): ComparedAnalysis {
  const owners = ownersOf(
    boundaries,
    analysis.modules.map(({ path }) => path),
  );
  const modules = analysis.modules.map(({ path, role }): ComparedAnalysis["modules"][number] => {
    const owner = owners.get(path);
    if (owner === undefined) return { path, role, service: null };
    return isCommonRole(owner) ? { path, role: owner, service: null } : { path, role: "domain", service: owner };
  });
  const ids = Object.keys(boundaries.services).sort();
  const ground = { paths: Array.from(order, (module) => graph.modules[module]!.path), input: metricsInput };
  return {
    schemaVersion: analysis.schemaVersion,
    root: analysis.root,
    modules,
    dependencies: analysis.dependencies,
    services: ids.flatMap((id) => {
      const own = modules.flatMap(({ path, service }) => (service === id ? [path] : []));
      return own.length === 0 ? [] : [{ id, name: boundaries.services[id]!.name, modules: own }];
    }),
    metrics: measure(ground, owners, ids).system,
  };
}
