import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { In } from 'typeorm';
import { AppDataSource } from '../db/dataSource.js';
import { Product, ProductVariant } from '../entities/index.js';
import type { Page, PageRequest } from '../utils/index.js';
import { keyBy, likePattern, pageOf } from '../utils/index.js';

export interface ProductFilter extends PageRequest {
  q?: string | undefined;
  categoryIds?: number[] | undefined;
  brand?: string | undefined;
  minPriceMinor?: bigint | undefined;
  maxPriceMinor?: bigint | undefined;
  minRatingHundredths?: number | undefined;
  inStock?: boolean | undefined;
  sort: 'name' | 'price' | '-price' | 'rating' | 'newest';
}

const LOWEST_PRICE = `(SELECT MIN(v."priceMinor") FROM "product_variants" v
  WHERE v."productId" = product.id AND v."active" = 1)`;

const IN_STOCK = `EXISTS (SELECT 1 FROM "product_variants" v
  JOIN "stock_levels" s ON s."sku" = v."sku"
  WHERE v."productId" = product.id AND v."active" = 1 AND s."onHand" > s."reserved")`;

const ORDERINGS: Record<ProductFilter['sort'], [expression: string, direction: 'ASC' | 'DESC']> = {
  name: ['product.name', 'ASC'],
  price: [LOWEST_PRICE, 'ASC'],
  '-price': [LOWEST_PRICE, 'DESC'],
  rating: ['product.ratingHundredths', 'DESC'],
  newest: ['product.createdAt', 'DESC'],
};

function filtered(filter: Omit<ProductFilter, 'sort' | keyof PageRequest>) {
  const query: SelectQueryBuilder<Product> = AppDataSource.manager
    .createQueryBuilder(Product, 'product')
    .where('product.status = :status', { status: 'active' });
  if (filter.q) {
    query.andWhere(
      `(product.name LIKE :q ESCAPE '\\' OR product.description LIKE :q ESCAPE '\\'
        OR product.brand LIKE :q ESCAPE '\\'
        OR EXISTS (SELECT 1 FROM "product_variants" v
                   WHERE v."productId" = product.id AND v."sku" LIKE :q ESCAPE '\\'))`,
      { q: likePattern(filter.q) },
    );
  }
  if (filter.categoryIds) {
    query.andWhere('product.categoryId IN (:...categoryIds)', { categoryIds: filter.categoryIds });
  }
  if (filter.brand) query.andWhere('product.brand = :brand', { brand: filter.brand });
  if (filter.minPriceMinor !== undefined) {
    query.andWhere(`${LOWEST_PRICE} >= :minPrice`, { minPrice: filter.minPriceMinor });
  }
  if (filter.maxPriceMinor !== undefined) {
    query.andWhere(`${LOWEST_PRICE} <= :maxPrice`, { maxPrice: filter.maxPriceMinor });
  }
  if (filter.minRatingHundredths !== undefined) {
    query.andWhere('product.ratingHundredths >= :minRating', {
      minRating: filter.minRatingHundredths,
    });
  }
  if (filter.inStock) query.andWhere(IN_STOCK);
  return query;
}

export const productRepository = {
  async search(filter: ProductFilter): Promise<Page<Product>> {
    const [expression, direction] = ORDERINGS[filter.sort];
    const total = await filtered(filter).getCount();
    const rows: { id: number }[] = await filtered(filter)
      .select('product.id', 'id')
      .orderBy(expression, direction)
      .addOrderBy('product.id', 'ASC')
      .offset((filter.page - 1) * filter.pageSize)
      .limit(filter.pageSize)
      .getRawMany();
    const products = await AppDataSource.manager.find(Product, {
      where: { id: In(rows.map((row) => row.id)) },
      relations: { variants: true, category: true },
    });
    const byId = keyBy(products, (product) => product.id);
    const ordered = rows.flatMap((row) => byId.get(row.id) ?? []);
    return pageOf(ordered, total, filter);
  },

  /** How many products of the same search each brand has, for the filter beside the list. */
  brandCounts(categoryIds?: number[]): Promise<{ brand: string; products: number }[]> {
    return filtered({ categoryIds })
      .select('product.brand', 'brand')
      .addSelect('COUNT(*)', 'products')
      .groupBy('product.brand')
      .orderBy('products', 'DESC')
      .addOrderBy('product.brand', 'ASC')
      .getRawMany();
  },

  findBySlug(slug: string): Promise<Product | null> {
    return AppDataSource.manager.findOne(Product, {
      where: { slug },
      relations: { variants: true, category: true },
    });
  },

  findById(id: number, manager: EntityManager = AppDataSource.manager): Promise<Product | null> {
    return manager.findOne(Product, {
      where: { id },
      relations: { variants: true, category: true },
    });
  },

  findByName(
    name: string,
    brand: string,
    manager: EntityManager = AppDataSource.manager,
  ): Promise<Product | null> {
    return manager.findOne(Product, {
      where: { name, brand },
      relations: { variants: true, category: true },
    });
  },

  slugTaken(slug: string, manager: EntityManager = AppDataSource.manager): Promise<boolean> {
    return manager.existsBy(Product, { slug });
  },

  findVariant(
    sku: string,
    manager: EntityManager = AppDataSource.manager,
  ): Promise<ProductVariant | null> {
    return manager.findOne(ProductVariant, { where: { sku }, relations: { product: true } });
  },

  findVariants(skus: string[]): Promise<ProductVariant[]> {
    return AppDataSource.manager.find(ProductVariant, {
      where: { sku: In(skus) },
      relations: { product: true },
      order: { sku: 'ASC' },
    });
  },

  countInCategory(
    categoryId: number,
    manager: EntityManager = AppDataSource.manager,
  ): Promise<number> {
    return manager.countBy(Product, { categoryId });
  },

  /** Others of the category, those that are most often bought together with it first. */
  async related(product: Product, limit: number): Promise<Product[]> {
    const rows: { id: number }[] = await AppDataSource.manager.query(
      `SELECT p."id" FROM "products" p
       LEFT JOIN "order_lines" other ON other."productId" = p."id"
       LEFT JOIN "order_lines" mine ON mine."orderId" = other."orderId" AND mine."productId" = ?
       WHERE p."id" <> ? AND p."status" = 'active'
         AND (p."categoryId" = ? OR mine."id" IS NOT NULL)
       GROUP BY p."id"
       ORDER BY COUNT(mine."id") DESC, p."ratingHundredths" DESC, p."id"
       LIMIT ?`,
      [product.id, product.id, product.categoryId, limit],
    );
    const products = await AppDataSource.manager.find(Product, {
      where: { id: In(rows.map((row) => row.id)) },
      relations: { variants: true, category: true },
    });
    const byId = keyBy(products, (candidate) => candidate.id);
    return rows.flatMap((row) => byId.get(row.id) ?? []);
  },
};
