import { mkdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { InvalidArgumentError, type Command } from "commander";
import { FicusError } from "../errors.ts";
import type { Verdict } from "../model/verdict.ts";
import { stageNames, type StageName } from "../verify/stages/stageNames.ts";
import { exitCodes } from "./exitCodes.ts";
import { ficusFolder, writeResult } from "./ficusFolder.ts";
import { wholeNumber, type Surroundings } from "./inputOptions.ts";

interface VerifyCommandOptions {
  yes?: boolean;
  copy?: boolean;
  json?: boolean;
  markdown?: boolean;
  allowUnproven?: boolean;
  skip?: StageName[];
  test?: string;
  timeout?: number;
}

const longest = 24 * 60 * 60;

export function addVerifyCommand(program: Command, surroundings: Surroundings): Command {
  return program
    .command("verify")
    .description("Prove an extracted service with the monolith's own tests: equal in both modes, really served, and noticed when broken")
    .argument("<service>", "id of the service")
    .argument("[dir]", "folder of the monolith", ".")
    .option("-y, --yes", "run the repository's tests and the service without asking")
    .option("--test <command>", "command of the tests, instead of verify.test in ficus.config.json")
    .option("--copy", "work in a copy of the repository, what git ignores included")
    .option("--skip <stage>", `leave a stage out: ${stageNames.join(", ")}; may be repeated; what it would show stays unproven`, stages)
    .option("--timeout <seconds>", "longest time for one run of the tests", wholeNumber(1, longest))
    .option("--allow-unproven", "exit 0 when nothing failed, although not all is proven")
    .option("--json", "print the verdict as JSON (schemas/verdict.schema.json)")
    .option("--markdown", "print the verdict as Markdown")
    .addHelpText("after", "\nExamples:\n  ficus verify ordering\n  ficus verify ordering shop --yes --copy --json | jq '.subjects[] | {name, state}'")
    .action((service: string, dir: string, options: VerifyCommandOptions) => verify(service, dir, options, surroundings));
}

async function verify(service: string, dir: string, options: VerifyCommandOptions, surroundings: Surroundings): Promise<void> {
  const { terminal, signal } = surroundings;
  const root = resolve(dir);
  const { findService } = await import("../verify/findService.ts");
  const { describePlan, planRun } = await import("../verify/planRun.ts");
  const { readConfig } = await import("../io/configFile.ts");
  const { verifyExtraction } = await import("../verify/verifyExtraction.ts");
  const found = findService(root, service);
  const plan = planRun(root, readConfig(root), options);
  await confirm(describePlan(plan, found.manifest.start.command), !plan.guessed || options.yes === true, surroundings);
  const skipped = new Set(options.skip);
  const verdict = await verifyExtraction({
    root,
    found,
    plan,
    copy: options.copy,
    stages: stageNames.filter((name) => !skipped.has(name)),
    limits: options.timeout === undefined ? undefined : { tests: options.timeout * 1000 },
    environment: process.env,
    logs: join(ficusFolder(root), "verdict", `${service}.logs`),
    signal,
    onProgress: (stage, done, total) => terminal.status.show(total > 0 ? `Verifying, ${stage}: ${done} of ${total}` : `Verifying, ${stage}`),
  });
  const { verdictMarkdown } = await import("../report/verdictMarkdown.ts");
  const markdown = verdictMarkdown(verdict);
  const file = keep(root, service, verdict, markdown);
  await terminal.print([await printed(verdict, markdown, options, surroundings, file)]);
  if (verdict.state === "failed" || (verdict.state === "unproven" && options.allowUnproven !== true)) surroundings.endWith(exitCodes.findings);
}

async function printed(verdict: Verdict, markdown: string, options: VerifyCommandOptions, { terminal }: Surroundings, file: string): Promise<string> {
  if (options.json === true) return `${JSON.stringify(verdict)}\n`;
  if (options.markdown === true) return markdown;
  const { verdictText } = await import("../report/verdictText.ts");
  const near = relative(process.cwd(), file);
  return verdictText(verdict, terminal, near.startsWith("..") ? file : near);
}

function keep(root: string, service: string, verdict: Verdict, markdown: string): string {
  mkdirSync(join(root, ".ficus", "verdict"), { recursive: true });
  writeResult(root, `verdict/${service}.md`, markdown);
  return writeResult(root, `verdict/${service}.json`, `${JSON.stringify(verdict, undefined, 2)}\n`);
}

/** Nothing of the repository runs unless its configuration or a person says so. */
async function confirm(plan: readonly string[], agreed: boolean, { terminal, signal }: Surroundings): Promise<void> {
  for (const line of ["ficus: verifying runs code of the repository:", ...plan.map((each) => `  ${each}`)]) terminal.warn(line);
  if (agreed) return;
  if (process.stdin.isTTY && process.stderr.isTTY) {
    const asking = createInterface({ input: process.stdin, output: process.stderr });
    try {
      const answer = await asking.question("Run it? [y/N] ", { signal });
      if (/^y(es)?$/i.test(answer.trim())) return;
    } finally {
      asking.close();
    }
  }
  throw new FicusError(
    "not-confirmed",
    "Nothing was run. Say --yes, or write verify.test into ficus.config.json, if these commands are the right ones.",
  );
}

function stages(value: string, before: StageName[] = []): StageName[] {
  const found = stageNames.find((name) => name === value);
  if (found === undefined) throw new InvalidArgumentError(`Give one of ${stageNames.join(", ")}.`);
  return [...before, found];
}
