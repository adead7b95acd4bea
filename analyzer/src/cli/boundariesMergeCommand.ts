import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { FicusError } from "../errors.ts";
import { readOwnText } from "../io/readOwnText.ts";
import { exitCodes } from "./exitCodes.ts";
import type { Surroundings } from "./inputOptions.ts";

/** For git, which gives the names of three files and takes the result from the second. */
export function addBoundariesMergeCommand(parent: Command, surroundings: Surroundings): Command {
  return parent
    .command("merge-file")
    .argument("<base>", "the version that both came from")
    .argument("<ours>", "the version that is written to")
    .argument("<theirs>", "the other version")
    .description("Join two versions of the file by what they say; for git as a merge driver")
    .addHelpText("after", "\nExample:\n  git config merge.ficus.driver 'ficus boundaries merge-file %O %A %B'")
    .action((base: string, ours: string, theirs: string) => mergeFiles(base, ours, theirs, surroundings));
}

async function mergeFiles(base: string, ours: string, theirs: string, { terminal, endWith }: Surroundings): Promise<void> {
  const { listProblems } = await import("../io/boundariesFile.ts");
  const { parseBoundaries } = await import("../boundaries/parse.ts");
  const [before, mine, other] = [base, ours, theirs].map((path) => {
    const text = readOwnText(path);
    if (text === undefined) throw new FicusError("unreadable", `${path} does not exist: name the three versions of the file.`);
    const parsed = parseBoundaries(text);
    if (parsed.kind === "broken") throw new FicusError("broken-boundaries", listProblems(path, parsed.problems));
    return text;
  }) as [string, string, string]; // Three names make three texts.
  const { mergeBoundaries } = await import("../boundaries/mergeBoundaries.ts");
  const { text, conflicts } = mergeBoundaries(before, mine, other);
  if (text !== mine) writeFileSync(ours, text);
  if (conflicts.length === 0) return;
  for (const conflict of conflicts) terminal.warn(`ficus: both changed ${conflict}; ours is kept until you decide`);
  endWith(exitCodes.findings);
}
