/**
 * How long a what-if takes: one module moved, every metric anew. On a synthetic monolith, and on folders that are given.
 *
 *   node bench/whatif/run.ts [--modules 5000] [--services 60] [DIR...]
 */
import { parseArgs } from "node:util";
import { createScore } from "../../analyzer/src/metrics/score.ts";
import type { MetricsInput } from "../../analyzer/src/metrics/input.ts";
import { markdownTable } from "../markdownTable.ts";
import { makeSyntheticMonolith } from "./syntheticMonolith.ts";

const bar = 5;
const seed = 1;
const repeats = 7;

const { values, positionals } = parseArgs({
  options: { modules: { type: "string", default: "5000" }, services: { type: "string", default: "60" } },
  allowPositionals: true,
});

const rows: (string | number)[][] = [];
const size = { modules: Number(values.modules), services: Number(values.services) };
const synthetic = makeSyntheticMonolith(size, seed);
rows.push(measure("synthetic", synthetic.input, synthetic.membership));
for (const root of positionals) {
  const { openSession } = await import("../../analyzer/src/session.ts");
  const { examination } = await (await openSession({ root, cache: false })).examine();
  rows.push(measure(root.split("/").at(-1)!, examination.metricsInput, examination.service));
}
console.log(markdownTable(["", "modules", "functionalities", "first, ms", "median, ms", "99 %, ms", "worst, ms"], rows));
const worst = Math.max(...rows.map((row) => Number(row[6])));
console.log(worst <= bar ? `Every move is within ${bar} ms.` : `The worst move took ${worst} ms, the bar is ${bar} ms.`);
process.exitCode = worst <= bar ? 0 : 1;

/**
 * Every module is moved in turn, hubs among them, to another service and back. Each move is timed several times and its fastest counts: what else the machine does
 * meanwhile is no part of the answer.
 */
function measure(name: string, input: MetricsInput, membership: Int32Array): (string | number)[] {
  const begun = performance.now();
  const score = createScore(input, membership);
  score.metrics();
  const first = performance.now() - begun;
  const services = membership.reduce((most, s) => Math.max(most, s), 0) + 1;
  const placed = [...membership.keys()].filter((module) => membership[module]! >= 0);
  // A page has compiled the code by the time that somebody has looked at the first score.
  for (const module of placed.slice(0, 100)) time(() => (score.move(module, services - 1), score.metrics(), score.undo()));
  const times = placed.map((module, at) => {
    const to = (membership[module]! + 1 + (at % Math.max(1, services - 1))) % services;
    const runs = Array.from({ length: repeats }).map(() => {
      score.metrics();
      const run = time(() => (score.move(module, to), score.metrics()));
      score.undo();
      return run;
    });
    return Math.min(...runs);
  });
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number): string => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(2);
  return [name, input.modules, input.functionalities.length, first.toFixed(0), at(0.5), at(0.99), at(1)];
}

function time(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
