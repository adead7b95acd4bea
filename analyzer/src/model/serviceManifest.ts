/**
 * `ficus.service.json` in the folder of a generated service: what `ficus verify`, `route` and `retire` need to know of it. Written by the generator, sorted
 * and without timestamps, because it is reviewed; `schemas/service.schema.json` is generated from here.
 *
 * Paths are POSIX. Those of the monolith are relative to its root, commands run in the folder that they name.
 */
import { z } from "zod";
import { ServiceId } from "./boundaries.ts";

export { serviceManifestName } from "./manifestName.ts";

const place = z.object({ module: z.string().describe("relative to the monolith's root"), line: z.int().min(1) });
export type Place = z.infer<typeof place>;

const exported = z.object({
  module: z.string().describe("relative to the monolith's root"),
  export: z.string().describe("name of the export; default for the default export"),
});

const command = z.object({
  /** Never a shell: the first word is a program, looked for in node_modules/.bin first. */
  command: z.array(z.string()).min(1).describe("program and arguments; no shell"),
  directory: z.string().default(".").describe("relative to the folder of this file"),
});
export type ServiceCommand = z.infer<typeof command>;

export const operationBlockers = ["transaction", "mutated-argument", "shared-state", "not-on-the-wire", "other"] as const;

export const ServiceOperation = z.object({
  name: z.string().min(1).describe("as the switch, the contract and both ends' records name it, such as OrderService.place"),
  facade: exported.describe("what the monolith calls instead of the local symbol"),
  local: exported.describe("the symbol that the facade stands for"),
  member: z.string().optional().describe("method of the class or of the instance; absent for a function"),
  reads: z.boolean().describe("changes nothing: may be retried and shadowed"),
  keptLocal: z
    .array(place.extend({ reason: z.string() }))
    .default([])
    .describe("callers whose calls stay in process by design"),
  blockers: z
    .array(place.extend({ kind: z.enum(operationBlockers), reason: z.string() }))
    .default([])
    .describe("what no test can prove, such as a caller that is inside its own transaction: never proven"),
});
export type ServiceOperation = z.infer<typeof ServiceOperation>;

export const ServiceRoute = z.object({
  method: z.string().describe("upper case, or ALL"),
  path: z.string().startsWith("/").describe("pattern with :parameters, mount paths joined"),
  reads: z.boolean().optional().describe("absent: GET and HEAD read, all else writes"),
});
export type ServiceRoute = z.infer<typeof ServiceRoute>;

export const ServiceManifest = z.object({
  schemaVersion: z.literal(1),
  service: ServiceId.describe("as in ficus.boundaries.json and in FICUS_SWITCH"),
  monolith: z.string().default("..").describe("root of the monolith, relative to the folder of this file"),
  before: z.string().optional().describe("git commit that the extraction started from: tests and type errors are compared with it"),
  modules: z.array(z.string()).default([]).describe("the service's own modules, relative to the monolith's root"),
  operations: z.array(ServiceOperation),
  routes: z.array(ServiceRoute),
  jobs: z
    .array(z.object({ name: z.string(), module: z.string(), line: z.int().min(1).optional() }))
    .default([])
    .describe("timers, schedules and consumers that must run in exactly one process"),
  build: z.array(command).default([]).describe("run in order before the start"),
  start: command.describe("listens on HOST and PORT, expects FICUS_TOKEN of its callers"),
  health: z.string().startsWith("/").default("/health/ready").describe("answers 2xx when the service can serve, nothing less"),
  typecheck: z
    .array(command.extend({ of: z.enum(["monolith", "service"]) }))
    .default([])
    .describe("commands that print TypeScript's errors and write nothing"),
  env: z
    .array(z.object({ name: z.string(), value: z.string().optional(), required: z.boolean().default(false), description: z.string().optional() }))
    .default([])
    .describe("environment that the service reads; a value is its default"),
});
export type ServiceManifest = z.infer<typeof ServiceManifest>;

/** How a switch, a record and a verdict name a route. */
export function routeName(route: Pick<ServiceRoute, "method" | "path">): string {
  return `${route.method} ${route.path}`;
}

/** How the switch names an operation or a route of a service. */
export function switchNameOf(service: string, kind: "operation" | "route", name: string): string {
  return kind === "operation" ? `${service}.${name}` : `${service}:${name}`;
}
