import type { EntityManager } from 'typeorm';
import { AppDataSource } from '../db/dataSource.js';
import { inTransaction } from '../db/transaction.js';
import { Product, ProductImage, ProductVariant } from '../entities/index.js';
import { BadRequestError, ConflictError, NotFoundError } from '../errors/index.js';
import { productRepository } from '../repositories/index.js';
import type {
  ImportRow,
  ProductChange,
  ProductInput,
  ProductQuery,
  VariantChange,
  VariantInput,
} from '../schemas/catalogSchemas.js';
import { importRowSchema } from '../schemas/catalogSchemas.js';
import type { Page } from '../utils/index.js';
import { keyBy, parseCsv, randomCode, sha256Hex, slugify } from '../utils/index.js';
import { breadcrumbs, findCategory, withDescendants } from './categoryService.js';
import type { DisplayPrice } from './pricingService.js';
import { pricingService } from './pricingService.js';
import { availableQuantities } from './stockService.js';

const IMAGE_TYPES = new Set(['image/png', 'image/jpeg', 'image/webp']);
const RELATED_PRODUCTS = 6;

export interface VariantView {
  sku: string;
  name: string;
  price: DisplayPrice;
  weightGrams: number;
  available: number;
}

export interface ProductView {
  id: number;
  name: string;
  slug: string;
  description: string;
  brand: string;
  status: string;
  category: { id: number; name: string; slug: string };
  attributes: Record<string, string>;
  rating: { average: number; count: number };
  variants: VariantView[];
}

export interface ImportResult {
  created: number;
  updated: number;
  errors: { line: number; message: string }[];
}

class CatalogService {
  async search(query: ProductQuery): Promise<Page<ProductView>> {
    const category = query.category ? await findCategory(query.category) : null;
    const page = await productRepository.search({
      page: query.page,
      pageSize: query.pageSize,
      q: query.q,
      categoryIds: category ? await withDescendants(category.id) : undefined,
      brand: query.brand,
      minPriceMinor: query.minPrice?.minor,
      maxPriceMinor: query.maxPrice?.minor,
      minRatingHundredths: query.minRating ? Math.round(query.minRating * 100) : undefined,
      inStock: query.inStock,
      sort: query.sort,
    });
    return { ...page, items: await this.present(page.items) };
  }

  async brands(categorySlug?: string): Promise<{ brand: string; products: number }[]> {
    const category = categorySlug ? await findCategory(categorySlug) : null;
    return productRepository.brandCounts(category ? await withDescendants(category.id) : undefined);
  }

  /** Drafts and archived products are shown to staff only. */
  async show(slug: string, staff: boolean) {
    const product = await productRepository.findBySlug(slug);
    if (!product || (product.status !== 'active' && !staff)) {
      throw new NotFoundError('Product', slug);
    }
    const [view] = await this.present([product]);
    return { ...view, breadcrumbs: await breadcrumbs(product.categoryId) };
  }

  async relatedTo(slug: string): Promise<ProductView[]> {
    const product = await productRepository.findBySlug(slug);
    if (!product) throw new NotFoundError('Product', slug);
    return this.present(await productRepository.related(product, RELATED_PRODUCTS));
  }

  async create(input: ProductInput): Promise<Product> {
    return inTransaction(async (manager) => this.insertProduct(manager, input));
  }

  async update(id: number, change: ProductChange): Promise<Product> {
    return inTransaction(async (manager) => {
      const product = await this.require(id, manager);
      if (product.status === 'archived') {
        throw new ConflictError('An archived product cannot be changed');
      }
      // The slug stays: links from outside must go on working after a change of name.
      const { category: _category, variants: _variants, ...columns } = product;
      await manager.update(Product, id, {
        name: change.name ?? columns.name,
        description: change.description ?? columns.description,
        brand: change.brand ?? columns.brand,
        categoryId: change.categoryId ?? columns.categoryId,
        taxClass: change.taxClass ?? columns.taxClass,
        attributes: change.attributes ?? columns.attributes,
      });
      return this.require(id, manager);
    });
  }

  async publish(id: number): Promise<Product> {
    return inTransaction(async (manager) => {
      const product = await this.require(id, manager);
      if (!product.variants.some((variant) => variant.active)) {
        throw new ConflictError('A product without an active variant cannot be sold');
      }
      await manager.update(Product, id, { status: 'active' });
      return this.require(id, manager);
    });
  }

  async archive(id: number): Promise<Product> {
    return inTransaction(async (manager) => {
      await this.require(id, manager);
      await manager.update(Product, id, { status: 'archived' });
      await manager.update(ProductVariant, { productId: id }, { active: false });
      return this.require(id, manager);
    });
  }

  async addVariant(productId: number, input: VariantInput): Promise<ProductVariant> {
    return inTransaction(async (manager) => {
      const product = await this.require(productId, manager);
      if (product.status === 'archived') {
        throw new ConflictError('An archived product gets no new variants');
      }
      if (await productRepository.findVariant(input.sku, manager)) {
        throw new ConflictError(`Article number ${input.sku} is in use already`);
      }
      return this.insertVariant(manager, productId, input);
    });
  }

  async updateVariant(sku: string, change: VariantChange): Promise<ProductVariant> {
    return inTransaction(async (manager) => {
      const variant = await productRepository.findVariant(sku, manager);
      if (!variant) throw new NotFoundError('Article', sku);
      variant.name = change.name ?? variant.name;
      variant.priceMinor = change.price?.minor ?? variant.priceMinor;
      variant.weightGrams = change.weightGrams ?? variant.weightGrams;
      variant.active = change.active ?? variant.active;
      if (change.listPrice !== undefined) variant.listPriceMinor = change.listPrice?.minor ?? null;
      if (change.barcode !== undefined) variant.barcode = change.barcode;
      if (variant.listPriceMinor !== null && variant.listPriceMinor < variant.priceMinor) {
        throw new BadRequestError('The list price may not be below the price');
      }
      return manager.save(variant);
    });
  }

  /** Sellable articles by number; numbers that are unknown or not for sale are simply not in it. */
  async sellableVariants(skus: Iterable<string>): Promise<Map<string, ProductVariant>> {
    const variants = await productRepository.findVariants([...skus]);
    const sellable = variants.filter(
      (variant) => variant.active && variant.product.status === 'active',
    );
    return keyBy(sellable, (variant) => variant.sku);
  }

  async setImage(productId: number, contentType: string, content: Buffer): Promise<void> {
    if (!IMAGE_TYPES.has(contentType)) {
      throw new BadRequestError('An image must be PNG, JPEG or WebP');
    }
    if (content.length === 0) throw new BadRequestError('The image is empty');
    await inTransaction(async (manager) => {
      await this.require(productId, manager);
      const hash = sha256Hex(content);
      await manager.save(manager.create(ProductImage, { productId, contentType, hash, content }));
    });
  }

  async image(productId: number): Promise<ProductImage> {
    const image = await AppDataSource.manager.findOneBy(ProductImage, { productId });
    if (!image) throw new NotFoundError('Image of product', productId);
    return image;
  }

  /** Creates or updates articles from a supplier's CSV file; bad lines are reported, not fatal. */
  async importCsv(file: Buffer): Promise<ImportResult> {
    const [header = [], ...rows] = parseCsv(file.toString('utf8').replace(/^\uFEFF/, ''));
    const columns = header.map((name) => name.trim().toLowerCase());
    const missing = Object.keys(importRowSchema.shape).filter((name) => !columns.includes(name));
    if (missing.length > 0) {
      throw new BadRequestError(`The file lacks the columns ${missing.join(', ')}`);
    }
    const result: ImportResult = { created: 0, updated: 0, errors: [] };
    for (const [index, cells] of rows.entries()) {
      const row = Object.fromEntries(columns.map((name, column) => [name, cells[column] ?? '']));
      const parsed = importRowSchema.safeParse(row);
      const line = index + 2;
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        result.errors.push({ line, message: `${issue?.path.join('.')}: ${issue?.message}` });
        continue;
      }
      try {
        const isNew = await this.importRow(parsed.data);
        if (isNew) result.created += 1;
        else result.updated += 1;
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error;
        result.errors.push({ line, message: error.message });
      }
    }
    return result;
  }

  private async importRow(row: ImportRow): Promise<boolean> {
    const category = await findCategory(row.category);
    return inTransaction(async (manager) => {
      const existing = await productRepository.findVariant(row.sku, manager);
      if (existing) {
        await manager.update(ProductVariant, existing.id, {
          name: row.variant,
          priceMinor: row.price.minor,
          weightGrams: row.weight,
        });
        return false;
      }
      const product =
        (await productRepository.findByName(row.product, row.brand, manager)) ??
        (await this.insertProduct(manager, {
          name: row.product,
          brand: row.brand,
          categoryId: category.id,
          description: '',
          taxClass: 'standard',
          attributes: {},
        }));
      await this.insertVariant(manager, product.id, {
        sku: row.sku,
        name: row.variant,
        price: row.price,
        listPrice: null,
        weightGrams: row.weight,
        barcode: null,
      });
      return true;
    });
  }

  private async insertProduct(manager: EntityManager, input: ProductInput): Promise<Product> {
    const base = slugify(`${input.brand} ${input.name}`);
    const taken = await productRepository.slugTaken(base, manager);
    const slug = taken ? `${base}-${randomCode(4).toLowerCase()}` : base;
    return manager.save(manager.create(Product, { ...input, slug, status: 'draft' }));
  }

  private insertVariant(
    manager: EntityManager,
    productId: number,
    input: VariantInput,
  ): Promise<ProductVariant> {
    const { price, listPrice, ...columns } = input;
    if (listPrice && price.isGreaterThan(listPrice)) {
      throw new BadRequestError('The list price may not be below the price');
    }
    return manager.save(
      manager.create(ProductVariant, {
        ...columns,
        productId,
        priceMinor: price.minor,
        listPriceMinor: listPrice?.minor ?? null,
        active: true,
      }),
    );
  }

  private async require(id: number, manager: EntityManager): Promise<Product> {
    const product = await productRepository.findById(id, manager);
    if (!product) throw new NotFoundError('Product', id);
    return product;
  }

  private async present(products: Product[]): Promise<ProductView[]> {
    const variants = products.flatMap((product) => product.variants);
    const available = await availableQuantities(variants.map((variant) => variant.sku));
    const prices = await pricingService.displayPrices(products);
    return products.map((product) => ({
      id: product.id,
      name: product.name,
      slug: product.slug,
      description: product.description,
      brand: product.brand,
      status: product.status,
      category: {
        id: product.category.id,
        name: product.category.name,
        slug: product.category.slug,
      },
      attributes: product.attributes,
      rating: { average: product.ratingHundredths / 100, count: product.ratingCount },
      variants: product.variants
        .filter((variant) => variant.active)
        .flatMap((variant) => {
          const price = prices.get(variant.sku);
          if (!price) return [];
          const { sku, name, weightGrams } = variant;
          return { sku, name, weightGrams, price, available: available.get(sku) ?? 0 };
        }),
    }));
  }
}

export const catalogService = new CatalogService();
