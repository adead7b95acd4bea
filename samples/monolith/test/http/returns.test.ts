import assert from 'node:assert/strict';
import type { Account, TestShop } from '../support/shop.js';
import { eventually, openShop } from '../support/shop.js';

describe('returns', () => {
  let shop: TestShop;

  before(async () => {
    shop = await openShop();
  });

  after(() => shop.close());

  async function lineIds(number: string, customer: Account): Promise<number[]> {
    const order = await shop.get(`/orders/${number}`, customer).expect(200);
    return order.body.lines.map((line: { id: number }) => line.id);
  }

  /** A delivered order of one article at 10 euros, and its line. */
  async function delivered(quantity: number) {
    const article = await shop.article({ stock: 20 });
    const customer = await shop.customerWithAddress();
    const number = await shop.deliveredOrder(customer, [{ sku: article.sku, quantity }]);
    const [orderLineId = 0] = await lineIds(number, customer);
    return { article, customer, number, orderLineId };
  }

  async function approved(
    number: string,
    customer: Account,
    orderLineId: number,
    quantity: number,
    reason = 'changed_mind',
  ): Promise<string> {
    const request = await shop
      .post(`/orders/${number}/returns`, customer)
      .send({ reason, lines: [{ orderLineId, quantity }] })
      .expect(201);
    await shop
      .post(`/returns/${request.body.number}/decision`, await shop.staff())
      .send({ approve: true })
      .expect(200);
    return request.body.number;
  }

  async function receive(number: string, orderLineId: number, condition: string) {
    return shop
      .post(`/returns/${number}/receipt`, await shop.staff())
      .send({ lines: [{ orderLineId, condition }] })
      .expect(200);
  }

  it('are possible once the order has arrived, and by its customer', async () => {
    const { sku } = await shop.article();
    const customer = await shop.customerWithAddress();
    const number = await shop.paidOrder(customer, [{ sku, quantity: 1 }]);
    const [orderLineId] = await lineIds(number, customer);
    const body = { reason: 'changed_mind', lines: [{ orderLineId, quantity: 1 }] };
    await shop.post(`/orders/${number}/returns`, customer).send(body).expect(409);
    await shop
      .post(`/orders/${number}/returns`, await shop.customer())
      .send(body)
      .expect(404);
  });

  it('give the money of the pieces back, and put them on the shelf again', async () => {
    const { article, customer, number, orderLineId } = await delivered(3);
    assert.equal(await shop.available(article.sku), 17);
    const returnNumber = await approved(number, customer, orderLineId, 2);
    assert.match(returnNumber, /^RMA-/);
    const done = await receive(returnNumber, orderLineId, 'resellable');
    assert.equal(done.body.status, 'refunded');
    assert.equal(done.body.refund.amount, '20.00');
    assert.equal(await shop.available(article.sku), 19);
    const order = await shop.get(`/orders/${number}`, customer).expect(200);
    assert.equal(order.body.status, 'delivered');
    assert.equal(order.body.lines[0].returnedQuantity, 2);
  });

  it('do not put damaged goods on the shelf', async () => {
    const { article, customer, number, orderLineId } = await delivered(1);
    const returnNumber = await approved(number, customer, orderLineId, 1);
    await receive(returnNumber, orderLineId, 'damaged');
    assert.equal(await shop.available(article.sku), 19);
  });

  it('of everything close the order, and pay the shipping back if it was our fault', async () => {
    const { customer, number, orderLineId } = await delivered(1);
    const returnNumber = await approved(number, customer, orderLineId, 1, 'defective');
    const done = await receive(returnNumber, orderLineId, 'damaged');
    assert.equal(done.body.refund.amount, '14.90');
    const order = await shop.get(`/orders/${number}`, customer).expect(200);
    assert.equal(order.body.status, 'returned');
    const statement = await shop.get(`/payments/orders/${number}`, customer).expect(200);
    assert.equal(statement.body.status, 'refunded');
  });

  it('never refund more than was paid, however they are split', async () => {
    const article = await shop.article({ price: '3.33' });
    const customer = await shop.customerWithAddress();
    await shop
      .post('/promotions', await shop.staff())
      .send({
        name: 'Odd cents',
        kind: 'percent',
        rule: { skus: [article.sku], basisPoints: 1_000 },
        startsAt: '2024-01-01T00:00:00Z',
      })
      .expect(201);
    const number = await shop.deliveredOrder(customer, [{ sku: article.sku, quantity: 3 }]);
    const [orderLineId = 0] = await lineIds(number, customer);
    const refunds: number[] = [];
    for (let piece = 0; piece < 3; piece += 1) {
      const returnNumber = await approved(number, customer, orderLineId, 1);
      const done = await receive(returnNumber, orderLineId, 'resellable');
      refunds.push(Math.round(Number(done.body.refund.amount) * 100));
    }
    assert.equal(
      refunds.reduce((sum, cents) => sum + cents, 0),
      899,
    );
  });

  it('count what is announced already', async () => {
    const { customer, number, orderLineId } = await delivered(3);
    const body = (quantity: number) => ({
      reason: 'wrong_item',
      lines: [{ orderLineId, quantity }],
    });
    await shop.post(`/orders/${number}/returns`, customer).send(body(2)).expect(201);
    await shop.post(`/orders/${number}/returns`, customer).send(body(2)).expect(409);
    await shop.post(`/orders/${number}/returns`, customer).send(body(1)).expect(201);
  });

  it('are possible within thirty days', async () => {
    const { sku } = await shop.article();
    const customer = await shop.customerWithAddress();
    const number = await shop.paidOrder(customer, [{ sku, quantity: 1 }]);
    const { trackingCode } = await shop.dispatch(number);
    const arrival = new Date(Date.now() + 60_000);
    await shop.report(trackingCode, 'DELIVERED', new Date(arrival.getTime() - 31 * 86_400_000));
    // That report is older than the hand-over, so it changes nothing yet.
    const [orderLineId] = await lineIds(number, customer);
    const body = { reason: 'late', lines: [{ orderLineId, quantity: 1 }] };
    const early = await shop.post(`/orders/${number}/returns`, customer).send(body).expect(409);
    assert.match(early.body.error.message, /nothing to send back yet/);
    await shop.report(trackingCode, 'DELIVERED', arrival);
    await shop.post(`/orders/${number}/returns`, customer).send(body).expect(201);
  });

  it('are decided once, and the customer hears of it', async () => {
    const { customer, number, orderLineId } = await delivered(1);
    const staff = await shop.staff();
    const request = await shop
      .post(`/orders/${number}/returns`, customer)
      .send({ reason: 'changed_mind', lines: [{ orderLineId, quantity: 1 }] })
      .expect(201);
    const route = `/returns/${request.body.number}`;
    const open = await shop.get('/returns', staff).expect(200);
    assert.ok(open.body.some((each: { number: string }) => each.number === request.body.number));
    await shop.post(`${route}/decision`, staff).send({ approve: false }).expect(200);
    await shop.post(`${route}/decision`, staff).send({ approve: true }).expect(409);
    await shop
      .post(`${route}/receipt`, staff)
      .send({ lines: [{ orderLineId, condition: 'damaged' }] })
      .expect(409);
    await eventually(async () => {
      assert.ok((await shop.subjects(customer)).includes(`Your return ${request.body.number}`));
    });
  });
});
