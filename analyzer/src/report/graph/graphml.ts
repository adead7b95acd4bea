import type { ModuleGraph } from "./moduleGraph.ts";
import { xmlText } from "./xml.ts";

/** GraphML, http://graphml.graphdrawing.org/specification.html: for yEd, Cytoscape, NetworkX. */
export function* graphml({ root, modules, edges }: ModuleGraph): Generator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key id="path" for="node" attr.name="path" attr.type="string"/>
  <key id="loc" for="node" attr.name="loc" attr.type="int"/>
  <key id="kinds" for="edge" attr.name="kinds" attr.type="string"/>
  <key id="uses" for="edge" attr.name="uses" attr.type="int"/>
  <graph id="${xmlText(root)}" edgedefault="directed">
`;
  for (const [position, { path, loc }] of modules.entries()) {
    yield `    <node id="m${position}"><data key="path">${xmlText(path)}</data><data key="loc">${loc}</data></node>\n`;
  }
  for (const [position, { from, to, kinds, uses }] of edges.entries()) {
    yield `    <edge id="e${position}" source="m${from}" target="m${to}"><data key="kinds">${kinds.join(" ")}</data><data key="uses">${uses}</data></edge>\n`;
  }
  yield "  </graph>\n</graphml>\n";
}
