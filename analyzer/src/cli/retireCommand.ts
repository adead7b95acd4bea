import { resolve } from "node:path";
import type { Command } from "commander";
import { mustBeClean } from "./mustBeClean.ts";
import { addInputFlags, openInput, type InputOptions, type Surroundings } from "./inputOptions.ts";

interface RetireOptions extends InputOptions {
  dryRun?: boolean;
  force?: boolean;
  json?: boolean;
}

export function addRetireCommand(program: Command, surroundings: Surroundings, version: string): Command {
  const command = program
    .command("retire")
    .description("Take the local implementation of a service out of the monolith, once everything of it is remote: its modules move into its package")
    .argument("<service>", "id of the service, as ficus.boundaries.json says it")
    .argument("[dir]", "folder of the monolith", ".");
  return addInputFlags(command)
    .option("--dry-run", "print what would change as a diff, and write nothing")
    .option("--force", "although something is not remote yet, or the work tree has changes")
    .option("--json", "print what was done as JSON")
    .addHelpText("after", "\nExamples:\n  ficus retire shipping --dry-run\n  ficus retire shipping shop")
    .action((service: string, dir: string, options: RetireOptions) => retire(service, dir, options, version, surroundings));
}

async function retire(service: string, dir: string, options: RetireOptions, version: string, surroundings: Surroundings): Promise<void> {
  const { terminal, signal } = surroundings;
  const root = resolve(dir);
  if (!options.dryRun && !options.force) await mustBeClean(root, "retiring a service", signal);
  const session = await openInput(dir, options, surroundings);
  const { openRetirement } = await import("../openRetirement.ts");
  terminal.status.show("Looking for what the monolith still needs");
  const { retirement, files } = await openRetirement(session, dir, service, { tsconfig: options.tsconfig, version, force: options.force });
  if (options.dryRun) {
    const { retirementDiff } = await import("../report/retirementText.ts");
    return terminal.print([retirementDiff(files)]);
  }
  const { writeFiles } = await import("../io/writeFiles.ts");
  writeFiles(
    root,
    files.flatMap(({ path, to, after }) => [
      ...(to === undefined ? [] : [{ path: to, contents: after }]),
      ...(to === path ? [] : [{ path, remove: true as const }]),
    ]),
  );
  if (options.json) {
    const { files: _texts, ...told } = retirement;
    return terminal.print([`${JSON.stringify({ ...told, files: files.map(({ path, to }) => ({ path, to: to ?? null })) })}\n`]);
  }
  const { retirementText } = await import("../report/retirementText.ts");
  await terminal.print([retirementText(retirement, terminal)]);
}
