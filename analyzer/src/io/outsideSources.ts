/** What lies beside the code and says what belongs together: the repository's history, CODEOWNERS, traces. Read only where an analysis asks for it. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { OutsideSources } from "../evidence/outside.ts";
import type { Config } from "../model/config.ts";
import type { Warning } from "../model/warning.ts";
import { readCodeowners } from "./codeowners.ts";
import type { HistoryOptions } from "./gitHistory.ts";
import { traceFiles } from "./traceFiles.ts";

export interface Outside {
  /** Changes when what would be read does; found without starting git. */
  key: unknown;
  read(options: Pick<HistoryOptions, "signal" | "cache">): Promise<{ sources: OutsideSources; warnings: Warning[] }>;
}

export function findOutside(root: string, { history, ownership, traces = [], weights = {} }: Config): Outside {
  const folder = resolve(root);
  const isOff = history?.enabled === false || (weights.history === 0 && weights.ownership === 0);
  const git = isOff ? undefined : gitFolderOf(folder);
  const owners = ownership?.enabled === false ? undefined : readCodeowners(folder, ownership?.codeowners);
  const paths = traces.map((path) => resolve(folder, path));
  return {
    key: [git === undefined ? null : headOf(git), owners?.rules ?? null, paths.flatMap(traceFiles).map(stampOf)],
    async read(options) {
      // Readers are loaded here, because they bring a validator that a run whose result is known does without.
      const reading =
        git === undefined ? undefined : await (await import("./gitHistory.ts")).readHistory(folder, { ...options, since: history?.since });
      const warnings: Warning[] = [];
      const spans = [];
      for (const path of paths) {
        const read = await (await import("./traces.ts")).readTraces(path, options.signal);
        spans.push(...read.spans);
        for (const { file, line, message } of read.problems) warnings.push({ reason: "broken-traces", message: `${file}:${line}: ${message}` });
      }
      const sources: OutsideSources = {
        ...(reading?.kind === "read" ? { history: reading.history } : {}),
        historyLimits: history,
        ownership: ownership?.enabled !== false,
        ...(owners === undefined ? {} : { owners: owners.ownersOf }),
        ...(paths.length === 0 ? {} : { spans }),
      };
      return { sources, warnings };
    },
  };
}

/** The `.git` of the repository that the folder lies in. */
function gitFolderOf(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const git = join(at, ".git");
    if (existsSync(git)) return git;
    if (dirname(at) === at) return undefined;
  }
}

/**
 * Name of the commit that is checked out, and whether history is cut off. A new value for everything that is not understood (worktrees that moved, other
 * ways to keep references): then nothing is taken for unchanged.
 */
function headOf(git: string): unknown {
  try {
    const own = statSync(git).isDirectory() ? git : resolve(dirname(git), /^gitdir: (.+)$/m.exec(readFileSync(git, "utf8"))?.[1] ?? "");
    const common = existsSync(join(own, "commondir")) ? resolve(own, readFileSync(join(own, "commondir"), "utf8").trim()) : own;
    const head = readFileSync(join(own, "HEAD"), "utf8").trim();
    const name = /^ref: (refs\/.+)$/.exec(head)?.[1];
    return [name === undefined ? head : referenceIn(common, name), existsSync(join(common, "shallow"))];
  } catch {
    return performance.now();
  }
}

function referenceIn(common: string, name: string): string {
  const loose = join(common, name);
  if (existsSync(loose)) return readFileSync(loose, "utf8").trim();
  const packed = readFileSync(join(common, "packed-refs"), "utf8");
  const line = packed.split("\n").find((each) => each.endsWith(` ${name}`));
  if (line === undefined) throw new Error(`${name} is kept elsewhere`);
  return line.slice(0, line.indexOf(" "));
}

function stampOf(file: string): unknown {
  const { size, mtimeMs } = statSync(file);
  return [file, size, mtimeMs];
}
