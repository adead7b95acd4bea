/** A place in the tokens of SQL, and how names of tables are read from it. */
import { qualified } from "./entities.ts";
import type { Token } from "./sqlTokens.ts";
import { hole } from "./sqlTokens.ts";

/** Words separated by blanks. */
export const sqlWords = (...lines: readonly string[]): ReadonlySet<string> => new Set(lines.join(" ").split(" "));

/** First words of statements, and of the pieces that query builders take. */
export const statementStarts = sqlWords(
  "SELECT INSERT UPDATE DELETE WITH CREATE REPLACE MERGE TRUNCATE ALTER EXPLAIN FROM JOIN LEFT INNER RIGHT FULL CROSS WHERE EXISTS",
  "NOT AND OR IN UNION COALESCE DO SET",
);

/** Words that no table is called, but that follow these verbs in sentences. */
const english = sqlWords("THE A AN YOUR THIS THAT THESE THOSE MY OUR THEIR HIS HER ITS ANY ALL EACH EVERY SOME IT YOU");

/** What may stand behind a table and its alias. */
export const afterTable = sqlWords(
  "WHERE JOIN LEFT RIGHT INNER FULL CROSS NATURAL OUTER ORDER GROUP LIMIT OFFSET HAVING UNION EXCEPT INTERSECT ON USING SET VALUES",
  "RETURNING FOR WINDOW FETCH DEFAULT SELECT WITH TABLESAMPLE LATERAL STRAIGHT_JOIN FORCE USE IGNORE WHEN PARTITION OVERRIDING",
  "QUALIFY INTO CASCADE RESTART OUTPUT",
);
export const notAnAlias = new Set([...afterTable, "AS", "FROM", "INSERT", "UPDATE", "DELETE"]);
/** The database's own tables, and the names of rows in triggers and upserts. */
export const isSystemTable = (table: string): boolean => systemTable.test(table);

const systemTable = /^(information_schema|pg_catalog|sys|mysql)\.|^(pg_|sqlite_)|^(dual|excluded|new|old|inserted|deleted)$/i;

export class SqlCursor {
  readonly tokens: readonly Token[];
  at = 0;
  /** What was read is no SQL. */
  isBroken = false;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  get isEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  /** The token so many places away, in upper case; `""` beyond the ends. */
  upper(offset: number): string {
    return this.tokens[this.at + offset]?.upper ?? "";
  }

  break(): void {
    this.isBroken = true;
  }

  /** Reads `[schema.]name`. Not known: a subquery, a call, a part of a template; undefined where no table can stand so. */
  name(allowCall: boolean): { table: string; known: boolean } | undefined {
    while (this.upper(0) === "ONLY") this.at++;
    const first = this.tokens[this.at];
    if (first === undefined) return { table: "", known: false };
    if (first.kind === "hole" || first.upper === "*" || first.kind === "value") {
      this.at++;
      while (this.upper(0) === ".") this.at += 2;
      return { table: "", known: false };
    }
    if (first.kind === "symbol") return first.upper === "(" ? { table: "", known: false } : undefined;
    if (first.kind === "word" && (english.has(first.upper) || notAnAlias.has(first.upper)))
      return first.upper === "LATERAL" || first.upper === "SELECT" || first.upper === "VALUES" ? { table: "", known: false } : undefined;
    const parts = [first.text];
    this.at++;
    let known = true;
    while (this.upper(0) === ".") {
      const part = this.tokens[this.at + 1];
      if (part === undefined || part.kind === "symbol") break;
      if (part.kind === "hole") known = false;
      parts.push(part.text);
      this.at += 2;
    }
    // `generate_series(1, 10)`
    if (!allowCall && this.upper(0) === "(") return { table: "", known: false };
    const written = parts.join(".");
    if (!known || written.includes(hole) || systemTable.test(written)) return { table: "", known: false };
    return { table: qualified(parts.length > 1 ? parts.at(-2) : undefined, parts.at(-1) ?? ""), known: true };
  }
}
