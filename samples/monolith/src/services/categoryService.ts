import { AppDataSource } from '../db/dataSource.js';
import { inTransaction } from '../db/transaction.js';
import { Category } from '../entities/index.js';
import { BadRequestError, ConflictError, NotFoundError } from '../errors/index.js';
import { productRepository } from '../repositories/index.js';
import type { CategoryInput } from '../schemas/catalogSchemas.js';
import { groupBy, keyBy, slugify } from '../utils/index.js';

export interface CategoryNode {
  id: number;
  name: string;
  slug: string;
  children: CategoryNode[];
}

/** Every page shows the categories and they change once a month: loaded once, kept until a change. */
let cachedCategories: Category[] | null = null;

export function resetCategoryCache(): void {
  cachedCategories = null;
}

async function allCategories(): Promise<Category[]> {
  cachedCategories ??= await AppDataSource.manager.find(Category, {
    order: { position: 'ASC', name: 'ASC' },
  });
  return cachedCategories;
}

export async function categoryTree(): Promise<CategoryNode[]> {
  const byParent = groupBy(await allCategories(), (category) => category.parentId);
  const nodes = (parentId: number | null): CategoryNode[] =>
    (byParent.get(parentId) ?? []).map((category) => ({
      id: category.id,
      name: category.name,
      slug: category.slug,
      children: nodes(category.id),
    }));
  return nodes(null);
}

export async function findCategory(slug: string): Promise<Category> {
  const category = (await allCategories()).find((candidate) => candidate.slug === slug);
  if (!category) throw new NotFoundError('Category', slug);
  return category;
}

/** The category itself and everything below it. */
export async function withDescendants(categoryId: number): Promise<number[]> {
  const byParent = groupBy(await allCategories(), (category) => category.parentId);
  const collect = (id: number): number[] => [
    id,
    ...(byParent.get(id) ?? []).flatMap((child) => collect(child.id)),
  ];
  return collect(categoryId);
}

export async function breadcrumbs(categoryId: number): Promise<{ name: string; slug: string }[]> {
  const byId = keyBy(await allCategories(), (category) => category.id);
  const path: { name: string; slug: string }[] = [];
  let current = byId.get(categoryId);
  while (current) {
    path.unshift({ name: current.name, slug: current.slug });
    current = current.parentId === null ? undefined : byId.get(current.parentId);
  }
  return path;
}

async function freeSlug(name: string, ownId: number | null): Promise<string> {
  const base = slugify(name);
  if (base === '') throw new BadRequestError('The name needs a letter or a digit');
  const taken = new Set(
    (await allCategories())
      .filter((category) => category.id !== ownId)
      .map((category) => category.slug),
  );
  let slug = base;
  for (let suffix = 2; taken.has(slug); suffix += 1) slug = `${base}-${suffix}`;
  return slug;
}

async function assertParent(parentId: number | null): Promise<void> {
  if (parentId === null) return;
  const known = (await allCategories()).some((category) => category.id === parentId);
  if (!known) throw new BadRequestError(`There is no category ${parentId} to put it under`);
}

export async function createCategory(input: CategoryInput): Promise<Category> {
  await assertParent(input.parentId);
  const slug = await freeSlug(input.name, null);
  const category = await inTransaction((manager) =>
    manager.save(manager.create(Category, { ...input, slug })),
  );
  resetCategoryCache();
  return category;
}

export async function updateCategory(id: number, input: CategoryInput): Promise<Category> {
  await assertParent(input.parentId);
  if (input.parentId !== null && (await withDescendants(id)).includes(input.parentId)) {
    throw new ConflictError('A category cannot be moved below itself');
  }
  const slug = await freeSlug(input.name, id);
  const category = await inTransaction(async (manager) => {
    const existing = await manager.findOneBy(Category, { id });
    if (!existing) throw new NotFoundError('Category', id);
    return manager.save(manager.merge(Category, existing, { ...input, slug }));
  });
  resetCategoryCache();
  return category;
}

export async function deleteCategory(id: number): Promise<void> {
  await inTransaction(async (manager) => {
    const category = await manager.findOneBy(Category, { id });
    if (!category) throw new NotFoundError('Category', id);
    const children = await manager.countBy(Category, { parentId: id });
    const products = await productRepository.countInCategory(id, manager);
    if (children > 0 || products > 0) {
      throw new ConflictError('Only an empty category can be deleted', { children, products });
    }
    await manager.remove(category);
  });
  resetCategoryCache();
}
