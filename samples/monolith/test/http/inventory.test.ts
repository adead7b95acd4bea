import assert from 'node:assert/strict';
import type { TestShop } from '../support/shop.js';
import { eventually, openShop } from '../support/shop.js';

describe('inventory', () => {
  let shop: TestShop;
  let codes = 0;

  before(async () => {
    shop = await openShop();
  });

  after(() => shop.close());

  /** Codes are letters only. */
  async function warehouse(priority = 100): Promise<string> {
    codes += 1;
    const code = `W${String.fromCharCode(64 + codes)}`;
    await shop
      .post('/inventory/warehouses', await shop.staff())
      .send({ code, name: `House ${code}`, country: 'DE', priority })
      .expect(201);
    return code;
  }

  async function level(sku: string, code: string) {
    const answer = await shop
      .get(`/inventory/levels?q=${sku}&warehouse=${code}`, await shop.staff())
      .expect(200);
    return answer.body.items[0];
  }

  it('starts with the warehouse that the migrations bring', async () => {
    const answer = await shop.get('/inventory/warehouses', await shop.staff()).expect(200);
    assert.ok(answer.body.some((each: { code: string }) => each.code === 'BER'));
  });

  it('is closed to customers, apart from what can be had', async () => {
    const { sku } = await shop.article({ stock: 7 });
    const customer = await shop.customer();
    await shop.get('/inventory/levels', customer).expect(403);
    await shop.get('/inventory/levels').expect(401);
    assert.equal(await shop.available(sku), 7);
    assert.equal(await shop.available('NEVER-SEEN'), 0);
  });

  it('gives each warehouse code once', async () => {
    const code = await warehouse();
    await shop
      .post('/inventory/warehouses', await shop.staff())
      .send({ code, name: 'Twin', country: 'DE' })
      .expect(409);
  });

  it('receives goods, all lines or none', async () => {
    const { sku } = await shop.article({ stock: 0 });
    const staff = await shop.staff();
    const lines = [
      { sku, quantity: 5 },
      { sku: 'NEVER-SEEN', quantity: 1 },
    ];
    await shop
      .post('/inventory/receipts', staff)
      .send({ warehouse: 'BER', reference: 'D-1', lines })
      .expect(404);
    assert.equal(await shop.available(sku), 0);
    const received = await shop
      .post('/inventory/receipts', staff)
      .send({ warehouse: 'BER', reference: 'D-2', lines: lines.slice(0, 1) })
      .expect(201);
    assert.equal(received.body[0].onHand, 5);
  });

  it('counts what lies in closed warehouses for nothing', async () => {
    const code = await warehouse();
    const { sku } = await shop.article({ stock: 2 });
    await shop.receive(sku, 10, code);
    assert.equal(await shop.available(sku), 12);
    const staff = await shop.staff();
    await shop.patch(`/inventory/warehouses/${code}`, staff).send({ active: false }).expect(200);
    assert.equal(await shop.available(sku), 2);
    await shop
      .post('/inventory/receipts', staff)
      .send({ warehouse: code, reference: 'D-3', lines: [{ sku, quantity: 1 }] })
      .expect(409);
  });

  it('adjusts stock, but not below nothing', async () => {
    const { sku } = await shop.article({ stock: 4 });
    const staff = await shop.staff();
    const adjustment = { warehouse: 'BER', sku, delta: -3, note: 'broken' };
    await shop.post('/inventory/adjustments', staff).send(adjustment).expect(201);
    const refused = await shop
      .post('/inventory/adjustments', staff)
      .send({ ...adjustment, delta: -2 })
      .expect(409);
    assert.equal(refused.body.error.code, 'out_of_stock');
    assert.equal(await shop.available(sku), 1);
  });

  it('does not give away what is promised to an order', async () => {
    const { sku } = await shop.article({ stock: 4 });
    const customer = await shop.customerWithAddress();
    await shop.paidOrder(customer, [{ sku, quantity: 3 }]);
    assert.equal(await shop.available(sku), 1);
    await shop
      .post('/inventory/adjustments', await shop.staff())
      .send({ warehouse: 'BER', sku, delta: -2, note: 'broken' })
      .expect(409);
  });

  it('transfers between warehouses in one step', async () => {
    const code = await warehouse();
    const { sku } = await shop.article({ stock: 6 });
    const staff = await shop.staff();
    await shop
      .post('/inventory/transfers', staff)
      .send({ from: 'BER', to: code, sku, quantity: 4 })
      .expect(201);
    assert.equal((await level(sku, 'BER')).onHand, 2);
    assert.equal((await level(sku, code)).onHand, 4);
    await shop
      .post('/inventory/transfers', staff)
      .send({ from: 'BER', to: code, sku, quantity: 3 })
      .expect(409);
    assert.equal((await level(sku, code)).onHand, 4);
    await shop
      .post('/inventory/transfers', staff)
      .send({ from: 'BER', to: 'BER', sku, quantity: 1 })
      .expect(400);
  });

  it('books a stocktake and answers the differences', async () => {
    const code = await warehouse();
    const [right, wrong] = [await shop.article({ stock: 0 }), await shop.article({ stock: 0 })];
    await shop.receive(right.sku, 5, code);
    await shop.receive(wrong.sku, 5, code);
    const answer = await shop
      .post('/inventory/stocktakes', await shop.staff())
      .send({ warehouse: code, counts: { [right.sku]: 5, [wrong.sku]: 3 } })
      .expect(201);
    assert.deepEqual(answer.body, [{ sku: wrong.sku, expected: 5, counted: 3 }]);
    assert.equal((await level(wrong.sku, code)).onHand, 3);
  });

  it('writes every movement into a journal, with who did it', async () => {
    const { sku } = await shop.article({ stock: 5 });
    const staff = await shop.staff();
    await shop
      .post('/inventory/adjustments', staff)
      .send({ warehouse: 'BER', sku, delta: -1, note: 'sample for a fair' })
      .expect(201);
    const customer = await shop.customerWithAddress();
    const number = await shop.paidOrder(customer, [{ sku, quantity: 2 }]);
    await shop.dispatch(number);
    const journal = await shop.get(`/inventory/movements/${sku}`, staff).expect(200);
    assert.deepEqual(
      journal.body.map((movement: { delta: number; reason: string; reference: string }) => [
        movement.delta,
        movement.reason,
        movement.reference,
      ]),
      [
        [-2, 'sale', number],
        [-1, 'adjustment', 'sample for a fair'],
        [5, 'receipt', 'delivery note'],
      ],
    );
    assert.equal(journal.body[0].by, 'The staff');
  });

  it('empties the preferred warehouse first, and goes on in the next', async () => {
    const code = await warehouse(1);
    const { sku } = await shop.article({ stock: 5 });
    await shop.receive(sku, 2, code);
    const customer = await shop.customerWithAddress();
    await shop.paidOrder(customer, [{ sku, quantity: 3 }]);
    assert.equal((await level(sku, code)).available, 0);
    assert.equal((await level(sku, 'BER')).reserved, 1);
  });

  it('lists what has fallen to its reorder point, and tells staff', async () => {
    const staff = await shop.staff();
    const { sku } = await shop.article({ stock: 5 });
    await shop
      .put('/inventory/reorder-points', staff)
      .send({ warehouse: 'BER', sku, reorderPoint: 3 })
      .expect(200);
    const before = await shop.get(`/inventory/levels?low=true&q=${sku}`, staff).expect(200);
    assert.equal(before.body.total, 0);
    const customer = await shop.customerWithAddress();
    await shop.paidOrder(customer, [{ sku, quantity: 2 }]);
    const after = await shop.get(`/inventory/levels?low=true&q=${sku}`, staff).expect(200);
    assert.equal(after.body.total, 1);
    await eventually(async () => {
      assert.ok((await shop.subjects(staff)).includes(`Low stock: ${sku}`));
    });
  });
});
