/** Sets a verification up and clears it away again. */
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { ServiceManifest } from "../model/serviceManifest.ts";
import { usualLimits, type Bench, type Limits, type MonolithServer } from "./bench.ts";
import type { Environment } from "./environment.ts";
import { copyRepository } from "./copyRepository.ts";

export interface BenchOptions {
  /** The monolith's root, absolute. */
  root: string;
  serviceFolder: string;
  manifest: ServiceManifest;
  test: readonly string[];
  env?: Environment | undefined;
  serviceEnv?: Environment | undefined;
  prepare?: readonly string[] | undefined;
  server?: MonolithServer | undefined;
  /** JUnit file that the tests write, relative to the root. */
  report?: string | undefined;
  /** Work in a copy instead of in the repository itself. */
  copy?: boolean | undefined;
  limits?: Partial<Limits> | undefined;
  outer: Environment;
  /** Folder for the output of all processes, emptied first. */
  logs: string;
  signal: AbortSignal;
  onProgress?: Bench["onProgress"] | undefined;
}

/** The bench, and how to clear it away. */
export async function openBench(options: BenchOptions): Promise<{ bench: Bench; close: () => void }> {
  const { manifest, outer, signal } = options;
  const scratch = mkdtempSync(join(tmpdir(), "ficus-verify-"));
  try {
    const { logs } = options;
    rmSync(logs, { recursive: true, force: true });
    mkdirSync(logs, { recursive: true });
    const root = options.copy === true ? await copyRepository(options.root, join(scratch, "copy"), signal) : options.root;
    const bench: Bench = {
      root,
      serviceFolder: join(root, relative(options.root, options.serviceFolder)),
      manifest,
      test: options.test,
      prepare: options.prepare,
      server: options.server,
      report: options.report,
      outer,
      env: options.env ?? {},
      serviceEnv: options.serviceEnv ?? {},
      limits: { ...usualLimits, ...options.limits },
      signal,
      scratch,
      logs,
      control: join(scratch, "broken.json"),
      token: randomBytes(24).toString("hex"),
      onProgress: options.onProgress ?? (() => {}),
    };
    return { bench, close: () => rmSync(scratch, { recursive: true, force: true }) };
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true });
    throw error;
  }
}
