/** Breaks one operation or route after the other, and looks whether the tests notice: a test that stays green proves nothing about it. */
import type { BreakResult, Difference } from "../model/verdict.ts";
import { breakNow, type Bench } from "./bench.ts";
import { compareRuns } from "./compareRuns.ts";
import type { TestRun } from "./testRun.ts";

/** A suite that takes less than this, in milliseconds, is run as a whole: its part would take as long, and need a control run. */
const worthFiltering = 4000;

export interface BreakInput {
  bench: Bench;
  /** What was served, and the tests that reach it. */
  reached: readonly { name: string; tests: readonly string[] }[];
  remote: TestRun;
  setApart: ReadonlySet<string>;
  /** Runs tests against the service, all or some. */
  run: (label: string, only: readonly string[] | undefined) => Promise<TestRun>;
}

export async function breakEach({ bench, reached, remote, setApart, run }: BreakInput): Promise<Map<string, BreakResult>> {
  const found = new Map<string, BreakResult>();
  const controls = new Map<string, TestRun>();
  let done = 0;
  for (const { name, tests } of reached) {
    const part = remote.milliseconds > worthFiltering && tests.length > 0 && tests.length < remote.results.size ? tests : undefined;
    const alone = part === undefined ? undefined : await controlOf(part);
    // Some tests need others before them: then all of them run.
    const some = alone !== undefined && part !== undefined && holds(part, alone) ? part : undefined;
    const control = some === undefined || alone === undefined ? remote : alone;
    const result: BreakResult = { error: "not-tried", noop: "not-tried" };
    for (const fault of ["error", "no-op"] as const) {
      bench.onProgress("break", (done += 1), reached.length * 2);
      breakNow(bench, { [name]: fault });
      try {
        const broken = await run(`break-${fault}`, some);
        // The service did not come up: that is not the tests' doing.
        if (!broken.began) continue;
        // A suite that no longer starts, or hangs, has noticed.
        const noticed = broken.failure !== undefined || differ(control, broken).length > 0;
        result[fault === "error" ? "error" : "noop"] = noticed ? "noticed" : "not-noticed";
      } finally {
        breakNow(bench, {});
      }
    }
    found.set(name, result);
  }
  return found;

  /** Unbroken: what differs in part alone is not the fault's doing. */
  async function controlOf(some: readonly string[]): Promise<TestRun> {
    const key = some.join("\n");
    const known = controls.get(key) ?? (await run("break-control", some));
    controls.set(key, known);
    return known;
  }

  function holds(part: readonly string[], control: TestRun): boolean {
    const lost = part.filter((test) => !setApart.has(test) && remote.results.get(test)?.outcome !== control.results.get(test)?.outcome);
    return control.began && lost.length === 0;
  }

  function differ(control: TestRun, broken: TestRun): Difference[] {
    return compareRuns(control, broken, setApart).filter(({ local }) => local === "passed");
  }
}
