/** The runtime's sources, as text: they lie beside this module in the repository, and beside the bundle where it was built. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RuntimeSources } from "../generate/runtimeFiles.ts";

/** By name without ending, sorted. */
export function readRuntimeSources(): RuntimeSources {
  const folder = ["./runtime/", "../generate/runtime/"].map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path));
  if (folder === undefined) throw new Error("The runtime's sources are not where they are shipped, in runtime/ beside the program.");
  const names = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  return new Map(names.sort().map((name) => [name.slice(0, -".ts".length), readFileSync(`${folder}/${name}`, "utf8")]));
}
