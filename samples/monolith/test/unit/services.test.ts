import assert from 'node:assert/strict';
import { AppDataSource } from '../../src/db/dataSource.js';
import { nextNumber } from '../../src/db/sequences.js';
import { inTransaction } from '../../src/db/transaction.js';
import { NumberSequence, StockLevel, User } from '../../src/entities/index.js';
import {
  ConflictError,
  CouponRejectedError,
  OutOfStockError,
  ShippingUnavailableError,
} from '../../src/errors/index.js';
import { eventBus } from '../../src/events/eventBus.js';
import { runJob } from '../../src/jobs/scheduler.js';
import {
  applyCoupon,
  createCoupon,
  expireIdlePoints,
  exportStock,
  findShortages,
  pricingService,
  quoteShipping,
  rebuildDay,
  releaseReservations,
  reserveStock,
  taxRatesOn,
} from '../../src/services/index.js';
import { Money } from '../../src/utils/index.js';
import type { TestShop } from '../support/shop.js';
import { openShop, unique } from '../support/shop.js';

const LATER = new Date(Date.now() + 3_600_000);

describe('services', () => {
  let shop: TestShop;

  before(async () => {
    shop = await openShop();
  });

  after(() => shop.close());

  async function reservedOf(sku: string): Promise<number> {
    return (await AppDataSource.manager.findOneByOrFail(StockLevel, { sku })).reserved;
  }

  it('reserve all of an order or nothing', async () => {
    const [plenty, scarce] = [await shop.article({ stock: 5 }), await shop.article({ stock: 1 })];
    const wanted = new Map([
      [plenty.sku, 2],
      [scarce.sku, 2],
    ]);
    await assert.rejects(
      inTransaction((manager) => reserveStock(manager, 'T-1', wanted, LATER)),
      (error) => {
        assert.ok(error instanceof OutOfStockError);
        assert.deepEqual(error.shortages, [{ sku: scarce.sku, requested: 2, available: 1 }]);
        return true;
      },
    );
    assert.equal(await reservedOf(plenty.sku), 0);
    assert.deepEqual(await findShortages(wanted), [
      { sku: scarce.sku, requested: 2, available: 1 },
    ]);
  });

  it('release what was reserved, once', async () => {
    const { sku } = await shop.article({ stock: 5 });
    const reference = unique('T-');
    await inTransaction((manager) => reserveStock(manager, reference, new Map([[sku, 3]]), LATER));
    assert.equal(await reservedOf(sku), 3);
    const release = () => inTransaction((manager) => releaseReservations(manager, reference));
    assert.equal(await release(), 3);
    assert.equal(await release(), 0);
    assert.equal(await reservedOf(sku), 0);
  });

  it('undo everything when a transaction fails', async () => {
    const name = unique('sequence-');
    await assert.rejects(
      inTransaction(async (manager) => {
        await manager.save(manager.create(NumberSequence, { name, lastValue: 1 }));
        throw new ConflictError('on purpose');
      }),
      ConflictError,
    );
    assert.equal(await AppDataSource.manager.countBy(NumberSequence, { name }), 0);
  });

  it('queue transactions, and refuse one within another', async () => {
    const date = new Date('2001-01-01');
    const numbers = await Promise.all(
      [1, 2, 3].map(() => inTransaction((manager) => nextNumber(manager, 'order', date))),
    );
    assert.deepEqual(numbers, ['SO-2001-000001', 'SO-2001-000002', 'SO-2001-000003']);
    await assert.rejects(
      inTransaction(async () => inTransaction(async () => undefined)),
      /Already in a transaction/,
    );
  });

  it('quote shipping through a callback, with an error for what nobody carries', async () => {
    const parcel = { country: 'DE', weightGrams: 900, goodsTotal: Money.parse('10.00') };
    const methods = await new Promise<string[]>((resolve, reject) => {
      quoteShipping(parcel, (error, options) => {
        if (error) reject(error);
        else resolve(options.map((option) => option.method));
      });
    });
    assert.deepEqual(methods, ['pickup', 'standard', 'express']);
    const failure = await new Promise((resolve) => {
      quoteShipping({ ...parcel, country: 'JP' }, resolve);
    });
    assert.ok(failure instanceof ShippingUnavailableError);
  });

  it('write a coupon into the quote that they are handed', async () => {
    const { sku } = await shop.article({ price: '20.00' });
    const code = unique('UNIT-');
    await createCoupon({
      code,
      kind: 'fixed',
      amount: Money.parse('3.00'),
      maxRedemptions: null,
      maxPerCustomer: null,
      firstOrderOnly: false,
      categoryId: null,
      startsAt: null,
      endsAt: null,
    });
    const now = new Date();
    const quote = await pricingService.quote(new Map([[sku, 1]]), 'DE', null, now);
    await applyCoupon(quote, code, null, now);
    assert.equal(quote.goodsTotal.toDecimal(), '17.00');
    assert.equal(quote.lines[0]?.discount.toDecimal(), '3.00');
    await assert.rejects(
      applyCoupon(quote, 'NO-SUCH', null, now),
      (error) => error instanceof CouponRejectedError && error.problem === 'unknown',
    );
  });

  it('know the tax rates of a day', async () => {
    const rates = await taxRatesOn('NL', new Date());
    assert.deepEqual([...rates].sort(), [
      ['reduced', 900],
      ['standard', 2_100],
      ['zero', 0],
    ]);
    await assert.rejects(taxRatesOn('NL', new Date('2000-01-01')), /no tax rates for NL/);
  });

  it('let points lapse where nothing has happened since', async () => {
    const { id } = await shop.customer();
    await eventBus.drain();
    const points = async () =>
      (await AppDataSource.manager.findOneByOrFail(User, { id })).loyaltyPoints;
    assert.equal(await points(), 50);
    await expireIdlePoints(new Date(Date.now() - 3_600_000));
    assert.equal(await points(), 50);
    await expireIdlePoints(new Date(Date.now() + 3_600_000));
    assert.equal(await points(), 0);
  });

  it('stream an export, with a header even when there is nothing else', async () => {
    const { sku } = await shop.article({ stock: 4 });
    let text = '';
    for await (const chunk of exportStock()) text += String(chunk);
    assert.ok(text.startsWith('sku,warehouse,on hand,reserved,available,reorder point\r\n'));
    assert.ok(text.includes(`${sku},BER,4,0,4,0\r\n`));
  });

  it('rebuild a day as often as asked, to the same figures', async () => {
    const day = new Date('2001-02-03T12:00:00Z');
    const first = await rebuildDay(day);
    const second = await rebuildDay(day);
    assert.deepEqual(first, second);
    assert.equal(first.day, '2001-02-03');
    assert.equal(first.grossMinor, 0n);
  });

  it('do not start a job that is running', async () => {
    const now = new Date();
    const first = runJob('abandoned-carts', now);
    await assert.rejects(runJob('abandoned-carts', now), ConflictError);
    assert.equal((await first).ok, true);
    assert.equal((await runJob('abandoned-carts', now)).ok, true);
  });

  it('keep a failing listener away from who published', async () => {
    const heard: string[] = [];
    eventBus.subscribe('stock.low', () => Promise.reject(new Error('on purpose')));
    eventBus.subscribe('stock.low', ({ sku }) => {
      heard.push(sku);
    });
    eventBus.publish('stock.low', { sku: 'X-1', warehouse: 'BER', onHand: 0, reorderPoint: 1 });
    assert.deepEqual(heard, []);
    await eventBus.drain();
    assert.deepEqual(heard, ['X-1']);
  });
});
