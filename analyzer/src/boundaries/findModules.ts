import { FicusError } from "../errors.ts";
import { cleanPath, matcherOf } from "./pathPattern.ts";
import { didYouMean } from "./spelling.ts";

/**
 * Modules that people name: paths, folders or globs.
 *
 * @throws {FicusError} `bad-edit` for a name that means no module
 */
export function findModules(names: readonly string[], paths: readonly string[]): string[] {
  const known = new Set(paths);
  const found = new Set<string>();
  for (const name of names) {
    const path = cleanPath(name.replaceAll("\\", "/"));
    if (known.has(path)) {
      found.add(path);
      continue;
    }
    const matched = paths.filter(matcherOf(path));
    // Without its extension, or by the end of its path, if that is enough to tell it.
    const near = matched.length > 0 ? matched : paths.filter((each) => each.endsWith(`/${path}`) || withoutExtension(each) === path);
    if (near.length === 0)
      throw new FicusError(
        "bad-edit",
        `${JSON.stringify(name)} is no module${didYouMean(path, paths)}: name a path relative to the analysed folder, a folder, or a glob in quotes.`,
      );
    if (matched.length === 0 && near.length > 1)
      throw new FicusError("bad-edit", `${JSON.stringify(name)} can mean ${near.slice(0, 5).join(" or ")}: say which.`);
    for (const each of near) found.add(each);
  }
  return [...found].sort((a, b) => (a < b ? -1 : 1));
}

const withoutExtension = (path: string): string => path.replace(/\.\w+$/, "");
