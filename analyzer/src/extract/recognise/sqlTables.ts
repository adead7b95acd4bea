/**
 * The tables that a piece of SQL reads and writes, and those that it creates. Written to be quiet about English: "select an item from the list" and
 * "update the order" have SQL's words, but not its shape.
 */
import { statementStarts } from "./sqlCursor.ts";
import type { SqlFacts } from "./sqlReader.ts";
import { SqlReader } from "./sqlReader.ts";
import type { Token } from "./sqlTokens.ts";
import { sqlTokens } from "./sqlTokens.ts";

/** By its first word: may this be the beginning of SQL? Asked of every string of every file. */
export function startsLikeSql(text: string): boolean {
  let at = 0;
  let code = text.charCodeAt(0);
  while (code === 32 || code === 10 || code === 9 || code === 13 || code === 40) code = text.charCodeAt(++at);
  if (code === 45 || code === 47) return text.startsWith("--", at) || text.startsWith("/*", at);
  // One of A C D E F I J L M N O R S T U W, in either case.
  const upper = code & ~32;
  if (upper < 65 || upper > 87 || !isFirstLetter[upper - 65]) return false;
  let end = at + 1;
  while (end - at < 9 && isLetter(text.charCodeAt(end))) end++;
  // A blank, a line end, `(` or `*` stands behind the first word, or the text ends there (and a part of a template follows).
  const behind = text.charCodeAt(end);
  if (end < text.length && behind !== 32 && behind !== 10 && behind !== 40 && behind !== 42 && behind !== 9 && behind !== 13) return false;
  return end - at > 1 && statementStarts.has(text.slice(at, end).toUpperCase());
}

/** May this be SQL: by its first word and one that every statement with a table has? */
export const mayBeSql = (text: string): boolean =>
  text.length >= 12 && startsLikeSql(text) && /\b(?:from|join|into|set|table|truncate)\b/i.test(text);

const isLetter = (code: number): boolean => (code & ~32) >= 65 && (code & ~32) <= 90;
const isFirstLetter = Array.from({ length: 23 }, (_, index) => [...statementStarts].some((word) => word.charCodeAt(0) === index + 65));

/**
 * @param trusted the text stands where only SQL stands (a tag, an argument of `query`): words in lower case suffice
 * @returns undefined when this is not SQL
 */
export function readSql(text: string, trusted: boolean): SqlFacts | undefined {
  const tokens = sqlTokens(text);
  if (tokens === undefined || tokens.length < 3) return undefined;
  const reader = new SqlReader(tokens);
  const facts = reader.read();
  if (facts === undefined || !(trusted || isEvident(tokens, text))) return undefined;
  return facts;
}

/** Is it more than words? Keywords in capitals among other names, or signs that sentences do not have. */
function isEvident(tokens: readonly Token[], text: string): boolean {
  const keywords = tokens.filter((token) => token.kind === "word" && mainWords.has(token.upper));
  const shouted = keywords.every((token) => token.text === token.upper);
  if (shouted && /[a-z]/.test(text)) return true;
  // A piece of a statement in small letters is too little to go by.
  if (!shouted && !verbs.has(tokens.find((token) => token.kind === "word")?.upper ?? "")) return false;
  if (!shouted && !keywords.every((token) => token.text === token.text.toLowerCase())) return false;
  return tokens.some(
    (token) =>
      token.upper === "=" ||
      token.upper === "*" ||
      token.upper === "<" ||
      token.upper === ">" ||
      token.upper === "?" ||
      token.upper === "(" ||
      token.kind === "name",
  );
}

const verbs = new Set(["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "CREATE", "REPLACE", "MERGE", "TRUNCATE", "ALTER", "EXPLAIN"]);
const mainWords = new Set(["SELECT", "FROM", "INSERT", "INTO", "UPDATE", "SET", "DELETE", "JOIN", "WHERE", "CREATE", "TABLE", "TRUNCATE", "VALUES"]);
