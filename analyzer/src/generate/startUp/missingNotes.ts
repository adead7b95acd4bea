/** Says what the generated composition cannot know: parameters that only the caller of a composition root has. */
import type { Note } from "../extraction.ts";
import type { Excerpt } from "../source/excerpt.ts";

/** @param parts excerpts of composition roots, with the module that each is of */
export function missingNotes(parts: readonly { module: string; needs: Pick<Excerpt, "missing"> }[]): Note[] {
  return parts.flatMap(({ module, needs }) => {
    const first = new Map<string, number>();
    for (const { name, line } of needs.missing) first.set(name, Math.min(line, first.get(name) ?? line));
    return [...first].map(([name, line]): Note => ({
      kind: "start",
      message: `${name} is given by the caller of this function: compose.ts does not compile until it gets a value there`,
      module,
      line,
    }));
  });
}
