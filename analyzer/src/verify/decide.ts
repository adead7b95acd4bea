/** Evidence → verdict. Nothing is proven by default: each subject must have been served, noticed when broken, and never have differed. */
import { verdictVersion, type Mismatch, type Reason, type Verdict } from "../model/verdict.ts";
import { blame } from "./blame.ts";
import { passing } from "./compareRuns.ts";
import type { Evidence } from "./evidence.ts";
import { judgeSubject, subjectsOf, worst } from "./judgeSubject.ts";
import { runsTwice } from "./onceOnly.ts";
import { crossedName, recordsOf } from "./records.ts";

export function decide(evidence: Evidence): Verdict {
  const { manifest, local, remote, down, flaky, differences, reach } = evidence;
  const found = blame({ differences, reach, local: local?.records ?? [], remote: remote?.records ?? [], alone: evidence.alone });
  const subjects = subjectsOf(manifest).map((subject) => judgeSubject(subject, evidence, found));
  const reasons: Reason[] = [...evidence.reasons, ...runsTwice(manifest, evidence.schedules.monolith, evidence.schedules.service)];
  if (found.unexplained.length > 0)
    reasons.push({
      kind: "tests-differ",
      state: "failed",
      message: `${found.unexplained.length} tests differ between local and remote, and reach nothing that is known to cross`,
      at: found.unexplained.map(({ test }) => test),
    });
  const unclaimed = [...(evidence.ends?.onlyService ?? [])].sort();
  if (unclaimed.length > 0)
    reasons.push({
      kind: "ends-differ",
      state: "failed",
      message: `The service served calls that the monolith does not know to have sent: ${unclaimed.map(([name, count]) => `${count} × ${name}`).join(", ")}`,
    });
  if (subjects.length === 0)
    reasons.push({ kind: "not-served", state: "unproven", message: "Nothing crosses to this service: there is nothing to prove" });
  const states = new Set([worst(reasons), ...subjects.map(({ state }) => state)]);
  const crossing = new Set([...reach.values()].flatMap((tests) => [...tests]));
  return {
    schemaVersion: verdictVersion,
    service: manifest.service,
    state: states.has("failed") ? "failed" : states.has("unproven") ? "unproven" : "proven",
    subjects,
    reasons,
    tests: {
      command: [...evidence.command],
      total: local?.results.size ?? 0,
      passed: local === undefined ? 0 : passing(local).length,
      failing: [...(local?.results ?? [])].flatMap(([name, { outcome }]) => (outcome === "failed" && !flaky.has(name) ? [name] : [])).sort(),
      flaky: [...flaky].sort(),
      crossing: crossing.size,
      passingWithoutService: down === undefined ? null : passing(down).length,
      differences,
      redirected: [...new Set(recordsOf(remote?.records ?? [], "redirect").map(({ from }) => from))].sort(),
      doubles: evidence.doubles,
    },
    mismatches: mismatchesOf(evidence),
    edges: evidence.edges ?? { sent: 0, differences: [] },
    steps: evidence.steps,
  };
}

function mismatchesOf({ shadow }: Evidence): Mismatch[] {
  return recordsOf(shadow?.records ?? [], "shadow").flatMap(({ report, test }) =>
    report.differences.map(({ path, local, remote }) => ({
      subject: crossedName(report),
      ...(test === undefined ? {} : { test }),
      path,
      local,
      remote,
    })),
  );
}
