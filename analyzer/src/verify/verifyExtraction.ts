/** The whole of `ficus verify`: what was generated is found, put on the bench, proven or not, and the verdict kept. */
import { join } from "node:path";
import type { Verdict } from "../model/verdict.ts";
import { beforeExtraction } from "./beforeExtraction.ts";
import type { Limits } from "./bench.ts";
import type { Environment } from "./environment.ts";
import type { FoundService } from "./findService.ts";
import { openBench } from "./openBench.ts";
import type { RunPlan } from "./planRun.ts";
import type { StageName } from "./stages/stageNames.ts";
import { verifyService } from "./verifyService.ts";

export interface VerifyExtractionOptions {
  /** Absolute. */
  root: string;
  found: FoundService;
  /** Confirmed: it runs code of the repository. */
  plan: RunPlan;
  copy?: boolean | undefined;
  stages?: readonly StageName[] | undefined;
  limits?: Partial<Limits> | undefined;
  environment: Environment;
  /** Folder for the output of all processes, emptied first. */
  logs: string;
  signal: AbortSignal;
  onProgress?: ((stage: string, done: number, total: number) => void) | undefined;
}

export async function verifyExtraction(options: VerifyExtractionOptions): Promise<Verdict> {
  const { root, found, plan, copy, stages, limits, environment, logs, signal, onProgress } = options;
  const { bench, close } = await openBench({
    ...plan,
    root,
    serviceFolder: found.folder,
    manifest: found.manifest,
    copy,
    limits,
    outer: environment,
    logs,
    signal,
    onProgress,
  });
  try {
    const commit = found.manifest.before;
    const before = commit === undefined ? undefined : await beforeExtraction(root, commit, join(bench.scratch, "before"), signal);
    return await verifyService(bench, { stages, before });
  } finally {
    close();
  }
}
