/** What a verification will run of the analysed repository: as configured, or guessed from package.json, to be confirmed by a person. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Config } from "../model/config.ts";
import { FicusError } from "../errors.ts";
import type { MonolithServer } from "./bench.ts";

export interface RunPlan {
  test: readonly string[];
  prepare: readonly string[] | undefined;
  server: MonolithServer | undefined;
  report: string | undefined;
  env: Readonly<Record<string, string>>;
  serviceEnv: Readonly<Record<string, string>>;
  /** Commands that nobody wrote down for this: a person must agree. */
  guessed: boolean;
}

const Scripts = z.object({ scripts: z.record(z.string(), z.string()).optional() });

const lockFiles = { "pnpm-lock.yaml": "pnpm", "yarn.lock": "yarn", "bun.lock": "bun", "bun.lockb": "bun" };

export interface PlanOptions {
  /** Command of the tests, before what the configuration says. */
  test?: string | undefined;
  /** Agreed beforehand to whatever is guessed. */
  yes?: boolean | undefined;
}

/** @throws {FicusError} `not-confirmed` when there is no test command */
export function planRun(root: string, { verify = {} }: Pick<Config, "verify">, { test, yes = false }: PlanOptions = {}): RunPlan {
  const scripts = scriptsOf(root);
  const manager = Object.entries(lockFiles).find(([file]) => existsSync(join(root, file)))?.[1] ?? "npm";
  const written = test ?? verify.test;
  const guess = isTest(scripts["test"]) ? [manager, ...(manager === "bun" ? ["run"] : []), "test"] : undefined;
  const command = written === undefined ? guess : wordsOf(written);
  if (command === undefined)
    throw new FicusError("not-confirmed", `Nothing says how ${root} is tested: give verify.test in ficus.config.json, or --test "<command>".`);
  return {
    test: command,
    prepare: verify.prepare === undefined ? undefined : wordsOf(verify.prepare),
    // Requests that write are sent to it, on whatever data it finds: it is not guessed unless a person sees it first.
    server: verify.server === undefined && written !== undefined && !yes ? undefined : serverOf(verify.server, scripts, manager),
    report: verify.report,
    env: verify.env ?? {},
    serviceEnv: verify.serviceEnv ?? {},
    guessed: written === undefined,
  };
}

function serverOf(
  server: NonNullable<Config["verify"]>["server"],
  scripts: Readonly<Record<string, string>>,
  manager: string,
): MonolithServer | undefined {
  if (server !== undefined) return { command: wordsOf(server.command), health: pathOf(server.health) };
  return scripts["start"] === undefined ? undefined : { command: [manager, "run", "start"], health: "/" };
}

/** The port is chosen by the run; of an address, the path counts. */
function pathOf(health: string): string {
  if (!URL.canParse(health)) return health.startsWith("/") ? health : `/${health}`;
  const { pathname, search } = new URL(health);
  return `${pathname}${search}`;
}

function scriptsOf(root: string): Readonly<Record<string, string>> {
  try {
    const read = Scripts.safeParse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
    return read.data?.scripts ?? {};
  } catch {
    return {};
  }
}

/** What `npm init` leaves behind is no test. */
function isTest(script: string | undefined): boolean {
  return script !== undefined && script.trim() !== "" && !script.includes("no test specified");
}

/** Words at spaces; quotes hold words together. No shell: variables, globs and pipes are what they are. */
export function wordsOf(command: string | readonly string[]): string[] {
  if (typeof command !== "string") return [...command];
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? "");
}

/** What a person agrees to, one line a command. */
export function describePlan({ test, prepare, server, env, serviceEnv }: RunPlan, start: readonly string[]): string[] {
  const names = (of: Readonly<Record<string, string>>): string =>
    Object.keys(of).length === 0 ? "" : `  (sets ${Object.keys(of).sort().join(", ")})`;
  return [
    ...(prepare === undefined ? [] : [`before each run: ${prepare.join(" ")}`]),
    `tests: ${test.join(" ")}${names(env)}`,
    `service: ${start.join(" ")}${names(serviceEnv)}`,
    ...(server === undefined ? [] : [`monolith, for the tests' requests and those at the edges: ${server.command.join(" ")}${names(env)}`]),
  ];
}
