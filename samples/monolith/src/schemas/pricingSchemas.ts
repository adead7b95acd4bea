import { z } from 'zod';
import { couponKinds, promotionKinds, taxClasses } from '../entities/index.js';
import { amount, country, pageQuery, quantity, queryFlag, sku } from './commonSchemas.js';

const basisPoints = z.number().int().min(1).max(9_000);

const promotionRule = z.object({
  categoryIds: z.array(z.number().int().positive()).max(50).optional(),
  skus: z.array(sku).max(500).optional(),
  basisPoints: basisPoints.optional(),
  amountMinor: z.number().int().positive().optional(),
  buy: z.number().int().min(1).max(50).optional(),
  get: z.number().int().min(1).max(50).optional(),
  minimumSubtotalMinor: z.number().int().min(0).optional(),
});

export const promotionSchema = z
  .object({
    name: z.string().trim().min(3).max(80),
    kind: z.enum(promotionKinds),
    rule: promotionRule,
    startsAt: z.coerce.date(),
    endsAt: z.coerce.date().nullable().default(null),
    priority: z.number().int().min(0).max(1000).default(100),
    exclusive: z.boolean().default(false),
  })
  .refine(({ startsAt, endsAt }) => !endsAt || startsAt < endsAt, {
    message: 'must lie after the start',
    path: ['endsAt'],
  })
  .refine(({ kind, rule }) => kind !== 'percent' || rule.basisPoints !== undefined, {
    message: 'is needed for a percentage',
    path: ['rule', 'basisPoints'],
  })
  .refine(({ kind, rule }) => kind !== 'fixedPerItem' || rule.amountMinor !== undefined, {
    message: 'is needed for a fixed amount',
    path: ['rule', 'amountMinor'],
  })
  .refine(({ kind, rule }) => kind !== 'buyXGetY' || (rule.buy && rule.get), {
    message: 'needs "buy" and "get"',
    path: ['rule'],
  });
export type PromotionInput = z.infer<typeof promotionSchema>;

export const couponSchema = z
  .object({
    code: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z0-9-]{4,24}$/, 'must have 4 to 24 letters, digits or dashes'),
    kind: z.enum(couponKinds),
    basisPoints: basisPoints.optional(),
    amount: amount.optional(),
    minimumSubtotal: amount.optional(),
    maxRedemptions: z.number().int().positive().nullable().default(null),
    maxPerCustomer: z.number().int().positive().nullable().default(1),
    firstOrderOnly: z.boolean().default(false),
    categoryId: z.number().int().positive().nullable().default(null),
    startsAt: z.coerce.date().nullable().default(null),
    endsAt: z.coerce.date().nullable().default(null),
  })
  .refine(({ kind, basisPoints: share }) => kind !== 'percent' || share !== undefined, {
    message: 'is needed for a percentage',
    path: ['basisPoints'],
  })
  .refine(({ kind, amount: fixed }) => kind !== 'fixed' || fixed?.isPositive(), {
    message: 'is needed for a fixed amount',
    path: ['amount'],
  });
export type CouponInput = z.infer<typeof couponSchema>;

export const couponBatchSchema = z.object({
  prefix: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{2,10}$/),
  count: z.number().int().min(1).max(500),
  basisPoints,
  endsAt: z.coerce.date(),
});
export type CouponBatchInput = z.infer<typeof couponBatchSchema>;

export const couponQuery = pageQuery.extend({ active: queryFlag.optional() });

export const codeParams = z.object({ code: z.string().trim().toUpperCase().min(1).max(24) });

export const taxRateSchema = z.object({
  country,
  taxClass: z.enum(taxClasses),
  basisPoints: z.number().int().min(0).max(5_000),
  validFrom: z.iso.date(),
});
export type TaxRateInput = z.infer<typeof taxRateSchema>;

export const quoteSchema = z.object({
  items: z.array(z.object({ sku, quantity })).min(1).max(100),
  country: country.default('DE'),
  coupon: z.string().trim().toUpperCase().min(1).max(24).optional(),
});
export type QuoteInput = z.infer<typeof quoteSchema>;
