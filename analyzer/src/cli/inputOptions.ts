import { InvalidArgumentError, type Command } from "commander";
import type { ExitCode } from "./exitCodes.ts";
import type { Terminal } from "./terminal.ts";
import type { Session, SessionOptions } from "../session.ts";

/** What every command that analyses a folder is told about its input. */
export interface InputOptions {
  tsconfig?: string;
  include?: string[];
  exclude?: string[];
  cache: boolean;
}

/** What a command needs of its surroundings. */
export interface Surroundings {
  terminal: Terminal;
  signal: AbortSignal;
  /** Loaded when a command runs: `--version` and `--help` do not wait for the analyzer. */
  loadSession: () => Promise<{ openSession(options: SessionOptions): Promise<Session> }>;
  /** What a command that comes to its end says to scripts; clean unless told. */
  endWith(code: ExitCode): void;
}

const repeated = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

export function addInputOptions(command: Command): Command {
  return addInputFlags(command.argument("[dir]", "folder to analyse", "."));
}

/** The same for commands whose arguments are something else. */
export function addInputFlags(command: Command): Command {
  return command
    .option("--tsconfig <file>", "one tsconfig for all files instead of the nearest one of each")
    .option("--include <glob>", "only files that match, relative to dir; may be repeated", repeated)
    .option("--exclude <glob>", "no files that match, relative to dir; may be repeated", repeated)
    .option("--no-cache", "read every file anew, and keep nothing in .ficus/cache");
}

export async function openInput(dir: string, options: InputOptions, { terminal, signal, loadSession }: Surroundings): Promise<Session> {
  const { openSession } = await loadSession();
  return openSession({
    root: dir,
    tsconfig: options.tsconfig,
    include: options.include,
    exclude: options.exclude,
    cache: options.cache,
    signal,
    onProgress: (stage, done, total) => terminal.status.show(progressText(stage, done, total)),
  });
}

const stageTexts: Readonly<Record<string, string>> = {
  discover: "Looking for files",
  extract: "Reading files",
  link: "Linking",
  analyze: "Proposing services",
};

function progressText(stage: string, done: number, total: number): string {
  const text = stageTexts[stage] ?? stage;
  return total > 0 ? `${text}: ${done} of ${total}` : text;
}

/** Parses an option's value; commander names the option and the value. */
export function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}
