import assert from 'node:assert/strict';
import type { TestShop } from '../support/shop.js';
import { eventually, openShop, sign } from '../support/shop.js';

interface InvoiceEntry {
  number: string;
  kind: string;
  status: string;
  gross: { amount: string };
  tax: { amount: string };
  corrects: string | null;
}

describe('payments and invoices', () => {
  let shop: TestShop;

  before(async () => {
    shop = await openShop();
  });

  after(() => shop.close());

  async function invoices(number: string): Promise<InvoiceEntry[]> {
    const answer = await shop.get(`/invoices/orders/${number}`, await shop.staff()).expect(200);
    return answer.body;
  }

  async function pending(quantity = 1) {
    const { sku } = await shop.article({ stock: 10 });
    const customer = await shop.customerWithAddress();
    return { customer, sku, number: await shop.pendingOrder(customer, [{ sku, quantity }]) };
  }

  async function paid(quantity = 1) {
    const { sku } = await shop.article({ stock: 10 });
    const customer = await shop.customerWithAddress();
    return { customer, sku, number: await shop.paidOrder(customer, [{ sku, quantity }]) };
  }

  it('show a card payment by its last digits only', async () => {
    const { customer, number } = await paid();
    const statement = await shop.get(`/payments/orders/${number}`, customer).expect(200);
    assert.equal(statement.body.status, 'captured');
    assert.equal(statement.body.cardLast4, '4242');
    assert.equal(statement.body.amount.amount, '14.90');
    assert.ok(!JSON.stringify(statement.body).includes('424242'));
    await shop.get(`/payments/orders/${number}`, await shop.customer()).expect(404);
  });

  it('send the invoice first when the customer pays by transfer', async () => {
    const { number } = await pending();
    const [invoice] = await invoices(number);
    assert.equal(invoice?.status, 'open');
    assert.equal(invoice?.gross.amount, '14.90');
    assert.equal(invoice?.tax.amount, '2.38');
  });

  it('book a transfer, and hold the order until all of it is there', async () => {
    const { customer, number } = await pending();
    const staff = await shop.staff();
    const route = `/payments/orders/${number}/transfer`;
    const short = await shop.post(route, staff).send({ amount: '10.00' }).expect(400);
    assert.equal(short.body.error.details.missing.amount, '4.90');
    const booked = await shop.post(route, staff).send({ amount: '14.90' }).expect(200);
    assert.equal(booked.body.status, 'paid');
    assert.equal((await invoices(number))[0]?.status, 'paid');
    await shop.post(route, staff).send({ amount: '14.90' }).expect(409);
    await eventually(async () => {
      const subjects = await shop.subjects(customer);
      assert.ok(subjects.includes(`Payment received for ${number}`));
    });
  });

  it('believe the provider only with its signature over the very bytes', async () => {
    const { number } = await pending();
    const report = JSON.stringify(
      { type: 'transfer.received', orderNumber: number, amount: '14.90' },
      null,
      3,
    );
    const send = (signature: string) =>
      shop
        .post('/payments/webhook')
        .set('content-type', 'application/json')
        .set('x-signature', signature)
        .send(report);
    await send(sign(JSON.stringify(JSON.parse(report)))).expect(401);
    await send('').expect(401);
    const answer = await send(sign(report)).expect(200);
    assert.deepEqual(answer.body, { order: number, status: 'paid' });
  });

  it('refund a part, and then the rest, but no more', async () => {
    const { customer, number } = await paid();
    const staff = await shop.staff();
    const route = `/payments/orders/${number}/refunds`;
    const refund = (amount: string) =>
      shop.post(route, staff).send({ amount, reason: 'a scratch' });
    await refund('5.00').expect(201);
    const partly = await shop.get(`/payments/orders/${number}`, customer).expect(200);
    assert.equal(partly.body.status, 'partially_refunded');
    await refund('9.91').expect(400);
    await refund('9.90').expect(201);
    const wholly = await shop.get(`/payments/orders/${number}`, customer).expect(200);
    assert.equal(wholly.body.status, 'refunded');
    assert.equal(wholly.body.refunds.length, 2);
    assert.equal(wholly.body.refunds[0].by, undefined);
    await refund('0.01').expect(409);
  });

  it('leave refunds to staff, and refuse them before the money is there', async () => {
    const { customer, number } = await pending();
    const route = `/payments/orders/${number}/refunds`;
    const body = { amount: '1.00', reason: 'please' };
    await shop.post(route, customer).send(body).expect(403);
    await shop
      .post(route, await shop.staff())
      .send(body)
      .expect(409);
  });

  it('write a credit note for every refund', async () => {
    const { number } = await paid(3);
    await shop
      .post(`/payments/orders/${number}/refunds`, await shop.staff())
      .send({ amount: '11.90', reason: 'goodwill' })
      .expect(201);
    const [invoice, note] = await invoices(number);
    assert.equal(invoice?.kind, 'invoice');
    assert.equal(note?.kind, 'credit_note');
    assert.equal(note?.corrects, invoice?.number);
    assert.equal(note?.gross.amount, '-11.90');
    assert.equal(note?.tax.amount, '-1.90');
  });

  it('cancel the invoice of an order that was never paid', async () => {
    const { customer, number } = await pending();
    await shop.post(`/orders/${number}/cancel`, customer).send({ reason: 'no money' }).expect(200);
    const [invoice, note] = await invoices(number);
    assert.equal(invoice?.status, 'cancelled');
    assert.equal(note?.gross.amount, '-14.90');
    const statement = await shop.get(`/payments/orders/${number}`, customer).expect(200);
    assert.equal(statement.body.status, 'voided');
  });

  it('number invoices without a gap', async () => {
    const numbers: number[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { number } = await pending();
      const [invoice] = await invoices(number);
      numbers.push(Number(invoice?.number.split('-')[2]));
    }
    const [first = 0] = numbers;
    assert.deepEqual(numbers, [first, first + 1, first + 2]);
  });

  it('print an invoice with its tax by rate', async () => {
    const article = await shop.article({ name: 'Bowl <large>', price: '11.90' });
    const book = await shop.article({ price: '10.70', taxClass: 'reduced' });
    const customer = await shop.customerWithAddress();
    const number = await shop.pendingOrder(customer, [
      { sku: article.sku, quantity: 2 },
      { sku: book.sku, quantity: 1 },
    ]);
    const [invoice] = await invoices(number);
    const page = await shop.get(`/invoices/${invoice?.number}`, customer).expect(200);
    assert.match(page.headers['content-type'] ?? '', /^text\/html/);
    assert.match(page.text, /Bowl &lt;large&gt;, standard/);
    assert.match(page.text, /<td>7 %<\/td><td class="number">10\.00<\/td>/);
    assert.match(page.text, /Total 39\.40 EUR/);
    assert.match(page.text, /Please transfer the amount by \d{4}-\d{2}-\d{2} to DE02/);
    await shop.get(`/invoices/${invoice?.number}`, await shop.customer()).expect(404);
  });

  it('remind of an overdue invoice once a week, at most three times', async () => {
    const { customer, number } = await pending();
    const [invoice] = await invoices(number);
    const day = 86_400_000;
    const inDays = (days: number) => new Date(Date.now() + days * day);
    const reminders = async () =>
      (await shop.subjects(customer)).filter((subject) => subject.startsWith('Reminder'));
    for (const days of [10, 15, 16, 22, 29, 60]) await shop.runJob('nightly', inDays(days));
    await eventually(async () => {
      assert.deepEqual(
        await reminders(),
        [3, 2, 1].map((level) => `Reminder ${level}: invoice ${invoice?.number}`),
      );
    });
  });

  it('list all payments and invoices for staff, page by page', async () => {
    await paid();
    await pending();
    const staff = await shop.staff();
    const payments = await shop.get('/payments?pageSize=2', staff).expect(200);
    assert.equal(payments.body.items.length, 2);
    assert.equal(payments.body.items[0].method, 'transfer');
    const list = await shop.get('/invoices?pageSize=2', staff).expect(200);
    assert.equal(list.body.items.length, 2);
    await shop.get('/payments', await shop.customer()).expect(403);
  });
});
