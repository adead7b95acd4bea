import assert from 'node:assert/strict';
import type { TestShop } from '../support/shop.js';
import { openShop, unique } from '../support/shop.js';

interface Listed {
  name: string;
  slug: string;
  variants: { sku: string; price: { current: { amount: string } } }[];
}

const names = (items: Listed[]) => items.map((item) => item.name);

describe('catalogue', () => {
  let shop: TestShop;

  before(async () => {
    shop = await openShop();
  });

  after(() => shop.close());

  it('keeps a product to staff until it is published', async () => {
    const staff = await shop.staff();
    const categoryId = await shop.category();
    const product = await shop
      .post('/products', staff)
      .send({ name: unique('Secret '), brand: 'Kiln', categoryId })
      .expect(201);
    const route = `/products/${product.body.slug}`;
    assert.equal(product.headers['location'], `/api${route}`);
    await shop.get(route).expect(404);
    await shop.get(route, await shop.customer()).expect(404);
    const shown = await shop.get(route, staff).expect(200);
    assert.equal(shown.body.status, 'draft');
  });

  it('does not publish a product that has nothing to sell', async () => {
    const staff = await shop.staff();
    const categoryId = await shop.category();
    const product = await shop
      .post('/products', staff)
      .send({ name: unique('Empty '), brand: 'Kiln', categoryId })
      .expect(201);
    await shop.post(`/products/${product.body.id}/publish`, staff).expect(409);
  });

  it('leaves the catalogue to staff', async () => {
    const customer = await shop.customer();
    const { productId } = await shop.article();
    await shop.post('/products').send({}).expect(401);
    await shop.post('/products', customer).send({}).expect(403);
    await shop.post(`/products/${productId}/archive`, customer).expect(403);
  });

  it('finds products by name, brand and article number', async () => {
    const word = unique('terracotta');
    const article = await shop.article({ name: `Bowl ${word}`, brand: unique('Brand') });
    for (const q of [word, word.toUpperCase(), article.sku.toLowerCase()]) {
      const found = await shop.get(`/products?q=${q}`).expect(200);
      assert.deepEqual(names(found.body.items), [`Bowl ${word}`], q);
    }
  });

  it('filters by category with everything below it', async () => {
    const parent = await shop.category(unique('Outdoor '));
    const child = await shop.category(unique('Lamps '), parent);
    const article = await shop.article({ categoryId: child });
    const tree = await shop.get('/categories').expect(200);
    const node = tree.body.find((candidate: { id: number }) => candidate.id === parent);
    const found = await shop.get(`/products?category=${node.slug}`).expect(200);
    assert.equal(found.body.total, 1);
    assert.equal(found.body.items[0].slug, article.slug);
    await shop.get('/products?category=no-such-category').expect(404);
  });

  it('sorts by price and filters by a range of prices', async () => {
    const brand = unique('Range');
    for (const price of ['30.00', '10.00', '20.00']) {
      await shop.article({ brand, name: `${brand} at ${price}`, price });
    }
    const cheapest = await shop.get(`/products?brand=${brand}&sort=price`).expect(200);
    assert.deepEqual(
      names(cheapest.body.items),
      ['10.00', '20.00', '30.00'].map((price) => `${brand} at ${price}`),
    );
    const dearest = await shop.get(`/products?brand=${brand}&sort=-price`).expect(200);
    assert.equal(dearest.body.items[0].variants[0].price.current.amount, '30.00');
    const middle = await shop
      .get(`/products?brand=${brand}&minPrice=10.01&maxPrice=29.99`)
      .expect(200);
    assert.deepEqual(names(middle.body.items), [`${brand} at 20.00`]);
  });

  it('shows only what can be had when asked to', async () => {
    const brand = unique('Stock');
    await shop.article({ brand, name: `${brand} here`, stock: 3 });
    await shop.article({ brand, name: `${brand} gone`, stock: 0 });
    const found = await shop.get(`/products?brand=${brand}&inStock=true`).expect(200);
    assert.deepEqual(names(found.body.items), [`${brand} here`]);
  });

  it('pages without losing or repeating a product', async () => {
    const brand = unique('Pages');
    for (let count = 0; count < 5; count += 1) await shop.article({ brand });
    const seen: string[] = [];
    for (const page of [1, 2, 3]) {
      const answer = await shop.get(`/products?brand=${brand}&pageSize=2&page=${page}`).expect(200);
      seen.push(...answer.body.items.map((item: Listed) => item.slug));
    }
    assert.equal(seen.length, 5);
    assert.equal(new Set(seen).size, 5);
  });

  it('refuses a search that makes no sense', async () => {
    const answer = await shop.get('/products?page=0&sort=luck&minPrice=cheap').expect(400);
    const paths = answer.body.error.details.map((detail: { path: string }) => detail.path);
    assert.deepEqual(paths.sort(), ['minPrice', 'page', 'sort']);
  });

  it('counts the products of each brand', async () => {
    const categoryId = await shop.category(unique('Brands '));
    const [big, small] = [unique('Big'), unique('Small')];
    for (const brand of [big, small, big]) await shop.article({ brand, categoryId });
    const tree = await shop.get('/categories').expect(200);
    const { slug } = tree.body.find((node: { id: number }) => node.id === categoryId);
    const answer = await shop.get(`/products/brands?category=${slug}`).expect(200);
    assert.deepEqual(answer.body, [
      { brand: big, products: 2 },
      { brand: small, products: 1 },
    ]);
  });

  it('keeps the address of a product when its name changes', async () => {
    const article = await shop.article();
    const name = unique('Renamed ');
    await shop
      .patch(`/products/${article.productId}`, await shop.staff())
      .send({ name, attributes: { colour: 'green' } })
      .expect(200);
    const shown = await shop.get(`/products/${article.slug}`).expect(200);
    assert.equal(shown.body.name, name);
    assert.deepEqual(shown.body.attributes, { colour: 'green' });
  });

  it('takes an archived product out of sale for good', async () => {
    const staff = await shop.staff();
    const article = await shop.article();
    await shop.post(`/products/${article.productId}/archive`, staff).expect(200);
    await shop.get(`/products/${article.slug}`).expect(404);
    await shop.patch(`/products/${article.productId}`, staff).send({ name: 'Back' }).expect(409);
    const cart = await shop.post('/carts').expect(201);
    await shop.post(`/carts/${cart.body.id}/items`).send({ sku: article.sku }).expect(404);
  });

  it('gives each article number to one article only', async () => {
    const staff = await shop.staff();
    const { productId, sku } = await shop.article();
    await shop
      .post(`/products/${productId}/variants`, staff)
      .send({ sku, name: 'again', price: '1.00', weightGrams: 1 })
      .expect(409);
  });

  it('refuses a price that is a number, zero, or above the list price', async () => {
    const staff = await shop.staff();
    const { productId, sku } = await shop.article({ price: '10.00' });
    const variant = { sku: unique('NEW-'), name: 'new', weightGrams: 1 };
    const route = `/products/${productId}/variants`;
    await shop
      .post(route, staff)
      .send({ ...variant, price: 9.99 })
      .expect(400);
    await shop
      .post(route, staff)
      .send({ ...variant, price: '0.00' })
      .expect(400);
    await shop.patch(`/variants/${sku}`, staff).send({ listPrice: '9.99' }).expect(400);
    const changed = await shop
      .patch(`/variants/${sku}`, staff)
      .send({ price: '12.50', listPrice: '14.00' })
      .expect(200);
    assert.deepEqual(changed.body.price, { amount: '12.50', currency: 'EUR' });
  });

  it('shows where in the catalogue a product stands', async () => {
    const parent = await shop.category(unique('Parent '));
    const child = await shop.category(unique('Child '), parent);
    const article = await shop.article({ categoryId: child });
    const shown = await shop.get(`/products/${article.slug}`).expect(200);
    assert.equal(shown.body.breadcrumbs.length, 2);
    assert.match(shown.body.breadcrumbs[0].name, /^Parent /);
    assert.match(shown.body.breadcrumbs[1].name, /^Child /);
  });

  it('suggests first what is bought together, then others of the category', async () => {
    const categoryId = await shop.category();
    const lamp = await shop.article({ categoryId });
    const sibling = await shop.article({ categoryId });
    const companion = await shop.article();
    const customer = await shop.customerWithAddress();
    await shop.paidOrder(customer, [
      { sku: lamp.sku, quantity: 1 },
      { sku: companion.sku, quantity: 1 },
    ]);
    const related = await shop.get(`/products/${lamp.slug}/related`).expect(200);
    assert.deepEqual(
      related.body.map((item: Listed) => item.slug),
      [companion.slug, sibling.slug],
    );
  });

  it('stores an image and answers 304 to who has it already', async () => {
    const { productId } = await shop.article();
    const content = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 255]);
    await shop
      .put(`/products/${productId}/image`, await shop.staff())
      .set('content-type', 'image/png')
      .send(content)
      .expect(204);
    const image = await shop.get(`/products/${productId}/image`).expect(200);
    assert.equal(image.headers['content-type'], 'image/png');
    assert.deepEqual(image.body, content);
    await shop
      .get(`/products/${productId}/image`)
      .set('if-none-match', image.headers['etag'] ?? '')
      .expect(304);
  });

  it('refuses images of other kinds, and has none where none was stored', async () => {
    const { productId } = await shop.article();
    await shop
      .put(`/products/${productId}/image`, await shop.staff())
      .set('content-type', 'image/gif')
      .send(Buffer.from('GIF89a'))
      .expect(400);
    await shop.get(`/products/${productId}/image`).expect(404);
  });

  it('imports a CSV file, updates what it knows, and reports bad lines by number', async () => {
    const staff = await shop.staff();
    const known = await shop.article({ price: '5.00' });
    const categoryId = await shop.category(unique('Import '));
    const tree = await shop.get('/categories').expect(200);
    const { slug } = tree.body.find((node: { id: number }) => node.id === categoryId);
    const sku = unique('IMP-');
    const csv = [
      '\uFEFFsku,product,variant,brand,category,price,weight',
      `${sku},"Vase, tall",blue,Kiln,${slug},19.90,800`,
      `${sku}-B,"Vase, tall","with ""ears""",Kiln,${slug},24.90,900`,
      `${known.sku},Whatever,standard,Kiln,${slug},6.00,500`,
      `IMP-BAD,Vase,red,Kiln,${slug},cheap,1`,
      'IMP-LOST,Vase,red,Kiln,nowhere,1.00,1',
    ].join('\r\n');
    const answer = await shop
      .post('/products/import', staff)
      .set('content-type', 'text/csv')
      .send(csv)
      .expect(200);
    assert.equal(answer.body.created, 2);
    assert.equal(answer.body.updated, 1);
    assert.deepEqual(
      answer.body.errors.map((error: { line: number }) => error.line),
      [5, 6],
    );
    const product = await shop.get('/products/kiln-vase-tall', staff).expect(200);
    assert.deepEqual(
      product.body.variants.map((variant: { name: string }) => variant.name),
      ['blue', 'with "ears"'],
    );
  });

  it('refuses an import without the columns that it needs', async () => {
    const answer = await shop
      .post('/products/import', await shop.staff())
      .set('content-type', 'text/csv')
      .send('sku,price\nA-1,1.00\n')
      .expect(400);
    assert.match(answer.body.error.message, /product, variant, brand, category, weight/);
  });
});
