/** Apart from their reader, so that asking whether traces have changed loads no validator. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { FicusError } from "../errors.ts";

const isTraceFile = (name: string): boolean => /\.(?:json|jsonl|ndjson)$/.test(name);

/**
 * The files that are read for a path, sorted.
 *
 * @throws {FicusError} `unreadable` when there are none
 */
export function traceFiles(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const files = readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && isTraceFile(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    if (files.length > 0) return files;
  } catch (error) {
    throw new FicusError("unreadable", `The traces at ${path} cannot be read: name a file or a folder of OTLP JSON.`, { cause: error });
  }
  throw new FicusError("unreadable", `There are no traces in ${path}: name a folder with .json, .jsonl or .ndjson files of OTLP JSON.`);
}
