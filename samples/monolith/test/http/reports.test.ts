import assert from 'node:assert/strict';
import type { Account, TestShop } from '../support/shop.js';
import { eventually, openShop, unique } from '../support/shop.js';

// Sums are over everything that happened, so these tests share one small history of the shop.
describe('reports', () => {
  let shop: TestShop;
  let staff: Account;
  let big: Account;
  let code: string;
  let lamp: { sku: string };
  let refundedOrder: string;

  before(async () => {
    shop = await openShop();
    staff = await shop.staff();
    const lamps = await shop.category('Lamps');
    const books = await shop.category('Books');
    lamp = await shop.article({ name: 'Lamp', price: '50.00', categoryId: lamps, stock: 30 });
    const book = await shop.article({ name: '=Book', price: '10.00', categoryId: books });
    code = unique('REPORT-');
    await shop
      .post('/coupons', staff)
      .send({ code, kind: 'fixed', amount: '10.00', maxPerCustomer: null })
      .expect(201);

    big = await shop.customerWithAddress();
    const cartId = await shop.cartWith(big, [{ sku: lamp.sku, quantity: 2 }]);
    await shop.put(`/carts/${cartId}/coupon`, big).send({ code }).expect(200);
    assert.equal((await shop.checkout(big, cartId)).status, 201);

    const small = await shop.customerWithAddress('FR', '75001');
    refundedOrder = await shop.deliveredOrder(small, [{ sku: book.sku, quantity: 3 }]);
    await shop
      .post(`/payments/orders/${refundedOrder}/refunds`, staff)
      .send({ amount: '5.00', reason: 'bent corner' })
      .expect(201);
    await shop.pendingOrder(small, [{ sku: lamp.sku, quantity: 1 }]);
    const declined = await shop.cartWith(small, [{ sku: book.sku, quantity: 1 }]);
    const card = {
      number: '4000000000009995',
      expiryMonth: 1,
      expiryYear: 2099,
      securityCode: '123',
      holder: 'Small',
    };
    const refusal = await shop.checkout(small, declined, { payment: { method: 'card', card } });
    assert.equal(refusal.status, 402);
  });

  after(() => shop.close());

  async function report(name: string, query = '') {
    return (await shop.get(`/reports/${name}${query}`, staff).expect(200)).body;
  }

  it('are for staff', async () => {
    await shop.get('/reports/dashboard', big).expect(403);
    await shop.get('/reports/dashboard').expect(401);
  });

  it('sum up paid orders, and those alone', async () => {
    const dashboard = await report('dashboard');
    assert.equal(dashboard.orders, 2);
    assert.equal(dashboard.items, 5);
    assert.equal(dashboard.customers, 2);
    // 90.00 without shipping, and 30.00 with 12.90 for shipping to France.
    assert.equal(dashboard.gross.amount, '132.90');
    assert.equal(dashboard.discount.amount, '10.00');
    assert.equal(dashboard.averageOrder.amount, '66.45');
    assert.deepEqual(dashboard.growthPercent, { orders: null, gross: null });
  });

  it('answer nothing for a time without sales, and refuse one that ends first', async () => {
    const past = await report('dashboard', '?from=2001-01-01&to=2001-02-01');
    assert.equal(past.orders, 0);
    assert.equal(past.averageOrder.amount, '0.00');
    await shop.get('/reports/dashboard?from=2002-01-01&to=2001-01-01', staff).expect(400);
  });

  it('divide the revenue among categories', async () => {
    const categories = await report('categories');
    assert.deepEqual(
      categories.map((row: { category: string; sharePercent: number }) => [
        row.category,
        row.sharePercent,
      ]),
      [
        ['Lamps', 75],
        ['Books', 25],
      ],
    );
  });

  it('rank products by pieces sold, with how long the stock lasts', async () => {
    const [first, second] = await report('products');
    assert.equal(first.name, '=Book');
    assert.equal(first.sold, 3);
    assert.equal(second.name, 'Lamp');
    assert.equal(second.gross.amount, '90.00');
    assert.equal(second.daysOfStock, 450);
  });

  it('rank customers by what they paid and kept', async () => {
    const [first, second] = await report('customers');
    assert.equal(first.email, big.email);
    assert.equal(first.spent.amount, '90.00');
    assert.equal(second.spent.amount, '37.90');
  });

  it('count payments by method, and the declined ones', async () => {
    const mix = await report('payments');
    assert.deepEqual(mix, [
      {
        method: 'card',
        payments: 2,
        declined: 1,
        amount: { amount: '132.90', currency: 'EUR' },
      },
      { method: 'transfer', payments: 0, declined: 0, amount: { amount: '0.00', currency: 'EUR' } },
    ]);
  });

  it('tell what coupons cost and brought', async () => {
    assert.deepEqual(await report('coupons'), [
      {
        code,
        redemptions: 1,
        discount: { amount: '10.00', currency: 'EUR' },
        orderValue: { amount: '90.00', currency: 'EUR' },
      },
    ]);
  });

  it('tell how fast carriers are', async () => {
    const [carrier] = await report('carriers');
    assert.equal(carrier.carrier, 'DPX');
    assert.equal(carrier.delivered, 1);
    assert.equal(carrier.averageDays, 0);
  });

  it('value the stock', async () => {
    const [berlin] = await report('stock');
    assert.equal(berlin.warehouse, 'BER');
    // 30 lamps on hand, and 20 books less the 3 that were delivered.
    assert.equal(berlin.pieces, 47);
    assert.equal(berlin.value.amount, '1670.00');
  });

  it('keep a figure a day, filled up with days without sales', async () => {
    const today = new Date().toISOString().slice(0, 10);
    await eventually(async () => {
      const series = await report('daily');
      assert.equal(series.length, 30);
      const last = series.at(-1);
      assert.equal(last.day, today);
      assert.equal(last.orders, 2);
      assert.equal(last.gross.amount, '132.90');
      assert.equal(last.refunded.amount, '5.00');
      assert.equal(series[0].orders, 0);
    });
    await shop.get('/reports/daily?from=2001-01-01&to=2004-01-01', staff).expect(400);
  });

  it('are rebuilt for a day when asked to', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const answer = await shop
      .post('/reports/daily', await shop.admin())
      .send({ day: today })
      .expect(201);
    assert.equal(answer.body.newCustomers, 2);
    await shop.post('/reports/daily', staff).send({ day: today }).expect(403);
  });

  it('print a page', async () => {
    const page = await shop.get('/reports/sales.html', staff).expect(200);
    assert.match(page.text, /<h1>Sales \d{4}-\d{2}-\d{2} to \d{4}-\d{2}-\d{2}<\/h1>/);
    assert.match(page.text, /2 orders, 132\.90 EUR/);
  });

  it('export orders as CSV, as a download', async () => {
    const csv = await shop.get('/reports/exports/orders.csv', staff).expect(200);
    assert.match(csv.headers['content-type'] ?? '', /^text\/csv/);
    assert.equal(csv.headers['content-disposition'], 'attachment; filename=orders.csv');
    const [header, ...rows] = csv.text.trim().split('\r\n');
    assert.match(header ?? '', /^number,date,status,/);
    assert.equal(rows.length, 3);
    const refunded = rows.find((row) => row.startsWith(refundedOrder));
    assert.match(refunded ?? '', /,delivered,.*,FR,0\.00,\d+\.\d{2},42\.90$/);
  });

  it('export stock and customers', async () => {
    const stock = await shop.get('/reports/exports/stock.csv', staff).expect(200);
    assert.ok(stock.text.includes(`${lamp.sku},BER,30,3,27,0`));
    await shop.get('/reports/exports/customers.csv', staff).expect(403);
    const customers = await shop
      .get('/reports/exports/customers.csv', await shop.admin())
      .expect(200);
    assert.ok(customers.text.includes(`${big.email},1,90.00`));
  });
});
