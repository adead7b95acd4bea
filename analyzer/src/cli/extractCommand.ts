import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { FicusError } from "../errors.ts";
import type { Extraction } from "../generate/extraction.ts";
import { serviceManifestName } from "../model/manifestName.ts";
import type { FileChange } from "../report/extractionDiff.ts";
import { exitCodes } from "./exitCodes.ts";
import { mustBeClean } from "./mustBeClean.ts";
import { addInputOptions, openInput, type InputOptions, type Surroundings } from "./inputOptions.ts";

interface ExtractCommandOptions extends InputOptions {
  dryRun?: boolean;
  force?: boolean;
  accept?: string[];
  json?: boolean;
}

/** `--accept transaction-local`: calls inside a caller's transaction stay in the monolith. */
const decisions = ["transaction-local"];

export function addExtractCommand(program: Command, surroundings: Surroundings, version: string): Command {
  const command = program
    .command("extract")
    .description("Generate the extraction of one service: its package, contract, facades, forwarded routes, and the edits of the monolith")
    .argument("<service>", "id or name, as ficus.boundaries.json says it, or as ficus analyze proposes it");
  return addInputOptions(command)
    .option("--dry-run", "print what would change as a diff, and write nothing")
    .option("--force", "write into a work tree that has changes, or that is not under git")
    .option(
      "--accept <decision>",
      `take a decision for this run; ${decisions.join(", ")}; may be repeated`,
      (value: string, before: string[] = []) => [...before, value],
    )
    .option("--json", "print what was generated as JSON")
    .addHelpText("after", "\nExamples:\n  ficus extract shipping --dry-run\n  ficus extract shipping shop")
    .action((service: string, dir: string, options: ExtractCommandOptions) => extract(service, dir, { ...options, version }, surroundings));
}

async function extract(
  service: string,
  dir: string,
  options: ExtractCommandOptions & { version: string },
  surroundings: Surroundings,
): Promise<void> {
  const { terminal, signal } = surroundings;
  const root = resolve(dir);
  if (!options.dryRun && !options.force) await mustBeClean(root, "an extraction", signal);
  const session = await openInput(dir, options, surroundings);
  const { openExtraction } = await import("../openExtraction.ts");
  terminal.status.show("Reading types at the seam");
  const { report, stops, extraction } = await openExtraction(session, dir, service, {
    tsconfig: options.tsconfig,
    accept: options.accept,
    version: options.version,
    signal,
  });
  if (extraction === undefined) {
    const { blockersText } = await import("../report/extractionText.ts");
    surroundings.endWith(exitCodes.findings);
    return terminal.print([
      options.json ? `${JSON.stringify({ service: report.service.id, blockers: stops })}\n` : blockersText(report, stops, terminal),
    ]);
  }
  const manifest = extraction.files.find(({ path }) => path.endsWith(serviceManifestName))?.path;
  if (manifest !== undefined && existsSync(join(root, manifest)))
    throw new FicusError(
      "already-extracted",
      `${report.service.id} was extracted before: ${manifest} is there. To generate it anew, take that change back first (git revert), so that nothing of it is lost or doubled.`,
    );
  const changes = await changesOf(root, extraction);
  if (options.dryRun) {
    const { extractionDiff } = await import("../report/extractionDiff.ts");
    return terminal.print([extractionDiff(changes)]);
  }
  const { writeFiles } = await import("../io/writeFiles.ts");
  writeFiles(
    root,
    changes.filter(({ before, after }) => before !== after).map(({ path, after }) => ({ path, contents: after })),
  );
  if (options.json) return terminal.print([`${JSON.stringify({ ...extraction, files: extraction.files.map(({ path }) => path) })}\n`]);
  const { extractionText } = await import("../report/extractionText.ts");
  await terminal.print([extractionText(report, extraction, changes, terminal)]);
}

/** Whole texts before and after, of new and of edited files. */
async function changesOf(root: string, extraction: Extraction): Promise<FileChange[]> {
  const { applyEdits } = await import("../generate/edits.ts");
  const read = (path: string): string | undefined => {
    try {
      return readFileSync(join(root, path), "utf8");
    } catch {
      return undefined;
    }
  };
  const created = extraction.files.map(({ path, contents }): FileChange => ({ path, before: read(path), after: contents }));
  const edited = [...new Set(extraction.edits.map((edit) => edit.path))].sort().map((path): FileChange => {
    const before = read(path) ?? "";
    return {
      path,
      before,
      after: applyEdits(
        before,
        extraction.edits.filter((edit) => edit.path === path),
      ),
    };
  });
  return [...created, ...edited];
}
