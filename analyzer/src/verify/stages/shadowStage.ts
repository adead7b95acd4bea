/** Both answers of what only reads, compared: green tests may not look at all of an answer. */
import type { Bench } from "../bench.ts";
import type { Evidence } from "../evidence.ts";
import type { Host } from "../host.ts";
import { recordsOf } from "../records.ts";
import type { Outcome } from "../steps.ts";

export async function shadowStage(bench: Bench, evidence: Evidence, host: Host): Promise<Outcome<void>> {
  if (!bench.manifest.operations.some(({ reads }) => reads)) return { state: "skipped", detail: "no operation only reads", value: undefined };
  const shadow = await host.run({ label: "shadow", mode: "shadow" });
  evidence.shadow = shadow;
  const reports = recordsOf(shadow.records, "shadow");
  const differing = reports.filter(({ report }) => report.differences.length > 0).length;
  const detail = `${reports.length} answers compared, ${differing} differ`;
  return { state: differing === 0 ? "passed" : "failed", detail, value: undefined };
}
