/** When tests differ: each operation and route that they reach alone in the service, all else in process. What differs then is its doing. */
import { switchNameOf } from "../../model/serviceManifest.ts";
import type { Bench } from "../bench.ts";
import { compareRuns } from "../compareRuns.ts";
import type { Evidence } from "../evidence.ts";
import type { Host } from "../host.ts";
import { subjectsOf } from "../judgeSubject.ts";
import type { Outcome } from "../steps.ts";

/** Beyond that, ranking must do. */
const mostTried = 40;

export async function isolateStage(bench: Bench, evidence: Evidence, host: Host): Promise<Outcome<void>> {
  const { differences, reach, local, flaky, manifest } = evidence;
  const failing = differences.map(({ test }) => test);
  const suspects = subjectsOf(manifest).filter(({ name }) => failing.some((test) => reach.get(name)?.has(test) === true));
  if (local === undefined || suspects.length < 2 || suspects.length > mostTried)
    return { state: "skipped", detail: `${suspects.length} operations and routes are suspected`, value: undefined };
  const some = { only: failing, among: [...local.results.keys()] };
  // Tests that fail by themselves in process as well need others before them: then all run.
  const control = await host.run({ label: "isolate-control", mode: "local", ...some });
  const part = compareRuns(local, control, flaky).some(({ test }) => failing.includes(test)) ? {} : some;
  const alone = new Map<string, Set<string>>();
  for (const [index, { name, kind }] of suspects.entries()) {
    bench.onProgress("isolate", index, suspects.length);
    const run = await host.run({
      label: "isolate",
      mode: "remote",
      onlyRemote: switchNameOf(manifest.service, kind, name),
      ...part,
    });
    if (!run.began) continue;
    const differing = compareRuns(local, run, flaky).map(({ test }) => test);
    alone.set(name, new Set(differing.filter((test) => failing.includes(test))));
  }
  evidence.alone = alone;
  const guilty = [...alone].filter(([, tests]) => tests.size > 0).map(([name]) => name);
  const detail = guilty.length === 0 ? "none of them differs alone" : `differs alone: ${guilty.join(", ")}`;
  return { state: "passed", detail, value: undefined };
}
