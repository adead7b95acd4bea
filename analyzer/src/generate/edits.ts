/** Changes to files that exist, by position in the text that was read. */
export interface Edit {
  /** Below the root, POSIX. */
  path: string;
  /** UTF-16 offsets; equal ones insert. */
  start: number;
  end: number;
  text: string;
}

/** @throws RangeError when edits of one file overlap: two generators would undo each other */
export function applyEdits(contents: string, edits: readonly Edit[]): string {
  const ordered = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let result = "";
  let at = 0;
  for (const { path, start, end, text } of ordered) {
    if (start < at) throw new RangeError(`Edits of ${path} overlap at offset ${start}.`);
    result += contents.slice(at, start) + text;
    at = end;
  }
  return result + contents.slice(at);
}
