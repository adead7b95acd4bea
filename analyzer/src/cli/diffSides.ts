/** The two sides of `ficus diff`: the folder as it is, and a revision of it or a saved analysis. */
import { readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Side } from "../diff/compareAnalyses.ts";
import { FicusError } from "../errors.ts";
import { readBoundariesFile } from "../io/boundariesFile.ts";
import { openInput, type InputOptions, type Surroundings } from "./inputOptions.ts";

export async function readNow(dir: string, options: InputOptions, surroundings: Surroundings): Promise<Side> {
  return examine(dir, { label: "now", commit: null }, options, surroundings);
}

/** @throws {FicusError} `no-such-revision`, `not-an-analysis` */
export async function readThen(wanted: string, dir: string, options: InputOptions, surroundings: Surroundings): Promise<Side> {
  const saved = wanted.endsWith(".json") ? await readSaved(wanted) : undefined;
  if (saved !== undefined) return saved;
  const { checkOutAside } = await import("../io/gitTree.ts");
  try {
    surroundings.terminal.status.show(`Reading ${wanted} from git`);
    const revision = checkOutAside(dir, wanted, surroundings.signal);
    try {
      const inRevision = { ...options, cache: false, ...(options.tsconfig === undefined ? {} : { tsconfig: moved(options.tsconfig, revision) }) };
      return await examine(revision.root, { label: wanted, commit: revision.commit }, inRevision, surroundings);
    } catch (error) {
      // The message of an error would name a folder that is gone by now.
      if (error instanceof FicusError && error.reason === "no-modules")
        throw new FicusError(
          "no-such-revision",
          `revision ${JSON.stringify(wanted)} holds no TypeScript or JavaScript files in ${dir}: name a later one.`,
          {
            cause: error,
          },
        );
      throw error;
    } finally {
      revision.remove();
    }
  } catch (error) {
    const file = error instanceof FicusError && error.reason === "no-such-revision" ? await readSaved(wanted) : undefined;
    if (file !== undefined) return file;
    throw error;
  }
}

async function examine(dir: string, side: Pick<Side, "label" | "commit">, options: InputOptions, surroundings: Surroundings): Promise<Side> {
  const session = await openInput(dir, options, surroundings);
  const { graph, examination } = await session.examine();
  const file = readBoundariesFile(dir);
  if (file === undefined) return { ...side, boundaries: false, analysis: examination.analysis, graph };
  const { withBoundaries } = await import("../diff/ownMembership.ts");
  return { ...side, boundaries: true, analysis: withBoundaries(examination, graph, file.boundaries), graph };
}

/** Where a file of the repository is in the revision. */
function moved(path: string, { repository, top }: { repository: string; top: string }): string {
  const inside = relative(repository, resolve(path));
  return inside.startsWith("..") ? path : join(top, inside);
}

/**
 * The saved analysis of that name, undefined when there is no such file.
 *
 * @throws {FicusError} `not-an-analysis`
 */
async function readSaved(path: string): Promise<Side | undefined> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return undefined;
  const { ComparedAnalysis } = await import("../model/difference.ts");
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new FicusError("not-an-analysis", `${path} is no JSON: name a file that ficus analyze --json wrote.`, { cause: error });
  }
  const parsed = ComparedAnalysis.safeParse(value);
  if (parsed.success) return { label: path, commit: null, boundaries: false, analysis: parsed.data };
  const { path: at, message } = parsed.error.issues[0]!;
  throw new FicusError(
    "not-an-analysis",
    `${path} is no analysis that this version reads (${at.length > 0 ? `${at.join(".")}: ` : ""}${message}): name a file that ficus analyze --json wrote.`,
  );
}
