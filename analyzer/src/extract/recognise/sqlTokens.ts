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

const wordStart = /[A-Za-z_\u0080-\uffff]/;
const wordPart = /[A-Za-z0-9_$\u0080-\uffff]/;

/** @returns undefined where a quote or comment is not closed: then this is no SQL, or only a piece of it */
export function sqlTokens(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at]!;
    const next = text[at + 1];
    if (character === " " || character === "\n" || character === "\t" || character === "\r") at++;
    else if (character === "-" && next === "-") at = lineEnd(text, at);
    else if (character === "/" && next === "*") {
      const end = text.indexOf("*/", at + 2);
      if (end < 0) return undefined;
      at = end + 2;
    } else if (character === "'") {
      const end = quoteEnd(text, at, "'");
      if (end < 0) return undefined;
      tokens.push({ kind: "value", text: text.slice(at, end), upper: "'" });
      at = end;
    } else if (character === '"' || character === "`") {
      const end = quoteEnd(text, at, character);
      if (end < 0) return undefined;
      const name = text.slice(at + 1, end - 1);
      tokens.push({ kind: name.includes(hole) ? "hole" : "name", text: name, upper: name });
      at = end;
    } else if (character === "[" && isBracketed(tokens, text, at)) {
      const end = text.indexOf("]", at);
      const name = text.slice(at + 1, end);
      tokens.push({ kind: name.includes(hole) ? "hole" : "name", text: name, upper: name });
      at = end + 1;
    } else if (character === hole || wordStart.test(character)) {
      let end = at + 1;
      while (end < text.length && (text[end] === hole || wordPart.test(text[end]!))) end++;
      const word = text.slice(at, end);
      tokens.push(word.includes(hole) ? { kind: "hole", text: word, upper: word } : { kind: "word", text: word, upper: word.toUpperCase() });
      at = end;
    } else if (
      (character >= "0" && character <= "9") ||
      ((character === "$" || character === ":" || character === "@") && next !== undefined && wordPart.test(next))
    ) {
      const decimalPoint = character >= "0" && character <= "9" ? "." : hole;
      let end = at + 1;
      while (wordPart.test(text[end] ?? " ") || text[end] === hole || text[end] === decimalPoint) end++;
      tokens.push({ kind: "value", text: text.slice(at, end), upper: "?" });
      at = end;
    } else if (character === "?") {
      // `??` is how query builders write the place of a name.
      const isName = next === "?";
      tokens.push(isName ? { kind: "hole", text: "??", upper: "??" } : { kind: "value", text: "?", upper: "?" });
      at += isName ? 2 : 1;
    } else {
      tokens.push({ kind: "symbol", text: character, upper: character });
      at++;
    }
  }
  return tokens;
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
