/**
 * `ficus.boundaries.json`, the file that people own: which services there are, and which module is whose. `schemas/boundaries.schema.json` is generated
 * from here. Fields that this version does not know are kept everywhere, so that an older Ficus does not lose what a newer one wrote.
 */
import { z } from "zod";

export const boundariesVersion = 1;

/** What a module can be instead of a part of a service; no service can be called so. */
export const commonRoles = ["shared", "platform"] as const;
export type CommonRole = (typeof commonRoles)[number];

export const isCommonRole = (name: string): name is CommonRole => commonRoles.some((role) => role === name);

export const ServiceId = z
  .string()
  .regex(/^[\p{Ll}\p{Lo}\p{N}]+(?:-[\p{Ll}\p{Lo}\p{N}]+)*$/u, "an id is made of lower-case letters and digits, joined by single hyphens")
  .refine((id) => !isCommonRole(id), "no service can have this id: it says that a module belongs to all of them");

const Glob = z.string().min(1);
const Path = z.string().min(1);

export const Switch = z
  .string()
  .regex(/^(?:local|shadow|remote|canary=(?:100|[1-9]?[0-9]))$/, "write local, shadow, remote, or canary=N with N from 0 to 100");
export type Switch = z.infer<typeof Switch>;

export const extractionStates = ["planned", "extracted", "verified", "canary", "remote", "retired"] as const;

export const Extraction = z.looseObject({
  state: z.enum(extractionStates),
  mode: Switch.describe("where everything is answered that is not named below; local when absent").optional(),
  operations: z.record(z.string(), Switch).describe("where each operation is answered").optional(),
  routes: z.record(z.string(), Switch).describe("where each route is answered").optional(),
  decisions: z.record(z.string(), z.unknown()).describe("what was decided for things that the service needs of the rest").optional(),
});
export type Extraction = z.infer<typeof Extraction>;

export const Approval = z.looseObject({
  by: z.string().min(1),
  reason: z.string().min(1),
  on: z.string().describe("date, YYYY-MM-DD").optional(),
});

export const Service = z.looseObject({
  name: z.string().min(1).describe("for people"),
  description: z.string().optional(),
  members: z
    .array(Glob)
    .describe("modules of the service: paths, folders or globs; those behind ! are not meant. What modules says of a path goes before")
    .optional(),
  interface: z.array(Glob).describe("modules that other services may use: paths, folders or globs; all of them when absent").optional(),
  mayUse: z.array(ServiceId).describe("services that this one may use; all of them when absent").optional(),
  locked: z.boolean().describe("the analysis takes the service as it is").optional(),
  approved: Approval.optional(),
  extraction: Extraction.optional(),
});
export type Service = z.infer<typeof Service>;

const Pair = z.tuple([Path, Path]);

export const Boundaries = z.looseObject({
  $schema: z.string().optional(),
  version: z.literal(boundariesVersion),
  services: z.record(ServiceId, Service).describe("by id"),
  modules: z
    .record(Path, z.string())
    .describe("whose each module is: the id of a service, or shared or platform. Goes before members, shared and platform")
    .default({}),
  shared: z.array(Glob).describe("modules that belong to no service and that all may use: stateless code without data").default([]),
  platform: z.array(Glob).describe("modules that belong to no service and that all stand on: database handle, logger, configuration").default([]),
  pins: z.record(Path, z.string()).describe("modules that the analysis leaves where they are put here; it decides all others anew").default({}),
  mustLink: z.array(Pair).describe("pairs of modules that the analysis keeps in one service").default([]),
  cannotLink: z.array(Pair).describe("pairs of modules that the analysis keeps apart").default([]),
});
/** The file as it may be written. */
export type BoundariesInput = z.input<typeof Boundaries>;
/** The file as it is read: what may be left out is empty. Paths are POSIX, relative to the folder of the file. */
export type Boundaries = z.infer<typeof Boundaries>;
