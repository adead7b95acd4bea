import type { SymbolGraph } from "../../model/graph.ts";
import { csv } from "./csv.ts";
import { dot } from "./dot.ts";
import { gexf } from "./gexf.ts";
import { graphJson } from "./graphJson.ts";
import { graphml } from "./graphml.ts";
import { mermaid } from "./mermaid.ts";
import { moduleGraph, type ModuleGraph } from "./moduleGraph.ts";
import type { GraphFormat } from "./formatNames.ts";

const pictures: Record<Exclude<GraphFormat, "json">, (graph: ModuleGraph) => Iterable<string>> = { dot, mermaid, graphml, gexf, csv };

/** The graph as text, in pieces. Everything but `json` shows modules alone. */
export function formatGraph(graph: SymbolGraph, root: string, format: GraphFormat): Iterable<string> {
  return format === "json" ? graphJson(graph, root) : pictures[format](moduleGraph(graph, root));
}
