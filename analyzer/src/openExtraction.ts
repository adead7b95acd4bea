/** Composes what `ficus extract` needs: seams, a program of the monolith's sources, how its code looks. Answers with files and edits; writes nothing. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix, resolve } from "node:path";
import { Project, type SourceFile } from "ts-morph";
import { FicusError } from "./errors.ts";
import { generateExpress, NoApplicationError } from "./generate/express/generateExpress.ts";
import type { Extraction } from "./generate/extraction.ts";
import { finishFiles } from "./generate/finishFiles.ts";
import { runtimeFiles } from "./generate/runtimeFiles.ts";
import { profileTarget, type Target } from "./generate/target.ts";
import { readFormatOptions } from "./io/formatOptions.ts";
import { readGitStatus } from "./io/gitStatus.ts";
import { packageFolders, tsconfigOfMost } from "./io/packageFolders.ts";
import { readRuntimeSources } from "./io/runtimeSources.ts";
import type { SymbolGraph } from "./model/graph.ts";
import { stopping } from "./generate/stopping.ts";
import type { Boundaries } from "./model/boundaries.ts";
import type { Blocker, SeamsReport } from "./model/seams.ts";
import { openSeams, type OpenSeams } from "./openSeams.ts";
import type { Session } from "./session.ts";

export interface OpenExtraction {
  report: SeamsReport;
  /** What stands in the way of the service as a whole. */
  stops: Blocker[];
  /** Undefined when something does. */
  extraction: Extraction | undefined;
}

export interface ExtractionOptions {
  tsconfig?: string | undefined;
  /** Decisions that people have taken, beside those in the boundaries file. */
  accept?: readonly string[] | undefined;
  version: string;
  signal?: AbortSignal | undefined;
}

/**
 * @param wanted id or name of the service
 * @throws FicusError when there is no such service, or the repository's framework is none that a service can be composed for
 */
export async function openExtraction(session: Session, dir: string, wanted: string, options: ExtractionOptions): Promise<OpenExtraction> {
  const root = resolve(dir);
  const seams = await openSeams(session, dir, options.tsconfig);
  const report = seams.report(wanted);
  const accepted = [...(options.accept ?? []), ...decisionsOf(seams.boundaries, report.service.id)];
  const stops = stopping(report, accepted);
  if (stops.length > 0) return { report, stops, extraction: undefined };
  const { graph, sides } = seams;
  const folders = packageFolders(root);
  const monolith = readMonolith(root, graph, options.tsconfig ?? tsconfigOfMost(folders, report.service.modules));
  const target = targetOf(seams, monolith);
  const { files, pathOf } = openProgram(root, graph, monolith.tsconfig);
  const moduleOf = new Map(graph.modules.map(({ path }, module) => [path, module]));
  const sideOf = <T>(file: SourceFile, column: readonly T[]): T | undefined => column[moduleOf.get(pathOf(file)) ?? -1];
  const jobs = new Set(graph.jobs.map(({ module }) => graph.modules[module]!.path));
  const sources = readRuntimeSources();
  const git = await readGitStatus(root, options.signal);
  let extraction: Extraction;
  try {
    extraction = generateExpress({
      report,
      files,
      pathOf,
      knowledge: {
        service: report.service.id,
        serviceOf: (file) => sideOf(file, sides.service) ?? null,
        startsJobs: (file) => jobs.has(pathOf(file)),
        isTest: (file) => sideOf(file, sides.role) === "test",
      },
      target,
      monolith,
      folders,
      before: git?.head,
      runtime: (place, folders) => runtimeFiles({ sources, target, place, ...folders }),
    });
  } catch (error) {
    if (!(error instanceof NoApplicationError)) throw error;
    throw new FicusError("bad-option", `${error.message} Services of other frameworks cannot be composed yet.`, { cause: error });
  }
  const sample = report.service.modules.slice(0, 20).map((path) => readFileSync(join(root, path), "utf8"));
  const finished = await finishFiles(extraction.files, {
    format: readFormatOptions(root, sample.join("\n")),
    version: options.version,
    digest: (text) => createHash("sha256").update(text).digest("hex"),
  });
  return { report, stops, extraction: { ...extraction, files: finished } };
}

/** How new files of the monolith must look. */
export function targetOf({ graph, sides }: Pick<OpenSeams, "graph" | "sides">, monolith: Monolith): Target {
  return profileTarget({
    paths: graph.modules.filter((_, module) => sides.role[module] !== "test").map(({ path }) => path),
    relativeSpecifiers: graph.edges.flatMap(({ specifier, to }) => (to >= 0 && specifier.startsWith(".") ? [specifier] : [])),
    packageType: monolith.type,
    tsModule: monolith.tsModule,
  });
}

/** What the boundaries file says that was decided of a service, as `name: "accepted"`. */
function decisionsOf(boundaries: Boundaries | undefined, service: string): string[] {
  const decisions = boundaries?.services[service]?.extraction?.decisions ?? {};
  return Object.entries(decisions).flatMap(([name, said]) => (said === "accepted" || said === true ? [name] : []));
}

export interface Monolith {
  name: string;
  type: string | undefined;
  /** Path of the tsconfig, below the root. */
  tsconfig: string;
  tsModule: string | undefined;
  /** Program and arguments that run a module of the monolith. */
  start: string[];
}

/** What the monolith's own files say of how it is built and run. */
export function readMonolith(root: string, graph: SymbolGraph, tsconfig: string | undefined): Monolith {
  const manifest = readJson(join(root, "package.json"));
  const ofService = tsconfig === undefined ? {} : readJson(join(root, posix.dirname(tsconfig), "package.json"));
  const depends = new Set(
    [manifest, ofService].flatMap((each) => ["dependencies", "devDependencies"].flatMap((key) => Object.keys(objectAt(each, key)))),
  );
  const typescript = graph.modules.some(({ path }) => /\.[mc]?tsx?$/.test(path) && !path.endsWith(".d.ts"));
  const runner = typescript ? ["tsx", "ts-node"].find((name) => depends.has(name)) : undefined;
  const chosen = tsconfig === undefined ? "tsconfig.json" : posix.normalize(tsconfig);
  const compilerOptions = objectAt(existsSync(join(root, chosen)) ? readJson(join(root, chosen)) : {}, "compilerOptions");
  const module = compilerOptions["module"];
  const type = manifest["type"];
  return {
    name: typeof manifest["name"] === "string" ? manifest["name"] : "monolith",
    type: typeof type === "string" ? type : undefined,
    tsconfig: chosen,
    tsModule: typeof module === "string" ? module : undefined,
    start: runner === "tsx" ? ["node", "--import", "tsx"] : runner === "ts-node" ? ["ts-node", "--transpile-only"] : ["node"],
  };
}

function readJson(path: string): Record<string, unknown> {
  try {
    // Comments and trailing commas are read by the session; here a file that is not plain JSON says nothing.
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function objectAt(value: Record<string, unknown>, key: string): Record<string, unknown> {
  const found = value[key];
  return typeof found === "object" && found !== null ? (found as Record<string, unknown>) : {};
}

/** All modules of the graph for the checker. */
export function openProgram(root: string, graph: SymbolGraph, tsconfig: string): { files: SourceFile[]; pathOf: (file: SourceFile) => string } {
  const config = join(root, tsconfig);
  const project = new Project({
    ...(existsSync(config) ? { tsConfigFilePath: config } : { compilerOptions: { allowJs: true } }),
    skipAddingFilesFromTsConfig: true,
    compilerOptions: { allowJs: true },
  });
  const base = project.getFileSystem().getCurrentDirectory();
  const files = graph.modules
    .filter(({ path }) => /\.[mc]?[jt]sx?$/.test(path))
    .map(({ path }) => project.addSourceFileAtPath(resolve(base, root, path)));
  const prefix = `${posix.normalize(dirname(join(root, "x")))}/`;
  return { files, pathOf: (file) => file.getFilePath().slice(prefix.length) };
}
