import { basename } from "node:path/posix";
import { didYouMean } from "../boundaries/spelling.ts";
import { FicusError } from "../errors.ts";

const mostCandidates = 10;

/**
 * The module that somebody means: its path, or the end of it, with or without the extension.
 *
 * @throws {FicusError} `ambiguous-module` with the candidates, `no-such-module` with the nearest name
 */
export function findModule(wanted: string, paths: readonly string[]): number {
  const name = wanted
    .replaceAll("\\", "/")
    .replace(/^(?:\.?\/)+/, "")
    .replace(/\/+$/, "");
  const exact = paths.indexOf(name);
  if (exact >= 0) return exact;
  const found = [(path: string) => path, withoutExtension].flatMap((part) => {
    const matches = [...paths.keys()].filter((i) => endsWith(part(paths[i]!), name));
    return matches.length > 0 ? [matches] : [];
  })[0];
  if (found?.length === 1) return found[0]!;
  if (found !== undefined) {
    const shown = found.slice(0, mostCandidates).map((i) => `  ${paths[i]}`);
    const more = found.length > mostCandidates ? [`  and ${found.length - mostCandidates} more`] : [];
    throw new FicusError("ambiguous-module", [`"${wanted}" can mean ${found.length} modules: say more of the path.`, ...shown, ...more].join("\n"));
  }
  // People leave out folders and extensions, so the word is compared with what they may have meant to write.
  const known = [...new Set(paths.flatMap((path) => [path, basename(path), withoutExtension(basename(path))]))];
  throw new FicusError(
    "no-such-module",
    `there is no module "${wanted}"${didYouMean(name, known)}: name a path as ficus analyze --json lists it, or the end of one.`,
  );
}

function endsWith(path: string, end: string): boolean {
  return path === end || path.endsWith(`/${end}`);
}

function withoutExtension(path: string): string {
  return path.replace(/(?:\.d)?\.\w+$/, "");
}
