import { Option, type Command } from "commander";
import { graphFormats, type GraphFormat } from "../report/graph/formatNames.ts";
import { addInputOptions, openInput, type InputOptions, type Surroundings } from "./inputOptions.ts";

interface GraphCommandOptions extends InputOptions {
  format: GraphFormat;
}

export function addGraphCommand(program: Command, surroundings: Surroundings): Command {
  const command = program.command("graph").description("Print who uses whom: every symbol as JSON, or modules in the format of another tool");
  return addInputOptions(command)
    .addOption(
      new Option(
        "--format <format>",
        "json (schemas/graph.schema.json): modules, symbols, imports and references; dot, mermaid, graphml, gexf: modules; csv: dependency structure matrix of the modules",
      )
        .choices(graphFormats)
        .default("json"),
    )
    .addHelpText("after", "\nExamples:\n  ficus graph shop > graph.json\n  ficus graph shop/src/orders --format dot | dot -Tsvg > orders.svg")
    .action((dir: string, options: GraphCommandOptions) => printGraph(dir, options, surroundings));
}

async function printGraph(dir: string, options: GraphCommandOptions, surroundings: Surroundings): Promise<void> {
  const session = await openInput(dir, options, surroundings);
  const graph = await session.graph();
  const { formatGraph } = await import("../report/graph/formats.ts");
  await surroundings.terminal.print(formatGraph(graph, session.name, options.format));
  for (const { message, path } of session.warnings) surroundings.terminal.warn(`ficus: ${path === undefined ? "" : `${path}: `}${message}`);
}
