/**
 * `ficus.config.json` (or `.jsonc`, or `"ficus"` in package.json): how the project is to be read. `schemas/config.schema.json` is generated from here.
 * Unlike in the boundaries file, a name that is not known is an error: a misspelt setting that does nothing would be found too late.
 */
import { z } from "zod";
import { Role } from "./analysis.ts";

const Glob = z.string().min(1);
const Weight = z.number().min(0);

export const Weights = z.strictObject({
  structural: Weight.describe("who uses whom").optional(),
  aggregate: Weight.describe("who is about the same entity").optional(),
  data: Weight.describe("who reads and writes the same tables").optional(),
  semantic: Weight.describe("who speaks of the same things").optional(),
  folder: Weight.describe("who lies in the same folder, layers apart").optional(),
  history: Weight.describe("who is changed in the same commits").optional(),
  ownership: Weight.describe("who has the same authors and owners").optional(),
  runtime: Weight.describe("who runs in the same traces").optional(),
});

/** A shell-free command: words, or one string that is split at spaces. */
const Command = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const Environment = z.record(z.string(), z.string());

export const VerifyConfig = z.strictObject({
  test: Command.describe("command of the monolith's own tests").optional(),
  report: z.string().min(1).describe("JUnit file that the tests write, where their own output is not understood").optional(),
  prepare: Command.describe("command that makes databases and other surroundings anew before each run").optional(),
  env: Environment.describe("environment of the tests").optional(),
  serviceEnv: Environment.describe("environment of the extracted service").optional(),
  server: z
    .strictObject({ command: Command, health: z.string().min(1).describe("address that answers when it can serve") })
    .describe("how the monolith is started, for requests that no test sends")
    .optional(),
});

export const HistoryConfig = z.strictObject({
  enabled: z.boolean().optional(),
  since: z.string().min(1).describe("commits from then on, as git log --since reads it").optional(),
  largestCommit: z.int().min(1).describe("commits that change more files say nothing; 30 when absent").optional(),
  leastCommits: z.int().min(1).describe("fewer commits are too few to tell; 100 when absent").optional(),
  leastAuthors: z.int().min(1).describe("fewer authors are too few to tell; 2 when absent").optional(),
});

export const OwnershipConfig = z.strictObject({
  enabled: z.boolean().optional(),
  codeowners: z
    .string()
    .min(1)
    .describe("file that says who owns what, relative to the folder; found where hosts look for it when absent")
    .optional(),
});

export const Config = z.strictObject({
  $schema: z.string().optional(),
  include: z.array(Glob).describe("only files that match; all when absent").optional(),
  exclude: z.array(Glob).describe("no files that match").optional(),
  tsconfig: z.string().min(1).describe("one tsconfig for all files instead of the nearest one of each, relative to the folder").optional(),
  services: z.int().min(1).describe("how many services to propose; found from the structure when absent").optional(),
  weights: Weights.describe("how much each kind of evidence says; those that are not named keep their weight, 0 is off").optional(),
  entryPoints: z.array(Glob).describe("modules where programs start, beside those that are called so").optional(),
  layerWords: z.array(z.string().min(1)).describe("words that name a layer of this project and no business area").optional(),
  roles: z.record(Glob, Role).describe("what modules are, by path, folder or glob; the last that matches counts").optional(),
  history: HistoryConfig.optional(),
  ownership: OwnershipConfig.optional(),
  traces: z.array(z.string().min(1)).describe("OpenTelemetry traces (OTLP JSON): files or folders").optional(),
  verify: VerifyConfig.optional(),
});
export type Config = z.infer<typeof Config>;
