import { relative, resolve, sep } from "node:path";
import type { Command } from "commander";
import { findModule } from "../explain/findModule.ts";
import { addInputOptions, openInput, type InputOptions, type Surroundings } from "./inputOptions.ts";

interface ExplainCommandOptions extends InputOptions {
  json?: boolean;
}

export function addExplainCommand(program: Command, surroundings: Surroundings): Command {
  const command = program
    .command("explain")
    .description("Say why a module sits where it sits: the evidence for its service and the next, and what would have to change for it to move")
    .argument("<module>", "path of a module, or the end of one, with or without its extension");
  return addInputOptions(command)
    .option("--json", "print everything as JSON (schemas/explanation.schema.json)")
    .addHelpText(
      "after",
      "\nExamples:\n  ficus explain src/services/orderService.ts\n  ficus explain orderService shop --json | jq '.services[0].evidence'",
    )
    .action((module: string, dir: string, options: ExplainCommandOptions) => explain(module, dir, options, surroundings));
}

async function explain(wanted: string, dir: string, options: ExplainCommandOptions, surroundings: Surroundings): Promise<void> {
  const { terminal } = surroundings;
  const session = await openInput(dir, options, surroundings);
  const { graph, examination, outside } = await session.examine();
  const module = findModule(
    belowRoot(wanted, dir),
    graph.modules.map(({ path }) => path),
  );
  const { explainModule } = await import("../explain/explainModule.ts");
  const { readBoundariesFile } = await import("../io/boundariesFile.ts");
  const explanation = explainModule(graph, examination, module, { boundaries: readBoundariesFile(dir)?.boundaries, outside });
  if (options.json) return terminal.print([`${JSON.stringify(explanation)}\n`]);
  const { explainText } = await import("../report/explainText.ts");
  await terminal.print([explainText(explanation, terminal)]);
}

/** Shells complete paths from the working folder; modules are named from the root. */
function belowRoot(wanted: string, dir: string): string {
  const root = resolve(dir);
  const inside = relative(root, resolve(wanted));
  const names = !inside.startsWith("..") && inside !== "" && resolve(root, inside) === resolve(wanted);
  const namesFile = names && (wanted.includes("/") || wanted.includes(sep)) && (root !== process.cwd() || wanted.startsWith("."));
  return namesFile ? inside.split(sep).join("/") : wanted;
}
