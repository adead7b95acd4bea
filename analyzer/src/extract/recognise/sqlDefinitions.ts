/** CREATE TABLE and ALTER TABLE: the table and its foreign keys. */
import type { SqlCursor } from "./sqlCursor.ts";

export interface SqlRelation {
  target: string;
  field: string;
  cascade: boolean;
}

export interface SqlTable {
  table: string;
  relations: SqlRelation[];
}

export interface CreatedTable extends SqlTable {
  isTemporary: boolean;
}

/** `CREATE TABLE orders ( … )`; undefined for other things that are created. */
export function createTable(cursor: SqlCursor): CreatedTable | undefined {
  let ahead = 1;
  let isTemporary = false;
  while (/^(OR|REPLACE|GLOBAL|LOCAL|TEMP|TEMPORARY|UNLOGGED|EXTERNAL|VIRTUAL)$/.test(cursor.upper(ahead))) {
    isTemporary ||= cursor.upper(ahead).startsWith("TEMP");
    ahead++;
  }
  if (cursor.upper(ahead) !== "TABLE") {
    cursor.at += ahead;
    return undefined;
  }
  cursor.at += ahead + 1;
  if (cursor.upper(0) === "IF") cursor.at += 3;
  const name = cursor.name(true);
  if (name?.known === true && cursor.upper(0) === "(") return { table: name.table, relations: columns(cursor), isTemporary };
  if (name?.known === true && cursor.upper(0) === "AS") return { table: name.table, relations: [], isTemporary };
  if (name?.known !== false) cursor.break();
  return undefined;
}

/** Definitions between the parentheses: the columns' foreign keys. */
function columns(cursor: SqlCursor): SqlRelation[] {
  const relations: SqlRelation[] = [];
  let depth = 0;
  let column = "";
  let isFirst = false;
  for (; cursor.at < cursor.tokens.length; cursor.at++) {
    const token = cursor.tokens[cursor.at]!;
    if (token.upper === "(") {
      if (depth++ === 0) isFirst = true;
      continue;
    }
    if (token.upper === ")") {
      if (--depth === 0) {
        cursor.at++;
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
    if (token.upper === "KEY" && cursor.upper(1) === "(") column = cursor.tokens[cursor.at + 2]?.text ?? column;
    if (token.upper === "REFERENCES" && token.kind === "word") {
      cursor.at++;
      relations.push(...reference(cursor, column));
      cursor.at--;
    }
  }
  return relations;
}

/** Behind REFERENCES: the table, and whether deleting there is passed on. */
function reference(cursor: SqlCursor, column: string): SqlRelation[] {
  const name = cursor.name(true);
  if (name === undefined || !name.known) return [];
  let ahead = 0;
  let depth = 0;
  let cascade = false;
  for (; ahead < 24; ahead++) {
    const upper = cursor.upper(ahead);
    if (upper === "(") depth++;
    else if (upper === ")" && depth-- === 0) break;
    else if ((upper === "," && depth === 0) || upper === ";" || upper === "") break;
    if (upper === "DELETE" && cursor.upper(ahead - 1) === "ON")
      cascade = cursor.upper(ahead + 1) === "CASCADE" || (cursor.upper(ahead + 1) === "SET" && cursor.upper(ahead + 2) === "NULL");
  }
  return [{ target: name.table, field: column, cascade }];
}

/** `ALTER TABLE orders ADD … REFERENCES …`; undefined where no key is added. */
export function alterTable(cursor: SqlCursor): SqlTable | undefined {
  if (cursor.upper(1) !== "TABLE") {
    cursor.at++;
    return undefined;
  }
  cursor.at += 2;
  if (cursor.upper(0) === "IF") cursor.at += 2;
  const name = cursor.name(true);
  if (name === undefined) {
    cursor.break();
    return undefined;
  }
  const relations: SqlRelation[] = [];
  let column = "";
  while (cursor.at < cursor.tokens.length && cursor.upper(0) !== ";") {
    if (cursor.upper(0) === "KEY" && cursor.upper(1) === "(") column = cursor.tokens[cursor.at + 2]?.text ?? column;
    if (cursor.upper(0) === "REFERENCES") {
      cursor.at++;
      relations.push(...reference(cursor, column));
    } else cursor.at++;
  }
  return name.known && relations.length > 0 ? { table: name.table, relations } : undefined;
}
