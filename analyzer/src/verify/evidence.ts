import type { ServiceManifest } from "../model/serviceManifest.ts";
import type { BreakResult, Difference, EdgeDifference, Reason, Step } from "../model/verdict.ts";
import type { RecordLine } from "./records.ts";
import type { Ends } from "./reconcile.ts";
import type { TestRun } from "./testRun.ts";

/** Everything that the stages found out. What a stage did not come to is undefined: nothing is concluded from it. */
export interface Evidence {
  manifest: ServiceManifest;
  command: readonly string[];
  steps: Step[];
  /** Of the service as a whole, told by the stages themselves. */
  reasons: Reason[];
  /** In process, with the audit. */
  local?: TestRun;
  /** In process, without the audit, which takes its time. */
  unaudited?: TestRun;
  flaky: Set<string>;
  remote?: TestRun;
  differences: Difference[];
  ends?: Ends;
  reach: Map<string, Set<string>>;
  /** Tests that differ when only one operation or route is remote, by its name. */
  alone?: Map<string, Set<string>>;
  down?: TestRun;
  shadow?: TestRun;
  broken: Map<string, BreakResult>;
  edges?: { sent: number; differences: EdgeDifference[] };
  /** Why no edge requests were sent. */
  edgesMissing?: string;
  selfCalls: Set<string>;
  /** What was set up to repeat, while the switch said remote. */
  schedules: { monolith: RecordLine[]; service: RecordLine[] };
  doubles: { at: string; text: string }[];
}
