/** Finds the folder of a generated service by the file that it carries. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { FicusError } from "../errors.ts";
import { ServiceManifest, serviceManifestName } from "../model/serviceManifest.ts";

/** Folders below the root that are looked into. Generated services stand near the top. */
const mostDepth = 5;
const passedBy = new Set(["node_modules", ".git", ".ficus", "dist", "build", "coverage"]);

export interface FoundService {
  folder: string;
  manifest: ServiceManifest;
}

/** @throws FicusError when there is none, or its file is broken */
export function findService(root: string, service: string): FoundService {
  const broken: string[] = [];
  const others: string[] = [];
  for (const file of manifestsBelow(root, mostDepth)) {
    const read = ServiceManifest.safeParse(readJson(file));
    if (!read.success) broken.push(`${file}: ${z.prettifyError(read.error)}`);
    else if (read.data.service !== service || resolve(dirname(file), read.data.monolith) !== resolve(root)) others.push(read.data.service);
    else return { folder: dirname(file), manifest: read.data };
  }
  if (broken.length > 0) throw new FicusError("broken-manifest", `${broken[0]}. Run ficus extract ${service} again.`);
  const known = others.length > 0 ? ` Found: ${[...new Set(others)].sort().join(", ")}.` : "";
  throw new FicusError(
    "no-extraction",
    `No extracted service ${service} below ${root}: no ${serviceManifestName} names it.${known} Run ficus extract ${service} first.`,
  );
}

function manifestsBelow(folder: string, depth: number): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    if (entry.isFile() && entry.name === serviceManifestName) return [join(folder, entry.name)];
    return entry.isDirectory() && depth > 0 && !passedBy.has(entry.name) ? manifestsBelow(join(folder, entry.name), depth - 1) : [];
  });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return error;
  }
}
