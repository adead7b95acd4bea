import type { Result } from "./medians.ts";

export type Bar = { what: string; over: string; under: string; measure: "wall" | "memory"; most: number };
export type Judged = Bar & { value: number | undefined };

/** The bars of the design: `over` divided by `under` must be at most `most`. */
export const bars: readonly Bar[] = [
  { what: "analyze cold / dependency-cruiser, wall", over: "ficus analyze, cold", under: "dependency-cruiser", measure: "wall", most: 0.3 },
  { what: "analyze cold / dependency-cruiser, memory", over: "ficus analyze, cold", under: "dependency-cruiser", measure: "memory", most: 0.5 },
  { what: "analyze cold / bare parse, wall", over: "ficus analyze, cold", under: "bare TypeScript parse", measure: "wall", most: 1.6 },
  { what: "graph cold / knip, wall", over: "ficus graph, cold", under: "knip", measure: "wall", most: 0.95 },
  { what: "graph cold / rev-dep circular, wall", over: "ficus graph, cold", under: "rev-dep circular", measure: "wall", most: 0.95 },
  { what: "analyze warm / cold, wall", over: "ficus analyze, warm", under: "ficus analyze, cold", measure: "wall", most: 0.15 },
  {
    what: "analyze one file changed / cold, wall",
    over: "ficus analyze, one file changed",
    under: "ficus analyze, cold",
    measure: "wall",
    most: 0.15,
  },
  { what: "growth: analyze cold, twice the files, wall", over: "ficus analyze, 2n", under: "ficus analyze, n", measure: "wall", most: 2.2 },
];

/** The bars whose two sides took part; `value` undefined where one of them failed. */
export function judge(results: readonly Result[]): Judged[] {
  const byName = new Map(results.map((result) => [result.name, result]));
  const judged: Judged[] = [];
  for (const bar of bars) {
    const over = byName.get(bar.over);
    const under = byName.get(bar.under);
    if (over === undefined || under === undefined) continue;
    judged.push({ ...bar, value: quotient(valueOf(over, bar.measure), valueOf(under, bar.measure)) });
  }
  return judged;
}

export function passes({ value, most }: Judged): boolean {
  return value !== undefined && value <= most;
}

function valueOf(result: Result, measure: Bar["measure"]): number | undefined {
  return result.kind === "measured" ? result.median[measure] : undefined;
}

function quotient(over: number | undefined, under: number | undefined): number | undefined {
  return over === undefined || under === undefined ? undefined : over / under;
}
