/**
 * The tables that a piece of SQL reads and writes, and those that it creates. Written to be quiet about English: "select an item from the list" and
 * "update the order" have SQL's words, but not its shape.
 */
import { qualified } from "./entities.ts";
import type { Token } from "./sqlTokens.ts";
import { hole, sqlTokens } from "./sqlTokens.ts";

export interface SqlAccess {
  access: "read" | "write";
  operation: string;
  table: string;
}

export interface SqlRelation {
  target: string;
  field: string;
  cascade: boolean;
}

export interface SqlTable {
  table: string;
  relations: SqlRelation[];
}

export interface SqlFacts {
  accesses: SqlAccess[];
  created: SqlTable[];
  /** Keys that are added to tables made elsewhere. */
  altered: SqlTable[];
}

const starts = new Set([
  "SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "CREATE", "REPLACE", "MERGE", "TRUNCATE", "ALTER", "EXPLAIN", "FROM", "JOIN", "LEFT", "INNER", "RIGHT", "FULL", "CROSS", "WHERE",
  "EXISTS", "NOT", "AND", "OR", "IN", "UNION", "COALESCE", "DO", "SET",
]);

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
  return end - at > 1 && starts.has(text.slice(at, end).toUpperCase());
}

/** May this be SQL: by its first word and one that every statement with a table has? */
export const mayBeSql = (text: string): boolean => text.length >= 12 && startsLikeSql(text) && /\b(?:from|join|into|set|table|truncate)\b/i.test(text);

const isLetter = (code: number): boolean => (code & ~32) >= 65 && (code & ~32) <= 90;
const isFirstLetter = Array.from({ length: 23 }, (_, index) => [...starts].some((word) => word.charCodeAt(0) === index + 65));

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
  return tokens.some((token) => token.upper === "=" || token.upper === "*" || token.upper === "<" || token.upper === ">" || token.upper === "?" || token.upper === "(" || token.kind === "name");
}

const verbs = new Set(["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "CREATE", "REPLACE", "MERGE", "TRUNCATE", "ALTER", "EXPLAIN"]);
const mainWords = new Set(["SELECT", "FROM", "INSERT", "INTO", "UPDATE", "SET", "DELETE", "JOIN", "WHERE", "CREATE", "TABLE", "TRUNCATE", "VALUES"]);

/** Words that no table is called, but that follow these verbs in sentences. */
const english = new Set(["THE", "A", "AN", "YOUR", "THIS", "THAT", "THESE", "THOSE", "MY", "OUR", "THEIR", "HIS", "HER", "ITS", "ANY", "ALL", "EACH", "EVERY", "SOME", "IT", "YOU"]);

/** What may stand behind a table and its alias. */
const afterTable = new Set([
  "WHERE", "JOIN", "LEFT", "RIGHT", "INNER", "FULL", "CROSS", "NATURAL", "OUTER", "ORDER", "GROUP", "LIMIT", "OFFSET", "HAVING", "UNION", "EXCEPT", "INTERSECT", "ON", "USING",
  "SET", "VALUES", "RETURNING", "FOR", "WINDOW", "FETCH", "DEFAULT", "SELECT", "WITH", "TABLESAMPLE", "LATERAL", "STRAIGHT_JOIN", "FORCE", "USE", "IGNORE", "WHEN", "PARTITION",
  "OVERRIDING", "QUALIFY", "INTO", "CASCADE", "RESTART", "OUTPUT",
]);
const notAnAlias = new Set([...afterTable, "AS", "FROM", "INSERT", "UPDATE", "DELETE"]);
/** `EXTRACT(day FROM placed_at)` and its kin: FROM inside a call is no source. */
const fromCalls = new Set(["EXTRACT", "SUBSTRING", "TRIM", "OVERLAY", "POSITION", "DATE_PART"]);
const clauseEnds = new Set(["WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "UNION", "EXCEPT", "INTERSECT", "RETURNING", "SET", "VALUES", "WINDOW", "OFFSET", "FETCH", "FOR", "ON", "SELECT"]);
/** The database's own tables, and the names of rows in triggers and upserts. */
export const isSystemTable = (table: string): boolean => systemTable.test(table);

const systemTable = /^(information_schema|pg_catalog|sys|mysql)\.|^(pg_|sqlite_)|^(dual|excluded|new|old|inserted|deleted)$/i;

interface Frame {
  /** In a FROM clause: a comma leads to the next table. */
  inFrom: boolean;
  /** The word before the parenthesis, upper case. */
  opener: string;
  sawSelect: boolean;
}

class SqlReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  readonly #ctes = new Set<string>();
  readonly #accesses: SqlAccess[] = [];
  readonly #created: SqlTable[] = [];
  readonly #altered: SqlTable[] = [];
  #isBroken = false;
  #inWith = false;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  read(): SqlFacts | undefined {
    const frames: Frame[] = [{ inFrom: false, opener: "", sawSelect: false }];
    while (this.#at < this.#tokens.length && !this.#isBroken) {
      const token = this.#tokens[this.#at]!;
      const frame = frames.at(-1)!;
      if (token.upper === "(") {
        frames.push({ inFrom: false, opener: this.#upper(-1), sawSelect: false });
        this.#at++;
      } else if (token.upper === ")") {
        if (frames.length > 1) frames.pop();
        this.#at++;
      } else if (token.upper === ";") {
        frames.length = 1;
        frames[0] = { inFrom: false, opener: "", sawSelect: false };
        this.#inWith = false;
        this.#at++;
      } else if (token.upper === "," && frame.inFrom) {
        this.#at++;
        this.#source("read", "select", frame);
      } else if (token.kind === "word") this.#word(token, frame);
      else this.#at++;
    }
    if (this.#isBroken) return undefined;
    const accesses = this.#accesses.filter((access) => !this.#ctes.has(access.table.toLowerCase()));
    const found = accesses.length + this.#created.length + this.#altered.length > 0;
    return found ? { accesses: distinct(accesses), created: this.#created, altered: this.#altered } : undefined;
  }

  #upper(offset: number): string {
    return this.#tokens[this.#at + offset]?.upper ?? "";
  }

  #word(token: Token, frame: Frame): void {
    switch (token.upper) {
      case "WITH":
        this.#inWith = this.#inWith || (this.#upper(-1) !== "TIES" && this.#upper(1) !== "TIME" && this.#upper(1) !== "LOCAL");
        break;
      case "AS":
        this.#commonTable();
        break;
      case "SELECT":
        frame.sawSelect = true;
        frame.inFrom = false;
        break;
      case "FROM":
        if (fromCalls.has(frame.opener) && !frame.sawSelect) break;
        if (this.#upper(-1) === "DISTINCT" && this.#upper(-2) !== "SELECT") break;
        // Words before FROM that are no columns: REVOKE … FROM, COPY … FROM.
        if (this.#upper(-1) === "SELECT" && this.#at > 0) return this.#break();
        this.#at++;
        frame.inFrom = true;
        if (this.#deletes(-2)) this.#target("delete");
        else this.#source("read", "select", frame);
        return;
      case "JOIN":
      case "STRAIGHT_JOIN":
        this.#at++;
        if (this.#upper(0) === "LATERAL") this.#at++;
        this.#source("read", "select", frame);
        return;
      case "USING":
        if (this.#upper(1) !== "(" && this.#accesses.some((access) => access.operation === "delete" || access.operation === "merge")) {
          this.#at++;
          this.#source("read", "select", frame);
          return;
        }
        break;
      case "INTO":
        if (/^(INSERT|IGNORE|REPLACE|MERGE|ABORT|FAIL|ROLLBACK)$/.test(this.#upper(-1))) {
          const operation = this.#upper(-1) === "MERGE" ? "merge" : "insert";
          this.#at++;
          this.#target(operation);
          return;
        }
        break;
      case "UPDATE":
        if (!/^(FOR|ON|DO|KEY|BEFORE|AFTER|OR|OF|NO|THEN)$/.test(this.#upper(-1))) {
          this.#at++;
          this.#update();
          return;
        }
        break;
      case "TRUNCATE":
        this.#at++;
        if (this.#upper(0) === "TABLE") this.#at++;
        this.#target("truncate");
        while (this.#upper(0) === "," && !this.#isBroken) {
          this.#at++;
          this.#target("truncate");
        }
        return;
      case "CREATE":
        return this.#create();
      case "ALTER":
        return this.#alter();
      default:
    }
    if (clauseEnds.has(token.upper) && token.upper !== "ON") frame.inFrom = false;
    this.#at++;
  }

  #break(): void {
    this.#isBroken = true;
  }

  #deletes(offset: number): boolean {
    return this.#upper(offset) === "DELETE";
  }

  /** `name AS (` and `name (columns) AS (` in a WITH clause. */
  #commonTable(): void {
    if (!this.#inWith) return;
    let ahead = 1;
    while (this.#upper(ahead) === "NOT" || this.#upper(ahead) === "MATERIALIZED") ahead++;
    if (this.#upper(ahead) !== "(") return;
    let back = -1;
    if (this.#upper(back) === ")") {
      while (this.#at + back >= 0 && this.#upper(back) !== "(") back--;
      back--;
    }
    const name = this.#tokens[this.#at + back];
    if (name !== undefined && (name.kind === "word" || name.kind === "name")) this.#ctes.add(name.text.toLowerCase());
  }

  /** Reads `[schema.]name`; undefined for a subquery, a call, or a part that is not known. */
  #name(allowCall: boolean): { table: string; known: boolean } | undefined {
    while (this.#upper(0) === "ONLY") this.#at++;
    const first = this.#tokens[this.#at];
    if (first === undefined) return { table: "", known: false };
    if (first.kind === "hole" || first.upper === "*" || first.kind === "value") {
      this.#at++;
      while (this.#upper(0) === ".") this.#at += 2;
      return { table: "", known: false };
    }
    if (first.kind === "symbol") return first.upper === "(" ? { table: "", known: false } : undefined;
    if (first.kind === "word" && (english.has(first.upper) || notAnAlias.has(first.upper))) return first.upper === "LATERAL" || first.upper === "SELECT" || first.upper === "VALUES" ? { table: "", known: false } : undefined;
    const parts = [first.text];
    this.#at++;
    let known = true;
    while (this.#upper(0) === ".") {
      const part = this.#tokens[this.#at + 1];
      if (part === undefined || part.kind === "symbol") break;
      if (part.kind === "hole") known = false;
      parts.push(part.text);
      this.#at += 2;
    }
    // `generate_series(1, 10)`
    if (!allowCall && this.#upper(0) === "(") return { table: "", known: false };
    const written = parts.join(".");
    if (!known || written.includes(hole) || systemTable.test(written)) return { table: "", known: false };
    return { table: qualified(parts.length > 1 ? parts.at(-2) : undefined, parts.at(-1) ?? ""), known: true };
  }

  #source(access: "read" | "write", operation: string, frame: Frame): void {
    // A call's argument list may hold a FROM of its own kind.
    const name = this.#name(false);
    if (name === undefined) return frame.sawSelect || access === "read" ? this.#break() : undefined;
    if (name.known) this.#accesses.push({ access, operation, table: name.table });
    if (name.known || this.#tokens[this.#at - 1]?.kind === "hole") this.#afterSource(name.known);
  }

  /** An alias, and then only what SQL allows: sentences go on with other words. */
  #afterSource(isKnown: boolean): void {
    if (this.#upper(0) === "AS") this.#at++;
    const alias = this.#tokens[this.#at];
    if (alias !== undefined && (alias.kind === "name" || alias.kind === "hole" || (alias.kind === "word" && !notAnAlias.has(alias.upper)))) this.#at++;
    const next = this.#tokens[this.#at];
    if (!isKnown || next === undefined || next.kind !== "word") return;
    if (!afterTable.has(next.upper) && !notAnAlias.has(next.upper) && !starts.has(next.upper)) this.#break();
  }

  #target(operation: string): void {
    const name = this.#name(true);
    if (name === undefined) return this.#break();
    if (!name.known) return;
    this.#accesses.push({ access: "write", operation, table: name.table });
    if (operation === "insert") {
      if (this.#upper(0) === "AS") this.#at += 2;
      const next = this.#tokens[this.#at];
      if (next !== undefined && next.upper !== "(" && next.kind !== "hole" && next.upper !== ";" && !(next.kind === "word" && afterTable.has(next.upper))) this.#break();
    } else this.#afterSource(true);
  }

  /** `UPDATE orders o SET status = …`, with joins in between in MySQL. */
  #update(): void {
    const name = this.#name(true);
    if (name === undefined) return this.#break();
    let ahead = this.#at;
    let depth = 0;
    while (ahead < this.#tokens.length && !(depth === 0 && this.#tokens[ahead]!.upper === "SET") && this.#tokens[ahead]!.upper !== ";") {
      if (this.#tokens[ahead]!.upper === "(") depth++;
      else if (this.#tokens[ahead]!.upper === ")") depth--;
      ahead++;
    }
    const assigned = this.#tokens[ahead + 1];
    if (ahead >= this.#tokens.length || this.#tokens[ahead]!.upper !== "SET" || assigned === undefined) {
      if (name.known) this.#break();
      return;
    }
    const isAssignment = assigned.kind === "hole" || assigned.upper === "(" || this.#tokens.slice(ahead + 1, ahead + 6).some((token) => token.upper === "=");
    if (name.known && !isAssignment) return this.#break();
    if (name.known) this.#accesses.push({ access: "write", operation: "update", table: name.table });
    if (ahead > this.#at) this.#afterSource(name.known);
  }

  #create(): void {
    let ahead = 1;
    let isTemporary = false;
    while (/^(OR|REPLACE|GLOBAL|LOCAL|TEMP|TEMPORARY|UNLOGGED|EXTERNAL|VIRTUAL)$/.test(this.#upper(ahead))) {
      isTemporary ||= this.#upper(ahead).startsWith("TEMP");
      ahead++;
    }
    if (this.#upper(ahead) !== "TABLE") {
      this.#at += ahead;
      return;
    }
    this.#at += ahead + 1;
    if (this.#upper(0) === "IF") this.#at += 3;
    const name = this.#name(true);
    if (name === undefined) return this.#break();
    if (!name.known) return;
    if (isTemporary) this.#ctes.add(name.table.toLowerCase());
    if (this.#upper(0) === "(") {
      const relations = this.#columns();
      if (!isTemporary) this.#created.push({ table: name.table, relations });
    } else if (this.#upper(0) === "AS") {
      if (!isTemporary) this.#created.push({ table: name.table, relations: [] });
    } else this.#break();
  }

  /** Definitions between the parentheses: the columns' foreign keys. */
  #columns(): SqlRelation[] {
    const relations: SqlRelation[] = [];
    let depth = 0;
    let column = "";
    let isFirst = false;
    for (; this.#at < this.#tokens.length; this.#at++) {
      const token = this.#tokens[this.#at]!;
      if (token.upper === "(") {
        if (depth++ === 0) isFirst = true;
        continue;
      }
      if (token.upper === ")") {
        if (--depth === 0) {
          this.#at++;
          break;
        }
        continue;
      }
      if (token.upper === "," && depth === 1) {
        isFirst = true;
        continue;
      }
      if (isFirst) column = token.text;
      isFirst = false;
      if (token.upper === "KEY" && this.#upper(1) === "(") column = this.#tokens[this.#at + 2]?.text ?? column;
      if (token.upper === "REFERENCES" && token.kind === "word") {
        this.#at++;
        relations.push(...this.#reference(column));
        this.#at--;
      }
    }
    return relations;
  }

  /** Behind REFERENCES: the table, and whether deleting there is passed on. */
  #reference(column: string): SqlRelation[] {
    const name = this.#name(true);
    if (name === undefined || !name.known) return [];
    let ahead = 0;
    let depth = 0;
    let cascade = false;
    for (; ahead < 24; ahead++) {
      const upper = this.#upper(ahead);
      if (upper === "(") depth++;
      else if (upper === ")" && depth-- === 0) break;
      else if ((upper === "," && depth === 0) || upper === ";" || upper === "") break;
      if (upper === "DELETE" && this.#upper(ahead - 1) === "ON") cascade = this.#upper(ahead + 1) === "CASCADE" || (this.#upper(ahead + 1) === "SET" && this.#upper(ahead + 2) === "NULL");
    }
    return [{ target: name.table, field: column, cascade }];
  }

  #alter(): void {
    if (this.#upper(1) !== "TABLE") {
      this.#at++;
      return;
    }
    this.#at += 2;
    if (this.#upper(0) === "IF") this.#at += 2;
    const name = this.#name(true);
    if (name === undefined) return this.#break();
    const relations: SqlRelation[] = [];
    let column = "";
    while (this.#at < this.#tokens.length && this.#upper(0) !== ";") {
      if (this.#upper(0) === "KEY" && this.#upper(1) === "(") column = this.#tokens[this.#at + 2]?.text ?? column;
      if (this.#upper(0) === "REFERENCES") {
        this.#at++;
        relations.push(...this.#reference(column));
      } else this.#at++;
    }
    if (name.known && relations.length > 0) this.#altered.push({ table: name.table, relations });
  }
}

function distinct(accesses: readonly SqlAccess[]): SqlAccess[] {
  const seen = new Set<string>();
  return accesses.filter(({ access, operation, table }) => {
    const key = `${access} ${operation} ${table}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
