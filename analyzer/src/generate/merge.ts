/** Generating again over files that people have changed. */
import { diff3Merge } from "node-diff3";

export type Merged = { kind: "clean"; text: string } | { kind: "conflict"; text: string; conflicts: number };

/**
 * Three-way merge by lines: what was generated before, what stands there now, what is generated now. Conflicts are marked as git marks them, and
 * nothing of either side is lost.
 */
export function mergeGenerated(before: string, theirs: string, now: string): Merged {
  if (theirs === before) return { kind: "clean", text: now };
  if (now === before || theirs === now) return { kind: "clean", text: theirs };
  const lines: string[] = [];
  let conflicts = 0;
  for (const region of diff3Merge(theirs.split("\n"), before.split("\n"), now.split("\n"), { excludeFalseConflicts: true })) {
    if (region.ok !== undefined) lines.push(...region.ok);
    else if (region.conflict !== undefined) {
      conflicts++;
      lines.push("<<<<<<< changed by hand", ...region.conflict.a, "=======", ...region.conflict.b, ">>>>>>> generated");
    }
  }
  const text = lines.join("\n");
  return conflicts === 0 ? { kind: "clean", text } : { kind: "conflict", text, conflicts };
}
