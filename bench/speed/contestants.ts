import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { sourceFiles } from "../oracle/sourceFiles.ts";
import { groupByConfig } from "../oracle/tsconfigs.ts";
import type { Command } from "./measure.ts";
import { peerFile } from "./peers.ts";

export type Contestant = {
  name: string;
  /** What it delivers, for the table. */
  does: string;
  isPeer: boolean;
  /** Runs before each measured run, unmeasured. */
  prepare: () => Promise<void> | void;
  command: (round: number) => Command;
  /** Runs after each measured run, unmeasured. */
  restore: () => Promise<void> | void;
  succeeds: (code: number) => boolean;
};

export type Course = {
  /** The copy that cold runs and peers work on, and the one that keeps Ficus' cache. */
  cold: string;
  warm: string;
  parts: string[];
  /** Folder for configurations, outside of both. */
  scratch: string;
  editedFile: string;
  edit: (round: number) => void;
  undoEdit: () => void;
  prime: () => Promise<void>;
};

/** As its first line starts it: with a small young generation. */
const ficusBin = ["--max-semi-space-size=16", path.join(import.meta.dirname, "../../analyzer/bin/ficus.js")];
const cruiserBin = path.join(import.meta.dirname, "../../node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
const nothing = (): void => undefined;
const exitZero = (code: number): boolean => code === 0;

export function ficusCommand(command: string[], cwd: string): Command {
  return { file: process.execPath, arguments: [...ficusBin, ...command], cwd };
}

/** All contestants, in the order of the table. */
export function contestants(course: Course): Contestant[] {
  return [...ficus(course), cruiser(course), ...peers(course), parser(course)];
}

function ficus(course: Course): Contestant[] {
  const forget = (): void => rmSync(path.join(course.cold, ".ficus"), { recursive: true, force: true });
  const own = { isPeer: false, restore: nothing, succeeds: exitZero };
  return [
    {
      ...own,
      name: "ficus analyze, cold",
      does: "symbol graph and services",
      prepare: forget,
      restore: () => mustHaveAnalysed(course.cold),
      command: () => ficusCommand(["analyze", ".", "--json"], course.cold),
    },
    {
      ...own,
      name: "ficus graph, cold",
      does: "symbol graph",
      prepare: forget,
      command: () => ficusCommand(["graph", ".", "--format", "json"], course.cold),
    },
    {
      ...own,
      name: "ficus analyze, warm",
      does: "the same, nothing changed",
      prepare: nothing,
      command: () => ficusCommand(["analyze", ".", "--json"], course.warm),
    },
    {
      ...own,
      name: "ficus analyze, one file changed",
      does: "the same, one file edited",
      prepare: nothing,
      command: (round) => {
        course.edit(round);
        return ficusCommand(["analyze", ".", "--json"], course.warm);
      },
      restore: async () => {
        course.undoEdit();
        await course.prime();
      },
    },
  ];
}

/** A run that did nothing is the fastest of all. */
function mustHaveAnalysed(directory: string): void {
  if (!existsSync(path.join(directory, ".ficus/analysis.json"))) throw new Error(`ficus analyze ended well and left no analysis in ${directory}`);
}

function cruiser(course: Course): Contestant {
  const config = path.join(course.scratch, "dependency-cruiser.json");
  const tsConfig = mainConfig(course.cold);
  const options = {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    ...(tsConfig === undefined ? {} : { tsConfig: { fileName: tsConfig } }),
  };
  writeFileSync(config, JSON.stringify({ options }));
  const command = [cruiserBin, "--config", config, "--output-type", "null", ...course.parts];
  return {
    name: "dependency-cruiser",
    does: "file graph",
    isPeer: false,
    prepare: nothing,
    restore: nothing,
    succeeds: exitZero,
    command: () => ({ file: process.execPath, arguments: command, cwd: course.cold }),
  };
}

function peers(course: Course): Contestant[] {
  const { cold, parts, scratch } = course;
  const tsConfig = mainConfig(cold);
  const run = (file: string, ...rest: string[]): Command => ({ file: process.execPath, arguments: [file, ...rest], cwd: cold });
  const own = { isPeer: true, prepare: nothing, restore: nothing };
  const knipConfig = path.join(scratch, "knip.json");
  const globs = parts.map((part) => `${part === "." ? "" : `${part}/`}**/*.{js,mjs,cjs,jsx,ts,tsx,mts,cts}`);
  writeFileSync(knipConfig, JSON.stringify({ project: globs }));
  const revDep = peerFile("@rev-dep", `${process.platform}-${process.arch}`, "bin", process.platform === "win32" ? "rev-dep.exe" : "rev-dep");
  const revDepOptions = tsConfig === undefined ? [] : ["--tsconfig-json", path.join(cold, tsConfig)];
  const withTsConfig = (flag: string): string[] => (tsConfig === undefined ? [] : [flag, tsConfig]);
  return [
    {
      ...own,
      name: "knip",
      does: "unused exports",
      succeeds: exitZero,
      command: () => run(peerFile("knip/bin/knip.js"), "--config", knipConfig, "--exports", "--no-progress", "--no-exit-code"),
    },
    {
      ...own,
      name: "rev-dep circular",
      does: "file graph, all its cycles",
      succeeds: (code) => code < 128, // its exit code is the number of cycles
      command: () => ({ file: revDep, arguments: ["circular", ...revDepOptions], cwd: cold }),
    },
    {
      ...own,
      name: "rev-dep entry-points",
      does: "file graph, its roots",
      succeeds: (code) => code < 128,
      command: () => ({ file: revDep, arguments: ["entry-points", ...revDepOptions], cwd: cold }),
    },
    {
      ...own,
      name: "madge",
      does: "file graph",
      succeeds: exitZero,
      command: () =>
        run(
          peerFile("madge/bin/cli.js"),
          "--no-spinner",
          "--json",
          "--extensions",
          "ts,tsx,js,jsx,mjs,cjs,mts,cts",
          ...withTsConfig("--ts-config"),
          ...parts,
        ),
    },
    {
      ...own,
      name: "skott",
      does: "file graph",
      succeeds: (code) => code <= 1, // 1: cycles found
      command: () =>
        run(peerFile("skott/dist/bin/cli.js"), "--displayMode=raw", "--fileExtensions=.ts,.tsx,.js,.jsx,.mjs,.cjs", ...withTsConfig("--tsconfig")),
    },
  ];
}

function parser(course: Course): Contestant {
  const list = path.join(course.scratch, "files.txt");
  writeFileSync(
    list,
    sourceFiles(course.cold)
      .map((file) => file.absolute)
      .join("\n"),
  );
  return {
    name: "bare TypeScript parse",
    does: "syntax trees, one thread",
    isPeer: false,
    prepare: nothing,
    restore: nothing,
    succeeds: exitZero,
    command: () => ({ file: process.execPath, arguments: [path.join(import.meta.dirname, "parseOnly.ts"), list], cwd: course.cold }),
  };
}

/** The tsconfig that governs most of the files: the peers take one. Left out where dependency-cruiser cannot read it. */
function mainConfig(root: string): string | undefined {
  const groups = groupByConfig(root, sourceFiles(root)).sort((a, b) => b.files.length - a.files.length);
  const config = groups[0]?.config;
  if (config === undefined || !config.startsWith(root)) return undefined;
  try {
    extractTSConfig(config);
    return path.relative(root, config);
  } catch {
    return undefined; // it extends a package that is not installed
  }
}
