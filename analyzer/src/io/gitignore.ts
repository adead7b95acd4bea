/** The .gitignore files that govern a folder, as git applies them: a rule of a nearer file wins over one of a farther file. */
import ignore from "ignore";
import type { Ignore } from "ignore";

/**
 * The rules of one .gitignore text, in parts, because a walk asks for every folder and every file. Most rules name a folder or file wherever it is:
 * their answer depends on the last part of the path alone and is remembered. And hardly any rule can match the name of a source file at all, which
 * one regular expression tells for all rules.
 */
interface Rules {
  /** Rules without an inner slash. */
  names: Ignore;
  remembered: Map<string, Verdict>;
  /** Rules with an inner slash. */
  places: Part | undefined;
  /** All rules that can match a source file by itself, instead of a folder above it. */
  files: Part | undefined;
  lines: readonly string[];
  /** All rules in their order: asked only when the parts above contradict each other. */
  all: Ignore | undefined;
}

interface Part {
  /** Matches every path that one of the rules can match, and some more. */
  possible: RegExp;
  rules: Ignore;
}

type Verdict = { ignored: true; by: string } | { ignored: false; unignored: boolean };

const unmentioned: Verdict = { ignored: false, unignored: false };

export interface IgnoreScope {
  readonly parent: IgnoreScope | undefined;
  readonly rules: Rules | undefined;
  /** What a path relative to the walked root loses at its start (`skip` characters) or gains (`prefix`) to be relative to the folder of the file. */
  readonly skip: number;
  readonly prefix: string;
  /** Rules of farther files that a nearer file overruled for a folder: they do not reach what is below it. */
  readonly overruled: ReadonlySet<string>;
}

export const openScope: IgnoreScope = { parent: undefined, rules: undefined, skip: 0, prefix: "", overruled: new Set() };

/** Compiled texts: the packages of a monorepo tend to have the same few .gitignore files. */
export type RulesCache = Map<string, Rules>;

/** `prefix` is for files above the root: path of the root relative to the folder of the .gitignore, with a trailing slash. */
export function enterScope(parent: IgnoreScope, cache: RulesCache, text: string, directory: string, prefix = ""): IgnoreScope {
  let rules = cache.get(text);
  if (rules === undefined) cache.set(text, (rules = compile(text)));
  if (rules.lines.length === 0) return parent;
  return { parent, rules, skip: directory === "" ? 0 : directory.length + 1, prefix, overruled: parent.overruled };
}

function compile(text: string): Rules {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const places = lines.filter(hasInnerSlash);
  const files = lines.filter(canMatchSourceFile);
  return {
    names: rulesOf(lines.filter((line) => !hasInnerSlash(line))),
    remembered: new Map(),
    places: partOf(places),
    files: partOf(files),
    lines,
    all: undefined,
  };
}

function rulesOf(lines: readonly string[]): Ignore {
  // Git compares case as the file system does; here results must not depend on the machine.
  return ignore({ ignorecase: false }).add(lines);
}

function partOf(lines: readonly string[]): Part | undefined {
  if (lines.length === 0) return undefined;
  return { possible: new RegExp(lines.map(possiblePaths).join("|")), rules: rulesOf(lines) };
}

function hasInnerSlash(rule: string): boolean {
  return /\/(?!\s*$)/.test(rule) || rule.includes("\\");
}

const wildcard = /[*?[]/;

/** The literal start and end of a rule as a regular expression: what it says in between is left to the library. */
function possiblePaths(rule: string): string {
  if (rule.includes("\\")) return "^";
  const body = rule.replace(/^!/, "").replace(/\/?\s*$/, "");
  const anchored = body.includes("/");
  const literal = body.replace(/^\//, "");
  const head = literal.slice(0, Math.max(literal.search(wildcard), 0)) || (wildcard.test(literal) ? "" : literal);
  return (anchored ? "^" : "(?:^|/)") + head.replace(/[.+^${}()|\\]/g, "\\$&");
}

/** Whether the last part of a rule can be the name of a file that the walk looks for. */
function canMatchSourceFile(rule: string): boolean {
  const line = rule.trimEnd();
  if (line.includes("\\")) return true;
  if (line.endsWith("/")) return false;
  const last = line.slice(line.lastIndexOf("/") + 1);
  if (/\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|prisma|json|ya?ml)$/.test(last)) return true;
  const tail = /[*?\]]([^*?\]]*)$/.exec(last)?.[1];
  return tail !== undefined && !/[^a-z]/.test(tail);
}

/** The rule that ignores a file, undefined if none does. */
export function ignoringRule(scope: IgnoreScope, path: string): string | undefined {
  for (let at: IgnoreScope | undefined = scope; at?.rules !== undefined; at = at.parent) {
    const { files } = at.rules;
    if (files === undefined) continue;
    const relative = at.prefix + path.slice(at.skip);
    if (!files.possible.test(relative)) continue;
    const result = files.rules.test(relative);
    const rule = result.rule?.pattern ?? "";
    if (result.ignored && !scope.overruled.has(rule)) return rule;
    if (result.unignored) return undefined;
  }
  return undefined;
}

/** Does the rule name one file by its path? */
export function namesOneFile(rule: string): boolean {
  return hasInnerSlash(rule) && !wildcard.test(rule);
}

/** The scope that holds below a folder, or undefined when the folder is ignored. */
export function folderScope(scope: IgnoreScope, path: string): IgnoreScope | undefined {
  let unignored = false;
  let overruled: Set<string> | undefined;
  const name = path.slice(path.lastIndexOf("/") + 1);
  for (let at: IgnoreScope | undefined = scope; at?.rules !== undefined; at = at.parent) {
    const verdict = judgeFolder(at, at.rules, path, name);
    if (verdict.ignored) {
      if (scope.overruled.has(verdict.by)) continue;
      if (!unignored) return undefined;
      overruled = (overruled ?? new Set(scope.overruled)).add(verdict.by);
    } else if (verdict.unignored) unignored = true;
  }
  return overruled === undefined ? scope : { ...scope, overruled };
}

function judgeFolder(scope: IgnoreScope, rules: Rules, path: string, name: string): Verdict {
  let byName = rules.remembered.get(name);
  if (byName === undefined) rules.remembered.set(name, (byName = verdictOf(rules.names, `${name}/`)));
  if (rules.places === undefined) return byName;
  const relative = `${scope.prefix}${path.slice(scope.skip)}/`;
  const byPlace = rules.places.possible.test(relative) ? verdictOf(rules.places.rules, relative) : unmentioned;
  if (byPlace === unmentioned) return byName;
  if (byName === unmentioned || byName.ignored === byPlace.ignored) return byPlace;
  return verdictOf((rules.all ??= rulesOf(rules.lines)), relative);
}

function verdictOf(rules: Ignore, path: string): Verdict {
  const result = rules.test(path);
  if (result.ignored) return { ignored: true, by: result.rule?.pattern ?? "" };
  return result.unignored ? { ignored: false, unignored: true } : unmentioned;
}

/** Is the root itself ignored by rules above it? Then the user who names it means it, and these rules say nothing. */
export function isRootIgnored(scope: IgnoreScope): boolean {
  for (let at: IgnoreScope | undefined = scope; at?.rules !== undefined; at = at.parent) {
    if (at.prefix !== "" && rulesOf(at.rules.lines).ignores(at.prefix)) return true;
  }
  return false;
}
