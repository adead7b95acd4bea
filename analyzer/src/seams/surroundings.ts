/** Routes, jobs, events and carried modules: what crosses beside symbols. */
import type { CarriedModule, SeamEvent, SeamJob, SeamRoute } from "../model/seams.ts";
import type { Place } from "../model/shapes.ts";
import { byPlace, type GraphIndex, type Sides } from "./graphIndex.ts";
import { reachFrom } from "./reach.ts";

export interface Surroundings {
  index: GraphIndex;
  sides: Sides;
  service: string;
}

const isInside = ({ sides, service }: Surroundings, module: number): boolean => sides.service[module] === service;
const isTest = ({ sides }: Surroundings, module: number): boolean => sides.role[module] === "test";

/** Routes that the service declares, and those of others that lead to a handler of it. */
export function findRoutes(context: Surroundings): SeamRoute[] {
  const { index } = context;
  const { graph } = index;
  const mounts = graph.routes.filter((route) => route.method === "USE" && !isTest(context, route.module));
  return graph.routes
    .filter(
      (route) => route.method !== "USE" && !isTest(context, route.module) && (isInside(context, route.module) || isInside(context, route.target)),
    )
    .map((route): SeamRoute => {
      const place: Place = { module: graph.modules[route.module]!.path, line: route.line, column: route.column };
      const chain = mountsOf(mounts, route.module);
      const prefix = chain
        .map((mount) => mount.path)
        .reverse()
        .join("/");
      return {
        ...place,
        framework: route.framework,
        method: route.method,
        path: cleanRoute(route.framework === "nestjs" ? route.path : `${prefix}/${route.path}`),
        written: route.path,
        handler: route.symbol < 0 || route.handler === "<inline>" ? null : index.symbolName(route.target, route.symbol),
        handlerInside: isInside(context, route.target),
        mountedAt: chain.map((mount) => ({ module: graph.modules[mount.module]!.path, line: mount.line, column: mount.column })),
      };
    })
    .sort((a, b) => byPlace(a, b) || (a.method < b.method ? -1 : 1));
}

type Mount = GraphIndex["graph"]["routes"][number];

/** Mounts on the way from a router's module to the composition root, innermost first. */
function mountsOf(mounts: readonly Mount[], module: number): Mount[] {
  const chain: Mount[] = [];
  const seen = new Set([module]);
  for (let at = module; ;) {
    const mount = mounts.find((each) => each.target === at && each.module !== at);
    if (mount === undefined || seen.has(mount.module)) return chain;
    chain.push(mount);
    seen.add(mount.module);
    at = mount.module;
  }
}

const cleanRoute = (path: string): string => `/${path}`.replaceAll(/\/{2,}/g, "/").replace(/(.)\/$/, "$1");

/** Jobs of the service, and jobs of others that reach it. */
export function findJobs(context: Surroundings): SeamJob[] {
  const { index } = context;
  return index.graph.jobs
    .filter((job) => !isTest(context, job.module))
    .flatMap((job): SeamJob[] => {
      const inside = isInside(context, job.module);
      const reached = inside
        ? []
        : reachFrom(index, { module: job.module, declaration: job.owner }, { depth: 4 }).targets.filter(({ module }) => isInside(context, module));
      if (!inside && reached.length === 0) return [];
      return [
        {
          module: index.graph.modules[job.module]!.path,
          line: job.line,
          column: job.column,
          kind: job.kind,
          schedule: job.schedule,
          symbol: index.qualifiedName(job.module, job.owner),
          inside,
          reaches: reached.slice(0, 20).map(({ module, declaration }) => index.symbolName(module, declaration)),
        },
      ];
    })
    .sort(byPlace);
}

/** Events that the service says or hears, and the other ends of those that cross. */
export function findEvents(context: Surroundings): SeamEvent[] {
  const { index } = context;
  const events = index.graph.events.filter(({ module, channel }) => !isTest(context, module) && channel !== "dom");
  const others = new Map<string, { publish: Set<boolean>; subscribe: Set<boolean> }>();
  for (const { event, direction, module } of events) {
    let known = others.get(event);
    if (known === undefined) others.set(event, (known = { publish: new Set(), subscribe: new Set() }));
    known[direction].add(isInside(context, module));
  }
  return events
    .map((event): SeamEvent => {
      const inside = isInside(context, event.module);
      const other = others.get(event.event)![event.direction === "publish" ? "subscribe" : "publish"];
      return {
        module: index.graph.modules[event.module]!.path,
        line: event.line,
        column: event.column,
        event: event.event,
        channel: event.channel,
        direction: event.direction,
        symbol: index.qualifiedName(event.module, event.owner),
        inside,
        crosses: event.event !== "*" && other.has(!inside),
      };
    })
    .filter(
      ({ inside, event, direction, crosses }) =>
        inside || (crosses && others.get(event)![direction === "publish" ? "subscribe" : "publish"].has(true)),
    )
    .sort((a, b) => (a.event < b.event ? -1 : a.event > b.event ? 1 : byPlace(a, b)));
}

const runtimeUses = new Set(["call", "new", "extends", "decorator", "value", "jsx"]);

/** Modules of others that run in the service's process too. Symbols lead to the modules that declare them: barrels do not come along. */
export function findCarried(context: Surroundings, isCalledBack: (module: number, top: number) => boolean): CarriedModule[] {
  const { index, sides } = context;
  const { graph } = index;
  const because = new Map<number, number>();
  const queue = [...graph.modules.keys()].filter((module) => isInside(context, module));
  const sideEffects = new Map<number, number[]>();
  for (const edge of graph.edges)
    if (edge.kind === "side-effect" && edge.to >= 0) sideEffects.set(edge.from, [...(sideEffects.get(edge.from) ?? []), edge.to]);
  for (let at = 0; at < queue.length; at++) {
    const module = queue[at]!;
    const add = (to: number): void => {
      if (to === module || isInside(context, to) || because.has(to) || sides.role[to] === "test" || sides.role[to] === "composition-root") return;
      because.set(to, module);
      queue.push(to);
    };
    const { start, end } = index.rowsOf(module);
    for (let row = start; row < end; row++) {
      if (!runtimeUses.has(index.kindOf(row))) continue;
      const to = graph.references.to[row]!;
      const symbol = graph.references.symbol[row]!;
      const kind = index.declaration(to, index.topOf(to, symbol))?.kind;
      if (kind === "interface" || kind === "type") continue;
      if (!isInside(context, to) && isCalledBack(to, index.topOf(to, symbol))) continue;
      add(to);
    }
    for (const to of sideEffects.get(module) ?? []) add(to);
  }
  return [...because]
    .map(([module, from]): CarriedModule => ({
      module: graph.modules[module]!.path,
      role: sides.role[module]!,
      service: sides.service[module] ?? null,
      lines: graph.modules[module]!.facts.lines,
      because: graph.modules[from]!.path,
    }))
    .sort((a, b) => (a.module < b.module ? -1 : 1));
}
