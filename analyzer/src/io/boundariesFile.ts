/** Reads and writes `ficus.boundaries.json`. */
import { randomBytes } from "node:crypto";
import { chmodSync, closeSync, fsyncSync, lstatSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseBoundaries } from "../boundaries/parse.ts";
import type { JsonDocument, Problem } from "../boundaries/document.ts";
import { FicusError } from "../errors.ts";
import type { Boundaries } from "../model/boundaries.ts";
import { boundariesFileName, readOwnText } from "./readOwnText.ts";

export interface BoundariesFile {
  /** Absolute. */
  path: string;
  /** As it is on disk, byte order mark included. */
  text: string;
  boundaries: Boundaries;
  document: JsonDocument;
  warnings: Problem[];
}

/**
 * @returns undefined when there is no such file
 * @throws {FicusError} `broken-boundaries` with every problem at its line and column; `unreadable`
 */
export function readBoundariesFile(root: string): BoundariesFile | undefined {
  const path = join(root, boundariesFileName);
  const text = readOwnText(path);
  if (text === undefined) return undefined;
  const parsed = parseBoundaries(text);
  if (parsed.kind === "broken") throw new FicusError("broken-boundaries", listProblems(boundariesFileName, parsed.problems));
  const { boundaries, document, warnings } = parsed;
  return { path, text, boundaries, document, warnings };
}

const mostProblems = 20;

/** One line a problem, `file:line:column: what`. */
export function listProblems(file: string, problems: readonly Problem[]): string {
  const lines = problems.slice(0, mostProblems).map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
  if (problems.length > mostProblems) lines.push(`and ${problems.length - mostProblems} more problems in ${file}`);
  return lines.join("\n");
}

/**
 * Writes the whole file or nothing: a reader never sees half of it. A link is followed, so that what it leads to is written and the link stays; the
 * mode stays. `before`: the text that the new one was made from, undefined when there must be no file yet; somebody else's change in between is not lost.
 *
 * @throws {FicusError} `boundaries-changed`, `unwritable`
 */
export function writeBoundariesFile(root: string, text: string, before: string | undefined): void {
  const path = join(root, boundariesFileName);
  if (readOwnText(path) !== before)
    throw new FicusError(
      "boundaries-changed",
      `${boundariesFileName} was changed by somebody else meanwhile and is left as it is: run the command again.`,
    );
  if (before === undefined && lstatSync(path, { throwIfNoEntry: false }) !== undefined)
    throw new FicusError("unwritable", `${path} is a link that leads nowhere: remove it, or make what it leads to.`);
  const target = before === undefined ? path : realpathSync(path);
  const unfinished = `${target}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`;
  try {
    const file = openSync(unfinished, "wx", 0o666);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (before !== undefined) chmodSync(unfinished, statSync(target).mode & 0o7777);
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw new FicusError("unwritable", `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
