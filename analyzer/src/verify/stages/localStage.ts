/** The tests in process, twice: what remote is compared with, what the wire would lose, and which tests cannot be relied on. */
import type { Bench } from "../bench.ts";
import { compareRuns, flakyTests } from "../compareRuns.ts";
import type { Evidence } from "../evidence.ts";
import type { Outcome } from "../steps.ts";
import { runTests, type Redirects } from "../testRun.ts";

/** `nobody`: an address where nobody listens. `before`: the monolith before the extraction, if it is at hand. False when the tests say nothing. */
export async function localStage(bench: Bench, evidence: Evidence, { nobody, redirect, before }: LocalInput): Promise<Outcome<boolean>> {
  const first = await runTests(bench, { label: "local", mode: "local", url: nobody, audit: true, redirect });
  if (first.failure !== undefined) {
    evidence.reasons.push({ kind: "tests-unusable", state: "failed", message: `${first.failure}\n${first.tail}`.trim() });
    return { state: "failed", detail: first.failure, value: false };
  }
  const second = await runTests(bench, { label: "local-again", mode: "local", url: nobody, redirect });
  evidence.local = first;
  evidence.unaudited = second;
  evidence.flaky = flakyTests(first, second);
  const detail = `${first.results.size} tests, ${evidence.flaky.size} flaky`;
  if (before === undefined) return { state: "passed", detail, value: true };
  const earlier = await runTests({ ...bench, root: before }, { label: "before", mode: "local", url: nobody });
  // Tests that the extraction brings along are new in local: that is no difference.
  const changed = compareRuns(earlier, first, evidence.flaky).filter(({ local }) => local !== "missing");
  if (changed.length === 0) return { state: "passed", detail: `${detail}, equal to before the extraction`, value: true };
  const tests = changed.map(({ test }) => test);
  evidence.reasons.push({
    kind: "tests-differ",
    state: "failed",
    message: `${changed.length} tests differ from before the extraction, in process`,
    at: tests,
  });
  return { state: "failed", detail: `${detail}, ${changed.length} differ from before the extraction`, value: true };
}

export interface LocalInput {
  nobody: string;
  redirect: Redirects;
  before: string | undefined;
}
