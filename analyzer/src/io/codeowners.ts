/**
 * Who is responsible for which files: CODEOWNERS as GitHub reads it (https://docs.github.com/articles/about-code-owners), and the sections of GitLab's
 * dialect. The last line that matches a path decides, also when it names nobody.
 */
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

export interface OwnersRule {
  pattern: string;
  /** `@user`, `@organisation/team` or an e-mail address, lower case; empty: nobody is responsible for what matches. */
  owners: string[];
}

export interface Codeowners {
  /** Of the file that was read, absolute. */
  file: string;
  rules: OwnersRule[];
  /** Owners of a path relative to the folder that was asked about. */
  ownersOf: (path: string) => readonly string[];
}

/** The first that exists counts. */
const places = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];
/** GitHub reads none that is larger. */
const mostBytes = 3 << 20;

/**
 * @param told its path, relative to the folder, where it stands in another place than hosts look for it
 * @returns undefined when neither the folder nor the repository that it lies in has a readable one
 */
export function readCodeowners(folder: string, told?: string): Codeowners | undefined {
  const top = repositoryOf(resolve(folder));
  for (const file of told === undefined ? places.map((place) => join(top, place)) : [resolve(folder, told)]) {
    const text = readRegularFile(file);
    if (text === undefined) continue;
    const rules = parseCodeowners(text);
    const prefix = relative(top, resolve(folder)).split(sep).filter(Boolean).join("/");
    const match = matchOwners(rules);
    return { file, rules, ownersOf: (path) => match(prefix === "" ? path : `${prefix}/${path}`) };
  }
  return undefined;
}

/** The folder with `.git`, of this one and those above; the folder itself where there is none. */
function repositoryOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return folder;
  }
}

/** A link may lead out of the repository: it is not followed. */
function readRegularFile(file: string): string | undefined {
  try {
    const { size, mode } = lstatSync(file);
    return (mode & 0o170000) === 0o100000 && size <= mostBytes ? readFileSync(file, "utf8") : undefined;
  } catch {
    return undefined;
  }
}

export function parseCodeowners(text: string): OwnersRule[] {
  const rules: OwnersRule[] = [];
  /** Owners that a section of GitLab's dialect gives to its lines without owners. */
  let byDefault: string[] = [];
  for (const line of text.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    const words = wordsOf(line);
    const section = /^\s*\^?\[[^\]]+\](?:\[\d+\])?(?:\s+(.*))?$/.exec(line);
    if (section !== null) {
      byDefault = ownersAmong(wordsOf(section[1] ?? ""));
      continue;
    }
    const [pattern, ...rest] = words;
    if (pattern === undefined) continue;
    // GitHub skips a line that excludes: there is no such pattern.
    if (pattern.startsWith("!")) continue;
    const owners = ownersAmong(rest);
    rules.push({ pattern, owners: owners.length > 0 ? owners : byDefault });
  }
  return rules;
}

/** Words of a line up to a comment; a backslash before a blank or `#` keeps it in the word. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:\\.|[^\s\\])+/g)) {
    if (word.startsWith("#")) break;
    words.push(word.replace(/\\([\s#])/g, "$1"));
  }
  return words;
}

const ownersAmong = (words: readonly string[]): string[] =>
  words.filter((word) => /^@[\w.-]+(?:\/[\w./-]+)?$|^[^@\s]+@[^@\s]+$/.test(word)).map((word) => word.toLowerCase());

/** Owners of a path relative to the top of the repository. */
export function matchOwners(rules: readonly OwnersRule[]): (path: string) => readonly string[] {
  const compiled = rules.map(({ pattern, owners }) => ({ matches: matcherOf(pattern), owners }));
  return (path) => {
    const segments = path.split("/");
    return compiled.findLast(({ matches }) => matches(segments))?.owners ?? [];
  };
}

/**
 * Rules of .gitignore, but: `docs/*` is what stands directly in docs, and brackets and braces are characters like others. Matched without regular
 * expressions: a line of many stars, which anybody may send in a pull request, would keep one busy for hours.
 */
function matcherOf(pattern: string): (path: readonly string[]) => boolean {
  const body = pattern.replace(/^\/+|\/+$/g, "");
  const segments = body === "" ? [] : body.split("/");
  const anchored = pattern.startsWith("/") || segments.length > 1;
  const whole = anchored ? segments : ["**", ...segments];
  const below = [...whole, "*", "**"];
  if (pattern.endsWith("/")) return (path) => matchList(below, path);
  if (anchored && segments.at(-1) === "*") return (path) => matchList(whole, path);
  return (path) => matchList(whole, path) || matchList(below, path);
}

const matchList = (pattern: readonly string[], path: readonly string[]): boolean => matchAny(pattern, path, (part) => part === "**", matchName);
const matchName = (pattern: string, name: string): boolean =>
  matchAny(
    pattern,
    name,
    (character) => character === "*",
    (character, other) => character === "?" || character === other,
  );

/**
 * Does the pattern match, where what `isAny` names stands for any run? When what follows such a one does not match, it takes one more; no earlier one needs
 * to be tried again, so that time grows with the product of the lengths at most.
 */
function matchAny(
  pattern: ArrayLike<string>,
  text: ArrayLike<string>,
  isAny: (part: string) => boolean,
  isSame: (part: string, other: string) => boolean,
): boolean {
  let p = 0;
  let t = 0;
  let any = -1;
  let taken = 0;
  while (t < text.length) {
    if (p < pattern.length && isAny(pattern[p]!)) {
      any = p++;
      taken = t;
    } else if (p < pattern.length && isSame(pattern[p]!, text[t]!)) {
      p++;
      t++;
    } else if (any >= 0) {
      p = any + 1;
      t = ++taken;
    } else return false;
  }
  while (p < pattern.length && isAny(pattern[p]!)) p++;
  return p === pattern.length;
}
