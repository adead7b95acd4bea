import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { formatTruth, means, missedBars } from "./formatTruth.ts";
import { Cases } from "./labels.ts";
import { runCase, type CaseFigures, type Contestant } from "./runCase.ts";

const usage = `Usage: npm run bench:truth -- --cases FILE --checkouts DIR [--only CASE] [--ablation] [--json]

Compares the services that Ficus proposes, blind to what the labels were made from, with the true areas of real monoliths.

  --cases FILE      cases and how their files are labelled
  --checkouts DIR   holds each case's repository under its name
  --only CASE       one case
  --ablation        also without each evidence channel
  --json            figures as one JSON document

Exit code 1: a bar is missed. Example: npm run bench:truth -- --cases cases.json --checkouts ../checkouts`;

/** Ficus without one channel each, those that a blind run has. */
const ablations: readonly Contestant[] = (["structural", "aggregate", "data", "semantic"] as const).map((channel) => ({
  name: `without ${channel}`,
  options: { weights: { [channel]: 0 } },
}));

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      cases: { type: "string" },
      checkouts: { type: "string" },
      only: { type: "string" },
      ablation: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help || values.cases === undefined || values.checkouts === undefined) {
    console.error(usage);
    return values.help ? 0 : 2;
  }
  const { cases, infrastructure } = Cases.parse(JSON.parse(readFileSync(values.cases, "utf8")));
  const chosen = cases.filter(({ id }) => values.only === undefined || id === values.only);
  if (chosen.length === 0) {
    console.error(`There is no case ${values.only}; there are ${cases.map(({ id }) => id).join(", ")}.`);
    return 2;
  }
  const all: CaseFigures[] = [];
  for (const each of chosen) {
    console.error(`${each.id} …`);
    all.push(await runCase(each, infrastructure, values.checkouts, values.ablation ? ablations : []));
  }
  const missed = missedBars(all);
  console.log(values.json ? JSON.stringify({ cases: all, mean: means(all), missed }, undefined, 1) : formatTruth(all));
  for (const each of missed) console.error(`Missed: ${each}.`);
  return missed.length === 0 ? 0 : 1;
}
