/** The published result of `ficus plan --json`: which service to take out first, and why. `schemas/plan.schema.json` is generated from here. */
import { z } from "zod";
import { extractionStates } from "./boundaries.ts";
import { historyAbsences } from "./history.ts";
import { blockerReasons } from "./seams.ts";
import { Place } from "./shapes.ts";

export const readinessNames = ["wire", "data", "transactions", "waiting", "state", "interface", "independence", "events"] as const;
export type ReadinessName = (typeof readinessNames)[number];

const Share = z.number().min(0).max(1);

export const Component = z.object({
  name: z.enum(readinessNames),
  value: Share.describe("1: nothing stands in the way"),
  weight: Share.describe("share of the readiness that it makes"),
  why: z.string(),
});
export type Component = z.infer<typeof Component>;

export const Gate = z.object({
  reason: z.enum([...blockerReasons, "nothing-to-serve"]),
  stops: z
    .enum(["service", "operations", "decision", "everything"])
    .describe(
      "operations: those alone stay in process; decision: works while the database is shared, and somebody has to accept it; everything: a precondition that is the same for every service, mended once",
    ),
  count: z.int().min(1),
  message: z.string().describe("of the first"),
  remedy: z.string(),
  at: Place.nullable(),
});
export type Gate = z.infer<typeof Gate>;

export const Value = z.object({
  score: Share,
  churn: Share.describe("share of the commits of the last years that touch it, over that of the service with most"),
  hotspot: Share.describe("churn times size, over that of the service with most"),
  teams: Share.describe("how far its authors are others than those of the rest: 1 − cosine of the commits by author"),
  commits: z.int().min(0),
  authors: z.int().min(0),
});
export type Value = z.infer<typeof Value>;

export const PlannedService = z.object({
  id: z.string(),
  name: z.string(),
  order: z.int().min(1),
  modules: z.int().min(0),
  lines: z.int().min(0),
  state: z.enum(extractionStates).nullable().describe("how far its extraction is, as ficus.boundaries.json says"),
  readiness: z.object({ score: Share, components: z.array(Component) }),
  gates: z.array(Gate).describe("what blocks; those that stop the whole service first"),
  value: Value.nullable().describe("null without history"),
  substance: Share.describe("how much it would prove: what it serves, over the service that serves most, and whether it has tables of its own"),
  score: Share.describe(
    "what the order goes by, within services that are hindered alike: readiness .5, value .35, substance .15; readiness .75 and substance .25 without history",
  ),
  counts: z.object({
    operations: z.int().min(0),
    blockedOperations: z.int().min(0),
    callBacks: z.int().min(0),
    routes: z.int().min(0),
    blockers: z.int().min(0),
    findings: z.int().min(0),
  }),
  reasons: z.array(z.string()).describe("what speaks for and against it, most important first"),
});
export type PlannedService = z.infer<typeof PlannedService>;

export const Plan = z.object({
  schemaVersion: z.literal(1),
  root: z.string(),
  services: z.array(PlannedService).describe("by order"),
  pilot: z
    .object({ id: z.string(), reasons: z.array(z.string()) })
    .nullable()
    .describe("the one to begin with; null where every service is stopped"),
  history: z.object({ commits: z.int().min(0), absent: z.enum(historyAbsences).nullable() }),
});
export type Plan = z.infer<typeof Plan>;
