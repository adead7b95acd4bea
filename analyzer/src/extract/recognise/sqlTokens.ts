/** SQL text → tokens, as far as finding tables needs it: comments and string values are left out of the way, quoted names are names. */

export interface Token {
  /** `hole`: a part of a template that is not known. `value`: literal or parameter. */
  kind: "word" | "name" | "value" | "symbol" | "hole";
  /** As written; quotes of a name taken off. */
  text: string;
  /** Upper case for words, otherwise the text. */
  upper: string;
}

/** Stands for each unknown part of a template. */
export const hole = "\u0000";

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
/** Letters, underscore, and everything beyond ASCII. */
const isWordStart = (code: number): boolean => ((code | 32) >= 97 && (code | 32) <= 122) || code === 95 || code > 127;
const isWordPart = (code: number): boolean => isWordStart(code) || isDigit(code) || code === 36;

/** @returns undefined where a quote or comment is not closed: then this is no SQL, or only a piece of it */
export function sqlTokens(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 10 || code === 9 || code === 13) {
      at++;
      continue;
    }
    if (isWordStart(code) || code === 0) {
      const end = wordEnd(text, at + 1);
      const word = text.slice(at, end);
      tokens.push(word.includes(hole) ? { kind: "hole", text: word, upper: word } : { kind: "word", text: word, upper: word.toUpperCase() });
      at = end;
      continue;
    }
    const character = text[at]!;
    const next = text.charCodeAt(at + 1);
    if (character === "-" && next === 45) at = lineEnd(text, at);
    else if (character === "/" && next === 42) {
      const end = text.indexOf("*/", at + 2);
      if (end < 0) return undefined;
      at = end + 2;
    } else if (character === "'") {
      const end = quoteEnd(text, at, "'");
      if (end < 0) return undefined;
      tokens.push({ kind: "value", text: text.slice(at, end), upper: "'" });
      at = end;
    } else if (character === '"' || character === "`" || (character === "[" && isBracketed(tokens, text, at))) {
      const end = character === "[" ? text.indexOf("]", at) + 1 : quoteEnd(text, at, character);
      if (end < 0) return undefined;
      const name = text.slice(at + 1, end - 1);
      tokens.push({ kind: name.includes(hole) ? "hole" : "name", text: name, upper: name });
      at = end;
    } else if (isDigit(code) || ((character === "$" || character === ":" || character === "@") && isWordPart(next))) {
      let end = wordEnd(text, at + 1);
      while (isDigit(code) && text[end] === ".") end = wordEnd(text, end + 1);
      tokens.push({ kind: "value", text: text.slice(at, end), upper: "?" });
      at = end;
    } else if (character === "?") {
      // `??` is how query builders write the place of a name.
      const isName = next === 63;
      tokens.push(isName ? { kind: "hole", text: "??", upper: "??" } : { kind: "value", text: "?", upper: "?" });
      at += isName ? 2 : 1;
    } else {
      tokens.push({ kind: "symbol", text: character, upper: character });
      at++;
    }
  }
  return tokens;
}

function wordEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (!isWordPart(code) && code !== 0) break;
    end++;
  }
  return end;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

/** Behind the closing quote; a doubled quote stands for itself. */
function quoteEnd(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === "\\" && quote === "'") at++;
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at + 1;
      at++;
    }
  }
  return -1;
}

const beforeName = new Set(["FROM", "JOIN", "INTO", "UPDATE", "TABLE", "EXISTS", ".", ",", "REFERENCES", "ONLY", "KEY", "ON", "SELECT"]);

/** `[orders]` of SQL Server; elsewhere brackets are arrays. */
function isBracketed(tokens: readonly Token[], text: string, at: number): boolean {
  const before = tokens.at(-1);
  return before !== undefined && beforeName.has(before.upper) && /^\[[A-Za-z_][\w ]*\]/.test(text.slice(at, at + 130));
}
