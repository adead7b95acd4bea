import assert from 'node:assert/strict';
import type { TestShop } from '../support/shop.js';
import { GOOD_CARD, eventually, openShop, unique } from '../support/shop.js';

describe('checkout', () => {
  let shop: TestShop;

  before(async () => {
    shop = await openShop();
  });

  after(() => shop.close());

  function payBy(number: string, more: object = {}) {
    return { payment: { method: 'card', card: { ...GOOD_CARD, number, ...more } } };
  }

  it('turns a cart into a paid order and promises the stock', async () => {
    const { sku } = await shop.article({ stock: 5 });
    const customer = await shop.customerWithAddress();
    const cartId = await shop.cartWith(customer, [{ sku, quantity: 2 }]);
    const answer = await shop.checkout(customer, cartId);
    assert.equal(answer.status, 201);
    assert.match(answer.body.number, /^SO-\d{4}-\d{6}$/);
    assert.equal(answer.headers['location'], `/api/orders/${answer.body.number}`);
    assert.equal(answer.body.status, 'paid');
    assert.equal(answer.body.subtotal.amount, '20.00');
    assert.equal(answer.body.shipping.amount, '4.90');
    assert.equal(answer.body.total.amount, '24.90');
    assert.equal(answer.body.taxIncluded.amount, '3.97');
    assert.equal(await shop.available(sku), 3);
  });

  it('needs a customer who is logged in, with an address', async () => {
    const { sku } = await shop.article();
    const guestCart = await shop.cartWith(undefined, [{ sku, quantity: 1 }]);
    const body = { cartId: guestCart, payment: { method: 'transfer' } };
    await shop.post('/orders').send(body).expect(401);
    const homeless = await shop.customer();
    const answer = await shop.post('/orders', homeless).send(body).expect(400);
    assert.match(answer.body.error.message, /add an address/);
  });

  it('takes the cart that was filled before logging in', async () => {
    const { sku } = await shop.article();
    const guestCart = await shop.cartWith(undefined, [{ sku, quantity: 2 }]);
    const customer = await shop.customerWithAddress();
    const answer = await shop.checkout(customer, guestCart);
    assert.equal(answer.status, 201);
    assert.equal(answer.body.items, 2);
  });

  it('does not order an empty cart, nor the same cart twice', async () => {
    const { sku } = await shop.article();
    const customer = await shop.customerWithAddress();
    const empty = await shop.cartWith(customer, []);
    assert.equal((await shop.checkout(customer, empty)).status, 400);
    const cartId = await shop.cartWith(customer, [{ sku, quantity: 1 }]);
    assert.equal((await shop.checkout(customer, cartId)).status, 201);
    assert.equal((await shop.checkout(customer, cartId)).status, 404);
  });

  it('orders once when the button is pressed twice', async () => {
    const { sku } = await shop.article({ stock: 10 });
    const customer = await shop.customerWithAddress();
    const cartId = await shop.cartWith(customer, [{ sku, quantity: 1 }]);
    const answers = await Promise.all([
      shop.checkout(customer, cartId),
      shop.checkout(customer, cartId),
    ]);
    const statuses = answers.map((answer) => answer.status);
    assert.equal(statuses.filter((status) => status === 201).length, 1);
    assert.equal(await shop.available(sku), 9);
  });

  it('sells the last piece once, whoever comes at the same time', async () => {
    const { sku } = await shop.article({ stock: 1 });
    const customers = await Promise.all([1, 2, 3].map(() => shop.customerWithAddress()));
    const carts = await Promise.all(
      customers.map((customer) => shop.cartWith(customer, [{ sku, quantity: 1 }])),
    );
    const answers = await Promise.all(
      customers.map((customer, index) => shop.checkout(customer, carts[index] ?? '')),
    );
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, 409, 409]);
    assert.equal(await shop.available(sku), 0);
  });

  it('writes nothing when stock is short, and corrects the cart', async () => {
    const [scarce, gone] = [await shop.article({ stock: 2 }), await shop.article({ stock: 0 })];
    const customer = await shop.customerWithAddress();
    const cartId = await shop.cartWith(customer, [
      { sku: scarce.sku, quantity: 3 },
      { sku: gone.sku, quantity: 1 },
    ]);
    const answer = await shop.checkout(customer, cartId);
    assert.equal(answer.status, 409);
    assert.equal(answer.body.error.code, 'out_of_stock');
    assert.deepEqual(answer.body.error.details.shortages, [
      { sku: scarce.sku, requested: 3, available: 2 },
      { sku: gone.sku, requested: 1, available: 0 },
    ]);
    const orders = await shop.get('/orders', customer).expect(200);
    assert.equal(orders.body.total, 0);
    const cart = await shop.get(`/carts/${cartId}`, customer).expect(200);
    assert.equal(cart.body.lines[0].quantity, 2);
    assert.deepEqual(cart.body.savedForLater, [{ sku: gone.sku, quantity: 1 }]);
  });

  it('writes no order when the card is declined, but remembers the attempt', async () => {
    const { sku } = await shop.article({ stock: 5 });
    const customer = await shop.customerWithAddress();
    const cartId = await shop.cartWith(customer, [{ sku, quantity: 1 }]);
    const answer = await shop.checkout(customer, cartId, payBy('4000 0000 0000 9995'));
    assert.equal(answer.status, 402);
    assert.equal(answer.body.error.details.reason, 'insufficient_funds');
    assert.equal(await shop.available(sku), 5);
    const payments = await shop.get('/payments?pageSize=100', await shop.staff()).expect(200);
    const attempt = payments.body.items.find(
      (payment: { payer: string }) => payment.payer === customer.email,
    );
    assert.equal(attempt.status, 'declined');
    assert.equal(attempt.order, null);
    assert.equal((await shop.checkout(customer, cartId)).status, 201);
    await eventually(async () => {
      const subjects = await shop.subjects(customer);
      assert.ok(subjects.includes('Your payment did not go through'));
    });
  });

  it('declines cards that are mistyped or expired', async () => {
    const { sku } = await shop.article();
    const customer = await shop.customerWithAddress();
    const cartId = await shop.cartWith(customer, [{ sku, quantity: 1 }]);
    const mistyped = await shop.checkout(customer, cartId, payBy('4242 4242 4242 4241'));
    assert.equal(mistyped.body.error.details.reason, 'invalid_card');
    const past = { expiryMonth: 1, expiryYear: 2020 };
    const expired = await shop.checkout(customer, cartId, payBy(GOOD_CARD.number, past));
    assert.equal(expired.body.error.details.reason, 'expired_card');
  });

  it('declines more than the card may pay', async () => {
    const { sku } = await shop.article({ price: '6000.00' });
    const customer = await shop.customerWithAddress();
    const cartId = await shop.cartWith(customer, [{ sku, quantity: 2 }]);
    const answer = await shop.checkout(customer, cartId);
    assert.equal(answer.body.error.details.reason, 'over_limit');
  });

  it('counts a coupon once per customer', async () => {
    const code = unique('ONCE-');
    const staff = await shop.staff();
    await shop
      .post('/coupons', staff)
      .send({ code, kind: 'percent', basisPoints: 1_000 })
      .expect(201);
    const { sku } = await shop.article();
    const customer = await shop.customerWithAddress();
    const cartId = await shop.cartWith(customer, [{ sku, quantity: 1 }]);
    await shop.put(`/carts/${cartId}/coupon`, customer).send({ code }).expect(200);
    const order = await shop.checkout(customer, cartId);
    assert.equal(order.body.discount.amount, '1.00');
    assert.equal(order.body.couponCode, code);
    const next = await shop.cartWith(customer, [{ sku, quantity: 1 }]);
    const refused = await shop.put(`/carts/${next}/coupon`, customer).send({ code }).expect(422);
    assert.equal(refused.body.error.details.problem, 'already_used');
    const usage = await shop.get(`/coupons/${code}/redemptions`, staff).expect(200);
    assert.equal(usage.body[0].order, order.body.number);
  });

  it('lets one customer only have a coupon that is there once', async () => {
    const code = unique('LAST-');
    await shop
      .post('/coupons', await shop.staff())
      .send({ code, kind: 'percent', basisPoints: 1_000, maxRedemptions: 1 })
      .expect(201);
    const { sku } = await shop.article();
    const customers = [await shop.customerWithAddress(), await shop.customerWithAddress()];
    const carts: string[] = [];
    for (const customer of customers) {
      const cartId = await shop.cartWith(customer, [{ sku, quantity: 1 }]);
      await shop.put(`/carts/${cartId}/coupon`, customer).send({ code }).expect(200);
      carts.push(cartId);
    }
    const answers = await Promise.all(
      customers.map((customer, index) => shop.checkout(customer, carts[index] ?? '')),
    );
    const won = answers.filter((answer) => answer.status === 201);
    assert.equal(won.length, 1);
  });

  it('ships free with a coupon for that', async () => {
    const code = unique('FREE-');
    await shop
      .post('/coupons', await shop.staff())
      .send({ code, kind: 'freeShipping' })
      .expect(201);
    const { sku } = await shop.article();
    const customer = await shop.customerWithAddress();
    const cartId = await shop.cartWith(customer, [{ sku, quantity: 1 }]);
    await shop.put(`/carts/${cartId}/coupon`, customer).send({ code }).expect(200);
    const order = await shop.checkout(customer, cartId, { shippingMethod: 'express' });
    assert.equal(order.body.shipping.amount, '0.00');
  });

  it('delivers abroad at the tax and the price of the country', async () => {
    const { sku } = await shop.article({ price: '12.00' });
    const customer = await shop.customerWithAddress('AT', '1010');
    const order = await shop.checkout(
      customer,
      await shop.cartWith(customer, [{ sku, quantity: 1 }]),
    );
    assert.equal(order.body.shipping.amount, '12.90');
    assert.equal(order.body.taxIncluded.amount, '4.15');
  });

  it('refuses a method that does not go to the country', async () => {
    const { sku } = await shop.article();
    const customer = await shop.customerWithAddress('CH', '8001');
    const cartId = await shop.cartWith(customer, [{ sku, quantity: 1 }]);
    const answer = await shop.checkout(customer, cartId, { shippingMethod: 'express' });
    assert.equal(answer.status, 422);
    assert.equal(answer.body.error.code, 'shipping_unavailable');
  });

  it('leaves what was saved for later in a new cart', async () => {
    const [now, later] = [await shop.article(), await shop.article()];
    const customer = await shop.customerWithAddress();
    const cartId = await shop.cartWith(customer, [
      { sku: now.sku, quantity: 1 },
      { sku: later.sku, quantity: 1 },
    ]);
    await shop
      .patch(`/carts/${cartId}/items/${later.sku}`, customer)
      .send({ savedForLater: true })
      .expect(200);
    const order = await shop.checkout(customer, cartId);
    assert.equal(order.body.items, 1);
    const next = await shop.post('/carts', customer).expect(201);
    assert.notEqual(next.body.id, cartId);
    assert.deepEqual(next.body.savedForLater, [{ sku: later.sku, quantity: 1 }]);
  });

  it('numbers orders without a gap, declined attempts notwithstanding', async () => {
    const { sku } = await shop.article();
    const customer = await shop.customerWithAddress();
    const serial = (number: string) => Number(number.split('-')[2]);
    const first = await shop.paidOrder(customer, [{ sku, quantity: 1 }]);
    const cartId = await shop.cartWith(customer, [{ sku, quantity: 1 }]);
    await shop.checkout(customer, cartId, payBy('4000 0000 0000 9995'));
    const second = await shop.checkout(customer, cartId);
    assert.equal(serial(second.body.number), serial(first) + 1);
  });
});
