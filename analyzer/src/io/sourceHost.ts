/** The disk as typing a seam asks for it; answers are remembered, because module resolution asks the same again and again. */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import type { SourceHost } from "../seams/host.ts";

export function openSourceHost(): SourceHost {
  const kinds = new Map<string, "file" | "folder" | "none">();
  const kindOf = (path: string): "file" | "folder" | "none" => {
    let kind = kinds.get(path);
    if (kind === undefined) {
      const stat = statSync(path, { throwIfNoEntry: false });
      kind = stat === undefined ? "none" : stat.isDirectory() ? "folder" : "file";
      kinds.set(path, kind);
    }
    return kind;
  };
  let libraries: Map<string, string> | undefined;
  return {
    readFile: (path) => {
      try {
        return readFileSync(path, "utf8");
      } catch {
        return undefined;
      }
    },
    fileExists: (path) => kindOf(path) === "file",
    directoryExists: (path) => kindOf(path) === "folder",
    directories: (path) => {
      try {
        return readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
      } catch {
        return [];
      }
    },
    realpath: (path) => {
      try {
        return realpathSync(path);
      } catch {
        return path;
      }
    },
    library: (name) => (libraries ??= readLibraries()).get(name),
  };
}

/** The declarations of the language come with ts-morph's copy of TypeScript; a bundle keeps them in a folder beside itself. */
function readLibraries(): Map<string, string> {
  const folder = new URL("./lib/", import.meta.url);
  if (existsSync(folder)) return new Map(readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), "utf8")]));
  // The package's own declarations say so: `getLibFiles(): { fileName: string; text: string }[]`.
  const { getLibFiles } = createRequire(import.meta.url)("@ts-morph/common") as typeof import("@ts-morph/common");
  return new Map(getLibFiles().map(({ fileName, text }) => [fileName, text]));
}
