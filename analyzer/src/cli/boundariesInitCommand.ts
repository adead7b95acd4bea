import { Option, type Command } from "commander";
import { join, resolve } from "node:path";
import { FicusError } from "../errors.ts";
import { boundariesFileName, readOwnText } from "../io/readOwnText.ts";
import { near } from "./boundariesRun.ts";
import { addInputOptions, openInput, type InputOptions, type Surroundings } from "./inputOptions.ts";

interface InitOptions extends InputOptions {
  from: "proposal" | "empty";
  dryRun?: boolean;
  json?: boolean;
  dir?: string;
}

export function addBoundariesInitCommand(parent: Command, surroundings: Surroundings): Command {
  const command = parent.command("init").description("Make ficus.boundaries.json from what the analysis proposes; one that is there is left alone");
  return addInputOptions(command)
    .addOption(
      new Option("--from <what>", "what it says at first: what the analysis proposes, or no services")
        .choices(["proposal", "empty"])
        .default("proposal"),
    )
    .option("-C, --dir <folder>", "the same as [dir], as for the other commands")
    .option("--dry-run", "print the file instead of writing it")
    .option("--json", "print what is written as JSON")
    .addHelpText("after", "\nExamples:\n  ficus boundaries init\n  ficus boundaries init shop --dry-run")
    .action((dir: string, options: InitOptions) => init(options.dir ?? dir, options, surroundings));
}

async function init(dir: string, options: InitOptions, surroundings: Surroundings): Promise<void> {
  const { writeBoundariesFile } = await import("../io/boundariesFile.ts");
  const root = resolve(dir);
  const path = near(join(dir, boundariesFileName));
  // Asked first: nobody waits for an analysis that cannot be kept.
  if (readOwnText(join(root, boundariesFileName)) !== undefined && !options.dryRun)
    throw new FicusError(
      "boundaries-exist",
      `${path} is there already and is left as it is: change it with ficus boundaries accept, or remove it first.`,
    );
  const { graph, examination } = await (await openInput(dir, options, surroundings)).examine();
  const { proposalOf } = await import("../boundaries/proposal.ts");
  const { measure } = await import("../boundaries/measure.ts");
  const { writeBoundaries } = await import("../boundaries/write.ts");
  const { services, owners } = proposalOf(examination.analysis);
  const text = options.from === "empty" ? writeBoundaries({ services: [], owners: new Map() }) : writeBoundaries({ services, owners });
  if (!options.dryRun) writeBoundariesFile(root, text, undefined);
  const { terminal } = surroundings;
  const outcome = options.dryRun ? "dry-run" : "written";
  const paths = Array.from(examination.order, (module) => graph.modules[module]!.path);
  const measured = measure(
    { paths, input: examination.metricsInput },
    owners,
    services.map(({ id }) => id),
  );
  if (options.json) return terminal.print([`${JSON.stringify({ outcome, metrics: measured.system, text })}\n`]);
  if (options.dryRun) return terminal.print([text]);
  const { newBoundariesText } = await import("../report/newBoundariesText.ts");
  await terminal.print([newBoundariesText({ services: options.from === "empty" ? [] : services, owners, measured, file: path }, terminal)]);
}
