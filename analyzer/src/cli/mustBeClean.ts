import { FicusError } from "../errors.ts";

/**
 * Commands that rewrite a work tree start from one that git can bring back.
 *
 * @param what a noun for what is about to be written: `an extraction`
 */
export async function mustBeClean(root: string, what: string, signal: AbortSignal): Promise<void> {
  const { readGitStatus } = await import("../io/gitStatus.ts");
  const status = await readGitStatus(root, signal);
  if (status === undefined)
    throw new FicusError("bad-option", `${root} is not under git, so that ${what} could not be taken back: commit it first, or use --force.`);
  const changed = status.changed.filter((path) => !path.startsWith(".ficus/"));
  if (changed.length === 0) return;
  const named = changed.slice(0, 3).join(", ") + (changed.length > 3 ? `, and ${changed.length - 3} more` : "");
  throw new FicusError("bad-option", `${root} has changes that are not committed (${named}): commit or stash them, or use --force.`);
}
