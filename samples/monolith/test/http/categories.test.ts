import assert from 'node:assert/strict';
import type { TestShop } from '../support/shop.js';
import { openShop, unique } from '../support/shop.js';

interface Node {
  id: number;
  name: string;
  slug: string;
  children: Node[];
}

describe('categories', () => {
  let shop: TestShop;

  before(async () => {
    shop = await openShop();
  });

  after(() => shop.close());

  async function node(id: number): Promise<Node | undefined> {
    const tree = await shop.get('/categories').expect(200);
    const all = (nodes: Node[]): Node[] => nodes.flatMap((each) => [each, ...all(each.children)]);
    return all(tree.body).find((candidate) => candidate.id === id);
  }

  it('makes addresses that can be read, and tells equal names apart', async () => {
    const name = unique('Töpfe & Schüsseln ');
    const first = await node(await shop.category(name));
    const second = await node(await shop.category(name));
    assert.match(first?.slug ?? '', /^topfe-schusseln-\d+$/);
    assert.equal(second?.slug, `${first?.slug}-2`);
  });

  it('shows a new category at once, though the tree is cached', async () => {
    await shop.get('/categories').expect(200);
    const parent = await shop.category();
    const child = await shop.category(unique('Child '), parent);
    assert.deepEqual(
      (await node(parent))?.children.map(({ id }) => id),
      [child],
    );
  });

  it('orders siblings by position', async () => {
    const staff = await shop.staff();
    const parentId = await shop.category();
    for (const [name, position] of [
      ['second', 20],
      ['first', 10],
    ] as const) {
      await shop.post('/categories', staff).send({ name, parentId, position }).expect(201);
    }
    assert.deepEqual(
      (await node(parentId))?.children.map(({ name }) => name),
      ['first', 'second'],
    );
  });

  it('moves a category, but not below itself', async () => {
    const staff = await shop.staff();
    const [a, b] = [await shop.category(), await shop.category()];
    await shop.put(`/categories/${b}`, staff).send({ name: 'Moved', parentId: a }).expect(200);
    assert.deepEqual(
      (await node(a))?.children.map(({ id }) => id),
      [b],
    );
    await shop.put(`/categories/${a}`, staff).send({ name: 'Loop', parentId: b }).expect(409);
  });

  it('refuses a parent that does not exist', async () => {
    const staff = await shop.staff();
    await shop.post('/categories', staff).send({ name: 'Orphan', parentId: 99_999 }).expect(400);
  });

  it('deletes empty categories only', async () => {
    const staff = await shop.staff();
    const parent = await shop.category();
    const child = await shop.category(unique('Child '), parent);
    const article = await shop.article({ categoryId: child });
    const full = await shop.delete(`/categories/${child}`, staff).expect(409);
    assert.deepEqual(full.body.error.details, { children: 0, products: 1 });
    const above = await shop.delete(`/categories/${parent}`, staff).expect(409);
    assert.deepEqual(above.body.error.details, { children: 1, products: 0 });
    const categoryId = await shop.category();
    await shop.patch(`/products/${article.productId}`, staff).send({ categoryId }).expect(200);
    await shop.delete(`/categories/${child}`, staff).expect(204);
    assert.equal(await node(child), undefined);
  });
});
