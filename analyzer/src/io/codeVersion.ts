/** Which code made a cached product: other code may have made another one. */
import { readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { contentKey } from "./cacheStore.ts";

/** Set by the bundler: a digest of all sources. */
declare const FICUS_BUILD: string | undefined;

export function codeVersion(): string {
  return typeof FICUS_BUILD === "string" ? FICUS_BUILD : versionOfSources();
}

/** Run from sources, the files' sizes and times stand for their contents. */
function versionOfSources(): string {
  const folder = fileURLToPath(new URL("..", import.meta.url));
  const stamps = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => {
      const { size, mtimeMs } = statSync(`${folder}/${name}`);
      return [name, size, mtimeMs];
    });
  return contentKey(new TextEncoder().encode(JSON.stringify(stamps)), "");
}
