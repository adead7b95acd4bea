import assert from 'node:assert/strict';
import type { TestShop } from '../support/shop.js';
import { PASSWORD, openShop, unique } from '../support/shop.js';

describe('carts', () => {
  let shop: TestShop;

  before(async () => {
    shop = await openShop();
  });

  after(() => shop.close());

  it('are one per customer, and new for every guest', async () => {
    const customer = await shop.customer();
    const first = await shop.post('/carts', customer).expect(201);
    const second = await shop.post('/carts', customer).expect(201);
    assert.equal(first.body.id, second.body.id);
    const guest = await shop.post('/carts').expect(201);
    const other = await shop.post('/carts').expect(201);
    assert.notEqual(guest.body.id, other.body.id);
  });

  it('of customers are closed to everybody else', async () => {
    const cart = await shop.post('/carts', await shop.customer()).expect(201);
    await shop.get(`/carts/${cart.body.id}`).expect(404);
    await shop.get(`/carts/${cart.body.id}`, await shop.customer()).expect(404);
    await shop.get('/carts/not-a-cart').expect(400);
  });

  it('add up what is put in twice', async () => {
    const { sku } = await shop.article({ price: '2.50' });
    const id = await shop.cartWith(undefined, [
      { sku, quantity: 1 },
      { sku, quantity: 3 },
    ]);
    const cart = await shop.get(`/carts/${id}`).expect(200);
    assert.equal(cart.body.lines.length, 1);
    assert.equal(cart.body.lines[0].quantity, 4);
    assert.deepEqual(cart.body.total, { amount: '10.00', currency: 'EUR' });
    assert.equal(cart.body.taxIncluded.amount, '1.60');
  });

  it('take at most 999 of an article', async () => {
    const { sku } = await shop.article();
    const id = await shop.cartWith(undefined, [{ sku, quantity: 999 }]);
    await shop.post(`/carts/${id}/items`).send({ sku, quantity: 1 }).expect(400);
  });

  it('change and drop lines', async () => {
    const [a, b] = [await shop.article(), await shop.article()];
    const id = await shop.cartWith(undefined, [
      { sku: a.sku, quantity: 1 },
      { sku: b.sku, quantity: 1 },
    ]);
    const changed = await shop
      .patch(`/carts/${id}/items/${a.sku}`)
      .send({ quantity: 5 })
      .expect(200);
    assert.equal(changed.body.total.amount, '60.00');
    const dropped = await shop.delete(`/carts/${id}/items/${b.sku}`).expect(200);
    assert.equal(dropped.body.total.amount, '50.00');
    await shop.delete(`/carts/${id}/items/${b.sku}`).expect(404);
    await shop.delete(`/carts/${id}`).expect(204);
    const empty = await shop.get(`/carts/${id}`).expect(200);
    assert.deepEqual(empty.body.lines, []);
  });

  it('keep lines for later without counting them', async () => {
    const { sku } = await shop.article();
    const id = await shop.cartWith(undefined, [{ sku, quantity: 2 }]);
    const saved = await shop
      .patch(`/carts/${id}/items/${sku}`)
      .send({ savedForLater: true })
      .expect(200);
    assert.deepEqual(saved.body.lines, []);
    assert.deepEqual(saved.body.savedForLater, [{ sku, quantity: 2 }]);
    assert.equal(saved.body.total.amount, '0.00');
  });

  it('tell what there is not enough of', async () => {
    const { sku } = await shop.article({ stock: 2 });
    const id = await shop.cartWith(undefined, [{ sku, quantity: 3 }]);
    const cart = await shop.get(`/carts/${id}`).expect(200);
    assert.deepEqual(cart.body.shortages, [{ sku, requested: 3, available: 2 }]);
  });

  it('tell when a price has changed since, and when an article is gone', async () => {
    const staff = await shop.staff();
    const [a, b] = [await shop.article(), await shop.article()];
    const id = await shop.cartWith(undefined, [
      { sku: a.sku, quantity: 1 },
      { sku: b.sku, quantity: 1 },
    ]);
    await shop.patch(`/variants/${a.sku}`, staff).send({ price: '12.00' }).expect(200);
    await shop.patch(`/variants/${b.sku}`, staff).send({ active: false }).expect(200);
    const cart = await shop.get(`/carts/${id}`).expect(200);
    assert.equal(cart.body.lines[0].priceWas.amount, '10.00');
    assert.equal(cart.body.lines[0].unitPrice.amount, '12.00');
    assert.deepEqual(cart.body.unavailable, [b.sku]);
  });

  it('take a coupon that can be used, and give it back', async () => {
    const code = unique('CART-');
    const staff = await shop.staff();
    await shop
      .post('/coupons', staff)
      .send({ code, kind: 'percent', basisPoints: 2_000, minimumSubtotal: '20.00' })
      .expect(201);
    const { sku } = await shop.article();
    const id = await shop.cartWith(undefined, [{ sku, quantity: 1 }]);
    await shop.put(`/carts/${id}/coupon`).send({ code }).expect(422);
    await shop.post(`/carts/${id}/items`).send({ sku, quantity: 1 }).expect(200);
    const taken = await shop.put(`/carts/${id}/coupon`).send({ code }).expect(200);
    assert.deepEqual(taken.body.coupon, { code, amount: { amount: '4.00', currency: 'EUR' } });
    const back = await shop.delete(`/carts/${id}/coupon`).expect(200);
    assert.equal(back.body.coupon, null);
  });

  it('leave a coupon out that has lapsed since, and say so', async () => {
    const code = unique('LAPSE-');
    const staff = await shop.staff();
    await shop
      .post('/coupons', staff)
      .send({ code, kind: 'percent', basisPoints: 100 })
      .expect(201);
    const { sku } = await shop.article();
    const id = await shop.cartWith(undefined, [{ sku, quantity: 1 }]);
    await shop.put(`/carts/${id}/coupon`).send({ code }).expect(200);
    await shop.post(`/coupons/${code}/deactivate`, staff).expect(200);
    const cart = await shop.get(`/carts/${id}`).expect(200);
    assert.equal(cart.body.coupon, null);
    assert.equal(cart.body.couponProblem, 'inactive');
    assert.equal(cart.body.total.amount, '10.00');
  });

  it('give gold customers their four percent', async () => {
    const { sku } = await shop.article();
    const customer = await shop.customer();
    await shop
      .post(`/customers/${customer.id}/points`, await shop.staff())
      .send({ points: 2_500, note: 'anniversary' })
      .expect(201);
    const id = await shop.cartWith(customer, [{ sku, quantity: 10 }]);
    const cart = await shop.get(`/carts/${id}`, customer).expect(200);
    assert.equal(cart.body.discount.amount, '4.00');
  });

  it('join the customer’s own on logging in', async () => {
    const [a, b] = [await shop.article(), await shop.article()];
    const customer = await shop.customer();
    const own = await shop.cartWith(customer, [{ sku: a.sku, quantity: 1 }]);
    const guest = await shop.cartWith(undefined, [
      { sku: a.sku, quantity: 2 },
      { sku: b.sku, quantity: 1 },
    ]);
    await shop
      .post('/auth/login')
      .send({ email: customer.email, password: PASSWORD, cartId: guest })
      .expect(200);
    const cart = await shop.get(`/carts/${own}`, customer).expect(200);
    assert.deepEqual(
      cart.body.lines.map((line: { sku: string; quantity: number }) => [line.sku, line.quantity]),
      [
        [a.sku, 3],
        [b.sku, 1],
      ],
    );
    await shop.get(`/carts/${guest}`).expect(404);
  });

  it('offer the shipping methods of the country, the cheapest first', async () => {
    const { sku } = await shop.article({ weightGrams: 1_000 });
    const id = await shop.cartWith(undefined, [{ sku, quantity: 1 }]);
    const domestic = await shop.get(`/carts/${id}/shipping-options`).expect(200);
    assert.deepEqual(
      domestic.body.map((option: { method: string; price: { amount: string } }) => [
        option.method,
        option.price.amount,
      ]),
      [
        ['pickup', '0.00'],
        ['standard', '4.90'],
        ['express', '14.90'],
      ],
    );
    const abroad = await shop.get(`/carts/${id}/shipping-options?country=CH`).expect(200);
    assert.deepEqual(
      abroad.body.map((option: { carrier: string }) => option.carrier),
      ['Alpina'],
    );
  });

  it('ship free above a value, and not at all above a weight', async () => {
    const dear = await shop.article({ price: '60.00' });
    const rich = await shop.cartWith(undefined, [{ sku: dear.sku, quantity: 1 }]);
    const free = await shop.get(`/carts/${rich}/shipping-options`).expect(200);
    const standard = free.body.find((option: { method: string }) => option.method === 'standard');
    assert.equal(standard.price.amount, '0.00');
    const anvil = await shop.article({ weightGrams: 40_000 });
    const heavy = await shop.cartWith(undefined, [{ sku: anvil.sku, quantity: 1 }]);
    const refused = await shop.get(`/carts/${heavy}/shipping-options`).expect(422);
    assert.equal(refused.body.error.code, 'shipping_unavailable');
  });
});
