import type { ModuleGraph } from "./moduleGraph.ts";

/** Graphviz. Nodes have short ids; paths are labels. */
export function* dot({ root, modules, edges }: ModuleGraph): Generator<string> {
  yield `digraph ${quoted(root)} {\n  rankdir=LR;\n  node [shape=box, style=rounded, fontname="sans-serif", fontsize=10];\n  edge [color="#00000080"];\n`;
  for (const [position, { path }] of modules.entries()) yield `  m${position} [label=${quoted(path)}];\n`;
  for (const { from, to, kinds, uses } of edges)
    yield `  m${from} -> m${to} [weight=${uses}, tooltip=${quoted(kinds.join(", "))}${kinds.every((kind) => kind === "type" || kind === "type-only" || kind === "import") ? ", style=dashed" : ""}];\n`;
  yield "}\n";
}

/**
 * A quoted string of the DOT language. Only `\"` is an escape for the lexer, but labels go on to read `\n`, `\l`, `\N` and the like: a backslash of
 * the text has to be doubled for them. https://graphviz.org/doc/info/attrs.html#k:escString
 */
function quoted(text: string): string {
  // A NUL would end the text in Graphviz, which is written in C.
  return `"${text.replaceAll("\0", "\u{fffd}").replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\r", "\\r").replaceAll("\n", "\\n")}"`;
}
