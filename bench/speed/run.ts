import { existsSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import { parseArgs } from "node:util";
import { markdownTable } from "../markdownTable.ts";
import { sourceFiles } from "../oracle/sourceFiles.ts";
import { judge, passes, type Judged } from "./bars.ts";
import { contestants, type Contestant } from "./contestants.ts";
import { growthContestants, layCourse } from "./course.ts";
import { medians, type Result } from "./medians.ts";
import { installPeers } from "./peers.ts";
import { inputOf } from "./scratchCopy.ts";

const usage = `Usage: npm run bench -- DIR [DIR...] [--rounds N] [--only NAME,...] [--growth] [--timeout S] [--out FILE] [--keep]

Times Ficus, dependency-cruiser, knip, rev-dep, madge, skott and the bare TypeScript parser on copies of the same files.
Several DIRs are parts of one project, the folder that holds them all.

  --rounds N     measured runs of each (default 5)
  --only NAMES   contestants whose name begins with one of these, as in ficus,knip
  --growth       also the same input twice: time(2n)/time(n)
  --timeout S    give up on a run after S seconds (default 120)
  --out FILE     write all figures as JSON
  --keep         leave the copies in the temporary folder

Example: npm run bench -- samples/monolith --rounds 3 --only ficus,dependency-cruiser`;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: "string", default: "5" },
      only: { type: "string" },
      growth: { type: "boolean", default: false },
      timeout: { type: "string", default: "120" },
      out: { type: "string" },
      keep: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const missing = positionals.find((directory) => !existsSync(directory));
  if (values.help || positionals.length === 0 || missing !== undefined) {
    console.error(missing === undefined ? usage : `There is no folder ${missing}.`);
    return values.help ? 0 : 2;
  }
  const progress = (message: string): void => console.error(message);
  const input = inputOf(positionals);
  const course = await layCourse(input);
  try {
    const all = [...contestants(course), ...(values.growth ? growthContestants(input, course) : [])];
    const chosen = withPeers(select(all, values.only), progress);
    if (chosen.length === 0) {
      console.error(`No contestant begins with ${values.only ?? ""}. There are: ${all.map((each) => each.name).join(", ")}.`);
      return 2;
    }
    if (chosen.some((each) => /warm|changed/.test(each.name))) await course.prime();
    const load = os.loadavg()[0];
    const results = await medians(chosen, Number(values.rounds), Number(values.timeout), progress);
    const judged = judge(results);
    console.log(`${title(positionals, course.cold, values.rounds, load)}\n\n${resultTable(results)}\n\n${barTable(judged)}`);
    if (values.out !== undefined) writeFileSync(values.out, JSON.stringify({ results, judged }, undefined, 1));
    return judged.every(passes) ? 0 : 1;
  } finally {
    if (values.keep) progress(`The copies are in ${course.scratch}.`);
    else rmSync(course.scratch, { recursive: true, force: true });
  }
}

function select(all: readonly Contestant[], only: string | undefined): Contestant[] {
  const beginnings = (only ?? "").split(",").map((name) => name.trim());
  return all.filter((contestant) => beginnings.some((beginning) => contestant.name.startsWith(beginning)));
}

function withPeers(chosen: Contestant[], progress: (message: string) => void): Contestant[] {
  if (!chosen.some((contestant) => contestant.isPeer)) return chosen;
  const problem = installPeers(progress);
  if (problem === undefined) return chosen;
  progress(`Going on without the peers: ${problem}.`);
  return chosen.filter((contestant) => !contestant.isPeer);
}

function title(directories: readonly string[], copy: string, rounds: string, load: number | undefined): string {
  const [cpu] = os.cpus();
  return `## ${directories.join(", ")}\n\n${sourceFiles(copy).length} source files, ${rounds} interleaved rounds, medians. Node ${process.version}, ${os.cpus().length} × ${cpu?.model ?? "unknown processor"}; load average before the run ${load?.toFixed(2) ?? "–"}.`;
}

function resultTable(results: readonly Result[]): string {
  const rows = results.map((result) => {
    if (result.kind === "failed") return [result.name, result.does, result.why, "–", "–", "–"];
    const { wall, cpu, memory } = result.median;
    const range = `${result.fastest.toFixed(2)} – ${result.slowest.toFixed(2)} s`;
    return [result.name, result.does, `${wall.toFixed(2)} s`, range, `${cpu.toFixed(2)} s`, memory === undefined ? "–" : `${memory.toFixed(0)} MB`];
  });
  return markdownTable(["", "delivers", "wall", "range", "CPU", "peak memory"], rows);
}

function barTable(judged: readonly Judged[]): string {
  if (judged.length === 0) return "No bar has both of its sides in this run.";
  const rows = judged.map((each) => {
    const verdict = each.value === undefined ? "not measured" : passes(each) ? "pass" : "FAIL";
    return [each.what, each.value?.toFixed(3) ?? "–", `≤ ${each.most}`, verdict];
  });
  return markdownTable(["ratio", "value", "bar", ""], rows);
}
