import assert from 'node:assert/strict';
import type { TestShop } from '../support/shop.js';
import { openShop } from '../support/shop.js';

describe('the shop as a whole', () => {
  let shop: TestShop;

  before(async () => {
    shop = await openShop();
  });

  after(() => shop.close());

  it('says that it is well', async () => {
    const answer = await shop.get('/health').expect(200);
    assert.deepEqual(answer.body, { status: 'ok' });
  });

  it('answers unknown routes in the form of all its errors', async () => {
    const answer = await shop.get('/nowhere').set('x-request-id', 'test-1').expect(404);
    assert.deepEqual(answer.body.error, {
      code: 'not_found',
      message: 'Route GET /api/nowhere does not exist',
      requestId: 'test-1',
    });
    assert.equal(answer.headers['x-request-id'], 'test-1');
    assert.equal(answer.headers['x-powered-by'], undefined);
  });

  it('gives every request an id', async () => {
    const [a, b] = [await shop.get('/health'), await shop.get('/health')];
    assert.match(a.headers['x-request-id'] ?? '', /^[0-9a-f-]{36}$/);
    assert.notEqual(a.headers['x-request-id'], b.headers['x-request-id']);
  });

  it('refuses broken and over-long JSON without falling over', async () => {
    const send = (body: string) =>
      shop.post('/auth/login').set('content-type', 'application/json').send(body);
    await send('{"email":').expect(400);
    await send(JSON.stringify({ email: 'x'.repeat(300_000) })).expect(413);
    await shop.get('/health').expect(200);
  });

  it('refuses a path that cannot be decoded', async () => {
    const answer = await shop.get('/products/%E0%A4%A').expect(400);
    assert.equal(answer.body.error.code, 'bad_request');
  });

  it('counts the orders of this process for staff', async () => {
    const staff = await shop.staff();
    const before = await shop.get('/metrics', staff).expect(200);
    const { sku } = await shop.article();
    await shop.paidOrder(await shop.customerWithAddress(), [{ sku, quantity: 1 }]);
    const after = await shop.get('/metrics', staff).expect(200);
    assert.equal(after.body.ordersSinceStart, before.body.ordersSinceStart + 1);
    await shop.get('/metrics').expect(401);
  });

  it('runs jobs on demand and remembers how they ended', async () => {
    const admin = await shop.admin();
    const run = await shop.post('/jobs/nightly/run', admin).send({}).expect(201);
    assert.equal(run.body.ok, true);
    assert.match(run.body.outcome, /^\d+ orders yesterday, /);
    const overview = await shop.get('/jobs', admin).expect(200);
    const nightly = overview.body.find((job: { name: string }) => job.name === 'nightly');
    assert.equal(nightly.lastRun.id, run.body.id);
    await shop.post('/jobs/unheard-of/run', admin).send({}).expect(404);
    await shop
      .post('/jobs/nightly/run', await shop.staff())
      .send({})
      .expect(403);
  });
});
