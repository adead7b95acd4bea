import type { Analysis, AnalyzedDependency } from "../model/analysis.ts";

/** Everything that leads from one service to another. */
export interface Crossing {
  from: string;
  to: string;
  /** Sum of the weights of the dependencies: how many modules of `to` are there for `from`. */
  weight: number;
  dependencies: AnalyzedDependency[];
}

/** Crossings between services, the heaviest first; the dependencies of each likewise. */
export function findCrossings({ modules, dependencies }: Analysis): Crossing[] {
  const serviceOf = new Map(modules.map(({ path, service }) => [path, service]));
  const crossings = new Map<string, Crossing>();
  for (const dependency of dependencies) {
    const from = serviceOf.get(dependency.from);
    const to = serviceOf.get(dependency.to);
    if (!from || !to || from === to) continue;
    const key = `${from} ${to}`;
    let crossing = crossings.get(key);
    if (crossing === undefined) crossings.set(key, (crossing = { from, to, weight: 0, dependencies: [] }));
    crossing.weight += dependency.weight;
    crossing.dependencies.push(dependency);
  }
  for (const { dependencies: own } of crossings.values()) own.sort((a, b) => b.weight - a.weight || compare(a.from, b.from) || compare(a.to, b.to));
  return [...crossings.values()].sort((a, b) => b.weight - a.weight || compare(a.from, b.from) || compare(a.to, b.to));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
