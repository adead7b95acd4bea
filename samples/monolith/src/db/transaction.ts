import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';
import { AppDataSource } from './dataSource.js';

const inside = new AsyncLocalStorage<true>();
let queue: Promise<unknown> = Promise.resolve();

/**
 * Runs `work` in one database transaction. SQLite gives this process a single connection, so two
 * transactions at once would become savepoints of each other: they queue up instead. For the same
 * reason a transaction within a transaction would wait for itself for ever, and is refused.
 */
export function inTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
  if (inside.getStore()) {
    throw new Error('Already in a transaction: pass its EntityManager on instead');
  }
  const run = queue.then(() => inside.run(true, () => AppDataSource.transaction(work)));
  queue = run.catch(() => undefined);
  return run;
}
