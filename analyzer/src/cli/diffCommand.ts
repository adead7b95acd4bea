import { Option, type Command } from "commander";
import { addInputOptions, type InputOptions, type Surroundings } from "./inputOptions.ts";

interface DiffCommandOptions extends InputOptions {
  json?: boolean;
  markdown?: boolean;
}

export function addDiffCommand(program: Command, surroundings: Surroundings): Command {
  const command = program
    .command("diff")
    .description("Say what changed since a git revision or a saved analysis: moved modules, new and gone crossings, metrics")
    .argument("<since>", "branch, tag or commit, or the JSON of ficus analyze --json");
  return addInputOptions(command)
    .addOption(new Option("--json", "print everything as JSON (schemas/difference.schema.json)").conflicts("markdown"))
    .option("--markdown", "print it for a pull request")
    .addHelpText(
      "after",
      "\nExamples:\n  ficus diff main\n  ficus diff HEAD~20 shop --markdown\n  ficus diff last-week.json shop --json | jq '.crossings.new'",
    )
    .action((since: string, dir: string, options: DiffCommandOptions) => diff(since, dir, options, surroundings));
}

async function diff(since: string, dir: string, options: DiffCommandOptions, surroundings: Surroundings): Promise<void> {
  const { terminal } = surroundings;
  const { readNow, readThen } = await import("./diffSides.ts");
  const before = await readThen(since, dir, options, surroundings);
  const after = await readNow(dir, options, surroundings);
  const { compareAnalyses } = await import("../diff/compareAnalyses.ts");
  const difference = compareAnalyses(before, after);
  if (options.json) return terminal.print([`${JSON.stringify(difference)}\n`]);
  if (options.markdown) {
    const { diffMarkdown } = await import("../report/diffMarkdown.ts");
    return terminal.print([diffMarkdown(difference)]);
  }
  const { diffText } = await import("../report/diffText.ts");
  await terminal.print([diffText(difference, terminal)]);
}
