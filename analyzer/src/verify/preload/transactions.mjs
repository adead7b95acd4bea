/** Whether a database transaction is open in this process: what is sent to another process meanwhile is not part of it. */
import { watchCalls, whenLoaded } from "./whenLoaded.mjs";

const begins = /^\s*(begin|start\s+transaction)\b/i;
const ends = /^\s*(commit|end|abort|rollback(?!\s+(work\s+|transaction\s+)?to))\b/i;

/** Connections that said BEGIN, and neither COMMIT nor ROLLBACK. @type {Set<object>} */
const open = new Set();
/** Databases that tell by themselves. @type {Set<WeakRef<{ inTransaction: boolean }>>} */
const databases = new Set();
const known = new WeakSet();

export function watchTransactions() {
  whenLoaded(["pg"], (pg) => {
    watchCalls(pg.Client?.prototype, "query", (client, [query]) => {
      const text = typeof query === "string" ? query : query?.text;
      if (typeof text !== "string") return;
      if (begins.test(text)) open.add(client);
      else if (ends.test(text)) open.delete(client);
    });
    watchCalls(pg.Client?.prototype, "end", (client) => void open.delete(client));
  });
  whenLoaded(["better-sqlite3"], (Database) => {
    for (const key of ["exec", "prepare", "transaction"])
      watchCalls(Database.prototype, key, (database) => {
        if (known.has(database)) return;
        known.add(database);
        databases.add(new WeakRef(database));
      });
  });
}

export function inTransaction() {
  if (open.size > 0) return true;
  for (const reference of databases) {
    const database = reference.deref();
    if (!database) databases.delete(reference);
    else if (database.inTransaction) return true;
  }
  return false;
}
