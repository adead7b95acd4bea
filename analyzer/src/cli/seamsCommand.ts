import type { Command } from "commander";
import { addInputOptions, openInput, type InputOptions, type Surroundings } from "./inputOptions.ts";

interface SeamsCommandOptions extends InputOptions {
  json?: boolean;
  all?: boolean;
}

export function addSeamsCommand(program: Command, surroundings: Surroundings): Command {
  const command = program
    .command("seams")
    .description("Show what crosses the boundary of one service: symbols, routes, tables, state, and what a wire there would need")
    .argument("<service>", "id or name, as ficus.boundaries.json says it, or as ficus analyze proposes it");
  return addInputOptions(command)
    .option("--json", "print the whole result as JSON (schemas/seams.schema.json)")
    .option("--all", "show everything: types, tests, and the ends of long lists")
    .addHelpText("after", "\nExamples:\n  ficus seams orders\n  ficus seams orders shop --json | jq '.blockers[].message'")
    .action((service: string, dir: string, options: SeamsCommandOptions) => showSeams(service, dir, options, surroundings));
}

async function showSeams(service: string, dir: string, options: SeamsCommandOptions, surroundings: Surroundings): Promise<void> {
  const { terminal } = surroundings;
  const session = await openInput(dir, options, surroundings);
  const { openSeams } = await import("../openSeams.ts");
  const seams = await openSeams(session, dir, options.tsconfig);
  terminal.status.show("Reading types at the seam");
  const report = seams.report(service);
  if (options.json) return terminal.print([`${JSON.stringify(report)}\n`]);
  const { seamsText } = await import("../report/seamsText.ts");
  await terminal.print([seamsText(report, terminal, { all: options.all === true })]);
}
