import assert from 'node:assert/strict';
import type { Account, TestShop } from '../support/shop.js';
import { eventually, openShop, sign } from '../support/shop.js';

describe('shipping', () => {
  let shop: TestShop;

  before(async () => {
    shop = await openShop();
  });

  after(() => shop.close());

  async function paid(quantity = 1) {
    const { sku } = await shop.article({ stock: 10 });
    const customer = await shop.customerWithAddress();
    return { customer, sku, number: await shop.paidOrder(customer, [{ sku, quantity }]) };
  }

  async function status(number: string, customer: Account): Promise<string> {
    return (await shop.get(`/orders/${number}`, customer).expect(200)).body.status;
  }

  it('queues paid orders for packing, with where their goods lie', async () => {
    const { number, sku } = await paid(2);
    const queue = await shop.get('/shipments/queue', await shop.staff()).expect(200);
    const entry = queue.body.find((each: { number: string }) => each.number === number);
    assert.deepEqual(entry.picks, [{ warehouse: 'BER', sku, quantity: 2 }]);
    await shop.get('/shipments/queue', await shop.customer()).expect(403);
  });

  it('packs an order, hands it over, and takes the goods out of stock', async () => {
    const { customer, number, sku } = await paid(2);
    const staff = await shop.staff();
    const parcel = await shop.post('/shipments', staff).send({ orderNumber: number }).expect(201);
    assert.equal(parcel.body.status, 'label_created');
    assert.equal(parcel.body.weightGrams, 1_000);
    assert.equal(parcel.body.carrier, 'DPX');
    assert.equal(await status(number, customer), 'packed');
    await shop.post(`/shipments/${parcel.body.id}/dispatch`, staff).expect(200);
    assert.equal(await status(number, customer), 'shipped');
    const level = await shop.get(`/inventory/levels?q=${sku}`, staff).expect(200);
    assert.equal(level.body.items[0].onHand, 8);
    assert.equal(level.body.items[0].reserved, 0);
    await shop.post(`/shipments/${parcel.body.id}/dispatch`, staff).expect(409);
    await eventually(async () => {
      const subjects = await shop.subjects(customer);
      assert.ok(subjects.includes(`Your order ${number} is on its way`));
    });
  });

  it('does not pack what is not paid', async () => {
    const { sku } = await shop.article();
    const customer = await shop.customerWithAddress();
    const number = await shop.pendingOrder(customer, [{ sku, quantity: 1 }]);
    const staff = await shop.staff();
    await shop.post('/shipments', staff).send({ orderNumber: number }).expect(409);
    await shop.post('/shipments', staff).send({ orderNumber: 'SO-1' }).expect(404);
  });

  it('splits an order into parcels', async () => {
    const { customer, number } = await paid(3);
    const staff = await shop.staff();
    const order = await shop.get(`/orders/${number}`, customer).expect(200);
    const orderLineId = order.body.lines[0].id;
    const part = (quantity: number) => ({
      orderNumber: number,
      lines: [{ orderLineId, quantity }],
    });
    await shop.post('/shipments', staff).send(part(4)).expect(409);
    const first = await shop.post('/shipments', staff).send(part(2)).expect(201);
    assert.equal(await status(number, customer), 'paid');
    await shop.post(`/shipments/${first.body.id}/dispatch`, staff).expect(200);
    assert.equal(await status(number, customer), 'paid');
    const rest = await shop.dispatch(number);
    assert.equal(await status(number, customer), 'shipped');
    await shop.report(rest.trackingCode, 'DELIVERED');
    assert.equal(await status(number, customer), 'shipped');
    await shop.report(first.body.trackingCode, 'DELIVERED');
    assert.equal(await status(number, customer), 'delivered');
  });

  it('unpacks a parcel again', async () => {
    const { customer, number } = await paid();
    const staff = await shop.staff();
    const parcel = await shop.post('/shipments', staff).send({ orderNumber: number }).expect(201);
    await shop.delete(`/shipments/${parcel.body.id}`, staff).expect(204);
    assert.equal(await status(number, customer), 'paid');
    await shop.get(`/tracking/${parcel.body.trackingCode}`).expect(404);
    await shop.dispatch(number);
    assert.equal(await status(number, customer), 'shipped');
  });

  it('follows a parcel in public, without telling who gets it', async () => {
    const { number } = await paid();
    const { trackingCode } = await shop.dispatch(number);
    await shop.report(trackingCode, 'OUT_FOR_DELIVERY');
    const track = await shop.get(`/tracking/${trackingCode}`).expect(200);
    assert.equal(track.body.status, 'out_for_delivery');
    assert.equal(track.body.destination, 'Town, DE');
    assert.deepEqual(
      track.body.events.map((event: { status: string }) => event.status),
      ['in_transit', 'out_for_delivery'],
    );
    assert.ok(!JSON.stringify(track.body).includes('Feldweg'));
    await shop.get('/tracking/FF-0').expect(404);
  });

  it('does not go back when an old report comes late', async () => {
    const { customer, number } = await paid();
    const { trackingCode } = await shop.dispatch(number);
    await shop.report(trackingCode, 'DELIVERED', new Date(Date.now() + 120_000));
    await shop.report(trackingCode, 'IN_TRANSIT', new Date(Date.now() + 60_000));
    const track = await shop.get(`/tracking/${trackingCode}`).expect(200);
    assert.equal(track.body.status, 'delivered');
    assert.equal(track.body.events.length, 3);
    assert.equal(await status(number, customer), 'delivered');
  });

  it('believes carriers only with their signature', async () => {
    const { number } = await paid();
    const { trackingCode } = await shop.dispatch(number);
    const body = JSON.stringify({
      trackingCode,
      status: 'PROBLEM',
      description: 'Nobody home',
      occurredAt: new Date(Date.now() + 1_000).toISOString(),
    });
    const send = (signature: string) =>
      shop
        .post('/tracking/webhook')
        .set('content-type', 'application/json')
        .set('x-signature', signature)
        .send(body);
    await send('forged').expect(401);
    const answer = await send(sign(body)).expect(200);
    assert.equal(answer.body.status, 'exception');
    const staff = await shop.staff();
    await eventually(async () => {
      assert.ok((await shop.subjects(staff)).includes(`Problem with parcel ${trackingCode}`));
    });
  });

  it('books no report of a parcel that has not left the house', async () => {
    const { number } = await paid();
    const staff = await shop.staff();
    const parcel = await shop.post('/shipments', staff).send({ orderNumber: number }).expect(201);
    await shop
      .post('/shipments/reports', staff)
      .send({
        trackingCode: parcel.body.trackingCode,
        status: 'DELIVERED',
        occurredAt: new Date().toISOString(),
      })
      .expect(409);
  });

  it('lists parcels by status', async () => {
    const { number } = await paid();
    const { trackingCode } = await shop.dispatch(number);
    const staff = await shop.staff();
    const list = await shop.get('/shipments?status=in_transit&pageSize=100', staff).expect(200);
    const entry = list.body.items.find(
      (each: { trackingCode: string }) => each.trackingCode === trackingCode,
    );
    assert.equal(entry.order, number);
    assert.equal(entry.packedBy, 'The staff');
    const stuck = await shop.get('/shipments/stuck', staff).expect(200);
    assert.deepEqual(stuck.body, []);
  });

  it('prints a packing slip without prices, and a label for the printer', async () => {
    const { number, sku } = await paid();
    const { id, trackingCode } = await shop.dispatch(number);
    const staff = await shop.staff();
    const slip = await shop.get(`/shipments/${id}/packing-slip`, staff).expect(200);
    assert.ok(slip.text.includes(sku));
    assert.ok(!slip.text.includes('10.00'));
    const label = await shop
      .get(`/shipments/${id}/label`, staff)
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done(null, Buffer.concat(chunks)));
      })
      .expect(200);
    const zpl = label.body.toString('latin1');
    assert.match(zpl, /^\^XA/);
    assert.ok(zpl.includes(`^FD${trackingCode}^FS`));
  });

  it('lets administrators change what shipping costs', async () => {
    const admin = await shop.admin();
    const rates = await shop.get('/shipping-rates').expect(200);
    const swiss = rates.body.find((rate: { zone: string }) => rate.zone === 'overseas');
    assert.equal(swiss.price.amount, '21.90');
    const route = `/shipping-rates/${swiss.id}`;
    const changed = await shop
      .patch(route, admin)
      .send({ price: '25.00', freeFrom: '200.00' })
      .expect(200);
    assert.equal(changed.body.freeFrom.amount, '200.00');
    await shop
      .patch(route, await shop.staff())
      .send({ price: '1.00' })
      .expect(403);
    const { sku } = await shop.article({ price: '150.00' });
    const cart = await shop.cartWith(undefined, [{ sku, quantity: 1 }]);
    const options = await shop.get(`/carts/${cart}/shipping-options?country=CH`).expect(200);
    assert.equal(options.body[0].price.amount, '25.00');
  });
});
