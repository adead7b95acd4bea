import assert from 'node:assert/strict';
import type { TestShop } from '../support/shop.js';
import { eventually, openShop, unique } from '../support/shop.js';

describe('orders', () => {
  let shop: TestShop;

  before(async () => {
    shop = await openShop();
  });

  after(() => shop.close());

  it('show their lines, their address and their history', async () => {
    const article = await shop.article({ name: 'Blue bowl' });
    const customer = await shop.customerWithAddress();
    const number = await shop.paidOrder(customer, [{ sku: article.sku, quantity: 2 }]);
    const order = await shop.get(`/orders/${number}`, customer).expect(200);
    assert.equal(order.body.lines[0].name, 'Blue bowl, standard');
    assert.equal(order.body.lines[0].total.amount, '20.00');
    assert.equal(order.body.lines[0].taxIncluded.amount, '3.19');
    assert.equal(order.body.shippingAddress.line1, 'Feldweg 3');
    assert.deepEqual(
      order.body.history.map((change: { from: string | null; to: string }) => [
        change.from,
        change.to,
      ]),
      [
        [null, 'pending'],
        ['pending', 'paid'],
      ],
    );
    assert.equal(order.body.customer, undefined);
    assert.ok(new Date(order.body.expectedArrival) > new Date());
  });

  it('are shown to their customer and to staff, and to nobody else', async () => {
    const { sku } = await shop.article();
    const customer = await shop.customerWithAddress();
    const number = await shop.paidOrder(customer, [{ sku, quantity: 1 }]);
    await shop.get(`/orders/${number}`, await shop.customer()).expect(404);
    await shop.get(`/orders/${number}`).expect(401);
    const shown = await shop.get(`/orders/${number}`, await shop.staff()).expect(200);
    assert.equal(shown.body.customer.email, customer.email);
  });

  it('keep what they were placed with, whatever happens to the catalogue', async () => {
    const article = await shop.article({ name: 'Old name' });
    const customer = await shop.customerWithAddress();
    const number = await shop.paidOrder(customer, [{ sku: article.sku, quantity: 1 }]);
    const staff = await shop.staff();
    await shop.patch(`/variants/${article.sku}`, staff).send({ price: '99.00' }).expect(200);
    await shop.patch(`/products/${article.productId}`, staff).send({ name: 'New' }).expect(200);
    const order = await shop.get(`/orders/${number}`, customer).expect(200);
    assert.equal(order.body.lines[0].name, 'Old name, standard');
    assert.equal(order.body.lines[0].unitPrice.amount, '10.00');
  });

  it('are listed newest first, by status when asked to', async () => {
    const { sku } = await shop.article();
    const customer = await shop.customerWithAddress();
    const paid = await shop.paidOrder(customer, [{ sku, quantity: 1 }]);
    const pending = await shop.pendingOrder(customer, [{ sku, quantity: 1 }]);
    const numbers = async (query: string) => {
      const answer = await shop.get(`/orders?${query}`, customer).expect(200);
      return answer.body.items.map((order: { number: string }) => order.number);
    };
    assert.deepEqual(await numbers(''), [pending, paid]);
    assert.deepEqual(await numbers('status=paid'), [paid]);
    assert.deepEqual(await numbers('pageSize=1&page=2'), [paid]);
  });

  it('are found by staff by number, customer and time', async () => {
    const { sku } = await shop.article();
    const customer = await shop.customerWithAddress();
    const number = await shop.paidOrder(customer, [{ sku, quantity: 1 }]);
    const staff = await shop.staff();
    for (const q of [number, customer.email]) {
      const found = await shop.get(`/orders/search?q=${encodeURIComponent(q)}`, staff).expect(200);
      assert.equal(found.body.items[0].number, number);
      assert.ok(new Date(found.body.items[0].dueAt) > new Date());
    }
    const future = new Date(Date.now() + 60_000).toISOString();
    const none = await shop.get(`/orders/search?from=${future}`, staff).expect(200);
    assert.equal(none.body.total, 0);
    await shop.get('/orders/search', customer).expect(403);
  });

  it('give money, stock and coupon back when they are cancelled', async () => {
    const code = unique('BACK-');
    const staff = await shop.staff();
    await shop
      .post('/coupons', staff)
      .send({ code, kind: 'percent', basisPoints: 1_000 })
      .expect(201);
    const { sku } = await shop.article({ stock: 3 });
    const customer = await shop.customerWithAddress();
    const cartId = await shop.cartWith(customer, [{ sku, quantity: 2 }]);
    await shop.put(`/carts/${cartId}/coupon`, customer).send({ code }).expect(200);
    const { number } = (await shop.checkout(customer, cartId)).body;
    const cancelled = await shop
      .post(`/orders/${number}/cancel`, customer)
      .send({ reason: 'ordered twice' })
      .expect(200);
    assert.equal(cancelled.body.status, 'cancelled');
    assert.equal(cancelled.body.refunded.amount, '22.90');
    assert.equal(await shop.available(sku), 3);
    const statement = await shop.get(`/payments/orders/${number}`, customer).expect(200);
    assert.equal(statement.body.status, 'refunded');
    const again = await shop.cartWith(customer, [{ sku, quantity: 1 }]);
    await shop.put(`/carts/${again}/coupon`, customer).send({ code }).expect(200);
    await eventually(async () => {
      const subjects = await shop.subjects(customer);
      assert.ok(subjects.includes(`Refund for ${number}`));
      assert.ok(subjects.includes(`Your order ${number} has been cancelled`));
    });
  });

  it('cannot be cancelled once they are packed or gone', async () => {
    const { sku } = await shop.article();
    const customer = await shop.customerWithAddress();
    const number = await shop.paidOrder(customer, [{ sku, quantity: 2 }]);
    const order = await shop.get(`/orders/${number}`, customer).expect(200);
    const lines = [{ orderLineId: order.body.lines[0].id, quantity: 1 }];
    const staff = await shop.staff();
    await shop.post('/shipments', staff).send({ orderNumber: number, lines }).expect(201);
    const reason = 'too late';
    await shop.post(`/orders/${number}/cancel`, customer).send({ reason }).expect(409);
    await shop.dispatch(number);
    await shop.post(`/orders/${number}/cancel`, customer).send({ reason }).expect(403);
  });

  it('are cancelled once', async () => {
    const { sku } = await shop.article();
    const customer = await shop.customerWithAddress();
    const number = await shop.pendingOrder(customer, [{ sku, quantity: 1 }]);
    const reason = 'changed my mind';
    await shop.post(`/orders/${number}/cancel`, customer).send({ reason }).expect(200);
    await shop.post(`/orders/${number}/cancel`, customer).send({ reason }).expect(403);
    const twice = await shop
      .post(`/orders/${number}/cancel`, await shop.staff())
      .send({ reason })
      .expect(409);
    assert.equal(twice.body.error.code, 'illegal_transition');
  });

  it('fall back when their payment does not come in time', async () => {
    const { sku } = await shop.article({ stock: 4 });
    const customer = await shop.customerWithAddress();
    const number = await shop.pendingOrder(customer, [{ sku, quantity: 3 }]);
    assert.equal(await shop.available(sku), 1);
    await shop.runJob('expire-reservations');
    assert.equal(await shop.available(sku), 1);
    await shop.runJob('expire-reservations', new Date(Date.now() + 8 * 86_400_000));
    assert.equal(await shop.available(sku), 4);
    const order = await shop.get(`/orders/${number}`, customer).expect(200);
    assert.equal(order.body.status, 'cancelled');
    assert.equal(order.body.cancelReason, 'The payment did not arrive in time');
  });

  it('can be ordered again, as far as the articles are still there', async () => {
    const staff = await shop.staff();
    const [kept, gone] = [await shop.article(), await shop.article()];
    const customer = await shop.customerWithAddress();
    const number = await shop.paidOrder(customer, [
      { sku: kept.sku, quantity: 2 },
      { sku: gone.sku, quantity: 1 },
    ]);
    await shop.post(`/products/${gone.productId}/archive`, staff).expect(200);
    const answer = await shop.post(`/orders/${number}/reorder`, customer).expect(201);
    assert.deepEqual(answer.body.unavailable, [gone.sku]);
    const cart = await shop.get(`/carts/${answer.body.cartId}`, customer).expect(200);
    assert.deepEqual(
      cart.body.lines.map((line: { sku: string; quantity: number }) => [line.sku, line.quantity]),
      [[kept.sku, 2]],
    );
  });

  it('offer the customer what can still be done', async () => {
    const { sku } = await shop.article();
    const customer = await shop.customerWithAddress();
    const actions = async (number: string) =>
      (await shop.get(`/orders/${number}`, customer).expect(200)).body.actions;
    const number = await shop.pendingOrder(customer, [{ sku, quantity: 1 }]);
    assert.deepEqual(await actions(number), ['cancel']);
    const delivered = await shop.deliveredOrder(customer, [{ sku, quantity: 1 }]);
    assert.deepEqual(await actions(delivered), ['return', 'reorder']);
  });
});
