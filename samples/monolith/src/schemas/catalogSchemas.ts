import { z } from 'zod';
import { taxClasses } from '../entities/index.js';
import { amount, pageQuery, positiveAmount, queryFlag, sku } from './commonSchemas.js';

export const categorySchema = z.object({
  name: z.string().trim().min(2).max(80),
  parentId: z.number().int().positive().nullable().default(null),
  position: z.number().int().min(0).max(10_000).default(0),
});
export type CategoryInput = z.infer<typeof categorySchema>;

const attributes = z
  .record(z.string().trim().min(1).max(40), z.string().trim().max(200))
  .refine((value) => Object.keys(value).length <= 30, 'at most 30 attributes');

export const productSchema = z.object({
  name: z.string().trim().min(2).max(140),
  description: z.string().trim().max(10_000).default(''),
  brand: z.string().trim().min(1).max(80),
  categoryId: z.number().int().positive(),
  taxClass: z.enum(taxClasses).default('standard'),
  attributes: attributes.default({}),
});
export type ProductInput = z.infer<typeof productSchema>;

/** No defaults here: what is not named stays as it is. */
export const productChangeSchema = z
  .object({
    name: z.string().trim().min(2).max(140),
    description: z.string().trim().max(10_000),
    brand: z.string().trim().min(1).max(80),
    categoryId: z.number().int().positive(),
    taxClass: z.enum(taxClasses),
    attributes,
  })
  .partial();
export type ProductChange = z.infer<typeof productChangeSchema>;

const barcode = z.string().regex(/^(\d{8}|\d{12,14})$/, 'must be an EAN or UPC');

export const variantSchema = z.object({
  sku,
  name: z.string().trim().min(1).max(80),
  price: positiveAmount,
  listPrice: positiveAmount.nullable().default(null),
  weightGrams: z.number().int().min(0).max(100_000),
  barcode: barcode.nullable().default(null),
});
export type VariantInput = z.infer<typeof variantSchema>;

export const variantChangeSchema = z
  .object({
    name: z.string().trim().min(1).max(80),
    price: positiveAmount,
    listPrice: positiveAmount.nullable(),
    weightGrams: z.number().int().min(0).max(100_000),
    barcode: barcode.nullable(),
    active: z.boolean(),
  })
  .partial();
export type VariantChange = z.infer<typeof variantChangeSchema>;

const productSorts = ['name', 'price', '-price', 'rating', 'newest'] as const;

export const productQuery = pageQuery.extend({
  q: z.string().trim().max(80).optional(),
  category: z.string().trim().max(100).optional(),
  brand: z.string().trim().max(80).optional(),
  minPrice: amount.optional(),
  maxPrice: amount.optional(),
  minRating: z.coerce.number().min(1).max(5).optional(),
  inStock: queryFlag.optional(),
  sort: z.enum(productSorts).default('name'),
});
export type ProductQuery = z.infer<typeof productQuery>;

export const slugParams = z.object({ slug: z.string().trim().min(1).max(160) });

export const skuParams = z.object({ sku });

/** A row of the import file; cells are text. */
export const importRowSchema = z.object({
  sku,
  product: z.string().trim().min(2).max(140),
  variant: z.string().trim().min(1).max(80),
  brand: z.string().trim().min(1).max(80),
  category: z.string().trim().min(1).max(100),
  price: positiveAmount,
  weight: z.coerce.number().int().min(0).max(100_000),
});
export type ImportRow = z.infer<typeof importRowSchema>;

export const reviewSchema = z.object({
  stars: z.number().int().min(1).max(5),
  title: z.string().trim().min(3).max(120),
  body: z.string().trim().min(10).max(4_000),
});
export type ReviewInput = z.infer<typeof reviewSchema>;

export const moderationSchema = z.object({ decision: z.enum(['approved', 'rejected']) });
export type ModerationInput = z.infer<typeof moderationSchema>;
