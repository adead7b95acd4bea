import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import supertest from 'supertest';
import { config } from '../../src/config/env.js';
import { AppDataSource, closeDatabase, openDatabase } from '../../src/db/dataSource.js';
import { User } from '../../src/entities/index.js';
import type { UserRole } from '../../src/entities/index.js';
import { startShop } from '../../src/server.js';
import { hashPassword } from '../../src/utils/index.js';

export const PASSWORD = 'correct-horse-9';

export const GOOD_CARD = {
  number: '4242 4242 4242 4242',
  expiryMonth: 12,
  expiryYear: 2099,
  securityCode: '123',
  holder: 'Test Customer',
};

/** Of an account: a client that is logged in, and what the tests need to know of it. */
export interface Account {
  id: number;
  email: string;
  token: string;
}

export interface Article {
  productId: number;
  categoryId: number;
  slug: string;
  sku: string;
}

interface ArticleWish {
  price?: string;
  stock?: number;
  weightGrams?: number;
  taxClass?: 'standard' | 'reduced' | 'zero';
  name?: string;
  brand?: string;
  categoryId?: number;
}

let counter = 0;

/** Different on every call, so that no test sees what another has made. */
export function unique(prefix: string): string {
  counter += 1;
  return `${prefix}${counter}`;
}

/** A running shop with an empty database of its own, and hands to work it with. */
export class TestShop {
  readonly url: string;
  readonly databaseFile: string;
  private readonly stop: () => Promise<void>;
  private adminAccount: Account | null = null;
  private staffAccount: Account | null = null;

  constructor(url: string, databaseFile: string, stop: () => Promise<void>) {
    this.url = url;
    this.databaseFile = databaseFile;
    this.stop = stop;
  }

  close(): Promise<void> {
    return this.stop();
  }

  get(route: string, account?: Account): supertest.Test {
    return this.request('get', route, account);
  }

  post(route: string, account?: Account): supertest.Test {
    return this.request('post', route, account);
  }

  put(route: string, account?: Account): supertest.Test {
    return this.request('put', route, account);
  }

  patch(route: string, account?: Account): supertest.Test {
    return this.request('patch', route, account);
  }

  delete(route: string, account?: Account): supertest.Test {
    return this.request('delete', route, account);
  }

  async admin(): Promise<Account> {
    this.adminAccount ??= await this.employ('admin');
    return this.adminAccount;
  }

  async staff(): Promise<Account> {
    this.staffAccount ??= await this.employ('staff');
    return this.staffAccount;
  }

  async customer(name = 'Test Customer'): Promise<Account> {
    const email = `${unique('customer')}@example.com`;
    const answer = await this.post('/auth/register')
      .send({ email, password: PASSWORD, name })
      .expect(201);
    return { id: answer.body.user.id, email, token: answer.body.accessToken };
  }

  async customerWithAddress(country = 'DE', postalCode = '20095'): Promise<Account> {
    const account = await this.customer();
    await this.post('/account/addresses', account)
      .send({ recipient: 'Test Customer', line1: 'Feldweg 3', postalCode, city: 'Town', country })
      .expect(201);
    return account;
  }

  async category(name = unique('Category '), parentId: number | null = null): Promise<number> {
    const answer = await this.post('/categories', await this.staff())
      .send({ name, parentId })
      .expect(201);
    return answer.body.id;
  }

  /** A published product with one article that lies in the first warehouse. */
  async article(wish: ArticleWish = {}): Promise<Article> {
    const staff = await this.staff();
    const categoryId = wish.categoryId ?? (await this.category());
    const product = await this.post('/products', staff)
      .send({
        name: wish.name ?? unique('Pot '),
        brand: wish.brand ?? 'Kiln',
        categoryId,
        taxClass: wish.taxClass ?? 'standard',
      })
      .expect(201);
    const { id: productId, slug } = product.body;
    const sku = unique('SKU-');
    await this.post(`/products/${productId}/variants`, staff)
      .send({
        sku,
        name: 'standard',
        price: wish.price ?? '10.00',
        weightGrams: wish.weightGrams ?? 500,
      })
      .expect(201);
    await this.post(`/products/${productId}/publish`, staff).expect(200);
    const stock = wish.stock ?? 20;
    if (stock > 0) await this.receive(sku, stock);
    return { productId, categoryId, slug, sku };
  }

  async receive(sku: string, quantity: number, warehouse = 'BER'): Promise<void> {
    await this.post('/inventory/receipts', await this.staff())
      .send({ warehouse, reference: 'delivery note', lines: [{ sku, quantity }] })
      .expect(201);
  }

  async available(sku: string): Promise<number> {
    const answer = await this.get(`/inventory/availability/${sku}`).expect(200);
    return answer.body.available;
  }

  async cartWith(
    account: Account | undefined,
    items: { sku: string; quantity: number }[],
  ): Promise<string> {
    const cart = await this.post('/carts', account).expect(201);
    for (const item of items) {
      await this.post(`/carts/${cart.body.id}/items`, account).send(item).expect(200);
    }
    return cart.body.id;
  }

  async checkout(account: Account, cartId: string, wish: object = {}): Promise<supertest.Response> {
    return this.post('/orders', account).send({
      cartId,
      payment: { method: 'card', card: GOOD_CARD },
      ...wish,
    });
  }

  /** Orders and pays by card; answers the order's number. */
  async paidOrder(account: Account, items: { sku: string; quantity: number }[]): Promise<string> {
    const answer = await this.checkout(account, await this.cartWith(account, items));
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.number;
  }

  async pendingOrder(
    account: Account,
    items: { sku: string; quantity: number }[],
  ): Promise<string> {
    const cartId = await this.cartWith(account, items);
    const answer = await this.checkout(account, cartId, { payment: { method: 'transfer' } });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.number;
  }

  /** Packs all of a paid order and hands it over; answers the parcel. */
  async dispatch(orderNumber: string): Promise<{ id: number; trackingCode: string }> {
    const staff = await this.staff();
    const parcel = await this.post('/shipments', staff).send({ orderNumber }).expect(201);
    await this.post(`/shipments/${parcel.body.id}/dispatch`, staff).expect(200);
    return { id: parcel.body.id, trackingCode: parcel.body.trackingCode };
  }

  async report(trackingCode: string, status: string, occurredAt = new Date()): Promise<void> {
    await this.post('/shipments/reports', await this.staff())
      .send({ trackingCode, status, occurredAt: occurredAt.toISOString() })
      .expect(201);
  }

  async deliveredOrder(
    account: Account,
    items: { sku: string; quantity: number }[],
  ): Promise<string> {
    const number = await this.paidOrder(account, items);
    const { trackingCode } = await this.dispatch(number);
    await this.report(trackingCode, 'DELIVERED');
    return number;
  }

  async runJob(name: string, asOf?: Date): Promise<string> {
    const answer = await this.post(`/jobs/${name}/run`, await this.admin())
      .send(asOf ? { asOf: asOf.toISOString() } : {})
      .expect(201);
    return answer.body.outcome;
  }

  /** The subjects of an account's messages, newest first. */
  async subjects(account: Account): Promise<string[]> {
    const answer = await this.get('/notifications?pageSize=100', account).expect(200);
    return answer.body.items.map((entry: { subject: string }) => entry.subject);
  }

  private async employ(role: UserRole): Promise<Account> {
    const email = `${unique(role)}@example.com`;
    const passwordHash = await hashPassword(PASSWORD);
    const { manager } = AppDataSource;
    await manager.save(manager.create(User, { email, passwordHash, role, name: `The ${role}` }));
    const answer = await this.post('/auth/login').send({ email, password: PASSWORD }).expect(200);
    return { id: answer.body.user.id, email, token: answer.body.accessToken };
  }

  private request(
    method: 'get' | 'post' | 'put' | 'patch' | 'delete',
    route: string,
    account?: Account,
  ): supertest.Test {
    const test = supertest(this.url)[method](`/api${route}`);
    return account ? test.set('authorization', `Bearer ${account.token}`) : test;
  }
}

/**
 * Starts the shop on a free port. Its database is a new file; or, where TEST_DATABASE_FILE names
 * one (to look into it afterwards, or to share it with another process), that file, emptied.
 */
export async function openShop(): Promise<TestShop> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'shop-'));
  const named = process.env['TEST_DATABASE_FILE'];
  const databaseFile = named ?? path.join(folder, 'shop.sqlite');
  if (named) {
    await openDatabase(named);
    await AppDataSource.dropDatabase();
    await closeDatabase();
  }
  const running = await startShop({ ...config, port: 0, databaseFile });
  return new TestShop(running.url, databaseFile, async () => {
    await running.close();
    await rm(folder, { recursive: true, force: true });
  });
}

/** What follows from an event comes a moment later: waits until the condition holds. */
export async function eventually(condition: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 3_000;
  for (;;) {
    try {
      await condition();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(15);
    }
  }
}

/** The signature that providers and carriers put on their reports. */
export function sign(body: string): string {
  return createHmac('sha256', config.webhookSecret).update(body).digest('hex');
}
