/** Composes what `ficus seams` and `ficus plan` need: the graph, whose each module is, and a host that reads sources for the checker. */
import { resolve, sep } from "node:path";
import { membershipOf } from "./boundaries/membership.ts";
import { readBoundariesFile } from "./io/boundariesFile.ts";
import { openSourceHost } from "./io/sourceHost.ts";
import type { Analysis } from "./model/analysis.ts";
import type { Boundaries } from "./model/boundaries.ts";
import type { SymbolGraph } from "./model/graph.ts";
import type { SeamsReport } from "./model/seams.ts";
import { findSeams } from "./seams/findSeams.ts";
import { findService, sidesOf, type ServiceSides } from "./seams/sides.ts";
import type { Session } from "./session.ts";

export interface OpenSeams extends ServiceSides {
  graph: SymbolGraph;
  analysis: Analysis;
  /** Undefined: the services are those that the analysis proposes. */
  boundaries: Boundaries | undefined;
  /** @param service id or name */
  report(service: string): SeamsReport;
}

/** @throws FicusError when the boundaries file is broken */
export async function openSeams(session: Session, dir: string, tsconfig?: string): Promise<OpenSeams> {
  const root = resolve(dir).split(sep).join("/");
  const boundaries = readBoundariesFile(root)?.boundaries;
  const graph = await session.graph();
  const analysis = await session.analyze();
  const paths = graph.modules.map(({ path }) => path);
  const owned = boundaries === undefined ? undefined : { boundaries, membership: membershipOf(boundaries, paths) };
  const { sides, services } = sidesOf(graph, analysis, owned);
  return {
    graph,
    analysis,
    boundaries,
    sides,
    services,
    report: (wanted) => {
      const { id, name } = findService(services, wanted);
      const named = tsconfig === undefined ? undefined : resolve(tsconfig).split(sep).join("/");
      return findSeams({ graph, sides, service: id, name, rootName: session.name, root, host: openSourceHost(), tsconfig: named });
    },
  };
}
