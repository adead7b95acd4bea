import { Option, type Command } from "commander";
import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { boundariesFileName } from "../io/readOwnText.ts";
import type { Analysis } from "../model/analysis.ts";
import type { ComparedWithFile } from "../report/proposalComparison.ts";
import { addInputOptions, openInput, wholeNumber, type InputOptions, type Surroundings } from "./inputOptions.ts";

interface AnalyzeCommandOptions extends InputOptions {
  json?: boolean;
  services?: number;
  seed?: number;
  blind?: "paths" | "names";
  timings?: boolean;
}

const mostServices = 10_000;
const mostSeeds = 2 ** 32 - 1;

export function addAnalyzeCommand(program: Command, surroundings: Surroundings): Command {
  const command = program.command("analyze").description("Propose services from the code: who uses whom, which tables, under which names");
  return addInputOptions(command)
    .option("--json", "print the whole result as JSON (schemas/analysis.schema.json)")
    .option("--services <n>", "propose that many services instead of as many as the code suggests", wholeNumber(1, mostServices))
    .option("--seed <n>", "start the search elsewhere; the same seed gives the same result", wholeNumber(0, mostSeeds))
    .addOption(
      new Option("--blind <what>", "withhold paths, or paths and all names, from the analysis: for honest comparisons with known boundaries").choices(
        ["paths", "names"],
      ),
    )
    .option("--timings", "say how long each stage took")
    .addHelpText(
      "after",
      "\nExamples:\n  ficus analyze\n  ficus analyze shop --services 8 --exclude 'src/legacy/**'\n  ficus analyze shop --json | jq '.services[].name'",
    )
    .action((dir: string, options: AnalyzeCommandOptions) => analyze(dir, options, surroundings));
}

async function analyze(dir: string, options: AnalyzeCommandOptions, surroundings: Surroundings): Promise<void> {
  const { terminal } = surroundings;
  const session = await openInput(dir, options, surroundings);
  const found = await session.analyze({ services: options.services, seed: options.seed, blind: options.blind });
  const analysis = options.timings ? { ...found, timings: rounded(session.timings) } : found;
  const json = `${JSON.stringify(analysis)}\n`;
  const file = await write(dir, json, surroundings);
  if (options.json) return terminal.print([json]);
  const { analysisText } = await import("../report/analysisText.ts");
  const boundaries = options.blind === undefined ? await compareWithFile(dir, analysis) : undefined;
  const run = { boundaries, elapsed: performance.now(), file, timings: options.timings ? analysis.timings : undefined };
  await terminal.print([analysisText(analysis, terminal, run)]);
}

async function compareWithFile(dir: string, analysis: Analysis): Promise<ComparedWithFile | undefined> {
  const root = resolve(dir);
  if (!existsSync(join(root, boundariesFileName))) return undefined;
  const { readBoundariesFile } = await import("../io/boundariesFile.ts");
  const found = readBoundariesFile(root);
  if (found === undefined) return undefined;
  const { compareProposal } = await import("../boundaries/compareProposal.ts");
  const compared = compareProposal(analysis, found.boundaries, found.document);
  return { ...compared, problems: [...found.warnings, ...compared.problems], file: boundariesFileName };
}

/** The result is worth having even where it cannot be kept: a read-only folder, a full disk. */
async function write(dir: string, json: string, { terminal }: Surroundings): Promise<string | undefined> {
  const { writeResult } = await import("./ficusFolder.ts");
  const root = resolve(dir);
  try {
    const file = writeResult(root, "analysis.json", json);
    const near = relative(process.cwd(), file);
    return near.startsWith("..") ? file : near;
  } catch (error) {
    terminal.warn(`ficus: the result could not be kept in ${root}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function rounded(timings: Readonly<Record<string, number>>): Analysis["timings"] {
  return Object.fromEntries(Object.entries(timings).map(([stage, milliseconds]) => [stage, Math.round(milliseconds * 10) / 10]));
}
