/** Reads the tokens of SQL from left to right, as far as the tables of each clause. */
import { afterTable, notAnAlias, SqlCursor, sqlWords, statementStarts } from "./sqlCursor.ts";
import type { SqlTable } from "./sqlDefinitions.ts";
import { alterTable, createTable } from "./sqlDefinitions.ts";
import type { Token } from "./sqlTokens.ts";

export interface SqlAccess {
  access: "read" | "write";
  operation: string;
  table: string;
}

export interface SqlFacts {
  accesses: SqlAccess[];
  created: SqlTable[];
  /** Keys that are added to tables made elsewhere. */
  altered: SqlTable[];
}

/** `EXTRACT(day FROM placed_at)` and its kin: FROM inside a call is no source. */
const fromCalls = new Set(["EXTRACT", "SUBSTRING", "TRIM", "OVERLAY", "POSITION", "DATE_PART"]);
const clauseEnds = sqlWords("WHERE GROUP ORDER HAVING LIMIT UNION EXCEPT INTERSECT RETURNING SET VALUES WINDOW OFFSET FETCH FOR ON SELECT");

interface Frame {
  /** In a FROM clause: a comma leads to the next table. */
  inFrom: boolean;
  /** The word before the parenthesis, upper case. */
  opener: string;
  sawSelect: boolean;
}

export class SqlReader {
  readonly #cursor: SqlCursor;
  readonly #ctes = new Set<string>();
  readonly #accesses: SqlAccess[] = [];
  readonly #created: SqlTable[] = [];
  readonly #altered: SqlTable[] = [];
  #inWith = false;

  constructor(tokens: readonly Token[]) {
    this.#cursor = new SqlCursor(tokens);
  }

  read(): SqlFacts | undefined {
    const cursor = this.#cursor;
    const frames: Frame[] = [{ inFrom: false, opener: "", sawSelect: false }];
    while (!cursor.isEnd && !cursor.isBroken) {
      const token = cursor.tokens[cursor.at]!;
      const frame = frames.at(-1)!;
      if (token.upper === "(") {
        frames.push({ inFrom: false, opener: cursor.upper(-1), sawSelect: false });
        cursor.at++;
      } else if (token.upper === ")") {
        if (frames.length > 1) frames.pop();
        cursor.at++;
      } else if (token.upper === ";") {
        frames.length = 1;
        frames[0] = { inFrom: false, opener: "", sawSelect: false };
        this.#inWith = false;
        cursor.at++;
      } else if (token.upper === "," && frame.inFrom) {
        cursor.at++;
        this.#source("read", "select", frame);
      } else if (token.kind === "word") this.#word(token, frame);
      else cursor.at++;
    }
    if (cursor.isBroken) return undefined;
    const accesses = this.#accesses.filter((access) => !this.#ctes.has(access.table.toLowerCase()));
    const found = accesses.length + this.#created.length + this.#altered.length > 0;
    return found ? { accesses: distinct(accesses), created: this.#created, altered: this.#altered } : undefined;
  }

  #word(token: Token, frame: Frame): void {
    const cursor = this.#cursor;
    switch (token.upper) {
      case "WITH":
        this.#inWith = this.#inWith || (cursor.upper(-1) !== "TIES" && cursor.upper(1) !== "TIME" && cursor.upper(1) !== "LOCAL");
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
        if (cursor.upper(-1) === "DISTINCT" && cursor.upper(-2) !== "SELECT") break;
        // Without columns it is a sentence.
        if (cursor.upper(-1) === "SELECT" && cursor.at > 0) return cursor.break();
        cursor.at++;
        frame.inFrom = true;
        if (cursor.upper(-2) === "DELETE") this.#target("delete");
        else this.#source("read", "select", frame);
        return;
      case "JOIN":
      case "STRAIGHT_JOIN":
        cursor.at++;
        if (cursor.upper(0) === "LATERAL") cursor.at++;
        this.#source("read", "select", frame);
        return;
      case "USING":
        if (cursor.upper(1) !== "(" && this.#accesses.some((access) => access.operation === "delete" || access.operation === "merge")) {
          cursor.at++;
          this.#source("read", "select", frame);
          return;
        }
        break;
      case "INTO":
        if (/^(INSERT|IGNORE|REPLACE|MERGE|ABORT|FAIL|ROLLBACK)$/.test(cursor.upper(-1))) {
          const operation = cursor.upper(-1) === "MERGE" ? "merge" : "insert";
          cursor.at++;
          this.#target(operation);
          return;
        }
        break;
      case "UPDATE":
        if (!/^(FOR|ON|DO|KEY|BEFORE|AFTER|OR|OF|NO|THEN)$/.test(cursor.upper(-1))) {
          cursor.at++;
          this.#update();
          return;
        }
        break;
      case "TRUNCATE":
        cursor.at++;
        if (cursor.upper(0) === "TABLE") cursor.at++;
        this.#target("truncate");
        while (cursor.upper(0) === "," && !cursor.isBroken) {
          cursor.at++;
          this.#target("truncate");
        }
        return;
      case "CREATE":
        this.#create();
        return;
      case "ALTER":
        this.#alter();
        return;
      default:
    }
    if (clauseEnds.has(token.upper) && token.upper !== "ON") frame.inFrom = false;
    cursor.at++;
  }

  /** `name AS (` and `name (columns) AS (` in a WITH clause. */
  #commonTable(): void {
    const cursor = this.#cursor;
    if (!this.#inWith) return;
    let ahead = 1;
    while (cursor.upper(ahead) === "NOT" || cursor.upper(ahead) === "MATERIALIZED") ahead++;
    if (cursor.upper(ahead) !== "(") return;
    let back = -1;
    if (cursor.upper(back) === ")") {
      while (cursor.at + back >= 0 && cursor.upper(back) !== "(") back--;
      back--;
    }
    const name = cursor.tokens[cursor.at + back];
    if (name !== undefined && (name.kind === "word" || name.kind === "name")) this.#ctes.add(name.text.toLowerCase());
  }

  #source(access: "read" | "write", operation: string, frame: Frame): void {
    const cursor = this.#cursor;
    // A call's argument list may hold a FROM of its own kind.
    const name = cursor.name(false);
    if (name === undefined) return frame.sawSelect || access === "read" ? cursor.break() : undefined;
    if (name.known) this.#accesses.push({ access, operation, table: name.table });
    if (name.known || cursor.tokens[cursor.at - 1]?.kind === "hole") this.#afterSource(name.known);
  }

  /** An alias, and then only what SQL allows: sentences go on with other words. */
  #afterSource(isKnown: boolean): void {
    const cursor = this.#cursor;
    if (cursor.upper(0) === "AS") cursor.at++;
    const alias = cursor.tokens[cursor.at];
    if (alias !== undefined && (alias.kind === "name" || alias.kind === "hole" || (alias.kind === "word" && !notAnAlias.has(alias.upper))))
      cursor.at++;
    const next = cursor.tokens[cursor.at];
    if (!isKnown || next === undefined || next.kind !== "word") return;
    if (!afterTable.has(next.upper) && !notAnAlias.has(next.upper) && !statementStarts.has(next.upper)) cursor.break();
  }

  #target(operation: string): void {
    const cursor = this.#cursor;
    const name = cursor.name(true);
    if (name === undefined) return cursor.break();
    if (!name.known) return;
    this.#accesses.push({ access: "write", operation, table: name.table });
    if (operation === "insert") {
      if (cursor.upper(0) === "AS") cursor.at += 2;
      const next = cursor.tokens[cursor.at];
      if (
        next !== undefined &&
        next.upper !== "(" &&
        next.kind !== "hole" &&
        next.upper !== ";" &&
        !(next.kind === "word" && afterTable.has(next.upper))
      )
        cursor.break();
    } else this.#afterSource(true);
  }

  /** `UPDATE orders o SET status = …`, with joins in between in MySQL. */
  #update(): void {
    const cursor = this.#cursor;
    const name = cursor.name(true);
    if (name === undefined) return cursor.break();
    let ahead = cursor.at;
    let depth = 0;
    while (ahead < cursor.tokens.length && !(depth === 0 && cursor.tokens[ahead]!.upper === "SET") && cursor.tokens[ahead]!.upper !== ";") {
      if (cursor.tokens[ahead]!.upper === "(") depth++;
      else if (cursor.tokens[ahead]!.upper === ")") depth--;
      ahead++;
    }
    const assigned = cursor.tokens[ahead + 1];
    if (ahead >= cursor.tokens.length || cursor.tokens[ahead]!.upper !== "SET" || assigned === undefined) {
      if (name.known) cursor.break();
      return;
    }
    const isAssignment =
      assigned.kind === "hole" || assigned.upper === "(" || cursor.tokens.slice(ahead + 1, ahead + 6).some((token) => token.upper === "=");
    if (name.known && !isAssignment) return cursor.break();
    if (name.known) this.#accesses.push({ access: "write", operation: "update", table: name.table });
    if (ahead > cursor.at) this.#afterSource(name.known);
  }

  #create(): void {
    const made = createTable(this.#cursor);
    if (made === undefined) return;
    // What only lives for a session is no table of the project.
    if (made.isTemporary) this.#ctes.add(made.table.toLowerCase());
    else this.#created.push({ table: made.table, relations: made.relations });
  }

  #alter(): void {
    const changed = alterTable(this.#cursor);
    if (changed !== undefined) this.#altered.push(changed);
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
