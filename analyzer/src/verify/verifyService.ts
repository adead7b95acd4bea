/** One extracted service, proven or not: all stages in order, each on what those before it left. */
import type { Verdict } from "../model/verdict.ts";
import { breakNow, type Bench } from "./bench.ts";
import { buildAndCheck } from "./buildAndCheck.ts";
import { decide } from "./decide.ts";
import { findDoubles } from "./doubles.ts";
import type { Evidence } from "./evidence.ts";
import { freePort, loopback } from "./freePort.ts";
import { createHost, type Host } from "./host.ts";
import { writeShims } from "./shims.ts";
import { breakStage } from "./stages/breakStage.ts";
import { downStage } from "./stages/downStage.ts";
import { edgeStage } from "./stages/edgeStage.ts";
import { isolateStage } from "./stages/isolateStage.ts";
import { localStage } from "./stages/localStage.ts";
import { remoteStage } from "./stages/remoteStage.ts";
import { shadowStage } from "./stages/shadowStage.ts";
import { stageNames, type StageName } from "./stages/stageNames.ts";
import { keepSteps, type Outcome, type RunStep } from "./steps.ts";

export interface VerifyOptions {
  /** Stages that may be left out and are wanted; all of them when undefined. What is left out is not proven. */
  stages?: readonly StageName[] | undefined;
  /** The repository as it was before the extraction: its type errors and failing tests are not the extraction's doing. */
  before?: string | undefined;
}

/** Ends all that it starts, also when it is aborted: then it throws what the signal says. */
export async function verifyService(bench: Bench, { stages = stageNames, before }: VerifyOptions = {}): Promise<Verdict> {
  const { steps, step } = keepSteps(bench.onProgress);
  const wanted = new Set(stages);
  const evidence: Evidence = {
    manifest: bench.manifest,
    command: bench.test,
    steps,
    reasons: [],
    flaky: new Set(),
    differences: [],
    reach: new Map(),
    broken: new Map(),
    selfCalls: new Set(),
    schedules: { monolith: [], service: [] },
    doubles: findDoubles(bench.root, bench.manifest),
  };
  breakNow(bench, {});
  const redirect = writeShims(bench);
  const nobody = `http://${loopback}:${await freePort()}`;
  evidence.reasons.push(...(await buildAndCheck(bench, { before, types: wanted.has("types") }, step)));
  if (!(await step("local", () => localStage(bench, evidence, { nobody, redirect, before })))) return decide(evidence);
  const host = createHost(bench, redirect);
  try {
    if (!(await step("boot", () => boot(bench, evidence, host)))) return decide(evidence);
    await against(host, wanted, bench, evidence, step);
  } finally {
    await host.end();
  }
  if (wanted.has("down")) await step("service down", () => downStage(bench, evidence, nobody, redirect));
  return decide(evidence);
}

async function boot({ manifest }: Bench, { reasons }: Evidence, host: Host): Promise<Outcome<boolean>> {
  const problem = await host.fresh();
  if (problem === undefined) return { state: "passed", detail: `ready at ${manifest.health}`, value: true };
  reasons.push({ kind: "not-booted", state: "failed", message: `The service did not boot: ${problem}` });
  return { state: "failed", detail: problem, value: false };
}

/** All that needs the service. Broken on purpose is only what survived being used. */
async function against(host: Host, wanted: ReadonlySet<StageName>, bench: Bench, evidence: Evidence, step: RunStep): Promise<void> {
  if (!(await step("remote", () => remoteStage(bench, evidence, host)))) return;
  if (evidence.differences.length > 0) await step("isolate", () => isolateStage(bench, evidence, host));
  if (wanted.has("break")) await step("break", () => breakStage(bench, evidence, host));
  if (wanted.has("shadow")) await step("shadow", () => shadowStage(bench, evidence, host));
  if (wanted.has("edges")) await step("edges", () => edgeStage(bench, evidence, host));
}
