import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { config } from '../../src/config/env.js';
import type { Account, TestShop } from '../support/shop.js';
import { eventually, openShop, unique } from '../support/shop.js';

interface Entry {
  id: number;
  subject: string;
  mailed: string;
  attachment: string | null;
}

describe('notifications', () => {
  let shop: TestShop;

  before(async () => {
    shop = await openShop();
  });

  after(() => shop.close());

  /** The message with the subject, as soon as it is there. */
  async function message(account: Account, subject: string | RegExp): Promise<Entry> {
    let found: Entry | undefined;
    await eventually(async () => {
      const inbox = await shop.get('/notifications?pageSize=100', account).expect(200);
      found = inbox.body.items.find((entry: Entry) =>
        typeof subject === 'string' ? entry.subject === subject : subject.test(entry.subject),
      );
      assert.ok(found, `no message "${subject}"`);
    });
    assert.ok(found);
    return found;
  }

  async function mail(id: number): Promise<string> {
    const file = path.join(config.mailOutbox, `${String(id).padStart(8, '0')}.eml`);
    return readFile(file, 'utf8');
  }

  it('welcome a new customer, and are mailed by the job', async () => {
    const name = unique('Müller ');
    const customer = await shop.customer(name);
    const welcome = await message(customer, `Welcome to Fig & Fern, ${name}`);
    assert.equal(welcome.mailed, 'queued');
    assert.match(await shop.runJob('send-notifications'), /^\d+ sent, 0 not delivered$/);
    const sent = await message(customer, welcome.subject);
    assert.equal(sent.mailed, 'sent');
    const text = await mail(welcome.id);
    assert.match(text, new RegExp(`^To: ${customer.email}`, 'm'));
    const encoded = Buffer.from(welcome.subject).toString('base64');
    assert.ok(text.includes(`Subject: =?utf-8?B?${encoded}?=`));
  });

  it('bring the invoice along', async () => {
    const { sku } = await shop.article();
    const customer = await shop.customerWithAddress();
    await shop.paidOrder(customer, [{ sku, quantity: 1 }]);
    const invoice = await message(customer, /^Invoice INV-/);
    assert.match(invoice.attachment ?? '', /^INV-.*\.html$/);
    await shop.runJob('send-notifications');
    const text = await mail(invoice.id);
    assert.ok(text.includes(`filename="${invoice.attachment}"`));
    const [, , attachment = ''] = text.split('Content-Transfer-Encoding: base64');
    const document = Buffer.from(attachment.split('\r\n\r\n')[1] ?? '', 'base64').toString();
    assert.match(document, /^<!doctype html>[\s\S]*Total 14\.90 EUR/);
  });

  it('are not repeated when an invoice is mailed again', async () => {
    const { sku } = await shop.article();
    const customer = await shop.customerWithAddress();
    await shop.paidOrder(customer, [{ sku, quantity: 1 }]);
    const invoice = await message(customer, /^Invoice INV-/);
    const number = invoice.attachment?.replace('.html', '');
    await shop.post(`/invoices/${number}/mail`, await shop.staff()).expect(202);
    const subjects = await shop.subjects(customer);
    assert.equal(subjects.filter((subject) => subject === invoice.subject).length, 1);
  });

  it('give up on a mailbox that does not exist', async () => {
    const customer = await shop.customer();
    await message(customer, /^Welcome/);
    await shop
      .patch('/account', customer)
      .send({ email: `${unique('gone')}@shop.invalid` })
      .expect(200);
    await shop.runJob('send-notifications');
    const failed = await message(customer, /^Welcome/);
    assert.equal(failed.mailed, 'failed');
  });

  it('can be read, each by its own recipient', async () => {
    const customer = await shop.customer();
    const { id } = await message(customer, /^Welcome/);
    const before = await shop.get('/notifications', customer).expect(200);
    assert.equal(before.body.unread, 1);
    await shop.post(`/notifications/${id}/read`, await shop.customer()).expect(404);
    await shop.post(`/notifications/${id}/read`, customer).expect(204);
    const after = await shop.get('/notifications', customer).expect(200);
    assert.equal(after.body.unread, 0);
    assert.notEqual(after.body.items[0].readAt, null);
  });

  it('can be muted by topic, where that is allowed', async () => {
    const customer = await shop.customerWithAddress();
    const refused = { topic: 'billing', email: false };
    await shop.put('/notifications/preferences', customer).send(refused).expect(400);
    const answer = await shop
      .put('/notifications/preferences', customer)
      .send({ topic: 'orders', email: false })
      .expect(200);
    assert.deepEqual(
      answer.body.filter((preference: { email: boolean }) => !preference.email),
      [{ topic: 'orders', email: false, mandatory: false }],
    );
    const kept = await shop.get('/notifications/preferences', customer).expect(200);
    assert.deepEqual(kept.body, answer.body);
    const { sku } = await shop.article();
    const number = await shop.paidOrder(customer, [{ sku, quantity: 1 }]);
    const placed = await message(customer, `Your order ${number}`);
    assert.equal(placed.mailed, 'muted');
    const invoice = await message(customer, /^Invoice INV-/);
    assert.equal(invoice.mailed, 'queued');
  });

  it('remind of a cart that was left behind, once', async () => {
    const { sku } = await shop.article();
    const customer = await shop.customer();
    const cartId = await shop.cartWith(customer, [{ sku, quantity: 1 }]);
    const later = new Date(Date.now() + 2 * 86_400_000);
    await shop.runJob('abandoned-carts');
    await shop.runJob('abandoned-carts', later);
    await message(customer, 'You left something in your cart');
    assert.match(await shop.runJob('abandoned-carts', later), /^0 reminders/);
    await shop.post(`/carts/${cartId}/items`, customer).send({ sku }).expect(200);
    const muchLater = new Date(Date.now() + 4 * 86_400_000);
    assert.match(await shop.runJob('abandoned-carts', muchLater), /^1 reminder,/);
  });
});
