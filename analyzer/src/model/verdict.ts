/**
 * The published result of `ficus verify`: what is proven of one extracted service, what is not, and why. Kept in `.ficus/verdict/<service>.json`, read by
 * `ficus route` and by CI. Fields are added, never renamed; `schemas/verdict.schema.json` is generated from here.
 */
import { z } from "zod";
import { ServiceId } from "./boundaries.ts";

export const verdictVersion = 1;

export const proofStates = ["proven", "unproven", "failed"] as const;
export type ProofState = (typeof proofStates)[number];

const milliseconds = z.number().min(0).describe("milliseconds");
const names = z.array(z.string());

/** Why something is not proven; the kinds are stable, the texts are for people. */
export const reasonKinds = [
  "not-served",
  "not-noticed",
  "kept-local",
  "tests-differ",
  "ends-differ",
  "lossy-wire",
  "mutated-argument",
  "shadow-differs",
  "answer-differs",
  "edge-not-compared",
  "blocker",
  "self-call",
  "runs-twice",
  "only-doubles",
  "type-errors",
  "not-booted",
  "broke-off",
  "tests-unusable",
] as const;
export type ReasonKind = (typeof reasonKinds)[number];

export const Reason = z.object({
  kind: z.enum(reasonKinds),
  state: z.enum(["unproven", "failed", "note"]).describe("what it makes of its subject; a note changes nothing"),
  message: z.string().describe("what, where, and what to do"),
  at: z.array(z.string()).optional().describe("places as path:line, or tests by name"),
});
export type Reason = z.infer<typeof Reason>;

export const Overhead = z.object({
  localMedian: milliseconds,
  remoteMedian: milliseconds,
  median: z.number().describe("median over the wire less median in process, milliseconds"),
  p95: z.number().describe("95th percentile over the wire less 95th percentile in process, milliseconds"),
});
export type Overhead = z.infer<typeof Overhead>;

export const BreakResult = z.object({
  error: z.enum(["noticed", "not-noticed", "not-tried"]).describe("whether tests failed while it threw"),
  noop: z.enum(["noticed", "not-noticed", "not-tried"]).describe("whether tests failed while it did nothing"),
});
export type BreakResult = z.infer<typeof BreakResult>;

export const Subject = z.object({
  name: z.string().describe("operation, or method and path of a route"),
  kind: z.enum(["operation", "route"]),
  state: z.enum(proofStates),
  served: z.int().min(0).describe("calls that the service answered in the remote run, agreed by both ends"),
  keptLocal: z
    .array(z.object({ reason: z.string(), count: z.int().min(1) }))
    .describe("calls that stayed in process in the remote run; never proven"),
  tests: names.describe("tests that reach it, by name"),
  failing: names.describe("tests that differ between local and remote and reach it, by name"),
  broken: BreakResult,
  overhead: Overhead.nullable().describe("null where it was not called both ways"),
  reasons: z.array(Reason),
});
export type Subject = z.infer<typeof Subject>;

export const Difference = z.object({
  test: z.string(),
  local: z.enum(["passed", "failed", "skipped", "missing"]),
  remote: z.enum(["passed", "failed", "skipped", "missing"]),
  message: z.string().optional(),
});
export type Difference = z.infer<typeof Difference>;

export const Mismatch = z.object({
  subject: z.string(),
  test: z.string().optional(),
  path: z.string().describe("where in the answer"),
  local: z.unknown().optional(),
  remote: z.unknown().optional(),
});
export type Mismatch = z.infer<typeof Mismatch>;

export const EdgeDifference = z.object({
  request: z.string().describe("what was sent"),
  route: z.string(),
  what: z.string().describe("status, header name, or body"),
  local: z.string(),
  remote: z.string(),
});
export type EdgeDifference = z.infer<typeof EdgeDifference>;

export const Step = z.object({
  name: z.string(),
  state: z.enum(["passed", "failed", "skipped"]),
  milliseconds,
  detail: z.string(),
});
export type Step = z.infer<typeof Step>;

export const Verdict = z.object({
  schemaVersion: z.literal(verdictVersion),
  service: ServiceId,
  state: z.enum(proofStates).describe("failed when anything failed; proven when all is"),
  subjects: z.array(Subject).describe("operations and routes, sorted"),
  reasons: z.array(Reason).describe("what concerns the service as a whole"),
  tests: z.object({
    command: z.array(z.string()),
    total: z.int().min(0),
    passed: z.int().min(0),
    failing: names.describe("failed before as well, equally in both runs"),
    flaky: names.describe("set apart: two local runs did not agree"),
    crossing: z.int().min(0).describe("tests that cross to the service"),
    passingWithoutService: z.int().min(0).nullable().describe("tests that pass while the service is down; null when not tried"),
    differences: z.array(Difference),
    redirected: names.describe("test files that were given the facade instead of the local symbol"),
    doubles: z
      .array(z.object({ at: z.string(), text: z.string() }))
      .describe("test doubles for the service's modules: what they answer can never cross"),
  }),
  mismatches: z.array(Mismatch).describe("answers that differ in shadow, both values"),
  edges: z.object({ sent: z.int().min(0), differences: z.array(EdgeDifference) }),
  steps: z.array(Step),
});
export type Verdict = z.infer<typeof Verdict>;
