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

/** One line for each metric that differs, so that it can be seen; none when none does. Metrics that cannot be told are left out. */
export function metricChange(before: SystemMetrics, after: SystemMetrics, { paint }: Pick<TextLayout, "paint">): string[] {
  const changed = rows.flatMap(({ metric, name, write, better }) => {
    const from = before[metric];
    const to = after[metric];
    if (from === null || to === null || from === to) return [];
    const good = to > from === (better === "higher");
    const [left, right] = inDigits(from, to, write);
    return [{ name, left, right, verdict: good ? paint("green", "better") : paint("red", "worse") }];
  });
  if (changed.length === 0) return [];
  const width = Math.max(...changed.map(({ name }) => name.length));
  const leftWidth = Math.max(...changed.map(({ left }) => left.length));
  const rightWidth = Math.max(...changed.map(({ right }) => right.length));
  const lines = changed.map(
    ({ name, left, right, verdict }) => `  ${name.padEnd(width)}  ${left.padStart(leftWidth)} → ${right.padEnd(rightWidth)}  ${verdict}`,
  );
  const same = rows.filter(({ metric }) => before[metric] !== null && after[metric] !== null).length - changed.length;
  return same === 0 ? lines : [...lines, paint("dim", `  ${same} others as before`)];
}

/** More digits where the usual ones hide the difference. */
function inDigits(from: number, to: number, write: (value: number) => string): [string, string] {
  const written: [string, string] = [write(from), write(to)];
  if (written[0] !== written[1]) return written;
  if (write === percent) return [`${(from * 100).toFixed(2)} %`, `${(to * 100).toFixed(2)} %`];
  return [from.toFixed(4).replace(/^0\./, "."), to.toFixed(4).replace(/^0\./, ".")];
}
