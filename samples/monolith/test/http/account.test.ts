import assert from 'node:assert/strict';
import type { TestShop } from '../support/shop.js';
import { PASSWORD, eventually, openShop, unique } from '../support/shop.js';

const ADDRESS = {
  recipient: 'Ada Lovelace',
  line1: 'Feldweg 3',
  postalCode: '20095',
  city: 'Hamburg',
  country: 'DE',
};

describe('accounts', () => {
  let shop: TestShop;

  before(async () => {
    shop = await openShop();
  });

  after(() => shop.close());

  it('changes name and e-mail address, but not to one that is taken', async () => {
    const customer = await shop.customer();
    const other = await shop.customer();
    const email = `${unique('moved')}@example.com`;
    const changed = await shop
      .patch('/account', customer)
      .send({ name: 'Renamed', email })
      .expect(200);
    assert.equal(changed.body.name, 'Renamed');
    assert.equal(changed.body.email, email);
    await shop.patch('/account', customer).send({ email: other.email }).expect(409);
  });

  it('makes the first address the default, and a later one when asked to', async () => {
    const customer = await shop.customer();
    const first = await shop.post('/account/addresses', customer).send(ADDRESS).expect(201);
    assert.equal(first.body.isDefault, true);
    await shop
      .post('/account/addresses', customer)
      .send({ ...ADDRESS, label: 'Office', isDefault: true })
      .expect(201);
    const list = await shop.get('/account/addresses', customer).expect(200);
    assert.deepEqual(
      list.body.map((address: { label: string; isDefault: boolean }) => [
        address.label,
        address.isDefault,
      ]),
      [
        ['Office', true],
        ['Home', false],
      ],
    );
  });

  it('checks the postal code by the rules of the country', async () => {
    const customer = await shop.customer();
    const wrong = { ...ADDRESS, country: 'NL', postalCode: '20095' };
    const answer = await shop.post('/account/addresses', customer).send(wrong).expect(400);
    assert.equal(answer.body.error.details[0].path, 'postalCode');
    const right = { ...ADDRESS, country: 'NL', postalCode: '1012 ab' };
    const stored = await shop.post('/account/addresses', customer).send(right).expect(201);
    assert.equal(stored.body.postalCode, '1012 AB');
  });

  it('hands the default on when the default address is deleted', async () => {
    const customer = await shop.customer();
    const first = await shop.post('/account/addresses', customer).send(ADDRESS).expect(201);
    await shop.post('/account/addresses', customer).send(ADDRESS).expect(201);
    await shop.delete(`/account/addresses/${first.body.id}`, customer).expect(204);
    const list = await shop.get('/account/addresses', customer).expect(200);
    assert.equal(list.body.length, 1);
    assert.equal(list.body[0].isDefault, true);
  });

  it('keeps customers out of the addresses of others', async () => {
    const owner = await shop.customer();
    const stranger = await shop.customer();
    const address = await shop.post('/account/addresses', owner).send(ADDRESS).expect(201);
    const route = `/account/addresses/${address.body.id}`;
    await shop.put(route, stranger).send(ADDRESS).expect(404);
    await shop.delete(route, stranger).expect(404);
    await shop
      .put(route, owner)
      .send({ ...ADDRESS, city: 'Bremen' })
      .expect(200);
  });

  it('takes at most ten addresses', async () => {
    const customer = await shop.customer();
    for (let count = 0; count < 10; count += 1) {
      await shop.post('/account/addresses', customer).send(ADDRESS).expect(201);
    }
    await shop.post('/account/addresses', customer).send(ADDRESS).expect(400);
  });

  it('books points on delivery and takes them back with a refund', async () => {
    const article = await shop.article({ price: '100.00' });
    const customer = await shop.customerWithAddress();
    const number = await shop.deliveredOrder(customer, [{ sku: article.sku, quantity: 1 }]);
    await eventually(async () => {
      const account = await shop.get('/account/loyalty', customer).expect(200);
      assert.equal(account.body.points, 150);
    });
    await shop
      .post(`/payments/orders/${number}/refunds`, await shop.staff())
      .send({ amount: '30.00', reason: 'scratched' })
      .expect(201);
    await eventually(async () => {
      const account = await shop.get('/account/loyalty', customer).expect(200);
      assert.equal(account.body.points, 120);
      assert.deepEqual(
        account.body.entries.map((entry: { reason: string }) => entry.reason),
        ['refund', 'order', 'welcome'],
      );
    });
  });

  it('raises the tier with the points, once per note', async () => {
    const customer = await shop.customer();
    const staff = await shop.staff();
    const adjustment = { points: 2_000, note: 'sorry for the frost' };
    const answer = await shop
      .post(`/customers/${customer.id}/points`, staff)
      .send(adjustment)
      .expect(201);
    assert.equal(answer.body.tier, 'gold');
    assert.equal(answer.body.discountPercent, 4);
    assert.equal(answer.body.next.tier, 'platinum');
    await shop.post(`/customers/${customer.id}/points`, staff).send(adjustment).expect(400);
  });

  it('never takes more points than there are', async () => {
    const customer = await shop.customer();
    await eventually(async () => {
      const account = await shop.get('/account/loyalty', customer).expect(200);
      assert.equal(account.body.points, 50);
    });
    const answer = await shop
      .post(`/customers/${customer.id}/points`, await shop.staff())
      .send({ points: -500, note: 'misuse' })
      .expect(201);
    assert.equal(answer.body.points, 0);
  });

  it('lets staff search customers by part of name or address, wildcards taken literally', async () => {
    const staff = await shop.staff();
    const name = unique('Zoe_100% ');
    const customer = await shop.customer(name);
    const found = await shop
      .get(`/customers?q=${encodeURIComponent(name.toLowerCase())}`, staff)
      .expect(200);
    assert.deepEqual(
      found.body.items.map((item: { id: number }) => item.id),
      [customer.id],
    );
    const none = await shop.get('/customers?q=Zoe%25100', staff).expect(200);
    assert.equal(none.body.total, 0);
  });

  it('pages through customers', async () => {
    const staff = await shop.staff();
    await shop.customer();
    await shop.customer();
    const page = await shop.get('/customers?role=customer&pageSize=1&page=2', staff).expect(200);
    assert.equal(page.body.items.length, 1);
    assert.equal(page.body.page, 2);
    assert.equal(page.body.pages, page.body.total);
  });

  it('shows customers to staff only, and lets administrators alone change them', async () => {
    const customer = await shop.customer();
    const route = `/customers/${customer.id}`;
    await shop.get(route, customer).expect(403);
    const shown = await shop.get(route, await shop.staff()).expect(200);
    assert.equal(shown.body.email, customer.email);
    await shop
      .patch(route, await shop.staff())
      .send({ active: false })
      .expect(403);
    await shop
      .patch(route, await shop.admin())
      .send({ active: false })
      .expect(200);
    await shop.get('/account', customer).expect(401);
    await shop.post('/auth/login').send({ email: customer.email, password: PASSWORD }).expect(401);
  });

  it('does not let administrators lock themselves out', async () => {
    const admin = await shop.admin();
    await shop.patch(`/customers/${admin.id}`, admin).send({ role: 'customer' }).expect(403);
  });

  it('hands a customer a copy of all their orders, and of nobody else’s', async () => {
    const { sku } = await shop.article();
    const [customer, other] = [await shop.customerWithAddress(), await shop.customerWithAddress()];
    const first = await shop.paidOrder(customer, [{ sku, quantity: 1 }]);
    await shop.paidOrder(other, [{ sku, quantity: 1 }]);
    const second = await shop.pendingOrder(customer, [{ sku, quantity: 2 }]);
    const csv = await shop.get('/account/orders.csv', customer).expect(200);
    const numbers = csv.text
      .trim()
      .split('\r\n')
      .slice(1)
      .map((row) => row.split(',')[0]);
    assert.deepEqual(numbers, [first, second]);
  });

  it('erases an account, though not while an order is under way', async () => {
    const article = await shop.article();
    const customer = await shop.customerWithAddress();
    const number = await shop.paidOrder(customer, [{ sku: article.sku, quantity: 1 }]);
    await shop.delete('/account', customer).expect(409);
    await shop.post(`/orders/${number}/cancel`, customer).send({ reason: 'moving' }).expect(200);
    await shop.delete('/account', customer).expect(204);
    await shop.get('/account', customer).expect(401);
    const shown = await shop.get(`/customers/${customer.id}`, await shop.staff()).expect(200);
    assert.equal(shown.body.name, 'Erased customer');
    assert.deepEqual(shown.body.addresses, []);
  });
});
