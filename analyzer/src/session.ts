/** The narrow door to the analyzer: the command line, the editor and the MCP server all come in here. */
import { join, resolve, sep } from "node:path";
import { analyzeGraph, examineGraph } from "./analyze.ts";
import type { AnalyzeOptions, Examination } from "./analyze.ts";
import { FicusError } from "./errors.ts";
import type { ChannelPairs } from "./evidence/fuse.ts";
import { findOutsideEvidence, type OutsideSources } from "./evidence/outside.ts";
import { decodeFacts, encodeFacts } from "./extract/factsBlob.ts";
import { contentKey, defaultCacheDirectory, openCache } from "./io/cacheStore.ts";
import type { Cache } from "./io/cacheStore.ts";
import { codeVersion } from "./io/codeVersion.ts";
import { collectFacts } from "./io/collectFacts.ts";
import { identifyFiles } from "./io/identifyFiles.ts";
import type { IdentifiedFiles } from "./io/identifyFiles.ts";
import { findOutside } from "./io/outsideSources.ts";
import { discoverProject, projectName } from "./io/discover.ts";
import type { DiscoverOptions } from "./io/discover.ts";
import { findConfig } from "./io/findConfig.ts";
import { readProjectConfig } from "./io/projectConfig.ts";
import { ProjectError } from "./io/projectError.ts";
import { boundariesFileName, readOwnText } from "./io/readOwnText.ts";
import { linkProject } from "./link/linkProject.ts";
import { decodeLinks, encodeLinks } from "./link/linksBlob.ts";
import type { StoredLinks } from "./link/linksBlob.ts";
import type { Resolver } from "./link/resolve/resolver.ts";
import { createResolver } from "./link/resolve/resolver.ts";
import { isAssetPath } from "./link/resolve/specifier.ts";
import { warnOfImports } from "./link/warnOfImports.ts";
import { standardDeclarations } from "./link/types/standardDeclarations.ts";
import type { Analysis } from "./model/analysis.ts";
import type { Boundaries } from "./model/boundaries.ts";
import type { Config } from "./model/config.ts";
import type { FileFacts } from "./model/facts.ts";
import type { Module, SymbolGraph } from "./model/graph.ts";
import type { ProjectConfig, ProjectFiles } from "./model/project.ts";
import type { Warning } from "./model/warning.ts";

export interface SessionOptions {
  /** Folder to analyse, absolute or relative to the working folder. */
  root: string;
  /** One tsconfig for all files instead of the nearest one of each. */
  tsconfig?: string | undefined;
  include?: readonly string[] | undefined;
  exclude?: readonly string[] | undefined;
  /** Keep facts between runs in `<root>/.ficus/cache`. */
  cache: boolean;
  signal?: AbortSignal | undefined;
  onProgress?: ((stage: Stage, done: number, total: number) => void) | undefined;
}

export type Stage = "discover" | "extract" | "link" | "analyze";

export interface Session {
  /** Name of the analysed folder. */
  readonly name: string;
  /** What was found so far; complete once a result was awaited. */
  readonly warnings: readonly Warning[];
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<string, number>>;
  graph(): Promise<SymbolGraph>;
  analyze(options?: Pick<AnalyzeOptions, "services" | "seed" | "blind">): Promise<Analysis>;
  /** The analysis with what it was concluded from; never from the cache, because that is more than the cache keeps. */
  examine(options?: Pick<AnalyzeOptions, "services" | "seed">): Promise<{ graph: SymbolGraph; examination: Examination; outside: OutsideSources }>;
}

/** Where the cache is, relative to the root. */
const cachePath = defaultCacheDirectory("").replaceAll(sep, "/");
/** Names of what the cache keeps beside facts. */
const linksName = "links";
const analysisName = "analysis";
const historyName = "history";

/** @throws {FicusError} when the folder cannot be analysed at all */
export async function openSession(options: SessionOptions): Promise<Session> {
  const root = resolve(options.root);
  const warnings: Warning[] = [];
  const timings: Record<string, number> = {};
  const timed = async <T>(stage: Stage, work: () => T | Promise<T>): Promise<T> => {
    options.signal?.throwIfAborted();
    const start = performance.now();
    const result = await work();
    timings[stage] = (timings[stage] ?? 0) + performance.now() - start;
    return result;
  };

  const scan = (): Promise<Scan> =>
    timed("discover", async () => {
      const { files, config, settings } = await readable(async () => {
        const settings = await readSettings(root);
        const found = discoverProject(root, chosenFiles(options, settings));
        const tsconfig = options.tsconfig ?? (settings.tsconfig === undefined ? undefined : resolve(root, settings.tsconfig));
        return { files: found, config: await readProjectConfig(found, tsconfig === undefined ? {} : { tsconfig }), settings };
      });
      warnings.push(...files.warnings, ...config.warnings);
      const cache = options.cache ? openCache(defaultCacheDirectory(root), codeVersion()) : undefined;
      const identified = identifyFiles(files, cache);
      if (identified.paths.length === 0) throw noModules(root);
      return {
        files,
        config,
        settings,
        cache,
        identified,
        project: digest([config, assetsOf(files), files.links]),
        early: [...warnings],
      };
    });

  const link = async (): Promise<{ graph: SymbolGraph; fileKeys: readonly string[] }> => {
    const { files, config, cache, identified, project } = await scanned();
    const { modules, keys, fileKeys, schemas } = await timed("extract", async () => {
      const collected = await collectFacts(root, identified, cache, {
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        onProgress: (done, total) => options.onProgress?.("extract", done, total),
      });
      warnings.push(...collected.warnings, ...problemsOf(collected.modules));
      return collected;
    });
    if (modules.length === 0) throw noModules(root);
    return timed("link", async () => {
      const paths = modules.map((module) => module.path);
      const resolver = (): Resolver => createResolver({ paths, others: files.others, links: files.links, config });
      // Which files there are, skipped ones left out: links name modules by their position.
      const linksKey = digest([project, paths]);
      const stored = cache?.readNamed(linksName, linksKey);
      const links = stored === undefined ? undefined : decodeLinks(stored);
      const factsOf = (key: string): FileFacts | undefined => {
        const blob = cache?.read(key);
        return blob === undefined ? undefined : decodeFacts(blob);
      };
      const { graph: found, links: now } = linkProject({
        modules,
        keys,
        schemas,
        standard: await standardFacts(cache, standardDeclarations(importedBy(modules, keys, links))),
        resolver,
        before: links === undefined ? undefined : { links, factsOf },
      });
      if (cache !== undefined) {
        if (now !== links) cache.putNamed(linksName, linksKey, encodeLinks(now));
        cache.commit({ complete: options.include === undefined && options.exclude === undefined });
        warnings.push(...cache.warnings.map((warning) => ({ ...warning, path: cachePath })));
      }
      warnings.push(...warnOfImports(found));
      return { graph: found, fileKeys };
    });
  };

  const scanned = once(scan);
  // What people decided is asked for by those who propose something else only: a graph is the same with a broken file.
  const decided = once(() => readBoundaries(root));
  const linked = once(link);

  /** What lies beside the code. Git reads in a process of its own, while this one extracts and links. */
  const beside = once(async (): Promise<Beside> => {
    const { cache, settings } = await scanned();
    const outside = findOutside(root, settings);
    const kept = cache && {
      read: (key: string) => cache.readNamed(historyName, key),
      write: (key: string, bytes: Uint8Array) => cache.putNamed(historyName, key, bytes),
    };
    const read = once(async () => {
      const { sources, warnings: found } = await outside.read({ signal: options.signal, cache: kept });
      warnings.push(...found);
      const warnOfSpans = once((placed: { spans: number; placed: number }) => warnings.push(unplacedSpans(placed)));
      const find: Found["find"] = (graph, order, members) => {
        const { pairs, placed } = findOutsideEvidence({ graph, order, members }, sources);
        if (placed !== undefined && placed.placed < placed.spans) warnOfSpans(placed);
        return pairs;
      };
      return { sources, find };
    });
    return {
      key: outside.key,
      read: () => {
        const reading = read();
        // It is awaited after linking, which may fail first.
        reading.catch(() => undefined);
        return reading;
      },
    };
  });

  return {
    name: projectName(root),
    warnings,
    timings,
    graph: async () => (await linked()).graph,
    analyze: async (choices = {}) => {
      const { cache, identified, project, early, settings } = await scanned();
      const chosen = withSettings(choices, settings, await decided());
      const outside = choices.blind === undefined ? await beside() : undefined;
      // Files that the cache does not know have no key yet, so the result is looked up under this one only if nothing changed.
      const keyOf = (keys: readonly string[]): string =>
        digest([project, identified.paths, keys, identified.schemas, chosen, projectName(root), early, outside?.key]);
      const before = identified.keys.includes("") ? undefined : cache?.readNamed(analysisName, keyOf(identified.keys));
      if (before !== undefined) {
        // A fresh clone found its contents by hashing them; the next run finds them by their stamps.
        cache?.commit();
        // Written below, from the same model.
        return JSON.parse(new TextDecoder().decode(before)) as Analysis;
      }
      const told = outside?.read();
      const { graph, fileKeys } = await linked();
      const evidence = await told;
      const analysis = await timed("analyze", () =>
        analyzeGraph(graph, { ...chosen, root: projectName(root), warnings, beside: evidence && ((...rows) => evidence.find(graph, ...rows)) }),
      );
      // A warning about the cache is not to come out of the cache.
      if (!fileKeys.includes("") && cache?.warnings.length === 0)
        cache.putNamed(analysisName, keyOf(fileKeys), new TextEncoder().encode(JSON.stringify(analysis)));
      return analysis;
    },
    examine: async (choices = {}) => {
      const chosen = withSettings(choices, (await scanned()).settings, await decided());
      const told = (await beside()).read();
      const { graph } = await linked();
      const evidence = await told;
      const examination = await timed("analyze", () =>
        examineGraph(graph, { ...chosen, root: projectName(root), warnings, beside: (...rows) => evidence.find(graph, ...rows) }),
      );
      return { graph, examination, outside: evidence.sources };
    },
  };
}

/** What is known of a project before any source is read. */
interface Scan {
  files: ProjectFiles;
  config: ProjectConfig;
  /** What the people of the project say; empty without a configuration of Ficus. */
  settings: Config;
  cache: Cache | undefined;
  identified: IdentifiedFiles;
  /** Names the set of files and the configuration. */
  project: string;
  /** Warnings of discovery and configuration. */
  early: readonly Warning[];
}

const digest = (value: unknown): string => contentKey(new TextEncoder().encode(JSON.stringify(value)), "");

function once<Args extends unknown[], T>(work: (...args: Args) => T): (...args: Args) => T {
  let result: { value: T } | undefined;
  return (...args) => (result ??= { value: work(...args) }).value;
}

interface Beside {
  /** Changes when what lies beside the code does. */
  key: unknown;
  read(): Promise<Found>;
}

interface Found {
  sources: OutsideSources;
  find(graph: SymbolGraph, order: Int32Array, members: Uint8Array): ChannelPairs;
}

const unplacedSpans = ({ spans, placed }: { spans: number; placed: number }): Warning => ({
  reason: "unplaced-spans",
  message: `${spans - placed} of ${spans} spans of the traces could not be placed in a module: they say neither file nor route nor a function that one module declares`,
});

/** What is asked for in this run goes before what the configuration says. */
const chosenFiles = ({ include, exclude, signal }: SessionOptions, settings: Config): DiscoverOptions => ({
  include: include ?? settings.include ?? [],
  exclude: exclude ?? settings.exclude ?? [],
  ...(signal === undefined ? {} : { signal }),
});

type Choices = Pick<AnalyzeOptions, "services" | "seed" | "blind">;

/** What has a say in the analysis, and nothing else: other changes of these files leave the cached result valid. */
function withSettings(
  choices: Choices,
  settings: Config,
  boundaries: Boundaries | undefined,
): Choices & Pick<AnalyzeOptions, "config" | "boundaries"> {
  const config = { ...settings };
  delete config.verify;
  const services = choices.services ?? config.services;
  return {
    ...choices,
    ...(services === undefined ? {} : { services }),
    ...(Object.keys(config).length === 0 ? {} : { config }),
    ...(boundaries !== undefined && constrains(boundaries) ? { boundaries } : {}),
  };
}

function constrains({ services, pins, mustLink, cannotLink }: Boundaries): boolean {
  return Object.keys(pins).length + mustLink.length + cannotLink.length > 0 || Object.values(services).some(({ locked }) => locked === true);
}

async function readBoundaries(root: string): Promise<Boundaries | undefined> {
  if (readOwnText(join(root, boundariesFileName)) === undefined) return undefined;
  const { readBoundariesFile } = await import("./io/boundariesFile.ts");
  return readBoundariesFile(root)?.boundaries;
}

async function readSettings(root: string): Promise<Config> {
  const found = findConfig((name) => readOwnText(join(root, name)));
  if (found.length === 0) return {};
  const { parseConfig } = await import("./io/configFile.ts");
  return parseConfig(found);
}

/** What the user can mend becomes an error with an exit code. */
async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProjectError) throw new FicusError(errorReasons[error.reason], error.message, { cause: error });
    throw error;
  }
}

const errorReasons = {
  "root-missing": "not-a-directory",
  "root-not-a-folder": "not-a-directory",
  "root-unreadable": "unreadable",
  "tsconfig-missing": "bad-option",
} as const;

/** Other files that an import can mean, by folder; logs and notes come and go without meaning anything. */
const assetsOf = (files: ProjectFiles): [string, string[]][] =>
  [...files.others].map(([folder, names]) => [folder, names.filter(isAssetPath)] as [string, string[]]).filter(([, names]) => names.length > 0);

const noModules = (root: string): FicusError =>
  new FicusError(
    "no-modules",
    `No TypeScript or JavaScript files found in ${root}; name another folder, or check --include, --exclude and .gitignore.`,
  );

/** Specifiers of what the project does not declare itself; those of unchanged modules are remembered by their links. */
function importedBy(modules: readonly Module[], keys: readonly string[], links: StoredLinks | undefined): Set<string> {
  const specifiers = new Set<string>();
  for (const { specifier, to } of links?.edges ?? []) if (to < 0) specifiers.add(specifier);
  for (const [index, { facts }] of modules.entries()) {
    if (links?.keys[index] !== keys[index]) for (const { specifier } of facts.imports) specifiers.add(specifier);
  }
  return specifiers;
}

/** Facts of declarations that no file holds. They come from the cache like those of a file, so that a warm run does not load the parser. */
async function standardFacts(cache: Cache | undefined, declarations: string): Promise<FileFacts> {
  const key = contentKey(new TextEncoder().encode(declarations), ".d.ts");
  const stored = cache?.read(key);
  if (stored !== undefined) return decodeFacts(stored);
  const { extractFile } = await import("./extract/extractFile.ts");
  const facts = extractFile("standard.d.ts", declarations);
  cache?.put(key, encodeFacts(facts));
  return facts;
}

function problemsOf(modules: readonly Module[]): Warning[] {
  return modules.flatMap(({ path, facts }) =>
    facts.problems.slice(0, 1).map(({ message, line, column }): Warning => ({
      reason: "syntax-error",
      message: `${message} (the rest of the file is analysed)`,
      path,
      line,
      column,
    })),
  );
}
