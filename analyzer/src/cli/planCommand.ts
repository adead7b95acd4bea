import type { Command } from "commander";
import { addInputOptions, openInput, type InputOptions, type Surroundings } from "./inputOptions.ts";

interface PlanCommandOptions extends InputOptions {
  json?: boolean;
  all?: boolean;
}

export function addPlanCommand(program: Command, surroundings: Surroundings): Command {
  const command = program
    .command("plan")
    .description("Say which service to take out first: how ready each is, what blocks it, what it would be worth");
  return addInputOptions(command)
    .option("--json", "print the whole result as JSON (schemas/plan.schema.json)")
    .option("--all", "give the reasons for every service")
    .addHelpText("after", "\nExamples:\n  ficus plan\n  ficus plan shop --json | jq -r .pilot.id")
    .action((dir: string, options: PlanCommandOptions) => showPlan(dir, options, surroundings));
}

async function showPlan(dir: string, options: PlanCommandOptions, surroundings: Surroundings): Promise<void> {
  const { terminal, signal } = surroundings;
  const session = await openInput(dir, options, surroundings);
  const { openSeams } = await import("../openSeams.ts");
  const seams = await openSeams(session, dir, options.tsconfig);
  terminal.status.show("Reading types");
  const plan = await seams.plan({
    signal,
    onProgress: (done, total) => terminal.status.show(`Looking at seams: ${done} of ${total}`),
  });
  if (options.json) return terminal.print([`${JSON.stringify(plan)}\n`]);
  const { planText } = await import("../report/planText.ts");
  await terminal.print([planText(plan, terminal, { all: options.all === true })]);
}
