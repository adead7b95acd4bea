/** Type-checks monolith and service, and writes nothing. Errors that were there before the extraction are not its doing. */
import { existsSync } from "node:fs";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { baseEnvironment } from "./environment.ts";
import type { Bench } from "./bench.ts";
import { runCommand, tailOf } from "./runCommand.ts";

export interface TypeErrors {
  /** Each without line and column, which move; a message may stand several times. */
  errors: string[];
  /** Commands that ran. */
  commands: number;
  /** A command that failed without naming an error: its output's end. */
  unreadable: string | undefined;
}

interface Check {
  command: readonly string[];
  directory: string;
}

/** `root`: where the monolith stands, now or before. */
export async function typecheck(bench: Bench, root: string, of: "monolith" | "service", label: string): Promise<TypeErrors> {
  const found: TypeErrors = { errors: [], commands: 0, unreadable: undefined };
  for (const { command, directory } of checksOf(bench, root, of)) {
    const log = join(bench.logs, `typecheck-${label}-${found.commands}.log`);
    const env = { ...baseEnvironment(bench.outer, directory), ...bench.env };
    const { code, failure, timedOut } = await runCommand({ command, directory, env, log, limit: bench.limits.typecheck, signal: bench.signal });
    found.commands += 1;
    const errors = errorsIn(readFileSync(log, "utf8"));
    found.errors.push(...errors);
    if (code !== 0 && errors.length === 0) found.unreadable = failure ?? (timedOut ? `${command.join(" ")} did not end in time` : tailOf(log, 1500));
  }
  return found;
}

function checksOf({ manifest, serviceFolder }: Bench, root: string, of: "monolith" | "service"): Check[] {
  const written = manifest.typecheck.filter((check) => check.of === of);
  if (written.length > 0)
    return written.map(({ command, directory }) => ({ command, directory: of === "monolith" ? root : join(serviceFolder, directory) }));
  // The compiler that the repository has installed: another version finds other errors.
  const folder = of === "monolith" ? root : serviceFolder;
  return existsSync(join(folder, "tsconfig.json")) ? [{ command: ["tsc", "--noEmit", "-p", "tsconfig.json"], directory: folder }] : [];
}

/** `src/a.ts(3,4): error TS2345: …` and the same in TypeScript's pretty form, without places. */
export function errorsIn(output: string): string[] {
  // Colours of the pretty form.
  // oxlint-disable-next-line no-control-regex
  const plain = output.replace(/\u001b\[[0-9;]*m/g, "");
  return [...plain.matchAll(/^(\S[^\n(:]*)(?:\(\d+,\d+\)|:\d+:\d+)(?:: | - )error (TS\d+: .*)$/gm)].map(
    ([, file = "", text = ""]) => `${file}: ${text}`,
  );
}

/** Errors that there are more of than before. */
export function newErrors(now: readonly string[], before: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const error of before) left.set(error, (left.get(error) ?? 0) + 1);
  return now.filter((error) => {
    const count = left.get(error) ?? 0;
    if (count > 0) left.set(error, count - 1);
    return count === 0;
  });
}
