/** The command line. Loads commander and nothing of the analyzer until a command runs. */
import { Command, CommanderError } from "commander";
import { FicusError } from "../errors.ts";
import { addAnalyzeCommand } from "./analyzeCommand.ts";
import { addDiffCommand } from "./diffCommand.ts";
import { addExplainCommand } from "./explainCommand.ts";
import { addBoundariesCommand } from "./boundariesCommand.ts";
import { exitCodes, type ExitCode } from "./exitCodes.ts";
import { addExtractCommand } from "./extractCommand.ts";
import { addGraphCommand } from "./graphCommand.ts";
import type { Surroundings } from "./inputOptions.ts";
import type { Output } from "./output.ts";
import { addPlanCommand } from "./planCommand.ts";
import { addRetireCommand } from "./retireCommand.ts";
import { addRouteCommands } from "./routeCommand.ts";
import { addSeamsCommand } from "./seamsCommand.ts";
import { createTerminal } from "./terminal.ts";
import { addVerifyCommand } from "./verifyCommand.ts";

export interface MainOptions {
  /** Arguments behind the name of the program. */
  argv: readonly string[];
  version: string;
  stdout: Output;
  stderr: Output;
  signal: AbortSignal;
  loadSession?: Surroundings["loadSession"];
}

/** Runs one command to its end and tells the exit code; never throws. */
export async function main({ argv, version, stdout, stderr, signal, loadSession = () => import("../session.ts") }: MainOptions): Promise<ExitCode> {
  const terminal = createTerminal(stdout, stderr);
  let code: ExitCode = exitCodes.clean;
  const program = createProgram(version, { terminal, signal, loadSession, endWith: (ending) => (code = ending) }, stdout, stderr);
  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    terminal.status.clear();
    // Whatever an interrupted stage throws, it was the user who ended it.
    if (signal.aborted) return exitCodes.interrupted;
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.usage;
    if (error instanceof FicusError) {
      terminal.warn(`ficus: ${error.message}`);
      return error.exitCode;
    }
    if (isBrokenPipe(error)) return exitCodes.clean;
    terminal.warn(`ficus: this should not have happened. Please report it with what follows.\n${describe(error)}`);
    return exitCodes.failure;
  } finally {
    terminal.status.clear();
  }
}

function createProgram(version: string, surroundings: Surroundings, stdout: Output, stderr: Output): Command {
  const program = new Command("ficus")
    .description("From TypeScript monolith to services: find boundaries in the code, and take one service out at a time.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? 80,
      getErrHelpWidth: () => stderr.columns ?? 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text, write) => write(usageError(text)),
    })
    .addHelpText("after", "\nExample:\n  ficus analyze shop");
  addAnalyzeCommand(program, surroundings);
  addExplainCommand(program, surroundings);
  addDiffCommand(program, surroundings);
  addGraphCommand(program, surroundings);
  addBoundariesCommand(program, surroundings);
  addSeamsCommand(program, surroundings);
  addPlanCommand(program, surroundings);
  addExtractCommand(program, surroundings, version);
  addVerifyCommand(program, surroundings);
  addRouteCommands(program, surroundings);
  addRetireCommand(program, surroundings, version);
  return program;
}

/** One sentence that says what to do: `error: unknown option '--jsn'\n(Did you mean --json?)` → `ficus: unknown option '--jsn' (did you mean --json?)`. */
function usageError(text: string): string {
  const sentence = text
    .trim()
    .replace(/^error: /, "")
    .replace(/\n\(Did you mean/, " (did you mean");
  return `ficus: ${sentence}${sentence.endsWith(".") ? "" : "."} Run ficus --help, or ficus <command> --help, to see what is there.\n`;
}

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? (error.stack ?? error.message) : `${error.stack ?? error.message}\nCaused by: ${describe(error.cause)}`;
}
