/** Metrics before and after, for people: what is shown of them, and which way is better. */
import type { SystemMetrics } from "../model/analysis.ts";
import { percent, type TextLayout } from "./wording.ts";

interface ShownMetric {
  metric: keyof SystemMetrics;
  name: string;
  /** More is better: 1, less is better: -1, neither: 0. */
  better: 1 | -1 | 0;
  show: (value: number) => string;
}

/** To a tenth where `percent` would not tell two values apart. */
const share = (value: number): string => `${(Math.round(value * 1000) / 10).toFixed(1)} %`;
const mean = (value: number): string => value.toFixed(2);

export const shownMetrics: readonly ShownMetric[] = [
  { metric: "crossingShare", name: "calls that cross services", better: -1, show: share },
  { metric: "turboMq", name: "TurboMQ per service", better: 1, show: mean },
  { metric: "modularity", name: "modularity", better: 1, show: mean },
  { metric: "cyclicPairs", name: "pairs that need each other", better: -1, show: String },
  { metric: "writePurity", name: "write purity of tables", better: 1, show: share },
  { metric: "readPurity", name: "read purity of tables", better: 1, show: share },
  { metric: "distributedShare", name: "functionalities over several services", better: -1, show: share },
  { metric: "migrationComplexity", name: "migration complexity", better: -1, show: mean },
  { metric: "interfaceSize", name: "symbols in an interface", better: -1, show: mean },
  { metric: "crossingLoopCalls", name: "crossing calls in loops", better: -1, show: String },
  { metric: "coChangeLocality", name: "changes within one service", better: 1, show: share },
  { metric: "stability", name: "modules at their best place", better: 1, show: share },
  { metric: "balance", name: "balance", better: 0, show: mean },
  { metric: "coverage", name: "coverage", better: 1, show: percent },
  { metric: "largestShare", name: "largest service", better: 0, show: share },
];

/** What a saved result of an older version does not say is left out. */
export type SomeMetrics = Readonly<Partial<Record<keyof SystemMetrics, number | null | undefined>>>;

export interface MetricChange {
  name: string;
  before: string;
  after: string;
  verdict: "better" | "worse" | "other";
}

/** Metrics that change so much that it shows. */
export function metricChanges(before: SomeMetrics, after: SomeMetrics): MetricChange[] {
  return shownMetrics.flatMap(({ metric, name, better, show }) => {
    const [a, b] = [before[metric], after[metric]];
    if (typeof a !== "number" || typeof b !== "number" || show(a) === show(b)) return [];
    const verdict = better === 0 ? "other" : (b - a) * better > 0 ? "better" : "worse";
    return [{ name, before: show(a), after: show(b), verdict }];
  });
}

const colours = { better: "green", worse: "red", other: "dim" } as const;

/** One line for each, columns aligned. */
export function metricLines(changes: readonly MetricChange[], { paint }: Pick<TextLayout, "paint">): string[] {
  const width = (of: (change: MetricChange) => string) => Math.max(0, ...changes.map((change) => of(change).length));
  const [names, befores, afters] = [width(({ name }) => name), width(({ before }) => before), width(({ after }) => after)];
  return changes.map(
    ({ name, before, after, verdict }) =>
      `  ${name.padEnd(names)}  ${before.padStart(befores)} → ${paint(colours[verdict], after.padStart(afters))}${verdict === "other" ? "" : `  ${paint("dim", verdict)}`}`,
  );
}
