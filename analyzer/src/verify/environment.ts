/** Environment variables of the processes that a verification starts. */
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Beside this file in the sources, and beside the bundle. */
const preload = new URL("./preload/main.mjs", import.meta.url);

/** What would make a child believe that it is part of the run that started us. */
const ofOuterRuns = /^(FICUS_|NODE_TEST_CONTEXT$|MOCHA_|JEST_|VITEST|npm_)/;

/** The surrounding environment without what belongs to other runs, with the project's own programs first on the path. */
export function baseEnvironment(outer: Environment, directory: string): Record<string, string | undefined> {
  const kept = Object.fromEntries(Object.entries(outer).filter(([name]) => !ofOuterRuns.test(name)));
  return { ...kept, PATH: [...programFolders(directory), kept["PATH"] ?? ""].join(delimiter) };
}

function programFolders(directory: string): string[] {
  const folder = join(directory, "node_modules", ".bin");
  const rest = dirname(directory) === directory ? [] : programFolders(dirname(directory));
  return existsSync(folder) ? [folder, ...rest] : rest;
}

/** Has every Node below load the preload, which reads `settings`. */
export function observed(env: Environment, settings: string, more: readonly string[] = []): Record<string, string | undefined> {
  const options = [env["NODE_OPTIONS"], `--import=${preload.href}`, ...more].filter((option) => option !== undefined && option !== "");
  return { ...env, NODE_OPTIONS: options.join(" "), FICUS_VERIFY: settings };
}

/** Node's own runner takes a reporter from its options alone. */
export function nodeTestOptions(): string[] {
  const reporter = new URL("./preload/nodeReporter.mjs", import.meta.url).href;
  return [`--test-reporter=${reporter}`, "--test-reporter-destination=stdout"];
}

/** The switch and the address, as the runtime in the monolith reads them. `mode`: of the service, or parts of it by name: `local,ordering.total=remote`. */
export function switched(service: string, mode: string, url: string, token: string): Record<string, string> {
  return { FICUS_SWITCH: `${service}=${mode}`, [urlVariable(service)]: url, FICUS_TOKEN: token };
}

export function urlVariable(service: string): string {
  return `FICUS_URL_${service.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
}
