/** The lie detector: what was served is broken, one by one, and the tests must notice. */
import type { Bench } from "../bench.ts";
import { breakEach } from "../breakEach.ts";
import type { Evidence } from "../evidence.ts";
import type { Host } from "../host.ts";
import { subjectsOf } from "../judgeSubject.ts";
import type { Outcome } from "../steps.ts";
import { patienceFor } from "../testRun.ts";

export async function breakStage(bench: Bench, evidence: Evidence, host: Host): Promise<Outcome<void>> {
  const { ends, reach, remote, flaky, differences } = evidence;
  if (remote === undefined || ends === undefined) return { state: "skipped", detail: "nothing was served", value: undefined };
  const reached = subjectsOf(bench.manifest)
    .filter(({ name }) => (ends.served.get(name) ?? 0) > 0)
    .map(({ name }) => ({ name, tests: [...(reach.get(name) ?? [])].sort() }));
  evidence.broken = await breakEach({
    bench,
    reached,
    remote,
    setApart: new Set([...flaky, ...differences.map(({ test }) => test)]),
    run: (label, only) => host.run({ label, mode: "remote", only, among: remote.results.keys(), limit: patienceFor(remote) }),
  });
  const unnoticed = [...evidence.broken].filter(([, { error, noop }]) => error !== "noticed" || noop !== "noticed").map(([name]) => name);
  if (unnoticed.length === 0) return { state: "passed", detail: `${reached.length} broken one by one, each noticed`, value: undefined };
  return { state: "failed", detail: `${reached.length} broken one by one, not noticed: ${unnoticed.join(", ")}`, value: undefined };
}
