import type { ModuleGraph } from "./moduleGraph.ts";

/** A Mermaid flowchart, for Markdown that people read: beyond some hundred modules it is legible to nobody. */
export function* mermaid({ modules, edges }: ModuleGraph): Generator<string> {
  yield "flowchart LR\n";
  for (const [position, { path }] of modules.entries()) yield `  m${position}["${label(path)}"]\n`;
  for (const { from, to, uses } of edges) yield uses > 1 ? `  m${from} -->|"${uses}"| m${to}\n` : `  m${from} --> m${to}\n`;
}

/**
 * Text between quotes. Everything that could end the quotes, begin markup, a comment or an entity is written as an entity of Mermaid's own (`#35;`).
 * https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
function label(path: string): string {
  return path.replaceAll(/[^\p{L}\p{N}/._@ -]/gu, (character) => `#${character.codePointAt(0)};`);
}
