import assert from 'node:assert/strict';
import type { Account, Article, TestShop } from '../support/shop.js';
import { eventually, openShop } from '../support/shop.js';

const REVIEW = { stars: 4, title: 'Well made', body: 'Stands on my table for weeks now.' };

describe('reviews', () => {
  let shop: TestShop;

  before(async () => {
    shop = await openShop();
  });

  after(() => shop.close());

  async function buyerOf(article: Article): Promise<Account> {
    const customer = await shop.customerWithAddress();
    await shop.deliveredOrder(customer, [{ sku: article.sku, quantity: 1 }]);
    return customer;
  }

  async function approvedReview(article: Article, stars: number): Promise<number> {
    const buyer = await buyerOf(article);
    const review = await shop
      .post(`/products/${article.slug}/reviews`, buyer)
      .send({ ...REVIEW, stars })
      .expect(201);
    await shop
      .post(`/reviews/${review.body.id}/decision`, await shop.staff())
      .send({ decision: 'approved' })
      .expect(200);
    return review.body.id;
  }

  it('are written by those only who have received the product', async () => {
    const article = await shop.article();
    const customer = await shop.customerWithAddress();
    await shop.post(`/products/${article.slug}/reviews`, customer).send(REVIEW).expect(403);
    await shop.paidOrder(customer, [{ sku: article.sku, quantity: 1 }]);
    await shop.post(`/products/${article.slug}/reviews`, customer).send(REVIEW).expect(403);
    const buyer = await buyerOf(article);
    const review = await shop
      .post(`/products/${article.slug}/reviews`, buyer)
      .send(REVIEW)
      .expect(201);
    assert.equal(review.body.author, 'Test C.');
    assert.equal(review.body.status, 'pending');
  });

  it('appear once they are approved, and one customer writes one', async () => {
    const article = await shop.article();
    const buyer = await buyerOf(article);
    const route = `/products/${article.slug}/reviews`;
    const review = await shop.post(route, buyer).send(REVIEW).expect(201);
    await shop.post(route, buyer).send(REVIEW).expect(409);
    assert.equal((await shop.get(route).expect(200)).body.total, 0);
    await shop
      .post(`/reviews/${review.body.id}/decision`, await shop.staff())
      .send({ decision: 'approved' })
      .expect(200);
    const list = await shop.get(route).expect(200);
    assert.equal(list.body.items[0].title, 'Well made');
    assert.equal(list.body.items[0].verifiedPurchase, true);
  });

  it('make the rating of the product', async () => {
    const article = await shop.article();
    await approvedReview(article, 5);
    const second = await approvedReview(article, 2);
    const shown = await shop.get(`/products/${article.slug}`).expect(200);
    assert.deepEqual(shown.body.rating, { average: 3.5, count: 2 });
    await shop
      .post(`/reviews/${second}/decision`, await shop.staff())
      .send({ decision: 'rejected' })
      .expect(200);
    const after = await shop.get(`/products/${article.slug}`).expect(200);
    assert.deepEqual(after.body.rating, { average: 5, count: 1 });
  });

  it('can be found helpful, though not by their own author', async () => {
    const article = await shop.article();
    const id = await approvedReview(article, 3);
    const reader = await shop.customer();
    await shop.post(`/reviews/${id}/helpful`, reader).expect(204);
    const list = await shop.get(`/products/${article.slug}/reviews`).expect(200);
    assert.equal(list.body.items[0].helpfulVotes, 1);
    await shop.post('/reviews/99999/helpful', reader).expect(404);
  });

  it('wait for staff, advertising last', async () => {
    const article = await shop.article();
    const staff = await shop.staff();
    const advertiser = await buyerOf(article);
    const honest = await buyerOf(article);
    const route = `/products/${article.slug}/reviews`;
    const spam = { ...REVIEW, body: 'Great, and so is https://casino.example!' };
    const first = await shop.post(route, advertiser).send(spam).expect(201);
    const second = await shop.post(route, honest).send(REVIEW).expect(201);
    const pending = await shop.get('/reviews/pending', staff).expect(200);
    const ids = pending.body.map((review: { id: number }) => review.id);
    assert.ok(ids.indexOf(second.body.id) < ids.indexOf(first.body.id));
    await eventually(async () => {
      const subjects = await shop.subjects(staff);
      assert.ok(subjects.some((subject) => subject.endsWith('waits for approval')));
    });
  });
});
