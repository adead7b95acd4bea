import type { SystemMetrics } from "../model/analysis.ts";
import { decimal, percent, type TextLayout } from "./wording.ts";

interface Row {
  metric: keyof SystemMetrics;
  /** As people read it. */
  name: string;
  write: (value: number) => string;
  better: "higher" | "lower";
}

const whole = (value: number): string => String(value);
const one = (value: number): string => value.toFixed(1);

/** The ones that matter most come first. */
const rows: readonly Row[] = [
  { metric: "crossingShare", name: "calls that cross services", write: percent, better: "lower" },
  { metric: "cyclicPairs", name: "pairs of services in a circle", write: whole, better: "lower" },
  { metric: "distributedShare", name: "routes and jobs with data in several services", write: percent, better: "lower" },
  { metric: "migrationComplexity", name: "migration complexity", write: one, better: "lower" },
  { metric: "writePurity", name: "write purity of tables", write: decimal, better: "higher" },
  { metric: "readPurity", name: "read purity of tables", write: decimal, better: "higher" },
  { metric: "interfaceSize", name: "interface size, mean", write: one, better: "lower" },
  { metric: "crossingLoopCalls", name: "loops that call other services", write: whole, better: "lower" },
  { metric: "turboMq", name: "TurboMQ", write: decimal, better: "higher" },
  { metric: "modularity", name: "modularity", write: decimal, better: "higher" },
  { metric: "stability", name: "modules that the evidence leaves in place", write: percent, better: "higher" },
  { metric: "coChangeLocality", name: "changes that stay in one service", write: percent, better: "higher" },
  { metric: "coverage", name: "modules with a service", write: percent, better: "higher" },
  { metric: "largestShare", name: "share of the largest service", write: percent, better: "lower" },
  { metric: "balance", name: "balance of sizes", write: decimal, better: "higher" },
];

/** What a saved result of an older version does not say is missing. */
export type SomeMetrics = Readonly<Partial<Record<keyof SystemMetrics, number | null | undefined>>>;

export interface ChangedMetric {
  name: string;
  before: string;
  after: string;
  verdict: "better" | "worse";
}

/** Metrics that differ, in words. Those that cannot be told are left out. */
export function changedMetrics(before: SomeMetrics, after: SomeMetrics): ChangedMetric[] {
  return toldRows(before, after).flatMap(({ row: { name, write, better }, from, to }) => {
    if (from === to) return [];
    const [left, right] = inDigits(from, to, write);
    return [{ name, before: left, after: right, verdict: to > from === (better === "higher") ? "better" : "worse" }];
  });
}

function toldRows(before: SomeMetrics, after: SomeMetrics): { row: Row; from: number; to: number }[] {
  return rows.flatMap((row) => {
    const [from, to] = [before[row.metric], after[row.metric]];
    return typeof from === "number" && typeof to === "number" ? [{ row, from, to }] : [];
  });
}

/** One line for each metric that differs, so that it can be seen; none when none does. */
export function metricChange(before: SomeMetrics, after: SomeMetrics, { paint }: Pick<TextLayout, "paint">): string[] {
  const changed = changedMetrics(before, after);
  if (changed.length === 0) return [];
  const width = (of: (change: ChangedMetric) => string): number => Math.max(...changed.map((change) => of(change).length));
  const [names, befores, afters] = [width(({ name }) => name), width((change) => change.before), width((change) => change.after)];
  const lines = changed.map(
    ({ name, before: left, after: right, verdict }) =>
      `  ${name.padEnd(names)}  ${left.padStart(befores)} → ${right.padEnd(afters)}  ${paint(verdict === "better" ? "green" : "red", verdict)}`,
  );
  const same = toldRows(before, after).length - changed.length;
  return same === 0 ? lines : [...lines, paint("dim", `  ${same} others as before`)];
}

/** More digits where the usual ones hide the difference. */
function inDigits(from: number, to: number, write: (value: number) => string): [string, string] {
  const written: [string, string] = [write(from), write(to)];
  if (written[0] !== written[1]) return written;
  if (write === percent) return [`${(from * 100).toFixed(2)} %`, `${(to * 100).toFixed(2)} %`];
  return [from.toFixed(4).replace(/^0\./, "."), to.toFixed(4).replace(/^0\./, ".")];
}
