/** The tests while the service is down: what still passes did not cross, or did not look. */
import type { Bench } from "../bench.ts";
import { passing } from "../compareRuns.ts";
import type { Evidence } from "../evidence.ts";
import type { Outcome } from "../steps.ts";
import { patienceFor, runTests, type Redirects } from "../testRun.ts";

export async function downStage(bench: Bench, evidence: Evidence, nobody: string, redirect: Redirects): Promise<Outcome<void>> {
  const down = await runTests(bench, {
    label: "service-down",
    mode: "remote",
    url: nobody,
    redirect,
    ...(evidence.local === undefined ? {} : { limit: patienceFor(evidence.local) }),
  });
  evidence.down = down;
  const reached = new Set([...evidence.reach.values()].flatMap((tests) => [...tests]));
  const still = passing(down);
  const unmoved = still.filter((name) => reached.has(name)).sort();
  if (unmoved.length > 0)
    evidence.reasons.push({
      kind: "not-noticed",
      state: "note",
      message: `${unmoved.length} tests cross, and pass all the same while the service is down`,
      at: unmoved,
    });
  if (down.timedOut)
    evidence.reasons.push({ kind: "broke-off", state: "failed", message: `While the service is down, ${down.failure ?? "the tests do not end"}` });
  const detail = `${reached.size} of ${evidence.local?.results.size ?? 0} tests cross; ${still.length} pass without the service`;
  return { state: down.timedOut ? "failed" : "passed", detail, value: undefined };
}
