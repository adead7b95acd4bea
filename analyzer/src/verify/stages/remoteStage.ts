/** The same tests against the service: equal by name, and really served by it. */
import { join } from "node:path";
import type { ServiceManifest } from "../../model/serviceManifest.ts";
import type { Bench } from "../bench.ts";
import { compareRuns } from "../compareRuns.ts";
import type { Evidence } from "../evidence.ts";
import type { Host } from "../host.ts";
import { reconcile, testsThatReach } from "../reconcile.ts";
import { crossedName, recordsOf, type RecordLine } from "../records.ts";
import { tailOf } from "../runCommand.ts";
import type { Outcome } from "../steps.ts";
import type { TestRun } from "../testRun.ts";

/** False when the service did not survive it. */
export async function remoteStage(bench: Bench, evidence: Evidence, host: Host): Promise<Outcome<boolean>> {
  const { local, flaky, manifest, reasons } = evidence;
  if (local === undefined) return { state: "skipped", detail: "no local run to compare with", value: false };
  const remote = await host.run({ label: "remote", mode: "remote" });
  const seen = await host.settled(remote.records);
  const ends = reconcile(remote.records, seen);
  evidence.remote = remote;
  evidence.ends = ends;
  evidence.reach = testsThatReach([...local.records, ...remote.records], local.results.keys());
  evidence.selfCalls = selfCalls(manifest, seen);
  evidence.schedules.monolith.push(...remote.records);
  evidence.schedules.service.push(...seen);
  const died = !host.alive();
  if (died) {
    const words = tailOf(join(bench.logs, "service.log"), 1500);
    reasons.push({ kind: "broke-off", state: "failed", message: `The service ended while the tests ran. Its last words:\n${words}` });
  }
  if (remote.failure !== undefined)
    reasons.push({ kind: "broke-off", state: "failed", message: `In remote, ${remote.failure}\n${remote.tail}`.trim() });
  evidence.differences = compareRuns(local, remote, flaky);
  if (!died && remote.failure === undefined) await rerun(evidence, local, host);
  const served = [...ends.served.values()].reduce((sum, count) => sum + count, 0);
  const differ = evidence.differences.length;
  const equal = differ === 0 && !died && remote.failure === undefined;
  const detail = `${remote.results.size} tests, ${differ} differ; ${served} calls served by process ${host.pid() ?? "none"}`;
  return { state: equal ? "passed" : "failed", detail, value: !died };
}

/** Only the differences, once more. Alone they may differ because others ran before them: what is equal now is forgiven, and told. */
async function rerun(evidence: Evidence, local: TestRun, host: Host): Promise<void> {
  const { differences, flaky, reasons } = evidence;
  if (differences.length === 0) return;
  const again = await host.run({ label: "remote-again", mode: "remote", only: differences.map(({ test }) => test), among: local.results.keys() });
  const still = new Set(compareRuns(local, again, flaky).map(({ test }) => test));
  const settled = new Set(differences.map(({ test }) => test).filter((test) => !still.has(test) && again.results.has(test)));
  if (settled.size === 0) return;
  evidence.differences = differences.filter(({ test }) => !settled.has(test));
  reasons.push({
    kind: "tests-differ",
    state: "note",
    message: `${settled.size} tests differed in remote once, and not when run again`,
    at: [...settled],
  });
}

/** What the service sent to itself instead of doing it. */
function selfCalls({ service }: ServiceManifest, records: readonly RecordLine[]): Set<string> {
  const told = recordsOf(records, "self-call").map(({ name }) => name);
  const sent = recordsOf(records, "crossing").filter(({ crossing }) => crossing.side === "client" && crossing.remote && crossing.service === service);
  return new Set([...told, ...sent.map(({ crossing }) => crossedName(crossing))]);
}
