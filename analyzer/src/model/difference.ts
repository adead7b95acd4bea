/** The published result of `ficus diff --json`: what changed since. `schemas/difference.schema.json` is generated from here. */
import { z } from "zod";
import { Analysis, AnalyzedDependency, AnalyzedModule, AnalyzedService, Role, SystemMetrics } from "./analysis.ts";
import { Site } from "./explanation.ts";

/** As much of a result of `ficus analyze --json` as is compared; metrics that an older version did not know may be missing. */
export const ComparedAnalysis = z.object({
  schemaVersion: Analysis.shape.schemaVersion,
  root: z.string(),
  modules: z.array(AnalyzedModule.pick({ path: true, role: true, service: true })),
  dependencies: z.array(AnalyzedDependency),
  services: z.array(AnalyzedService.pick({ id: true, name: true, modules: true })),
  metrics: SystemMetrics.partial(),
});
export type ComparedAnalysis = z.infer<typeof ComparedAnalysis>;

export const ComparedSide = z.object({
  label: z.string().describe("revision or file as it was given; `now` for the folder as it is"),
  commit: z.string().nullable().describe("full name of the commit"),
  boundaries: z.boolean().describe("ficus.boundaries.json said which module is whose, not the analysis"),
  modules: z.int().min(0),
  services: z.int().min(0),
});
export type ComparedSide = z.infer<typeof ComparedSide>;

export const ComparedService = z.object({
  before: z.string().nullable().describe("id; null for a service that is new"),
  after: z.string().nullable().describe("id; null for a service that is gone"),
  name: z.string(),
  modulesBefore: z.int().min(0),
  modulesAfter: z.int().min(0),
  common: z.int().min(0).describe("modules that it has on both sides"),
});
export type ComparedService = z.infer<typeof ComparedService>;

export const MovedModule = z.object({
  path: z.string(),
  from: z.string().nullable().describe("service before, by its id before"),
  to: z.string().nullable().describe("service now, by its id now"),
  roleBefore: Role,
  roleAfter: Role,
});
export type MovedModule = z.infer<typeof MovedModule>;

export const ComparedCrossing = z.object({
  from: z.string().describe("module that uses"),
  to: z.string().describe("module that is used"),
  fromService: z.string(),
  toService: z.string(),
  kinds: AnalyzedDependency.shape.kinds,
  because: z.enum(["dependency", "membership"]).describe("the use itself came or went, or a module changed its service"),
  sites: z.array(Site).describe("references, the first ones, or the import where it alone joins the two; empty where only a saved analysis is known"),
  references: z.int().min(0).describe("how many there are; sites shows the first"),
});
export type ComparedCrossing = z.infer<typeof ComparedCrossing>;

export const Difference = z.object({
  schemaVersion: z.literal(1),
  root: z.string(),
  before: ComparedSide,
  after: ComparedSide,
  services: z.array(ComparedService).describe("matched by the modules that they have in common"),
  modules: z.object({
    added: z.array(z.object({ path: z.string(), service: z.string().nullable() })),
    removed: z.array(z.object({ path: z.string(), service: z.string().nullable() })),
    renamed: z
      .array(z.object({ from: z.string(), to: z.string() }))
      .describe("files that say the same under another path; elsewhere they stand under the new one"),
    moved: z.array(MovedModule).describe("in another service than the one that its service became, or in another role"),
  }),
  crossings: z.object({ new: z.array(ComparedCrossing), gone: z.array(ComparedCrossing) }),
  metrics: z.object({ before: SystemMetrics.partial(), after: SystemMetrics.partial() }),
});
export type Difference = z.infer<typeof Difference>;
