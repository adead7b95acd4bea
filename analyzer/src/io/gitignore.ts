/**
 * The .gitignore files that govern a folder, as git applies them (https://git-scm.com/docs/gitignore): the last rule of the nearest file that has
 * one for a path decides, and nothing below an ignored folder is looked at. A walk asks level by level, so a rule is only ever tested on a path
 * itself, never on the folders above it: libraries that answer for lone paths cannot be asked that, because they would take a folder that a nearer
 * file has brought back for ignored.
 */

interface Rule {
  /** For the last part of a path (`isName`) or for the path relative to the folder of the file. */
  pattern: RegExp;
  isName: boolean;
  isNegated: boolean;
  onlyFolders: boolean;
  text: string;
}

/** Rules of one text, with their positions, in parts: most rules depend on the name alone, and hardly any can match the name of a source file. */
interface Rules {
  folderNames: Part;
  folderPlaces: Part;
  fileNames: Part;
  filePlaces: Part;
  /** Verdicts on folders by their name. */
  remembered: Map<string, Match>;
}

interface Part {
  /** Matches what any of the rules matches; undefined when there are none. */
  any: RegExp | undefined;
  rules: readonly { rule: Rule; position: number }[];
}

/** The last rule that matches. */
interface Match {
  rule: Rule | undefined;
  position: number;
}

const noMatch: Match = { rule: undefined, position: -1 };

export interface IgnoreScope {
  readonly parent: IgnoreScope | undefined;
  readonly rules: Rules | undefined;
  /** What a path relative to the walked root loses at its start (`skip` characters) or gains (`prefix`) to be relative to the folder of the file. */
  readonly skip: number;
  readonly prefix: string;
}

export const openScope: IgnoreScope = { parent: undefined, rules: undefined, skip: 0, prefix: "" };

/** Compiled texts: the packages of a monorepo tend to have the same few .gitignore files. */
export type RulesCache = Map<string, Rules | undefined>;

/** `prefix` is for files above the root: path of the root relative to the folder of the .gitignore, with a trailing slash. */
export function enterScope(parent: IgnoreScope, cache: RulesCache, text: string, directory: string, prefix = ""): IgnoreScope {
  if (!cache.has(text)) cache.set(text, compile(text));
  const rules = cache.get(text);
  return rules === undefined ? parent : { parent, rules, skip: directory === "" ? 0 : directory.length + 1, prefix };
}

export function isFolderIgnored(scope: IgnoreScope, path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  for (let at: IgnoreScope | undefined = scope; at?.rules !== undefined; at = at.parent) {
    const rule = matchFolder(at.rules, at.prefix + path.slice(at.skip), name);
    if (rule !== undefined) return !rule.isNegated;
  }
  return false;
}

function matchFolder(rules: Rules, path: string, name: string): Rule | undefined {
  let byName = rules.remembered.get(name);
  if (byName === undefined) rules.remembered.set(name, (byName = lastMatch(rules.folderNames, name, -1)));
  return lastMatch(rules.folderPlaces, path, byName.position).rule ?? byName.rule;
}

/** The rule that ignores a file, undefined if none does. */
export function ignoringRule(scope: IgnoreScope, path: string): string | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  for (let at: IgnoreScope | undefined = scope; at?.rules !== undefined; at = at.parent) {
    const byName = lastMatch(at.rules.fileNames, name, -1);
    const rule = lastMatch(at.rules.filePlaces, at.prefix + path.slice(at.skip), byName.position).rule ?? byName.rule;
    if (rule !== undefined) return rule.isNegated ? undefined : rule.text;
  }
  return undefined;
}

/** The last rule that matches and stands after `position`. */
function lastMatch({ any, rules }: Part, text: string, position: number): Match {
  if (any?.test(text) !== true) return noMatch;
  for (let at = rules.length - 1; at >= 0; at--) {
    const match = rules[at];
    if (match === undefined || match.position < position) break;
    if (match.rule.pattern.test(text)) return match;
  }
  return noMatch;
}

/** Does the rule name one file in one folder? */
export function namesOneFile(rule: string): boolean {
  return rule.lastIndexOf("/") > 0 && !/[*?[]/.test(rule);
}

/** Is the root itself ignored by rules above it? Then the user who names it means it, and these rules say nothing. */
export function isRootIgnored(scope: IgnoreScope): boolean {
  for (let at: IgnoreScope | undefined = scope; at?.rules !== undefined; at = at.parent) {
    const parts = at.prefix.split("/").slice(0, -1);
    const rules = at.rules;
    if (parts.some((name, depth) => matchFolder(rules, parts.slice(0, depth + 1).join("/"), name)?.isNegated === false)) return true;
  }
  return false;
}

function compile(text: string): Rules | undefined {
  const rules = text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .flatMap((line, position) => {
      const rule = parseRule(line.replace(/\r$/, ""));
      return rule === undefined ? [] : [{ rule, position }];
    });
  if (rules.length === 0) return undefined;
  const part = (accept: (rule: Rule) => boolean): Part => {
    const accepted = rules.filter(({ rule }) => accept(rule));
    return { rules: accepted, any: accepted.length === 0 ? undefined : new RegExp(accepted.map(({ rule }) => rule.pattern.source).join("|")) };
  };
  return {
    folderNames: part((rule) => rule.isName),
    folderPlaces: part((rule) => !rule.isName),
    fileNames: part((rule) => rule.isName && canMatchSourceFile(rule)),
    filePlaces: part((rule) => !rule.isName && canMatchSourceFile(rule)),
    remembered: new Map(),
  };
}

function parseRule(line: string): Rule | undefined {
  if (line.startsWith("#")) return undefined;
  // Spaces at the end count only when they are quoted.
  const text = line.replace(/(?<!\\) +$/, "");
  const isNegated = text.startsWith("!");
  let glob = isNegated ? text.slice(1) : text;
  const onlyFolders = glob.endsWith("/");
  if (onlyFolders) glob = glob.slice(0, -1);
  const isName = !glob.includes("/");
  if (glob.startsWith("/")) glob = glob.slice(1);
  if (glob === "") return undefined;
  const source = globSource(glob);
  return source === undefined
    ? undefined
    : { pattern: new RegExp(`^${source}$`, "s"), isName, isNegated, onlyFolders, text: isNegated ? text.slice(1) : text };
}

/** The regular expression of a glob, undefined when it can match nothing. */
function globSource(glob: string): string | undefined {
  let source = "";
  // Git cuts off what is literal at the start before it looks for wildcards, so that a run of stars there counts as the start of a part.
  const literal = glob.includes("/") ? glob.search(/[*?[\\]/) : 0;
  for (let at = 0; at < glob.length;) {
    const char = glob[at] ?? "";
    if (char === "*") {
      let end = at;
      while (glob[end] === "*") end++;
      const isWholePart = end - at > 1 && (at === literal || at === 0 || glob[at - 1] === "/") && (end === glob.length || glob[end] === "/");
      if (!isWholePart) source += "[^/]*";
      else if (end === glob.length) source += ".+";
      else {
        source += "(?:.+/)?";
        end++;
      }
      at = end;
    } else if (char === "?") {
      source += "[^/]";
      at++;
    } else if (char === "[") {
      const bracket = bracketSource(glob, at);
      if (bracket === undefined) return undefined;
      source += bracket.source;
      at = bracket.end;
    } else {
      if (char === "\\" && ++at === glob.length) return undefined;
      source += quote(glob[at] ?? "");
      at++;
    }
  }
  return source;
}

function quote(char: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(char) ? `\\${char}` : char;
}

const classes: Readonly<Record<string, string>> = {
  alnum: "a-zA-Z0-9",
  alpha: "a-zA-Z",
  blank: " \\t",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "\\x21-\\x7e",
  lower: "a-z",
  print: "\\x20-\\x7e",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\s",
  upper: "A-Z",
  xdigit: "0-9a-fA-F",
};

/** `[a-z]`, `[!a]`, `[[:digit:]]`; undefined when it is not closed, which to git matches nothing. */
function bracketSource(glob: string, open: number): { source: string; end: number } | undefined {
  let at = open + 1;
  const isNegated = glob[at] === "!" || glob[at] === "^";
  if (isNegated) at++;
  let members = "";
  for (let first = true; first || glob[at] !== "]"; first = false) {
    if (at >= glob.length) return undefined;
    const named = glob.startsWith("[:", at) ? glob.indexOf(":]", at + 2) : -1;
    if (named >= 0) {
      const characters = classes[glob.slice(at + 2, named)];
      if (characters === undefined) return undefined;
      members += characters;
      at = named + 2;
      continue;
    }
    const from = memberAt(glob, at);
    at = from.end;
    if (glob[at] === "-" && at + 1 < glob.length && glob[at + 1] !== "]") {
      const to = memberAt(glob, at + 1);
      at = to.end;
      // Of a range that runs backwards git has compared the first character already.
      members += from.char <= to.char ? `${quote(from.char)}-${quote(to.char)}` : quote(from.char);
    } else members += quote(from.char);
  }
  const set = members === "" ? (isNegated ? "." : "[]") : `[${isNegated ? "^" : ""}${members}]`;
  return { source: `(?!\\/)${set}`, end: at + 1 };
}

function memberAt(glob: string, at: number): { char: string; end: number } {
  const isQuoted = glob[at] === "\\" && at + 1 < glob.length;
  const place = isQuoted ? at + 1 : at;
  return { char: glob[place] ?? "", end: place + 1 };
}

/** Whether the last part of a rule can be the name of a file that the walk looks for. */
function canMatchSourceFile({ text, onlyFolders }: Rule): boolean {
  if (onlyFolders) return false;
  const last = text.slice(text.lastIndexOf("/") + 1);
  if (last.includes("\\") || /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|prisma|json|ya?ml)$/.test(last)) return true;
  const tail = /[*?\]]([^*?\]]*)$/.exec(last)?.[1];
  return tail !== undefined && !/[^a-z]/.test(tail);
}
