import assert from 'node:assert/strict';
import jwt from 'jsonwebtoken';
import { config } from '../../src/config/env.js';
import type { TestShop } from '../support/shop.js';
import { PASSWORD, eventually, openShop, unique } from '../support/shop.js';

describe('logging in', () => {
  let shop: TestShop;

  before(async () => {
    shop = await openShop();
  });

  after(() => shop.close());

  it('registers a customer and answers with tokens that work', async () => {
    const email = `${unique('new')}@example.com`;
    const answer = await shop
      .post('/auth/register')
      .send({ email: email.toUpperCase(), password: PASSWORD, name: 'Nora New' })
      .expect(201);
    assert.equal(answer.body.user.email, email);
    assert.equal(answer.body.user.role, 'customer');
    assert.equal(answer.body.user.passwordHash, undefined);
    const account = { id: 0, email, token: answer.body.accessToken };
    await shop.get('/account', account).expect(200);
  });

  it('refuses a second account with the same e-mail address', async () => {
    const { email } = await shop.customer();
    const answer = await shop
      .post('/auth/register')
      .send({ email, password: PASSWORD, name: 'Twin' })
      .expect(409);
    assert.equal(answer.body.error.code, 'conflict');
  });

  it('names every field that is wrong in a registration', async () => {
    const answer = await shop
      .post('/auth/register')
      .send({ email: 'nobody', password: 'short', name: ' ' })
      .expect(400);
    const paths = answer.body.error.details.map((detail: { path: string }) => detail.path);
    assert.deepEqual([...new Set(paths)].sort(), ['email', 'name', 'password']);
  });

  it('gives the same answer for a wrong password and an unknown address', async () => {
    const { email } = await shop.customer();
    const wrong = await shop.post('/auth/login').send({ email, password: 'wrong' }).expect(401);
    const unknown = await shop
      .post('/auth/login')
      .send({ email: 'nobody@example.com', password: 'wrong' })
      .expect(401);
    assert.equal(wrong.body.error.message, unknown.body.error.message);
  });

  it('locks an account after five wrong passwords', async () => {
    const { email } = await shop.customer();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await shop.post('/auth/login').send({ email, password: 'wrong' }).expect(401);
    }
    const answer = await shop.post('/auth/login').send({ email, password: PASSWORD }).expect(401);
    assert.match(answer.body.error.message, /Too many failed logins/);
  });

  it('forgets failed logins after a successful one', async () => {
    const { email } = await shop.customer();
    for (let round = 0; round < 2; round += 1) {
      for (let attempt = 0; attempt < 4; attempt += 1) {
        await shop.post('/auth/login').send({ email, password: 'wrong' }).expect(401);
      }
      await shop.post('/auth/login').send({ email, password: PASSWORD }).expect(200);
    }
  });

  it('exchanges a refresh token once, and ends the session when an old one is shown again', async () => {
    const { email } = await shop.customer();
    const login = await shop.post('/auth/login').send({ email, password: PASSWORD }).expect(200);
    const first = login.body.refreshToken;
    const renewed = await shop.post('/auth/refresh').send({ refreshToken: first }).expect(200);
    const second = renewed.body.refreshToken;
    assert.notEqual(first, second);
    await shop.post('/auth/refresh').send({ refreshToken: first }).expect(401);
    await shop.post('/auth/refresh').send({ refreshToken: second }).expect(401);
  });

  it('ends a session on logging out', async () => {
    const { email } = await shop.customer();
    const login = await shop.post('/auth/login').send({ email, password: PASSWORD }).expect(200);
    const { refreshToken } = login.body;
    await shop.post('/auth/logout').send({ refreshToken }).expect(204);
    await shop.post('/auth/refresh').send({ refreshToken }).expect(401);
  });

  it('lists the open sessions with the program that opened them', async () => {
    const customer = await shop.customer();
    await shop
      .post('/auth/login')
      .set('user-agent', 'Kitchen tablet')
      .send({ email: customer.email, password: PASSWORD })
      .expect(200);
    const answer = await shop.get('/auth/sessions', customer).expect(200);
    assert.equal(answer.body.length, 2);
    const agents = answer.body.map((session: { userAgent: string }) => session.userAgent);
    assert.ok(agents.includes('Kitchen tablet'));
  });

  it('changes the password and ends all sessions with it', async () => {
    const customer = await shop.customer();
    const login = await shop
      .post('/auth/login')
      .send({ email: customer.email, password: PASSWORD })
      .expect(200);
    const newPassword = 'another-horse-8';
    await shop
      .post('/auth/password', customer)
      .send({ currentPassword: 'wrong', newPassword })
      .expect(400);
    await shop
      .post('/auth/password', customer)
      .send({ currentPassword: PASSWORD, newPassword })
      .expect(204);
    const { refreshToken } = login.body;
    await shop.post('/auth/refresh').send({ refreshToken }).expect(401);
    await shop
      .post('/auth/login')
      .send({ email: customer.email, password: newPassword })
      .expect(200);
  });

  it('resets a forgotten password by a link that works once', async () => {
    const customer = await shop.customer();
    await shop.post('/auth/password/forgot').send({ email: customer.email }).expect(202);
    let token = '';
    await eventually(async () => {
      const inbox = await shop.get('/notifications', customer).expect(200);
      token = /token=([\w.-]+) within/.exec(inbox.body.items[0].body)?.[1] ?? '';
      assert.notEqual(token, '');
    });
    const newPassword = 'brand-new-horse-7';
    await shop.post('/auth/password/reset').send({ token, newPassword }).expect(204);
    await shop.post('/auth/password/reset').send({ token, newPassword }).expect(400);
    await shop
      .post('/auth/login')
      .send({ email: customer.email, password: newPassword })
      .expect(200);
  });

  it('does not tell whether an address is known when a password is forgotten', async () => {
    const answer = await shop
      .post('/auth/password/forgot')
      .send({ email: 'nobody@example.com' })
      .expect(202);
    assert.match(answer.body.message, /If there is such an account/);
  });

  it('refuses tokens that are missing, forged, or signed for something else', async () => {
    const customer = await shop.customer();
    await shop.get('/account').expect(401);
    await shop.get('/account', { ...customer, token: `${customer.token}x` }).expect(401);
    const subject = String(customer.id);
    const token = jwt.sign({ purpose: 'reset' }, config.jwtSecret, { subject });
    await shop.get('/account', { ...customer, token }).expect(401);
  });
});
