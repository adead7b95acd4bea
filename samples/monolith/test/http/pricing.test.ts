import assert from 'node:assert/strict';
import type { Article, TestShop } from '../support/shop.js';
import { openShop, unique } from '../support/shop.js';

const YESTERDAY = new Date(Date.now() - 86_400_000).toISOString();
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();

describe('prices', () => {
  let shop: TestShop;

  before(async () => {
    shop = await openShop();
  });

  after(() => shop.close());

  async function promote(kind: string, rule: object, more: object = {}): Promise<number> {
    const answer = await shop
      .post('/promotions', await shop.staff())
      .send({ name: unique('Promotion '), kind, rule, startsAt: YESTERDAY, ...more })
      .expect(201);
    return answer.body.id;
  }

  async function coupon(more: object = {}): Promise<string> {
    const code = unique('COUPON-');
    await shop
      .post('/coupons', await shop.staff())
      .send({ code, kind: 'percent', basisPoints: 1_000, ...more })
      .expect(201);
    return code;
  }

  async function quote(article: Article, quantity: number, more: object = {}) {
    const items = [{ sku: article.sku, quantity }];
    const answer = await shop
      .post('/prices/quote')
      .send({ items, ...more })
      .expect(200);
    return answer.body;
  }

  describe('with promotions', () => {
    it('take a percentage off the articles that are named', async () => {
      const [named, other] = [await shop.article(), await shop.article()];
      await promote('percent', { skus: [named.sku], basisPoints: 2_500 });
      assert.equal((await quote(named, 2)).total.amount, '15.00');
      assert.equal((await quote(other, 2)).total.amount, '20.00');
    });

    it('are listed for staff', async () => {
      const id = await promote('percent', { skus: [unique('SKU-')], basisPoints: 500 });
      await shop.get('/promotions', await shop.customer()).expect(403);
      const answer = await shop.get('/promotions?pageSize=100', await shop.staff()).expect(200);
      assert.ok(answer.body.items.some((promotion: { id: number }) => promotion.id === id));
    });

    it('take a fixed amount off each piece, never more than it costs', async () => {
      const [dear, cheap] = [await shop.article(), await shop.article({ price: '2.00' })];
      await promote('fixedPerItem', { skus: [dear.sku, cheap.sku], amountMinor: 300 });
      assert.equal((await quote(dear, 3)).total.amount, '21.00');
      assert.equal((await quote(cheap, 3)).total.amount, '0.00');
    });

    it('give every third piece free', async () => {
      const article = await shop.article();
      await promote('buyXGetY', { skus: [article.sku], buy: 2, get: 1 });
      assert.equal((await quote(article, 2)).total.amount, '20.00');
      assert.equal((await quote(article, 3)).total.amount, '20.00');
      assert.equal((await quote(article, 7)).total.amount, '50.00');
    });

    it('apply one after the other, by priority, until one is exclusive', async () => {
      const article = await shop.article();
      const rule = { skus: [article.sku], basisPoints: 5_000 };
      await promote('percent', rule, { priority: 10, exclusive: true });
      await promote('percent', rule, { priority: 20 });
      assert.equal((await quote(article, 1)).total.amount, '5.00');
    });

    it('wait for a minimum', async () => {
      const article = await shop.article();
      await promote('percent', {
        skus: [article.sku],
        basisPoints: 1_000,
        minimumSubtotalMinor: 5_000,
      });
      assert.equal((await quote(article, 4)).discount.amount, '0.00');
      assert.equal((await quote(article, 5)).discount.amount, '5.00');
    });

    it('count only between their start and their end', async () => {
      const article = await shop.article();
      const rule = { skus: [article.sku], basisPoints: 1_000 };
      await promote('percent', rule, { startsAt: TOMORROW });
      assert.equal((await quote(article, 1)).total.amount, '10.00');
      const id = await promote('percent', rule);
      assert.equal((await quote(article, 1)).total.amount, '9.00');
      await shop.post(`/promotions/${id}/end`, await shop.staff()).expect(200);
      assert.equal((await quote(article, 1)).total.amount, '10.00');
    });

    it('show in the catalogue, beside the regular price', async () => {
      const article = await shop.article();
      await promote('percent', { skus: [article.sku], basisPoints: 2_000 });
      const shown = await shop.get(`/products/${article.slug}`).expect(200);
      const { price } = shown.body.variants[0];
      assert.equal(price.current.amount, '8.00');
      assert.equal(price.regular.amount, '10.00');
      assert.match(price.promotion, /^Promotion /);
    });

    it('can be changed before they begin, and not after', async () => {
      const staff = await shop.staff();
      const body = {
        name: 'Changed',
        kind: 'percent',
        rule: { basisPoints: 100, skus: ['NOTHING-1'] },
        startsAt: TOMORROW,
      };
      const future = await promote('percent', body.rule, { startsAt: TOMORROW });
      await shop.put(`/promotions/${future}`, staff).send(body).expect(200);
      const running = await promote('percent', body.rule);
      await shop.put(`/promotions/${running}`, staff).send(body).expect(409);
    });

    it('need the numbers that their kind calls for', async () => {
      const staff = await shop.staff();
      for (const kind of ['percent', 'fixedPerItem', 'buyXGetY']) {
        await shop
          .post('/promotions', staff)
          .send({ name: 'Empty', kind, rule: {}, startsAt: YESTERDAY })
          .expect(400);
      }
    });
  });

  describe('with coupons', () => {
    it('take the coupon off last, spread without losing a cent', async () => {
      const [a, b] = [await shop.article({ price: '3.33' }), await shop.article({ price: '6.66' })];
      const code = await coupon({ kind: 'fixed', amount: '1.00' });
      const items = [
        { sku: a.sku, quantity: 1 },
        { sku: b.sku, quantity: 1 },
      ];
      const answer = await shop.post('/prices/quote').send({ items, coupon: code }).expect(200);
      assert.equal(answer.body.coupon.amount.amount, '1.00');
      assert.equal(answer.body.total.amount, '8.99');
      const discounts = answer.body.lines.map(
        (line: { discount: { amount: string } }) => line.discount.amount,
      );
      assert.deepEqual(discounts, ['0.33', '0.67']);
    });

    it('say why they cannot be used', async () => {
      const article = await shop.article();
      const cases: [object, string][] = [
        [{ startsAt: TOMORROW }, 'not_started'],
        [{ endsAt: YESTERDAY }, 'expired'],
        [{ minimumSubtotal: '10.01' }, 'below_minimum'],
        [{ categoryId: await shop.category() }, 'no_eligible_items'],
      ];
      for (const [rule, problem] of cases) {
        const code = await coupon(rule);
        const answer = await shop
          .post('/prices/quote')
          .send({ items: [{ sku: article.sku, quantity: 1 }], coupon: code })
          .expect(422);
        assert.equal(answer.body.error.details.problem, problem);
      }
    });

    it('can be called in', async () => {
      const article = await shop.article();
      const code = await coupon();
      await shop.post(`/coupons/${code}/deactivate`, await shop.staff()).expect(200);
      const answer = await shop
        .post('/prices/quote')
        .send({ items: [{ sku: article.sku, quantity: 1 }], coupon: code })
        .expect(422);
      assert.equal(answer.body.error.details.problem, 'inactive');
      const list = await shop.get('/coupons?active=false', await shop.staff()).expect(200);
      assert.ok(list.body.items.some((item: { code: string }) => item.code === code));
    });

    it('come in batches of codes that all differ', async () => {
      const answer = await shop
        .post('/coupons/batch', await shop.staff())
        .send({ prefix: 'spring', count: 50, basisPoints: 500, endsAt: TOMORROW })
        .expect(201);
      assert.equal(new Set(answer.body.codes).size, 50);
      const article = await shop.article();
      const [code] = answer.body.codes;
      assert.match(code, /^SPRING-[2-9A-Z]{8}$/);
      assert.equal((await quote(article, 1, { coupon: code })).total.amount, '9.50');
    });

    it('are not given twice', async () => {
      const code = await coupon();
      await shop
        .post('/coupons', await shop.staff())
        .send({ code, kind: 'freeShipping' })
        .expect(409);
    });
  });

  describe('with tax', () => {
    it('contain the tax of the country and the class', async () => {
      const book = await shop.article({ price: '10.70', taxClass: 'reduced' });
      assert.equal((await quote(book, 1)).taxIncluded.amount, '0.70');
      const lamp = await shop.article({ price: '11.90' });
      assert.equal((await quote(lamp, 1)).taxIncluded.amount, '1.90');
      assert.equal((await quote(lamp, 1, { country: 'FR' })).taxIncluded.amount, '1.98');
      const stamp = await shop.article({ price: '11.90', taxClass: 'zero' });
      assert.equal((await quote(stamp, 1)).taxIncluded.amount, '0.00');
    });

    it('is listed by country and class', async () => {
      const answer = await shop.get('/prices/tax-rates').expect(200);
      const german = answer.body.filter((rate: { country: string }) => rate.country === 'DE');
      assert.ok(german.length >= 3, JSON.stringify(answer.body));
    });

    it('follow a new rate from its first day on', async () => {
      const article = await shop.article({ price: '12.50' });
      const rate = { country: 'PL', taxClass: 'standard', basisPoints: 2_500 };
      const admin = await shop.admin();
      await shop
        .put('/prices/tax-rates', admin)
        .send({ ...rate, basisPoints: 4_000, validFrom: '2999-01-01' })
        .expect(200);
      assert.equal((await quote(article, 1, { country: 'PL' })).taxIncluded.amount, '2.34');
      await shop
        .put('/prices/tax-rates', admin)
        .send({ ...rate, validFrom: '2024-06-01' })
        .expect(200);
      assert.equal((await quote(article, 1, { country: 'PL' })).taxIncluded.amount, '2.50');
      await shop
        .put('/prices/tax-rates', await shop.staff())
        .send(rate)
        .expect(403);
    });
  });

  it('are unknown for articles that are not for sale', async () => {
    await shop
      .post('/prices/quote')
      .send({ items: [{ sku: 'NEVER-SEEN', quantity: 1 }] })
      .expect(404);
  });
});
