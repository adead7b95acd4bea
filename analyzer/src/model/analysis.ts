/** The published result of `ficus analyze --json`. Fields are added, never renamed; `schemas/analysis.schema.json` is generated from here. */
import { z } from "zod";
import { ImportKind } from "./facts.ts";
import { dependencyKinds } from "./graph.ts";
import { Warning } from "./warning.ts";

export const schemaVersion = 1;

export const roles = ["domain", "shared", "platform", "composition-root", "test", "generated"] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

export const AnalyzedModule = z.object({
  path: z.string().describe("POSIX, relative to root"),
  loc: z.int().min(0).describe("lines of the file"),
  role: Role,
  service: z.string().nullable().describe("id of the service; null unless the role is domain"),
  confidence: z.number().min(0).max(1).describe("mean share of the runs that put it with each other module of its service"),
  runnerUp: z.string().nullable().describe("id of the service that it would join next"),
  margin: z.number().min(-1).max(1).optional().describe("confidence less the same for the runner-up"),
});

export const AnalyzedDependency = z.object({
  from: z.string(),
  to: z.string(),
  kinds: z.array(z.enum(dependencyKinds)),
  weight: z.number().min(0).describe("share of the uses of `to` that come from `from`, times the strength of their kind; 0..1"),
});

export const ServiceMetrics = z.object({
  cohesion: z.number().min(0).max(1).describe("weight inside the service, over all weight that touches it"),
  callsIn: z.int().min(0).describe("calls and constructions from other services"),
  callsOut: z.int().min(0).describe("calls and constructions into other services"),
  clusterFactor: z.number().min(0).max(1).describe("TurboMQ's share of the service: uses within it against uses that cross"),
  cyclicWith: z.int().min(0).describe("other services that it needs and that need it, when they run"),
  interfaceSize: z.int().min(0).describe("its symbols that other services use when they run"),
  loopCallsOut: z.int().min(0).describe("places where a loop of it calls another service"),
});

export const AnalyzedService = z.object({
  id: z.string().describe("lower-case, unique, stable while its name is"),
  name: z.string(),
  modules: z.array(z.string()),
  loc: z.int().min(0),
  metrics: ServiceMetrics,
});

export const AnalyzedTable = z.object({
  name: z.string(),
  owner: z.string().nullable().describe("id of the service that owns the table"),
  readers: z.array(z.string()).describe("paths of modules that read it"),
  writers: z.array(z.string()).describe("paths of modules that write it"),
});

export const SystemMetrics = z.object({
  modularity: z.number().describe("Newman's Q of the partition on the weighted module graph, −0.5..1"),
  crossingShare: z.number().min(0).max(1).describe("share of calls and constructions between domain modules that cross services"),
  coverage: z.number().min(0).max(1).describe("share of domain modules that have a service"),
  largestShare: z.number().min(0).max(1).describe("share of domain modules in the largest service"),
  turboMq: z.number().min(0).max(1).describe("mean cluster factor of the services"),
  cyclicPairs: z.int().min(0).describe("pairs of services that need each other when they run"),
  readPurity: z.number().min(0).max(1).describe("1 when every table is read by one service, 0 when by all alike"),
  writePurity: z.number().min(0).max(1).describe("1 when every table is written by one service, 0 when by all alike"),
  migrationComplexity: z.number().min(0).describe("mean over routes, jobs and consumers: others that may see one of them half done"),
  distributedShare: z.number().min(0).max(1).describe("share of routes, jobs and consumers whose data is in several services"),
  interfaceSize: z.number().min(0).describe("mean number of symbols of a service that other services use"),
  crossingLoopCalls: z.int().min(0).describe("places where a loop calls another service"),
  balance: z.number().min(0).max(1).describe("how even the sizes of the services are; 1 when all are the same"),
  coChangeLocality: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe("share of pairs changed in one commit that are in one service; null without history"),
  stability: z.number().min(0).max(1).describe("share of modules that no other service has more evidence for than their own"),
});
export type SystemMetrics = z.infer<typeof SystemMetrics>;

export const Alternative = z.object({
  services: z
    .array(
      z.object({ modules: z.int().min(1), mostly: z.string().nullable().describe("id of the proposed service that most of its modules are in") }),
    )
    .describe("by number"),
  crossing: z.number().min(0).max(1).describe("share of the evidence between modules that crosses services"),
  balance: z.number().min(0).max(1).describe("how even the sizes of the services are; 1 when all are the same"),
  largestShare: z.number().min(0).max(1).describe("share of its modules in the largest service"),
  assignment: z.array(z.int().min(-1)).describe("number of the service of each of `modules`, -1 for none"),
});

export const Suggestion = z.object({
  kind: z.literal("split").describe("a module that holds parts of several services side by side"),
  path: z.string(),
  parts: z.array(z.object({ service: z.string(), symbols: z.array(z.string()) })).describe("declarations that could move, and where"),
  rest: z.array(z.string()).describe("declarations that several parts need: they stay"),
});

export const Analysis = z.object({
  schemaVersion: z.literal(schemaVersion),
  root: z.string().describe("name of the analysed folder"),
  modules: z.array(AnalyzedModule).describe("every source file, sorted by path"),
  dependencies: z.array(AnalyzedDependency).describe("sorted by from, to"),
  services: z.array(AnalyzedService).describe("sorted by id"),
  metrics: SystemMetrics,
  data: z.object({ tables: z.array(AnalyzedTable) }),
  alternatives: z.array(Alternative).optional().describe("other divisions on the Pareto front of crossing, number, balance and size; coarsest first"),
  suggestions: z.array(Suggestion).optional().describe("sorted by path"),
  warnings: z.array(Warning),
  timings: z.record(z.string(), z.number()).describe("milliseconds by stage; empty unless --timings is given, so that equal input gives equal bytes"),
});
export type Analysis = z.infer<typeof Analysis>;
export type Alternative = z.infer<typeof Alternative>;
export type Suggestion = z.infer<typeof Suggestion>;
export type AnalyzedModule = z.infer<typeof AnalyzedModule>;
export type AnalyzedDependency = z.infer<typeof AnalyzedDependency>;
export type AnalyzedService = z.infer<typeof AnalyzedService>;
export type ServiceMetrics = z.infer<typeof ServiceMetrics>;
export type AnalyzedTable = z.infer<typeof AnalyzedTable>;
export { ImportKind };
