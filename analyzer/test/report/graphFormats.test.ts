import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { instance } from "@viz-js/viz";
import { parse as parseCsv } from "csv-parse/sync";
import type { DirectedGraph as Graph } from "graphology";
import { formatGraph } from "../../src/report/graph/formats.ts";
import type { GraphFormat } from "../../src/report/graph/formatNames.ts";
import { matchGolden } from "../golden.ts";
import { layeredShop } from "../layeredShop.ts";
import { makeGraph } from "../makeGraph.ts";
import { hostileGraph, hostileNames, hostileRoot } from "./hostileGraph.ts";

// CommonJS; the types are those of the packages themselves.
const require = createRequire(import.meta.url);
const { DirectedGraph } = require("graphology") as { DirectedGraph: new () => Graph };
interface Reader {
  parse(constructor: new () => Graph, text: string): Graph;
}
const gexf = require("graphology-gexf") as Reader;
const graphml = require("graphology-graphml") as Reader;

const hostile = (format: GraphFormat) => [...formatGraph(hostileGraph, hostileRoot, format)].join("");

/** Edges of a graph read back, by the labels of their ends. */
function edgesOf(graph: Graph, label: string): [string, string][] {
  return graph.mapEdges((_, __, from, to): [string, string] => [graph.getNodeAttribute(from, label), graph.getNodeAttribute(to, label)]);
}
const eachUsesTheNext = hostileNames.map((name, i): [string, string] => [name, hostileNames[(i + 1) % hostileNames.length]!]);

describe("graph formats survive hostile file names:", () => {
  it("dot, read by Graphviz", async () => {
    const viz = await instance();
    // What Graphviz answers to `-Tjson0`; labels still have the escapes that it goes on to read when it draws.
    const read = viz.renderJSON(hostile("dot")) as { objects: { label: string }[]; edges: { tail: number; head: number; weight: string }[] };
    const labels = read.objects.map(({ label }) => label.replaceAll(/\\(.)/g, (_, escaped: string) => ({ n: "\n", r: "\r" })[escaped] ?? escaped));
    assert.deepEqual(labels, hostileNames);
    assert.deepEqual(read.edges.map(({ tail, head }) => [labels[tail], labels[head]]).sort(), eachUsesTheNext.toSorted());
    assert.ok(read.edges.some(({ weight }) => weight === "5"));
    const drawn = viz.renderString(hostile("dot"), { format: "svg" });
    assert.ok(!drawn.includes("<script>"));
  });

  it("GEXF, read by graphology", () => {
    const graph = gexf.parse(DirectedGraph, hostile("gexf"));
    assert.deepEqual(
      graph.mapNodes((_, { label }) => label),
      hostileNames,
    );
    assert.deepEqual(edgesOf(graph, "label"), eachUsesTheNext);
    assert.equal(graph.getNodeAttribute(graph.nodes()[3], "loc"), 4);
    assert.equal(graph.getEdgeAttribute(graph.edges()[3], "weight"), 4);
  });

  it("GraphML, read by graphology", () => {
    const graph = graphml.parse(DirectedGraph, hostile("graphml"));
    assert.deepEqual(
      graph.mapNodes((_, { path }) => path),
      hostileNames,
    );
    assert.deepEqual(edgesOf(graph, "path"), eachUsesTheNext);
    assert.equal(graph.getEdgeAttribute(graph.edges()[3], "uses"), 4);
    assert.equal(graph.getEdgeAttribute(graph.edges()[3], "kinds"), "import call");
  });

  it("CSV, read by a parser of CSV, without formulas", () => {
    const rows: string[][] = parseCsv(hostile("csv"));
    const header = rows.shift()!.slice(1);
    assert.deepEqual(
      header.map((path) => path.replace(/^\.\//, "")),
      hostileNames,
    );
    assert.deepEqual(
      rows.map(([path]) => path),
      header,
    );
    assert.ok(header.every((path) => !/^[=+\-@]/.test(path)));
    for (const [i, [, ...cells]] of rows.entries()) {
      const expected = header.map((_, column) => (column === (i + 1) % header.length ? String(i + 1) : ""));
      assert.deepEqual(cells, expected);
    }
  });

  it("Mermaid, whose labels keep letters and write the rest as entities", () => {
    const lines = hostile("mermaid").split("\n");
    assert.equal(lines.shift(), "flowchart LR");
    const labels = lines.flatMap((line) => /^ {2}m\d+\["([\p{L}\p{N}/._@ #;-]*)"\]$/u.exec(line)?.[1] ?? []);
    assert.deepEqual(
      labels.map((label) => label.replaceAll(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))),
      hostileNames,
    );
    assert.equal(lines.filter((line) => /^ {2}m\d+ -->(?:\|"\d+"\|)? m\d+$/.test(line)).length, hostileNames.length);
    assert.equal(lines.length, 2 * hostileNames.length + 1);
  });
});

describe("graph formats of a small shop", () => {
  const shop = makeGraph(
    Object.fromEntries(
      Object.entries(layeredShop())
        .filter(([path]) => /order|\/errors|utils/i.test(path) && !path.startsWith("test"))
        .map(([path, sketch]) => [
          path,
          {
            ...sketch,
            call: sketch.call?.filter((target) => /order|utils/i.test(target)) ?? [],
            value: sketch.value?.filter((target) => /order/.test(target)) ?? [],
          },
        ]),
    ),
  );
  for (const format of ["dot", "mermaid", "graphml", "gexf", "csv"] as const) {
    it(`${format} is as reviewed`, () => {
      matchGolden(new URL(`shop.${format}.golden.txt`, import.meta.url), [...formatGraph(shop, "shop", format)].join("").replaceAll("\r\n", "\n"));
    });
  }
});
