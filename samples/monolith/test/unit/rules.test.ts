import assert from 'node:assert/strict';
import express from 'express';
import supertest from 'supertest';
import { loadConfig } from '../../src/config/env.js';
import { Order, OrderLine, orderStatuses } from '../../src/entities/index.js';
import {
  IllegalTransitionError,
  OutOfStockError,
  PaymentDeclinedError,
} from '../../src/errors/index.js';
import { errorHandler } from '../../src/middleware/errorHandler.js';
import { rateLimit } from '../../src/middleware/rateLimit.js';
import {
  OrderSummary,
  assertTransition,
  authorizeCard,
  canGo,
  customerActions,
  deliver,
  renderEmail,
} from '../../src/services/index.js';

describe('rules', () => {
  it('lead every order to an end, and nowhere from there', () => {
    const ends = orderStatuses.filter((status) => orderStatuses.every((to) => !canGo(status, to)));
    assert.deepEqual(ends, ['cancelled', 'returned']);
    assert.throws(
      () => assertTransition('SO-1', 'delivered', 'cancelled'),
      (error) => error instanceof IllegalTransitionError && error.status === 409,
    );
    assert.deepEqual(customerActions('shipped'), ['reorder']);
  });

  it('promise an arrival only for orders that are paid and alive', () => {
    const order: Order = Object.assign(new Order(), {
      status: 'pending' as const,
      shippingMethod: 'express',
      deliveredAt: null,
      lines: [Object.assign(new OrderLine(), { quantity: 2 })],
    });
    assert.equal(new OrderSummary(order).expectedArrival, null);
    assert.equal(new OrderSummary(order).items, 2);
    order.paidAt = new Date('2025-03-05T09:00:00Z');
    order.status = 'paid';
    const arrival = new OrderSummary(order).expectedArrival;
    assert.equal(arrival?.toISOString(), '2025-03-06T09:00:00.000Z');
    order.status = 'cancelled';
    assert.equal(new OrderSummary(order).expectedArrival, null);
  });

  it('decline cards by their number, their date and the amount', () => {
    const card = {
      number: '4242424242424242',
      expiryMonth: 3,
      expiryYear: 2025,
      securityCode: '123',
      holder: 'Ada',
    };
    const lastDay = new Date('2025-03-31T23:59:59Z');
    assert.match(authorizeCard(card, 1_000n, lastDay).reference, /^au_/);
    const reasonOf = (amount: bigint, now: Date, number = card.number) => {
      try {
        authorizeCard({ ...card, number }, amount, now);
        return null;
      } catch (error) {
        assert.ok(error instanceof PaymentDeclinedError);
        return error.reason;
      }
    };
    assert.equal(reasonOf(1_000n, new Date('2025-04-01T00:00:00Z')), 'expired_card');
    assert.equal(reasonOf(1_000_001n, lastDay), 'over_limit');
    assert.equal(reasonOf(1_000_000n, lastDay), null);
    assert.equal(reasonOf(1n, lastDay, '4100000000000019'), 'suspected_fraud');
  });

  it('carry what the other side needs in errors', () => {
    const error = new OutOfStockError([{ sku: 'TEA-1', requested: 2, available: 1 }]);
    assert.equal(error.name, 'OutOfStockError');
    assert.equal(error.message, 'Not enough stock of TEA-1');
    assert.deepEqual(error.details, { shortages: error.shortages });
  });

  it('fill templates completely, escaped in the body and plain in the subject', () => {
    const mail = renderEmail('welcome', { name: 'Tom & Co' });
    assert.equal(mail.subject, 'Welcome to Fig & Fern, Tom & Co');
    assert.match(mail.body, /Hello Tom &amp; Co,/);
    assert.throws(() => renderEmail('orderPaid', {}), /needs a value for "number"/);
  });

  it('call back with an error for mailboxes that cannot exist', (done) => {
    const mail = { id: 1, to: 'x@shop.invalid', subject: '', html: '', attachment: null };
    deliver(mail, (error, receipt) => {
      assert.match(error?.message ?? '', /no mailbox x@shop\.invalid/);
      assert.equal(receipt, null);
      done();
    });
  });

  it('name everything that is wrong with the configuration', () => {
    assert.throws(
      () => loadConfig({ PORT: 'eighty', JWT_SECRET: 'short' }),
      (error) =>
        error instanceof Error && /PORT/.test(error.message) && /JWT_SECRET/.test(error.message),
    );
    assert.throws(() => loadConfig({ NODE_ENV: 'production' }), /must be set in production/);
    assert.equal(loadConfig({ SEED_DEMO_DATA: '1' }).seedDemoData, true);
  });

  it('let a client send so many requests a minute', async () => {
    const app = express();
    app.use(rateLimit(2));
    app.get('/', (_req, res) => {
      res.end();
    });
    app.use(errorHandler);
    app.set('trust proxy', true);
    const server = app.listen(0, '127.0.0.1');
    const from = (client: string) => supertest(server).get('/').set('x-forwarded-for', client);
    try {
      await from('10.0.0.1').expect(200).expect('ratelimit-remaining', '1');
      await from('10.0.0.1').expect(200).expect('ratelimit-remaining', '0');
      const refused = await from('10.0.0.1').expect(429);
      assert.ok(Number(refused.headers['retry-after']) > 0);
      await from('10.0.0.2').expect(200);
    } finally {
      server.close();
    }
  });
});
