import type { ModuleGraph } from "./moduleGraph.ts";
import { xmlText } from "./xml.ts";

/** GEXF 1.3, https://gexf.net: for Gephi. */
export function* gexf({ root, modules, edges }: ModuleGraph): Generator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
  <meta><creator>Ficus</creator><description>${xmlText(root)}</description></meta>
  <graph mode="static" defaultedgetype="directed">
    <attributes class="node"><attribute id="loc" title="loc" type="integer"/></attributes>
    <attributes class="edge"><attribute id="kinds" title="kinds" type="string"/></attributes>
    <nodes>
`;
  for (const [position, { path, loc }] of modules.entries()) {
    yield `      <node id="m${position}" label="${xmlText(path)}"><attvalues><attvalue for="loc" value="${loc}"/></attvalues></node>\n`;
  }
  yield "    </nodes>\n    <edges>\n";
  for (const [position, { from, to, kinds, uses }] of edges.entries()) {
    yield `      <edge id="e${position}" source="m${from}" target="m${to}" weight="${uses}"><attvalues><attvalue for="kinds" value="${kinds.join(" ")}"/></attvalues></edge>\n`;
  }
  yield "    </edges>\n  </graph>\n</gexf>\n";
}
