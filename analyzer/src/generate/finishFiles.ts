/** Last step of generating: files formatted as the repository is, with their headers; edits formatted where the whole file is. */
import type { GeneratedFile } from "./extraction.ts";
import { formatFile, type FormatOptions } from "./format.ts";
import { withHeader, type Digest } from "./header.ts";

export interface Finish {
  format: FormatOptions;
  version: string;
  digest: Digest;
}

export async function finishFiles(files: readonly GeneratedFile[], { format, version, digest }: Finish): Promise<GeneratedFile[]> {
  const finished = await Promise.all(
    files.map(async ({ path, contents }) => ({ path, contents: withHeader(path, await formatFile(path, contents, format), version, digest) })),
  );
  return finished.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
