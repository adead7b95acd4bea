import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import type { CheckerAnswer } from "./askChecker.ts";
import type { CruiserAnswer } from "./askCruiser.ts";
import type { Repository } from "./program.ts";

export type OracleAnswer = { checker: CheckerAnswer; cruiser: CruiserAnswer };

const here = import.meta.dirname;
const folder = path.join(here, "../../.ficus/oracle-cache");

/** The oracles take a minute on a large repository and do not depend on the analyzer: their answers are kept by content. */
export async function cached(repository: Repository, use: boolean, ask: () => Promise<OracleAnswer>): Promise<OracleAnswer> {
  const file = path.join(folder, `${path.basename(repository.root)}-${key(repository)}.json`);
  if (use && existsSync(file)) {
    // Written below from an OracleAnswer, by the same version of these sources: the key covers them.
    return JSON.parse(readFileSync(file, "utf8")) as OracleAnswer;
  }
  const answer = await ask();
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(answer));
  renameSync(`${file}.${process.pid}`, file);
  return answer;
}

function key(repository: Repository): string {
  const hash = createHash("sha1").update(ts.version);
  for (const name of readdirSync(here).sort()) {
    if (/^(?:ask|check|situation|sourceFiles|program|tsconfigs|visitNodes|workspacePackages)/.test(name)) {
      hash.update(readFileSync(path.join(here, name)));
    }
  }
  for (const file of repository.files) hash.update(`${file.path}\0${file.hash}\0`);
  for (const group of repository.groups) hash.update(JSON.stringify({ ...group.options, files: group.files.length }));
  for (const each of repository.packages.values()) hash.update(JSON.stringify(each.manifest));
  for (const installed of installedModules(repository.root)) hash.update(`${installed}\0${statSync(installed).mtimeMs}`);
  return hash.digest("hex").slice(0, 16);
}

/** What is installed changes what the checker knows. */
function installedModules(root: string): string[] {
  const found: string[] = [];
  for (let directory = root; directory !== path.dirname(directory); directory = path.dirname(directory)) {
    const candidate = path.join(directory, "node_modules");
    if (existsSync(candidate)) found.push(candidate);
  }
  return found;
}
