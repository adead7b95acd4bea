import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import supertest from 'supertest';
import { AppDataSource } from '../../src/db/dataSource.js';
import type { Account, TestShop } from '../support/shop.js';
import { openShop } from '../support/shop.js';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A second shop on the same database, started as `npm start` does. */
async function startSecondShop(
  databaseFile: string,
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_FILE: databaseFile, PORT: '0', LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { stdout } = child;
  assert.ok(stdout);
  stdout.setEncoding('utf8');
  let log = '';
  for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
    log += String(chunk);
    const url = /"url":"(http:[^"]+)"/.exec(log)?.[1];
    if (url) {
      stdout.resume();
      return { child, url };
    }
  }
  throw new Error(`The second shop did not open:\n${log}`);
}

describe('the database', () => {
  let shop: TestShop;

  before(async () => {
    shop = await openShop();
  });

  after(() => shop.close());

  it('has after its migrations exactly what the entities say', async () => {
    const { upQueries } = await AppDataSource.driver.createSchemaBuilder().log();
    assert.deepEqual(
      upQueries.map(({ query }) => query),
      [],
    );
  });

  it('keeps a write-ahead log, and foreign keys', async () => {
    assert.deepEqual(await AppDataSource.query('PRAGMA journal_mode'), [{ journal_mode: 'wal' }]);
    assert.deepEqual(await AppDataSource.query('PRAGMA foreign_keys'), [{ foreign_keys: 1 }]);
    await assert.rejects(
      AppDataSource.query('INSERT INTO "stock_levels" ("warehouseId", "sku") VALUES (99999, ?)', [
        'X-1',
      ]),
      /FOREIGN KEY/,
    );
  });

  it('is shared by two processes that write at the same time', async () => {
    const { sku } = await shop.article({ stock: 30 });
    const { child, url } = await startSecondShop(shop.databaseFile);
    try {
      const customers: Account[] = [];
      for (let count = 0; count < 6; count += 1) customers.push(await shop.customerWithAddress());
      const order = async (customer: Account, index: number) => {
        const cartId = await shop.cartWith(customer, [{ sku, quantity: 2 }]);
        if (index % 2 === 0)
          return shop.checkout(customer, cartId, { payment: { method: 'transfer' } });
        return supertest(url)
          .post('/api/orders')
          .set('authorization', `Bearer ${customer.token}`)
          .send({ cartId, payment: { method: 'transfer' } });
      };
      const answers = await Promise.all(customers.map(order));
      assert.deepEqual(
        answers.map((answer) => answer.status),
        customers.map(() => 201),
      );
      assert.equal(new Set(answers.map((answer) => answer.body.number)).size, 6);
      assert.equal(await shop.available(sku), 18);
    } finally {
      child.kill('SIGTERM');
      const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
      assert.equal(code, 0);
    }
  }).timeout(30_000);
});
