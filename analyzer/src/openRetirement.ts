/** Composes what `ficus retire` needs; answers with every file as it was and as it becomes, and writes nothing. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { mustBeRemote, retireService } from "./boundaries/retireService.ts";
import { FicusError } from "./errors.ts";
import { finishFiles, type Finish } from "./generate/finishFiles.ts";
import { formatFile } from "./generate/format.ts";
import { readHeader } from "./generate/header.ts";
import { planRetirement } from "./generate/retire/planRetirement.ts";
import type { ChangedFile, Retirement } from "./generate/retire/retirement.ts";
import { ownCalls, retiredManifest, retiredWords, withOwnCalls } from "./generate/retire/retirePackage.ts";
import { runtimeFiles } from "./generate/runtimeFiles.ts";
import { specifierOf, type Target } from "./generate/target.ts";
import { readBoundariesFile } from "./io/boundariesFile.ts";
import { readFormatOptions } from "./io/formatOptions.ts";
import { readRuntimeSources } from "./io/runtimeSources.ts";
import { serviceManifestName } from "./model/serviceManifest.ts";
import { openProgram, readMonolith, targetOf } from "./openExtraction.ts";
import { openSeams } from "./openSeams.ts";
import type { Session } from "./session.ts";
import { findService } from "./verify/findService.ts";

export interface RetirementOptions {
  tsconfig?: string | undefined;
  version: string;
  /** Although something of the service is not remote. */
  force?: boolean | undefined;
}

/** A file that is to be written as a whole; `before` is undefined for a new one. */
export interface WrittenFile {
  path: string;
  to: string | undefined;
  before: string | undefined;
  after: string;
}

/** @throws FicusError when the service is not extracted, or not everything of it is remote */
export async function openRetirement(
  session: Session,
  dir: string,
  service: string,
  { tsconfig, version, force }: RetirementOptions,
): Promise<{ retirement: Retirement; files: WrittenFile[] }> {
  const root = resolve(dir);
  const boundaries = readBoundariesFile(root);
  if (boundaries === undefined)
    throw new FicusError(
      "no-boundaries",
      `There is no ficus.boundaries.json in ${root} that says what is remote: make one with ficus boundaries init.`,
    );
  if (force !== true) mustBeRemote(boundaries.boundaries, service);
  const { folder, manifest } = findService(root, service);
  const home = relative(root, folder).split(sep).join("/");
  const seams = await openSeams(session, dir, tsconfig);
  const { graph, sides } = seams;
  const monolith = readMonolith(root, graph, tsconfig);
  const target = targetOf(seams, monolith);
  const { files, pathOf } = openProgram(root, graph, monolith.tsconfig);
  const tests = new Set(graph.modules.flatMap(({ path }, module) => (sides.role[module] === "test" ? [path] : [])));
  const base = target.sources === "" ? "ficus" : `${target.sources}/ficus`;
  const owned = graph.modules.flatMap(({ path }, module) => {
    const generated = path.startsWith(`${home}/`) || path.startsWith(`${base}/`);
    return !generated && (sides.service[module] === service || manifest.modules.includes(path)) ? [path] : [];
  });
  const retirement = planRetirement(files, pathOf, {
    service,
    owned: new Set(owned),
    package: home,
    isTest: (path) => tests.has(path),
    sources: target.sources,
  });
  const moved = new Map(retirement.moved.map(({ from, to }) => [from, to]));
  const sample = owned.slice(0, 20).map((path) => readFileSync(join(root, path), "utf8"));
  const finish: Finish = {
    format: readFormatOptions(root, sample.join("\n")),
    version,
    digest: (text) => createHash("sha256").update(text).digest("hex"),
  };
  const changed = new Map<string, WrittenFile>();
  for (const file of retirement.files) changed.set(file.path, await signed(file, finish));
  const put = (path: string, after: string): void => {
    const before = changed.get(path)?.before ?? textAt(join(root, path));
    if (before !== after) changed.set(path, { path, to: path, before, after });
  };
  for (const file of await runtimeAsNeeded(root, base, target, finish)) put(file.path, file.contents);
  const serverPath = `${home}/src/server.${target.language}`;
  const server = files.find((file) => pathOf(file) === serverPath);
  if (server !== undefined && manifest.operations.length > 0) {
    const [own] = await finishFiles([ownCalls(home, `${base}/runtime`, target)], finish);
    const text = withOwnCalls(server, server.getFullText(), specifierOf(serverPath, own!.path, target));
    if (text !== undefined) {
      put(own!.path, own!.contents);
      const after = await signed({ path: serverPath, to: serverPath, before: textAt(join(root, serverPath))!, after: text }, finish);
      put(serverPath, after.after);
    }
  }
  for (const name of ["package.json", "README.md"]) {
    const path = `${home}/${name}`;
    const before = textAt(join(root, path));
    if (before !== undefined) put(path, (await signed({ path, to: path, before, after: retiredWords(before) }, finish)).after);
  }
  const [said] = await finishFiles(
    [{ path: `${home}/${serviceManifestName}`, contents: JSON.stringify(retiredManifest(manifest, moved), null, 2) }],
    finish,
  );
  put(said!.path, said!.contents);
  put("ficus.boundaries.json", retireService(boundaries.text, boundaries.boundaries, service, moved));
  return { retirement, files: [...changed.values()].sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** Generated files that nobody has touched stay so: they are formatted, and their digests hold. */
async function signed<File extends ChangedFile>(file: File, finish: Finish): Promise<File> {
  if (file.before === file.after) return file;
  if (readHeader(file.before, finish.digest)?.untouched !== true) return { ...file, after: await formattedAsBefore(file, finish) };
  const body = readHeader(file.after, finish.digest)?.body ?? file.after;
  const [finished] = await finishFiles([{ path: file.path, contents: body }], finish);
  return { ...file, after: finished!.contents };
}

/** Where a formatter looks after the file, so do we. */
async function formattedAsBefore({ path, before, after }: ChangedFile, { format }: Finish): Promise<string> {
  try {
    return (await formatFile(path, before, format)) === before ? await formatFile(path, after, format) : after;
  } catch {
    // Syntax that prettier does not know is no reason to leave the service where it is.
    return after;
  }
}

/** What the extraction has brought may be of an earlier version, which knew nothing of retiring. Files that people have changed stay as they are. */
async function runtimeAsNeeded(root: string, base: string, target: Target, finish: Finish): Promise<{ path: string; contents: string }[]> {
  const folder = `${base}/runtime`;
  const fresh = await finishFiles(runtimeFiles({ sources: readRuntimeSources(), target, place: "monolith", folder }), finish);
  return fresh.filter(({ path }) => {
    const before = textAt(join(root, path));
    return before === undefined || readHeader(before, finish.digest)?.untouched === true;
  });
}

function textAt(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
