/** Composes what `ficus seams` and `ficus plan` need: the graph, whose each module is, and a host that reads sources for the checker. */
import { resolve, sep } from "node:path";
import { membershipOf } from "./boundaries/membership.ts";
import { FicusError } from "./errors.ts";
import { readBoundariesFile } from "./io/boundariesFile.ts";
import { readHistory } from "./io/gitHistory.ts";
import { openSourceHost } from "./io/sourceHost.ts";
import type { Analysis } from "./model/analysis.ts";
import type { Boundaries } from "./model/boundaries.ts";
import type { SymbolGraph } from "./model/graph.ts";
import type { Plan } from "./model/plan.ts";
import type { SeamsReport } from "./model/seams.ts";
import { planServices } from "./plan/planServices.ts";
import { findSeams, prepareSeams, type PreparedSeams, type SeamsInput } from "./seams/findSeams.ts";
import { findService, sidesOf, type ServiceSides } from "./seams/sides.ts";
import type { Session } from "./session.ts";

export interface OpenSeams extends ServiceSides {
  graph: SymbolGraph;
  analysis: Analysis;
  /** Undefined: the services are those that the analysis proposes. */
  boundaries: Boundaries | undefined;
  /** @param service id or name */
  report(service: string): SeamsReport;
  plan(options?: PlanOptions): Promise<Plan>;
}

export interface PlanOptions {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
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
  const surroundings = {
    graph,
    sides,
    root,
    host: openSourceHost(),
    tsconfig: tsconfig === undefined ? undefined : resolve(tsconfig).split(sep).join("/"),
  };
  const report = (wanted: string, prepared?: PreparedSeams): SeamsReport => {
    const { id, name } = findService(services, wanted);
    const input: SeamsInput = { ...surroundings, service: id, name, rootName: session.name, prepared };
    return findSeams(input);
  };
  return {
    graph,
    analysis,
    boundaries,
    sides,
    services,
    report: (wanted) => report(wanted),
    plan: async ({ signal, onProgress } = {}) => {
      const inhabited = services.filter(({ id }) => sides.service.includes(id));
      if (inhabited.length === 0)
        throw new FicusError("bad-option", "There is no service to plan for: no module belongs to one. See ficus analyze for what is proposed.");
      const history = readHistory(root, { signal });
      const prepared = prepareSeams(surroundings);
      const reports: SeamsReport[] = [];
      for (const { id } of inhabited) {
        signal?.throwIfAborted();
        onProgress?.(reports.length, inhabited.length);
        reports.push(report(id, prepared));
        // Lets Ctrl-C and the history in.
        await new Promise((done) => setImmediate(done));
      }
      return planServices({ root: session.name, reports, boundaries, history: await history });
    },
  };
}
