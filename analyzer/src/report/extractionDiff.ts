/** An extraction as a unified diff, as git would show it. */
import { createTwoFilesPatch } from "diff";

export interface FileChange {
  path: string;
  /** Undefined for a file that is new. */
  before: string | undefined;
  after: string;
}

export function extractionDiff(changes: readonly FileChange[]): string {
  return changes
    .filter(({ before, after }) => before !== after)
    .map(({ path, before, after }) => {
      const from = before === undefined ? "/dev/null" : `a/${path}`;
      const head = before === undefined ? `diff --git a/${path} b/${path}\nnew file mode 100644\n` : `diff --git a/${path} b/${path}\n`;
      const patch = createTwoFilesPatch(from, `b/${path}`, before ?? "", after, undefined, undefined, { context: 3 });
      return head + patch.replace(/^=+\n/, "");
    })
    .join("");
}
