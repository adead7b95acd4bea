/** The stages before anything runs: types of monolith and service, and the service's build. */
import { join } from "node:path";
import type { Reason } from "../model/verdict.ts";
import type { Bench } from "./bench.ts";
import { baseEnvironment } from "./environment.ts";
import { runCommand, tailOf } from "./runCommand.ts";
import type { Outcome, RunStep } from "./steps.ts";
import { newErrors, typecheck } from "./typecheck.ts";

const mostShown = 10;

export interface CheckOptions {
  /** The monolith as it was, if it is at hand. */
  before: string | undefined;
  types: boolean;
}

export async function buildAndCheck(bench: Bench, { before, types: wanted }: CheckOptions, step: RunStep): Promise<Reason[]> {
  const types = await step("types", async (): Promise<Outcome<Reason[]>> => {
    if (!wanted) return { state: "skipped", detail: "not asked for", value: [] };
    const baseline = before === undefined ? undefined : await typecheck(bench, before, "monolith", "before");
    const monolith = await typecheck(bench, bench.root, "monolith", "monolith");
    const service = await typecheck(bench, bench.root, "service", "service");
    const commands = monolith.commands + service.commands;
    if (commands === 0) return { state: "skipped", detail: "nothing to type-check: no tsconfig.json, no command in ficus.service.json", value: [] };
    const errors = [...newErrors(monolith.errors, baseline?.errors ?? []), ...service.errors];
    const unreadable = [monolith.unreadable, service.unreadable].filter((text) => text !== undefined);
    if (errors.length === 0 && unreadable.length === 0) return { state: "passed", detail: `${commands} checks, no new errors`, value: [] };
    const shown = [...errors.slice(0, mostShown), ...unreadable].join("\n");
    const detail = errors.length > 0 ? `${errors.length} new type errors` : "a type check failed without naming errors";
    return { state: "failed", detail, value: [{ kind: "type-errors", state: "failed", message: `${detail}:\n${shown}` }] };
  });
  const built = await step("build", async (): Promise<Outcome<Reason[]>> => {
    const { build } = bench.manifest;
    if (build.length === 0) return { state: "skipped", detail: "the service runs from its sources", value: [] };
    for (const { command, directory } of build) {
      const folder = join(bench.serviceFolder, directory);
      const log = join(bench.logs, "build.log");
      const env = { ...baseEnvironment(bench.outer, folder), ...bench.serviceEnv };
      const { code, failure } = await runCommand({ command, directory: folder, env, log, limit: bench.limits.build, signal: bench.signal });
      if (code === 0) continue;
      const detail = `${command.join(" ")} failed: ${failure ?? `code ${code ?? "none"}`}`;
      return { state: "failed", detail, value: [{ kind: "not-booted", state: "failed", message: `${detail}\n${tailOf(log)}` }] };
    }
    return { state: "passed", detail: `${build.length} commands`, value: [] };
  });
  return [...types, ...built];
}
