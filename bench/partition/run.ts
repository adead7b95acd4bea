/**
 * How long dividing takes once the evidence is there: how finely, twenty runs, their consensus. On a synthetic graph, and on folders that are given.
 *
 *   node bench/partition/run.ts [--modules 5000] [--areas 80] [--runs 9] [DIR...]
 */
import { parseArgs } from "node:util";
import type { WeightedPairs } from "../../analyzer/src/evidence/weightedPairs.ts";
import { pairsFrom } from "../../analyzer/src/evidence/weightedPairs.ts";
import { divide } from "../../analyzer/src/partition/divide.ts";
import { placeModules } from "../../analyzer/src/partition/placement.ts";
import { seededRandom } from "../../analyzer/src/partition/random.ts";
import { markdownTable } from "../markdownTable.ts";

const bar = 2000;
const seed = 1;
const leastSize = 3;

const { values, positionals } = parseArgs({
  options: { modules: { type: "string", default: "5000" }, areas: { type: "string", default: "80" }, runs: { type: "string", default: "9" } },
  allowPositionals: true,
});

interface Subject {
  uses: WeightedPairs;
  evidence: WeightedPairs;
  members: Uint8Array;
}

const modules = Number(values.modules);
const rows = [measure("synthetic", syntheticAreas(modules, Number(values.areas)))];
for (const root of positionals) rows.push(measure(root.split("/").at(-1)!, await readFolder(root)));
console.log(markdownTable(["", "modules", "pairs", "services", "first, ms", "median, ms", "worst, ms"], rows));
const worst = Math.max(...rows.map((row) => Number(row[6])));
console.log(worst <= bar ? `Every division is found within ${bar} ms.` : `The slowest division took ${worst} ms, the bar is ${bar} ms.`);
process.exitCode = worst <= bar ? 0 : 1;

/** The first run compiles the code as it goes, as every run of the command line does. */
function measure(name: string, { uses, evidence, members }: Subject): (string | number)[] {
  let services = 0;
  const times = Array.from({ length: Number(values.runs) }, () => {
    const begun = performance.now();
    const { community, pairs, runs } = divide(uses, evidence, members, { seed, leastSize });
    placeModules(pairs, runs, community);
    const took = performance.now() - begun;
    services = new Set(community.filter((c) => c >= 0)).size;
    return took;
  });
  const sorted = times.toSorted((a, b) => a - b);
  const ms = (time: number): string => time.toFixed(0);
  return [name, members.length, evidence.to.length / 2, services, ms(times[0]!), ms(sorted[sorted.length >> 1]!), ms(sorted.at(-1)!)];
}

/** Areas of unequal sizes; a module is joined to six others by use and to twelve by all evidence, seven of ten in its own area, some of the rest to hubs. */
function syntheticAreas(size: number, areas: number): Subject {
  const random = seededRandom(seed);
  const below = (bound: number): number => Math.floor(random() * bound);
  const areaOf = Int32Array.from({ length: size }, () => Math.floor(areas * random() ** 1.5));
  const inside = Array.from({ length: areas }, (_, area) => Array.from(areaOf.keys()).filter((m) => areaOf[m] === area));
  const hubs = Math.ceil(size / 100);
  const partnerOf = (m: number): number => {
    if (random() < 0.7) return inside[areaOf[m]!]![below(inside[areaOf[m]!]!.length)]!;
    return random() < 0.5 ? below(hubs) : below(size);
  };
  const tie = (each: number): WeightedPairs =>
    pairsFrom(
      size,
      Array.from({ length: size * each }, (_, k) => ({ m: k % size, other: partnerOf(k % size), weight: (1 + below(8)) / 8 })).flatMap(
        ({ m, other, weight }): [number, number, number][] => [
          [m, other, weight],
          [other, m, weight],
        ],
      ),
    );
  return { uses: tie(6), evidence: tie(12), members: new Uint8Array(size).fill(1) };
}

/** What the analysis of the folder divides: rows that have a service, or should have one. */
async function readFolder(root: string): Promise<Subject> {
  const { openSession } = await import("../../analyzer/src/session.ts");
  const { gatherEvidence } = await import("../../analyzer/src/evidence/gather.ts");
  const { countUses } = await import("../../analyzer/src/evidence/uses.ts");
  const { graph, examination } = await (await openSession({ root, cache: false })).examine();
  const { order, metricsInput } = examination;
  const { fused, uses } = gatherEvidence({ graph, order, uses: countUses(graph, order), members: metricsInput.domain });
  return { uses, evidence: fused.pairs, members: metricsInput.domain };
}
