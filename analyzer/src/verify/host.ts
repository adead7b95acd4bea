/** Keeps one service running for test runs against it; where data are prepared for each run, it starts anew with them. */
import { setTimeout as pause } from "node:timers/promises";
import type { Bench } from "./bench.ts";
import { reconcile } from "./reconcile.ts";
import type { RecordLine } from "./records.ts";
import { bootService, type RunningService } from "./serviceProcess.ts";
import { prepare, runTests, silent, type Redirects, type TestRun, type TestRunOptions } from "./testRun.ts";

export interface Host {
  /** A service on fresh data. Undefined, or why it is not there. */
  fresh(): Promise<string | undefined>;
  run(options: Omit<TestRunOptions, "url" | "prepared" | "redirect">): Promise<TestRun>;
  /** What the service wrote down, once it has written down all that the monolith knows to be answered, or had the time to. */
  settled(sent: readonly RecordLine[]): Promise<RecordLine[]>;
  alive(): boolean;
  pid(): number | undefined;
  /** Empty when there is no service. */
  url(): string;
  end(): Promise<void>;
}

const patience = 1000;

export function createHost(bench: Bench, redirect: Redirects): Host {
  let service: RunningService | undefined;
  let used = false;
  const fresh = async (): Promise<string | undefined> => {
    await service?.end();
    service = undefined;
    used = false;
    const unprepared = await prepare(bench);
    if (unprepared !== undefined) return unprepared;
    const boot = await bootService(bench);
    if (boot.kind === "failed") return `${boot.reason}\n${boot.tail}`.trim();
    service = boot.service;
    return undefined;
  };
  return {
    fresh,
    async run(options) {
      if (service === undefined || !service.alive() || (used && bench.prepare !== undefined)) {
        const problem = await fresh();
        if (problem !== undefined) return silent(options.label, problem);
      }
      used = true;
      return runTests(bench, { ...options, url: service?.url ?? "", redirect, prepared: true });
    },
    async settled(sent) {
      const until = performance.now() + patience;
      for (;;) {
        const seen = service?.records() ?? [];
        if (reconcile(sent, seen).onlyMonolith.size === 0 || performance.now() > until) return seen;
        await pause(50);
      }
    },
    alive: () => service?.alive() ?? false,
    pid: () => service?.pid,
    url: () => service?.url ?? "",
    async end() {
      await service?.end();
    },
  };
}
