/** What every `ficus boundaries` command does around its edit: read the file, plan, tell, write. */
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Command } from "commander";
import type { BoundariesEdit } from "../boundaries/edit.ts";
import type { Ground } from "../boundaries/measure.ts";
import type { Proposal } from "../boundaries/proposal.ts";
import { FicusError } from "../errors.ts";
import { boundariesFileName } from "../io/readOwnText.ts";
import type { Boundaries } from "../model/boundaries.ts";
import { addInputFlags, openInput, type InputOptions, type Surroundings } from "./inputOptions.ts";

export interface BoundariesOptions extends InputOptions {
  dir: string;
  dryRun?: boolean;
  json?: boolean;
}

export function addBoundariesFlags(command: Command): Command {
  return addInputFlags(command.option("-C, --dir <folder>", "analysed folder, which holds ficus.boundaries.json", "."))
    .option("--dry-run", "say what would change, and write nothing")
    .option("--json", "print what changes as JSON: moved modules, metrics before and after, the diff");
}

/** What edits are made from. */
export interface Workspace {
  boundaries: Boundaries;
  /** Modules, sorted. */
  paths: readonly string[];
  ground: Ground;
  /** Symmetric: how much rows of `ground` belong together. */
  pairs: Parameters<typeof import("../boundaries/splitService.ts").splitService>[0];
  proposal: Proposal;
}

/** Makes the edit that `choose` says; the file is written unless --dry-run was given. */
export async function runEdit(
  options: BoundariesOptions,
  surroundings: Surroundings,
  choose: (workspace: Workspace) => Promise<BoundariesEdit>,
): Promise<void> {
  const { readBoundariesFile, writeBoundariesFile } = await import("../io/boundariesFile.ts");
  const root = resolve(options.dir);
  const file = readBoundariesFile(root);
  if (file === undefined)
    throw new FicusError(
      "no-boundaries",
      `There is no ${boundariesFileName} in ${root}: make one with ficus boundaries init, or name the folder with --dir.`,
    );
  for (const { line, column, message } of file.warnings) surroundings.terminal.warn(`${boundariesFileName}:${line}:${column}: ${message}`);
  const workspace = await openWorkspace(options, surroundings, file.boundaries);
  const edit = await choose(workspace);
  const { planEdit } = await import("../boundaries/planEdit.ts");
  const plan = planEdit(file, edit, workspace.ground);
  const outcome = plan.text === file.text ? "unchanged" : options.dryRun ? "dry-run" : "written";
  const shown = outcome === "dry-run" || options.json || plan.moved.length === 0;
  const diff = outcome !== "unchanged" && shown ? await textualDiff(file.text, plan.text) : undefined;
  // Written before it is told: nobody reads of a change that was not made.
  if (outcome === "written") writeBoundariesFile(root, plan.text, file.text);
  const change = { ...plan, diff, file: near(join(options.dir, boundariesFileName)), outcome } as const;
  if (options.json) {
    const { moved, before, after, notes } = plan;
    const metrics = { before: before.system, after: after.system };
    return surroundings.terminal.print([`${JSON.stringify({ outcome, moved, metrics, notes, diff: diff ?? "" })}\n`]);
  }
  const { boundariesText } = await import("../report/boundariesText.ts");
  await surroundings.terminal.print([boundariesText(change, surroundings.terminal)]);
}

export async function textualDiff(before: string, after: string): Promise<string> {
  const { createTwoFilesPatch } = await import("diff");
  return createTwoFilesPatch(`a/${boundariesFileName}`, `b/${boundariesFileName}`, before, after, undefined, undefined, { context: 2 }).replace(
    /^=+\n/,
    "",
  );
}

async function openWorkspace(options: BoundariesOptions, surroundings: Surroundings, boundaries: Boundaries): Promise<Workspace> {
  const { graph, examination } = await (await openInput(options.dir, options, surroundings)).examine();
  const { proposalOf } = await import("../boundaries/proposal.ts");
  const paths = Array.from(examination.order, (module) => graph.modules[module]!.path);
  return {
    boundaries,
    paths: paths.toSorted(),
    ground: { paths, input: examination.metricsInput },
    pairs: examination.evidence.pairs,
    proposal: proposalOf(examination.analysis),
  };
}

/** Modules as they were named; relative to the analysed folder, or to the working folder, where shells complete names. */
export async function modulesNamed(names: readonly string[], { dir }: BoundariesOptions, { paths }: Workspace): Promise<string[]> {
  const { findModules } = await import("../boundaries/findModules.ts");
  const root = resolve(dir);
  const known = new Set(paths);
  const inRoot = names.map((name) => {
    if (known.has(name)) return name;
    const fromHere = relative(root, resolve(name)).split(sep).join("/");
    return known.has(fromHere) || (isAbsolute(name) && !fromHere.startsWith("..")) ? fromHere : name;
  });
  return findModules(inRoot, paths);
}

export function near(path: string): string {
  const fromHere = relative(process.cwd(), resolve(path));
  return fromHere.startsWith("..") ? resolve(path) : fromHere;
}
