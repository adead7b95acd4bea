/** What the processes of a run wrote down, read back. Their own folder, but written inside foreign processes: parsed like any input. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const from = { pid: z.int(), nonce: z.string(), side: z.enum(["monolith", "service"]) };
const during = { test: z.string().optional(), file: z.string().optional() };

/** As `generate/runtime/observer.ts` reports it. */
const Crossing = z.object({
  id: z.string(),
  service: z.string(),
  operation: z.string().optional(),
  route: z.string().optional(),
  side: z.enum(["client", "server"]),
  mode: z.string(),
  remote: z.boolean(),
  background: z.boolean().optional(),
  keptLocal: z.string().optional(),
  outcome: z.string(),
  failure: z.string().optional(),
  status: z.number().optional(),
  ms: z.number(),
  pid: z.int(),
});
export type Crossing = z.infer<typeof Crossing>;

const outcome = z.enum(["passed", "failed", "skipped"]);
export type TestOutcome = z.infer<typeof outcome>;

const Line = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("result"), name: z.string(), outcome, milliseconds: z.number(), message: z.string().optional(), ...from }),
  z.object({ kind: z.literal("crossing"), crossing: Crossing, inTransaction: z.boolean().optional(), ...during, ...from }),
  z.object({
    kind: z.literal("audit"),
    report: z.object({
      operation: z.string(),
      service: z.string(),
      findings: z.array(z.object({ kind: z.string(), path: z.string(), detail: z.string() })),
    }),
    ...during,
    ...from,
  }),
  z.object({
    kind: z.literal("shadow"),
    report: z.object({
      service: z.string(),
      operation: z.string().optional(),
      route: z.string().optional(),
      differences: z.array(z.object({ path: z.string(), local: z.unknown().optional(), remote: z.unknown().optional() })),
    }),
    ...during,
    ...from,
  }),
  z.object({ kind: z.literal("self-call"), service: z.string(), name: z.string(), ...from }),
  z.object({ kind: z.literal("schedule"), with: z.string(), at: z.string(), ...from }),
  z.object({ kind: z.literal("redirect"), module: z.string(), from: z.string(), ...from }),
  z.object({
    kind: z.literal("request"),
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    /** Base 64. */
    body: z.string(),
    status: z.int(),
    ...from,
  }),
  z.object({ kind: z.literal("process"), ...from }),
]);
export type RecordLine = z.infer<typeof Line>;
export type RecordOf<Kind extends RecordLine["kind"]> = Extract<RecordLine, { kind: Kind }>;

/** All records of a run, in the order of files and lines. Lines of other runs and broken ones are left out: a process that was killed may leave half a line. */
export function readRecords(folder: string, nonce: string): RecordLine[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"))
    .flatMap((line) => {
      const parsed = Line.safeParse(parseJson(line));
      return parsed.success && parsed.data.nonce === nonce ? [parsed.data] : [];
    });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

export function recordsOf<Kind extends RecordLine["kind"]>(records: readonly RecordLine[], kind: Kind): RecordOf<Kind>[] {
  // The filter keeps exactly the lines of that kind.
  return records.filter((line) => line.kind === kind) as RecordOf<Kind>[];
}

/** How the switch, the manifest and the verdict name what was crossed. */
export function crossedName({ operation, route }: { operation?: string | undefined; route?: string | undefined }): string {
  return operation ?? route ?? "";
}
